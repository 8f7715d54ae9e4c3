"""Who looks after a project: claimed with proof (:mod:`hub.services.steward_proof`), asked to by
a steward, and let go of again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, not_, select
from sqlmodel import Session

from hub.database import Fetched, fetch, insert_missing
from hub.errors import BadRequest, Conflict, NotFound, Refused, TooOften
from hub.models import Proof, Steward, StewardRequest, What
from hub.normalise.project_files import NEEDS_FILE
from hub.services import ended_offers
from hub.services.account_events import event_count, note
from hub.services.openness import (
    Asker,
    is_missing_for,
    may_be_seen,
    member,
    opened_columns,
    stands_apart,
)
from hub.services.steward_proof import accounts_of, proof_of, repositories_of
from hub.services.tables import (
    PERSON,
    PROJECT,
    STEWARD,
    STEWARD_REQUEST,
)
from hub.views.offers import AskedToSteward, ClaimView, DeskProject, StewardsView
from hub.views.people import PersonCard

MOST_STEWARDS = 50
MOST_ASKED_A_DAY = 20
_HOW = {
    Proof.OWNER: "as the account that owns its repository",
    Proof.FILE: "as the account that its own file names",
    Proof.STEWARD: "as another steward asked you",
}


def of_project(session: Session, project_id: int, *, now: datetime, asker: Asker) -> StewardsView:
    """Show who looks after a project: names where they are open, the others as a number.

    Whom who asks would see, and keeps apart from, is neither named nor counted.
    """
    is_own = asker.person_id is not None and is_steward(session, asker.person_id, project_id)
    return _of_projects(session, [project_id], now=now, asker=asker, own=is_own)[project_id]


def of_slug(session: Session, slug: str, *, now: datetime, asker: Asker) -> StewardsView:
    """Show who looks after a listed project; raises :class:`NotFound`."""
    return of_project(session, _project(session, slug).id, now=now, asker=asker)


def is_steward(session: Session, person_id: int, project_id: int) -> bool:
    """Say whether a person looks after a project."""
    theirs = exists().where(STEWARD.c.person_id == person_id, STEWARD.c.project_id == project_id)
    return bool(session.connection().scalar(select(theirs)))


def reached_by(session: Session, person_id: int, project_id: int) -> list[int]:
    """List the stewards whom an offer of a person reaches: those who do not stand apart."""
    rows = fetch(
        session,
        select(STEWARD.c.person_id)
        .join(PERSON, PERSON.c.id == STEWARD.c.person_id)
        .where(STEWARD.c.project_id == project_id, not_(stands_apart(person_id)))
        .order_by(STEWARD.c.person_id),
    )
    return [row.person_id for row in rows]


def projects_of(session: Session, person_id: int, *, now: datetime) -> tuple[DeskProject, ...]:
    """List the projects that a person looks after, by name."""
    rows = fetch(
        session,
        select(PROJECT.c.id, PROJECT.c.slug, PROJECT.c.name, STEWARD.c.since, STEWARD.c.proof)
        .join(STEWARD, STEWARD.c.project_id == PROJECT.c.id)
        .where(STEWARD.c.person_id == person_id)
        .order_by(PROJECT.c.name, PROJECT.c.id),
    )
    ids = [row.id for row in rows]
    shown = _of_projects(session, ids, now=now, asker=member(person_id), own=True)
    return tuple(
        DeskProject(
            slug=row.slug,
            name=row.name,
            since=row.since,
            proof=row.proof,
            stewards=shown[row.id],
        )
        for row in rows
    )


def claim_view(session: Session, person_id: int, slug: str, *, now: datetime) -> ClaimView:
    """Show a project to who may claim it, with what would prove it."""
    project = _project(session, slug)
    accounts = accounts_of(session, person_id, now=now)
    return ClaimView(
        slug=project.slug,
        name=project.name,
        stewards=of_project(session, project.id, now=now, asker=member(person_id)),
        accounts=tuple(sorted(f"{handle} on {host}" for host, handle in accounts)),
        hosts=tuple(dict.fromkeys(row.host for row in repositories_of(session, project.id))),
    )


def claim(session: Session, person_id: int, slug: str, *, now: datetime) -> None:
    """Make a person a steward by proof; raises :class:`Refused` where there is none.

    Needs a session that may write.
    """
    project = _project(session, slug)
    proof = proof_of(session, person_id, project.id, now=now)
    if proof is None:
        raise Refused(
            "We found no proof that this is yours. Sign in with the account that owns its "
            "repository, also if you joined it before: names change hands, so it counts for a "
            f"day. Or put your handle under “stewards:” in {NEEDS_FILE} of the repository, and "
            "claim it once the hub has read that."
        )
    _make(session, project, person_id, proof, now=now)


def ask(session: Session, steward_id: int, slug: str, handle: str, *, now: datetime) -> None:
    """Ask another member to look after a project of one's own too; they say yes or no.

    Raises :class:`NotFound` for a project that is not theirs, and for anybody whom they could not
    see. Needs a session that may write.
    """
    project = _own_project(session, steward_id, slug)
    seen = may_be_seen(now, member(steward_id))
    rows = fetch(session, select(PERSON.c.id).where(PERSON.c.handle == handle, seen))
    if not rows:
        raise NotFound("There is nobody of this name here, or they do not wish to be seen.")
    if _count(session, project.id) >= MOST_STEWARDS:
        raise BadRequest(f"Up to {MOST_STEWARDS} people look after a project, or are asked to.")
    [asked_id] = rows[0]
    if is_steward(session, asked_id, project.id) or _is_asked(session, asked_id, project.id):
        return
    if event_count(session, steward_id, What.STEWARD_ASKED, since=now - timedelta(days=1)) >= (
        MOST_ASKED_A_DAY
    ):
        raise TooOften(f"You asked {MOST_ASKED_A_DAY} people within a day. Go on tomorrow.")
    row = {"project_id": project.id, "person_id": asked_id, "asked_at": now}
    insert_missing(session, StewardRequest, [row])
    note(session, steward_id, What.STEWARD_ASKED, now=now, project=project.slug)


def asked(session: Session, person_id: int) -> tuple[AskedToSteward, ...]:
    """List the projects that a person is asked to look after, the first asked first."""
    rows = fetch(
        session,
        select(PROJECT.c.slug, PROJECT.c.name, STEWARD_REQUEST.c.asked_at)
        .join(STEWARD_REQUEST, STEWARD_REQUEST.c.project_id == PROJECT.c.id)
        .where(STEWARD_REQUEST.c.person_id == person_id, PROJECT.c.is_listed.is_(True))
        .order_by(STEWARD_REQUEST.c.asked_at, PROJECT.c.id)
        .limit(MOST_STEWARDS),
    )
    return tuple(AskedToSteward(row.slug, row.name, row.asked_at) for row in rows)


def agree(session: Session, person_id: int, slug: str, *, now: datetime) -> None:
    """Become a steward of a project as one is asked to; raises :class:`Conflict` where one is not.

    Needs a session that may write.
    """
    project = _take_request(session, person_id, slug)
    if project is None:
        raise Conflict("You are not asked to look after this project, or not any more.")
    _make(session, project, person_id, Proof.STEWARD, now=now)


def say_no(session: Session, person_id: int, slug: str) -> None:
    """Leave a project to others; nobody is told. Needs a session that may write."""
    _take_request(session, person_id, slug)


def step_down(session: Session, person_id: int, slug: str, *, now: datetime) -> None:
    """Let go of a project; offers that nobody could answer any more end.

    Raises :class:`NotFound` for a project that is not theirs. Needs a session that may write.
    """
    project = _own_project(session, person_id, slug)
    _end(session, project, person_id, What.STEWARD_STEPPED_DOWN, now=now)


def standing(session: Session, slug: str) -> Sequence[Fetched]:
    """Give handle, proof and since of all stewards of a project, for whoever runs the hub.

    Raises :class:`NotFound`.
    """
    project = _project(session, slug)
    return fetch(
        session,
        select(PERSON.c.handle, STEWARD.c.proof, STEWARD.c.since)
        .join(STEWARD, STEWARD.c.person_id == PERSON.c.id)
        .where(STEWARD.c.project_id == project.id)
        .order_by(STEWARD.c.since, PERSON.c.id),
    )


def remove(session: Session, slug: str, handle: str, *, now: datetime) -> None:
    """End that somebody looks after a project: whoever runs the hub found that it is not theirs.

    Raises :class:`NotFound` where they do not. Needs a session that may write.
    """
    rows = fetch(session, select(PERSON.c.id).where(PERSON.c.handle == handle))
    if not rows:
        raise NotFound("There is nobody of this name here. See `otdhub stewards list`.")
    [person_id] = rows[0]
    project = _own_project(session, person_id, slug)
    _end(session, project, person_id, What.STEWARD_REMOVED, now=now)


def _of_projects(
    session: Session, project_ids: Sequence[int], *, now: datetime, asker: Asker, own: bool
) -> dict[int, StewardsView]:
    """Show who looks after each of some projects; whether who asks does, the caller knows."""
    looking_after = PERSON.join(STEWARD, STEWARD.c.person_id == PERSON.c.id)
    which: list[ColumnElement[bool]] = [STEWARD.c.project_id.in_(project_ids)]
    if asker.person_id is not None:
        which += [PERSON.c.id != asker.person_id, not_(is_missing_for(now, asker))]
    of_project = STEWARD.c.project_id
    counted = fetch(
        session,
        select(of_project, func.count().label("total"))
        .select_from(looking_after)
        .where(*which)
        .group_by(of_project),
    )
    rows = fetch(
        session,
        select(*opened_columns(asker), of_project)
        .select_from(looking_after)
        .where(*which, may_be_seen(now, asker))
        .order_by(STEWARD.c.since, PERSON.c.id),
    )
    totals = {row.project_id: row.total for row in counted}
    named: dict[int, list[PersonCard]] = {project_id: [] for project_id in project_ids}
    for row in rows:
        card = PersonCard(row.handle, row.name, row.own_line, row.hours_per_week, row.hours_until)
        named[row.project_id].append(card)
    return {
        project_id: StewardsView(
            named=tuple(cards), more=totals.get(project_id, 0) - len(cards), is_own=own
        )
        for project_id, cards in named.items()
    }


def _project(session: Session, slug: str) -> Fetched:
    rows = fetch(
        session,
        select(PROJECT.c.id, PROJECT.c.slug, PROJECT.c.name).where(
            PROJECT.c.slug == slug, PROJECT.c.is_listed.is_(True)
        ),
    )
    if not rows:
        raise NotFound("There is no such project here, or it is not listed any more.")
    return rows[0]


def _own_project(session: Session, person_id: int, slug: str) -> Fetched:
    rows = fetch(
        session,
        select(PROJECT.c.id, PROJECT.c.slug, PROJECT.c.name)
        .join(STEWARD, STEWARD.c.project_id == PROJECT.c.id)
        .where(PROJECT.c.slug == slug, STEWARD.c.person_id == person_id),
    )
    if not rows:
        raise NotFound("There is no such project that you look after.")
    return rows[0]


def _is_asked(session: Session, person_id: int, project_id: int) -> bool:
    request = exists().where(
        STEWARD_REQUEST.c.person_id == person_id, STEWARD_REQUEST.c.project_id == project_id
    )
    return bool(session.connection().scalar(select(request)))


def _take_request(session: Session, person_id: int, slug: str) -> Fetched | None:
    """Use a request up, and give its project; ``None`` where there is none."""
    rows = fetch(
        session,
        select(PROJECT.c.id, PROJECT.c.slug, PROJECT.c.name)
        .join(STEWARD_REQUEST, STEWARD_REQUEST.c.project_id == PROJECT.c.id)
        .where(PROJECT.c.slug == slug, STEWARD_REQUEST.c.person_id == person_id),
    )
    for project in rows:
        session.execute(
            delete(StewardRequest).where(
                STEWARD_REQUEST.c.person_id == person_id,
                STEWARD_REQUEST.c.project_id == project.id,
            )
        )
        return project
    return None


def _make(
    session: Session, project: Fetched, person_id: int, proof: Proof, *, now: datetime
) -> None:
    """Make somebody a steward, once."""
    if is_steward(session, person_id, project.id):
        return
    row = {"project_id": project.id, "person_id": person_id, "proof": proof, "since": now}
    insert_missing(session, Steward, [row])
    how = _HOW[proof]
    note(session, person_id, What.STEWARD_MADE, now=now, project=project.slug, how=how)


def _end(session: Session, project: Fetched, person_id: int, what: What, *, now: datetime) -> None:
    """Take a project off somebody; offers that nobody could answer any more end."""
    session.execute(
        delete(Steward).where(STEWARD.c.person_id == person_id, STEWARD.c.project_id == project.id)
    )
    note(session, person_id, what, now=now, project=project.slug)
    ended_offers.end_those_of_nobody(session, now=now)


def _count(session: Session, project_id: int) -> int:
    """Count who looks after a project, and who is asked to."""
    counts = (
        select(func.count()).where(table.c.project_id == project_id)
        for table in (STEWARD, STEWARD_REQUEST)
    )
    return sum(session.connection().scalar(each) or 0 for each in counts)
