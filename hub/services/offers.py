"""Offers of help, for who sends them: sent to the stewards of a project, read there, taken back.

Those with whom somebody wants nothing to do are not reached. Where nobody is, the offer waits as
any other that finds no answer: that it reached nobody would tell who looks after a project unseen.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, not_, select, update
from sqlmodel import Session

from hub.context import AppContext
from hub.database import Fetched, fetch
from hub.errors import BadRequest, Conflict, NotFound, TooOften
from hub.models import Offer, OfferState, What
from hub.services import offer_notices, stewards
from hub.services.account_events import note
from hub.services.openness import (
    FIELDS,
    Asker,
    choices,
    closed_fields,
    is_missing_for,
    member,
    steward,
)
from hub.services.pace import pace_of
from hub.services.tables import (
    MAX_ID,
    OFFER,
    PERSON,
    PROJECT,
    STEWARD,
    TASK,
    TASKS_WITH_PLACE,
    is_listed_task,
)
from hub.views.offers import OfferDraft, OwnOffer

MOST_WAITING = 10
MOST_A_DAY = 30
MOST_CHARS = 600
MOST_LISTED = 200
# One of these stands in the way of another offer for the same task.
_STANDING = (OfferState.SENT, OfferState.ACCEPTED, OfferState.DECLINED)
# What the pages of a person say to others; the rest is in no page, or read in reasons alone.
_NOT_ON_THEIR_PAGE = frozenset({"past", "level"})


def is_wanted(session: Session, task_id: int, *, now: datetime, asker: Asker) -> bool:
    """Say whether a task stands open to an offer of who asks: somebody looks after it.

    Whether any of them would be reached is not told, where they are not seen.
    """
    reading = [TASK.c.id == task_id, is_listed_task()]
    if asker.person_id is not None:
        reading.append(not_(is_missing_for(now, asker)))
    rows = fetch(
        session,
        select(TASK.c.id)
        .select_from(
            TASKS_WITH_PLACE.join(STEWARD, STEWARD.c.project_id == TASK.c.project_id).join(
                PERSON, PERSON.c.id == STEWARD.c.person_id
            )
        )
        .where(*reading)
        .limit(1),
    )
    return bool(rows)


def draft(session: Session, person_id: int, task_id: int, *, now: datetime) -> OfferDraft:
    """Say what an offer for an open task would mean; raises :class:`NotFound` for any other."""
    task = _open_task(session, task_id)
    standing = _own(session, OFFER.c.person_id == person_id, OFFER.c.task_id == task_id,
                    OFFER.c.state.in_(_STANDING))  # fmt: skip
    return OfferDraft(
        task_id=task.id,
        title=task.title,
        project_slug=task.slug,
        project_name=task.name,
        stewards=stewards.of_project(session, task.project_id, now=now, asker=member(person_id)),
        opened=opened_to_stewards(session, person_id),
        own=standing[0] if standing else None,
        answers_within=pace_of(session, task.project_id, now=now).answers_within,
    )


def opened_to_stewards(session: Session, person_id: int) -> tuple[str, ...]:
    """Name the fields that a person opened to stewards or more people; none without a name."""
    [row] = fetch(session, select(choices()).where(PERSON.c.id == person_id))
    closed = closed_fields(row.choices, steward(person_id).unnamed)
    if "name" in closed:
        return ()
    return tuple(each for each in FIELDS if each not in closed | _NOT_ON_THEIR_PAGE)


def send(
    context: AppContext,
    session: Session,
    person_id: int,
    task_id: int,
    words: str,
    *,
    hours_per_week: float | None,
    now: datetime,
) -> None:
    """Send an offer to the stewards of a task's project; the same form twice is one offer.

    Raises :class:`NotFound` for a task that is not open, :class:`BadRequest` where nobody would
    read it or ten wait already, :class:`TooOften` for more than thirty within a day, and
    :class:`Conflict` where this one was answered. Needs a session that may write.
    """
    _hold(session, person_id)
    task = _open_task(session, task_id)
    if stewards.is_steward(session, person_id, task.project_id):
        raise BadRequest("You look after this project yourself, so there is nobody to ask.")
    if not is_wanted(session, task_id, now=now, asker=member(person_id)):
        raise BadRequest(
            "Nobody looks after this project here yet, so nobody would read this. Say it where "
            "the project talks."
        )
    standing = _own(session, OFFER.c.person_id == person_id, OFFER.c.task_id == task_id,
                    OFFER.c.state.in_(_STANDING))  # fmt: skip
    if standing:
        if standing[0].state is OfferState.SENT:
            return
        raise Conflict("They have answered your offer for this task already. See your offers.")
    _refuse_too_many(session, person_id, now=now)
    was_told = _offered_lately(session, person_id, task.project_id, now=now)
    session.add(
        Offer(
            person_id=person_id,
            task_id=task_id,
            words=words,
            hours_per_week=hours_per_week,
            sent_at=now,
        )
    )
    note(session, person_id, What.OFFERED, now=now, project=task.slug)
    if not was_told:
        reached = stewards.reached_by(session, person_id, task.project_id)
        offer_notices.tell_stewards(context, session, reached, task.title, now=now)


def listing(session: Session, person_id: int) -> tuple[OwnOffer, ...]:
    """List the offers of a person, the last first, 200 at most."""
    return _own(session, OFFER.c.person_id == person_id)


def take_back(session: Session, person_id: int, offer_id: int, *, now: datetime) -> None:
    """Take an offer back that waits, or hand back one that was accepted.

    Raises :class:`Conflict` where there is neither. Needs a session that may write.
    """
    for before, after in (
        (OfferState.SENT, OfferState.TAKEN_BACK),
        (OfferState.ACCEPTED, OfferState.ENDED),
    ):
        taken = session.execute(
            update(OFFER)
            .where(OFFER.c.id == offer_id, OFFER.c.person_id == person_id, OFFER.c.state == before)
            .values(state=after, settled_at=now)
            .returning(OFFER.c.task_id)
        ).first()
        if taken is not None:
            [task] = fetch(
                session,
                select(PROJECT.c.slug)
                .join(TASK, TASK.c.project_id == PROJECT.c.id)
                .where(TASK.c.id == taken.task_id),
            )
            note(session, person_id, What.OFFER_TAKEN_BACK, now=now, project=task.slug)
            return
    raise Conflict("There is no such offer of yours to take back: it was answered, or is over.")


def _hold(session: Session, person_id: int) -> None:
    """Let offers of one person come one after the other; raises for one who has left."""
    rows = session.execute(
        select(PERSON.c.id)
        .where(PERSON.c.id == person_id, PERSON.c.left_at.is_(None))
        .with_for_update(key_share=True)
    ).all()
    if not rows:
        raise NotFound("This account is not here any more.")


def _open_task(session: Session, task_id: int) -> Fetched:
    """Read a task that is listed, with its project."""
    rows = (
        fetch(
            session,
            select(TASK.c.id, TASK.c.title, TASK.c.project_id, PROJECT.c.slug, PROJECT.c.name)
            .select_from(TASKS_WITH_PLACE)
            .where(TASK.c.id == task_id, is_listed_task()),
        )
        if 0 < task_id <= MAX_ID
        else ()
    )
    if not rows:
        raise NotFound("There is no such task here, or it is not open any more.")
    return rows[0]


def _refuse_too_many(session: Session, person_id: int, *, now: datetime) -> None:
    """Refuse what would fill desks: those taken back count for the day, so do their mails."""
    if _count(session, person_id, OFFER.c.state == OfferState.SENT) >= MOST_WAITING:
        raise BadRequest(
            f"{MOST_WAITING} offers of yours wait for an answer. Take one back, or wait for one, "
            "and send this then."
        )
    if _count(session, person_id, OFFER.c.sent_at > now - timedelta(days=1)) >= MOST_A_DAY:
        raise TooOften(f"You sent {MOST_A_DAY} offers within a day. Go on tomorrow.")


def _offered_lately(session: Session, person_id: int, project_id: int, *, now: datetime) -> bool:
    """Say whether a project had an offer of a person within a day, also one they took back.

    Its stewards have their letter then: offers that come and go fill no mailbox.
    """
    of_project = OFFER.c.task_id.in_(select(TASK.c.id).where(TASK.c.project_id == project_id))
    return _count(session, person_id, of_project, OFFER.c.sent_at > now - timedelta(days=1)) > 0


def _count(session: Session, person_id: int, *which: ColumnElement[bool]) -> int:
    number = select(func.count()).where(OFFER.c.person_id == person_id, *which)
    return session.connection().scalar(number) or 0


def _own(session: Session, *which: ColumnElement[bool]) -> tuple[OwnOffer, ...]:
    rows: Sequence[Fetched] = fetch(
        session,
        select(OFFER, TASK.c.title, PROJECT.c.name.label("project_name"), PROJECT.c.is_listed)
        .select_from(
            OFFER.join(TASK, TASK.c.id == OFFER.c.task_id).join(
                PROJECT, PROJECT.c.id == TASK.c.project_id
            )
        )
        .where(*which)
        .order_by(OFFER.c.sent_at.desc(), OFFER.c.id.desc())
        .limit(MOST_LISTED),
    )
    return tuple(
        OwnOffer(
            offer_id=row.id,
            task_id=row.task_id,
            title=row.title if row.is_listed else None,
            project_name=row.project_name if row.is_listed else "",
            words=row.words,
            hours_per_week=row.hours_per_week,
            state=row.state,
            sent_at=row.sent_at,
            settled_at=row.settled_at,
            answer=row.answer,
        )
        for row in rows
    )
