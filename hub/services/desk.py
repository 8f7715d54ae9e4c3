"""The desk of stewards: what waits for them, whom they see of it, and what they answer.

Whose project it is, each statement asks by the steward's id. Of who offers help they see what that
person opened to stewards, by the same conditions as everywhere (:mod:`hub.services.openness`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, update
from sqlmodel import Session

from hub.context import AppContext
from hub.database import Fetched, fetch
from hub.errors import Conflict, NotFound
from hub.models import OfferState, What
from hub.services import offer_notices, people, stewards
from hub.services.account_events import note
from hub.services.openness import (
    Asker,
    is_open,
    may_be_seen,
    named_person,
    stands_apart,
    steward,
)
from hub.services.tables import OFFER, PERSON, PROJECT, STEWARD, TASK
from hub.views.offers import Desk, DeskOffer, DeskOffers
from hub.views.people import PersonView

MOST_SHOWN = 200
MOST_OLD_SHOWN = 50


def desk(session: Session, person_id: int, *, now: datetime) -> Desk:
    """Show a steward what waits, what they or another said yes to, and their projects."""
    sent = OFFER.c.state == OfferState.SENT
    accepted = OFFER.c.state == OfferState.ACCEPTED
    oldest_first = (OFFER.c.sent_at.asc(), OFFER.c.id.asc())
    newest_first = (OFFER.c.settled_at.desc(), OFFER.c.id.desc())
    return Desk(
        waiting=_offers(session, person_id, sent, oldest_first, MOST_SHOWN, now=now),
        accepted=_offers(session, person_id, accepted, newest_first, MOST_SHOWN, now=now),
        left=_offers(
            session, person_id, OFFER.c.person_id.is_(None), newest_first, MOST_OLD_SHOWN, now=now
        ),
        projects=stewards.projects_of(session, person_id, now=now),
    )


def asker_towards(session: Session, handle: str, asker: Asker, *, now: datetime) -> Asker:
    """Give as whom somebody sees a person: as a steward to whom they offer help, or as before."""
    if asker.person_id is None:
        return asker
    as_steward = steward(asker.person_id)
    offering = exists().where(PERSON.c.handle == handle, may_be_seen(now, as_steward))
    return as_steward if session.connection().scalar(select(offering)) else asker


def answer(
    context: AppContext,
    session: Session,
    steward_id: int,
    offer_id: int,
    *,
    is_yes: bool,
    words: str,
    now: datetime,
) -> None:
    """Say yes or a kind no to an offer, once; the person is told.

    Raises :class:`NotFound` for an offer to a project that is not theirs, and :class:`Conflict`
    where it was answered or taken back meanwhile. Needs a session that may write.
    """
    state = OfferState.ACCEPTED if is_yes else OfferState.DECLINED
    is_theirs = OFFER.c.id == offer_id, _is_for(steward_id), _is_met_by(steward_id)
    taken = session.execute(
        update(OFFER)
        .where(*is_theirs, OFFER.c.state == OfferState.SENT)
        .values(state=state, settled_at=now, answer=words)
        .returning(OFFER.c.person_id, OFFER.c.task_id)
    ).first()
    if taken is None:
        if session.connection().scalar(select(exists().where(*is_theirs))):
            raise Conflict("This offer was answered or taken back meanwhile. Nothing was changed.")
        raise NotFound("There is no such offer for you to answer.")
    [task] = fetch(
        session,
        select(TASK.c.title, PROJECT.c.slug)
        .join(PROJECT, PROJECT.c.id == TASK.c.project_id)
        .where(TASK.c.id == taken.task_id),
    )
    note(session, steward_id, What.OFFER_ANSWERED, now=now, project=task.slug)
    offer_notices.tell_offerer(
        context, session, taken.person_id, task.title, is_yes=is_yes, now=now
    )


def _is_for(steward_id: int) -> ColumnElement[bool]:
    """Say which offers are to a project that a person looks after."""
    own_tasks = (
        select(TASK.c.id)
        .join(STEWARD, STEWARD.c.project_id == TASK.c.project_id)
        .where(STEWARD.c.person_id == steward_id)
    )
    return OFFER.c.task_id.in_(own_tasks)


def _is_met_by(steward_id: int) -> ColumnElement[bool]:
    """Say whose offers reach a steward: of who left, and of who does not stand apart from them.

    Whom the steward avoids, and who shows them no name, stays there: otherwise names put on a
    list one by one would tell who it is.
    """
    is_avoided = and_(stands_apart(steward_id), is_open("name", steward(steward_id)))
    met = select(PERSON.c.id).where(not_(named_person(steward_id)), not_(is_avoided))
    return or_(OFFER.c.person_id.is_(None), OFFER.c.person_id.in_(met))


def _offers(
    session: Session,
    steward_id: int,
    which: ColumnElement[bool],
    order: Sequence[ColumnElement[object]],
    limit: int,
    *,
    now: datetime,
) -> DeskOffers:
    rows = fetch(
        session,
        select(OFFER, TASK.c.title, PROJECT.c.name.label("project_name"))
        .select_from(
            OFFER.join(TASK, TASK.c.id == OFFER.c.task_id).join(
                PROJECT, PROJECT.c.id == TASK.c.project_id
            )
        )
        .where(which, _is_for(steward_id), _is_met_by(steward_id))
        .order_by(*order)
        .limit(limit + 1),
    )
    shown = rows[:limit]
    ids = [row.person_id for row in shown if row.person_id is not None]
    persons = people.views(session, ids, now=now, asker=steward(steward_id))
    return DeskOffers(tuple(_offer(row, persons) for row in shown), has_more=len(rows) > limit)


def _offer(row: Fetched, persons: Mapping[int, PersonView]) -> DeskOffer:
    return DeskOffer(
        offer_id=row.id,
        task_id=row.task_id,
        title=row.title,
        project_name=row.project_name,
        words=row.words,
        hours_per_week=row.hours_per_week,
        sent_at=row.sent_at,
        settled_at=row.settled_at,
        answer=row.answer,
        person=persons.get(row.person_id),
        has_left=row.person_id is None,
    )
