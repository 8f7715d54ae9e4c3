"""People who asked to be suggested. Who did not ask, or pauses, is as absent as who never was."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, not_, or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.errors import BadRequest, NotFound
from hub.models import Relation
from hub.services.personal_data import opened_columns
from hub.services.personal_tables import HELD
from hub.services.tables import PERSON, PERSON_SKILL, is_stale
from hub.views import PeopleView, PersonCard, PersonView
from hub.views.search import FoundPerson
from search.base import Span

PEOPLE_A_PAGE = 30
MAX_PAGES = 50
_PRIME = 1_000_003
# Nothing else of a person's row is read here, so nothing else can be shown to others.
_OPENED = opened_columns(PERSON, HELD)


def is_suggested(now: datetime) -> ColumnElement[bool]:
    """Say who may be seen now: asked for it, and does not pause."""
    return and_(
        PERSON.c.suggested_since.is_not(None),
        PERSON.c.suggested_since <= now,
        or_(PERSON.c.paused_until.is_(None), PERSON.c.paused_until <= now),
    )


def view(session: Session, handle: str, *, now: datetime) -> PersonView:
    """Show a person who asked for it; raises :class:`NotFound`, alike for all others."""
    rows = fetch(session, select(*_OPENED).where(PERSON.c.handle == handle, is_suggested(now)))
    if not rows:
        raise NotFound("There is nobody of this name here, or they do not wish to be seen.")
    [row] = rows
    skills = _skills_of(session, [row.id])[row.id]
    return PersonView(
        person_id=row.id,
        card=_card(row),
        kinds=row.kinds,
        causes=row.causes,
        spoken=row.spoken,
        can=skills[Relation.HAS] + skills[Relation.MENTOR],
        learning=skills[Relation.LEARNING],
        mentors=skills[Relation.MENTOR],
        suggested_since=row.suggested_since,
    )


def listing(session: Session, *, page: int, now: datetime) -> PeopleView:
    """List people, thirty a page. The order changes every day, so that nobody is always first.

    Raises :class:`BadRequest` for a page outside 1 to 50.
    """
    if not 1 <= page <= MAX_PAGES:
        raise BadRequest(f"Pages of people go from 1 to {MAX_PAGES}.")
    total = session.connection().scalar(select(func.count()).where(is_suggested(now))) or 0
    rows = fetch(
        session,
        select(*_OPENED)
        .where(is_suggested(now))
        .order_by(order_of_the_day(now), PERSON.c.id)
        .limit(PEOPLE_A_PAGE)
        .offset((page - 1) * PEOPLE_A_PAGE),
    )
    return PeopleView(
        people=tuple(_card(row) for row in rows),
        total=total,
        page=page,
        page_count=min(MAX_PAGES, -(-total // PEOPLE_A_PAGE)),
    )


def after(
    session: Session, person_id: int, *, limit: int, now: datetime
) -> list[tuple[int, PersonCard]]:
    """List people with their ids, in the order of the ids, from behind ``person_id``."""
    rows = fetch(
        session,
        select(*_OPENED)
        .where(PERSON.c.id > person_id, is_suggested(now))
        .order_by(PERSON.c.id)
        .limit(limit),
    )
    return [(row.id, _card(row)) for row in rows]


def cards(session: Session, person_ids: Sequence[int]) -> dict[int, PersonCard]:
    """Read cards by id, of persons of whom the caller knows that they may be seen now."""
    return {
        row.id: _card(row)
        for row in fetch(session, select(*_OPENED).where(PERSON.c.id.in_(person_ids)))
    }


def hidden_ids(session: Session, *, now: datetime) -> list[int]:
    """List who may not be seen now while the index has not heard of it yet; mostly nobody."""
    rows = fetch(session, select(PERSON.c.id).where(is_stale(PERSON), not_(is_suggested(now))))
    return [row.id for row in rows]


def found(
    session: Session,
    person_ids: Sequence[int],
    *,
    highlights: Mapping[int, Mapping[str, tuple[Span, ...]]],
    now: datetime,
) -> list[FoundPerson]:
    """Show whom a search found, in its order; who may not be seen now is left out."""
    rows = {
        row.id: row
        for row in fetch(
            session, select(*_OPENED).where(PERSON.c.id.in_(person_ids), is_suggested(now))
        )
    }
    skills = _skills_of(session, list(rows))
    return [
        FoundPerson(
            person_id=row.id,
            card=_card(row),
            own_line=highlights.get(row.id, {}).get("own_line") or (Span(row.own_line or ""),),
            can=skills[row.id][Relation.HAS] + skills[row.id][Relation.MENTOR],
            mentors=skills[row.id][Relation.MENTOR],
        )
        for row in (rows[person_id] for person_id in person_ids if person_id in rows)
    ]


def order_of_the_day(
    now: datetime, person_id: ColumnElement[int] = PERSON.c.id
) -> ColumnElement[int]:
    """Shuffle alike on both databases: multiplying by a factor of the day, modulo a prime."""
    day = now.astimezone(UTC).date().isoformat()
    factor = 1 + int.from_bytes(sha256(day.encode()).digest()[:4], "big") % (_PRIME - 1)
    return cast(person_id, BigInteger) * factor % _PRIME


def _card(row: Fetched) -> PersonCard:
    return PersonCard(row.handle, row.name, row.own_line, row.hours_per_week)


def _skills_of(
    session: Session, person_ids: Sequence[int]
) -> defaultdict[int, defaultdict[Relation, tuple[str, ...]]]:
    rows = fetch(
        session,
        select(PERSON_SKILL.c.person_id, PERSON_SKILL.c.relation, PERSON_SKILL.c.skill)
        .where(PERSON_SKILL.c.person_id.in_(person_ids), PERSON_SKILL.c.relation != Relation.NEVER)
        .order_by(PERSON_SKILL.c.skill),
    )
    skills: defaultdict[int, defaultdict[Relation, tuple[str, ...]]] = defaultdict(
        lambda: defaultdict(tuple)
    )
    for row in rows:
        skills[row.person_id][row.relation] += (row.skill,)
    return skills
