"""People as others see them: who asked for it, and of them what is open to who asks.

Who did not ask, or pauses, is as absent as who never was. Nothing is read here but what may be
shown, so nothing else can be (:mod:`hub.services.openness`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, func, not_, or_, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.errors import BadRequest, NotFound
from hub.models import Relation
from hub.services.openness import (
    VISITOR,
    Asker,
    Given,
    is_open,
    is_reachable,
    is_suggested,
    may_be_found,
    may_be_seen,
    may_meet,
    opened_columns,
    stands_apart,
)
from hub.services.spoken_levels import levels_in
from hub.services.tables import IDS, PERSON, PERSON_SKILL, is_stale
from hub.views.people import PeopleView, PersonCard, PersonView
from hub.views.search import FoundPerson
from search.base import Span

PEOPLE_A_PAGE = 30
MAX_PAGES = 50
_PRIME = 1_000_003


def view(session: Session, handle: str, *, now: datetime, asker: Asker = VISITOR) -> PersonView:
    """Show a person who asked for it; raises :class:`NotFound`, alike for all others."""
    found = _views(session, PERSON.c.handle == handle, now=now, asker=asker)
    if not found:
        raise NotFound("There is nobody of this name here, or they do not wish to be seen.")
    return found[0]


def views(
    session: Session, person_ids: Sequence[int], *, now: datetime, asker: Asker
) -> dict[int, PersonView]:
    """Show persons by id; who may not be seen by who asks is left out."""
    found = _views(session, PERSON.c.id.in_(person_ids), now=now, asker=asker)
    return {each.person_id: each for each in found}


def listing(session: Session, *, page: int, now: datetime, asker: Asker = VISITOR) -> PeopleView:
    """List people, thirty a page. The order changes every day, so that nobody is always first.

    Raises :class:`BadRequest` for a page outside 1 to 50.
    """
    if not 1 <= page <= MAX_PAGES:
        raise BadRequest(f"Pages of people go from 1 to {MAX_PAGES}.")
    total = session.connection().scalar(select(func.count()).where(may_be_found(asker))) or 0
    rows = fetch(
        session,
        select(*opened_columns(asker))
        .where(may_be_found(asker))
        .order_by(order_of_the_day(factor_of_the_day(now)), PERSON.c.id)
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
    session: Session, person_id: int, *, limit: int, asker: Asker = VISITOR
) -> list[tuple[int, PersonCard]]:
    """List people with their ids, in the order of the ids, from behind ``person_id``."""
    rows = fetch(
        session,
        select(*opened_columns(asker))
        .where(PERSON.c.id > person_id, may_be_found(asker))
        .order_by(PERSON.c.id)
        .limit(limit),
    )
    return [(row.id, _card(row)) for row in rows]


def cards(
    session: Session, person_ids: Sequence[int], *, asker: Asker = VISITOR
) -> dict[int, PersonCard]:
    """Read cards by id, of persons of whom the caller knows that they may be suggested now."""
    rows = fetch(session, _who_may_meet(asker), parameters={"ids": list(person_ids)})
    return {row.id: _card(row) for row in rows}


@lru_cache
def _who_may_meet(asker: Asker) -> Select[Any]:
    """Read some persons; made once, as every page of a task asks for it."""
    return select(*opened_columns(asker)).where(may_meet(asker), PERSON.c.id.in_(IDS))


def hidden_ids(session: Session, *, asker: Asker = VISITOR) -> list[int]:
    """List whom the index would show to who asks, and may not, or not so; mostly nobody.

    They closed something, or left the list, and the index has not heard of it yet. Or they stand
    apart from who asks, of which the index knows nothing.
    """
    narrowed = and_(
        PERSON.c.narrowed_at.is_not(None),
        or_(PERSON.c.indexed_at.is_(None), PERSON.c.indexed_at < PERSON.c.narrowed_at),
    )
    hidden = and_(is_stale(PERSON), or_(narrowed, not_(may_be_found(asker))))
    if asker.person_id is not None:
        hidden = or_(hidden, stands_apart(asker.person_id))
    return [row.id for row in fetch(session, select(PERSON.c.id).where(hidden))]


def apart_ids(session: Session, asker: Asker) -> list[int]:
    """List who stands apart from who asks, for a net that is to go past them."""
    if asker.person_id is None:
        return []
    apart = select(PERSON.c.id).where(stands_apart(asker.person_id))
    return [row.id for row in fetch(session, apart)]


def found(
    session: Session,
    person_ids: Sequence[int],
    *,
    highlights: Mapping[int, Mapping[str, tuple[Span, ...]]],
    asker: Asker = VISITOR,
) -> list[FoundPerson]:
    """Show whom a search found, in its order; who may not be found now is left out."""
    opened = select(*opened_columns(asker)).where(may_be_found(asker))
    rows = {row.id: row for row in fetch(session, opened.where(PERSON.c.id.in_(person_ids)))}
    skills = _skills_of(session, list(rows), asker)
    return [
        FoundPerson(
            person_id=row.id,
            card=_card(row),
            own_line=_marked(row.own_line, highlights.get(row.id, {}).get("own_line")),
            can=skills[row.id][Relation.HAS] + skills[row.id][Relation.MENTOR],
            mentors=skills[row.id][Relation.MENTOR],
        )
        for row in (rows[person_id] for person_id in person_ids if person_id in rows)
    ]


def order_of_the_day(
    factor: int | Given, person_id: ColumnElement[int] = PERSON.c.id
) -> ColumnElement[int]:
    """Shuffle alike on both databases: multiplying by a factor of the day, modulo a prime."""
    return cast(person_id, BigInteger) * factor % _PRIME


def factor_of_the_day(now: datetime) -> int:
    """Give what :func:`order_of_the_day` multiplies by: another number each day."""
    day = now.astimezone(UTC).date().isoformat()
    return 1 + int.from_bytes(sha256(day.encode()).digest()[:4], "big") % (_PRIME - 1)


def _views(
    session: Session, which: ColumnElement[bool], *, now: datetime, asker: Asker
) -> list[PersonView]:
    shown = select(
        *opened_columns(asker),
        is_suggested(now).label("is_suggested"),
        is_reachable(asker).label("is_reachable"),
    )
    rows = fetch(session, shown.where(which, may_be_seen(now, asker)))
    skills = _skills_of(session, [row.id for row in rows], asker)
    return [_view(row, skills[row.id]) for row in rows]


def _view(row: Fetched, skills: Mapping[Relation, tuple[str, ...]]) -> PersonView:
    return PersonView(
        person_id=row.id,
        card=_card(row),
        kinds=row.kinds,
        causes=row.causes,
        spoken=row.spoken,
        can=skills[Relation.HAS] + skills[Relation.MENTOR],
        learning=skills[Relation.LEARNING],
        mentors=skills[Relation.MENTOR],
        suggested_since=row.suggested_since if row.is_suggested else None,
        spoken_levels=levels_in(row.spoken_levels),
        time_zone=row.time_zone,
        asked_for=row.asked_for,
        not_asked_for=row.not_asked_for,
        links=row.links,
        is_reachable=row.is_reachable,
    )


def _marked(own_line: str | None, marked: tuple[Span, ...] | None) -> tuple[Span, ...]:
    """Take a line with what was found marked, as long as it is the line that is open now."""
    text = "".join(span.text for span in marked or ()).strip("… ")
    return marked if marked and text in (own_line or "") else (Span(own_line or ""),)


def _card(row: Fetched) -> PersonCard:
    return PersonCard(row.handle, row.name, row.own_line, row.hours_per_week, row.hours_until)


def _skills_of(
    session: Session, person_ids: Sequence[int], asker: Asker
) -> defaultdict[int, defaultdict[Relation, tuple[str, ...]]]:
    rows = fetch(
        session,
        select(PERSON_SKILL.c.person_id, PERSON_SKILL.c.relation, PERSON_SKILL.c.skill)
        .select_from(PERSON_SKILL.join(PERSON))
        .where(
            PERSON_SKILL.c.person_id.in_(person_ids),
            PERSON_SKILL.c.relation != Relation.NEVER,
            is_open("skills", asker),
        )
        .order_by(PERSON_SKILL.c.skill),
    )
    skills: defaultdict[int, defaultdict[Relation, tuple[str, ...]]] = defaultdict(
        lambda: defaultdict(tuple)
    )
    for row in rows:
        skills[row.person_id][row.relation] += (row.skill,)
    return skills
