"""What people say to tasks that were suggested to them, and what follows from it at once.

It is theirs: nobody else reads it, and no number about a person is made of it. It changes what is
suggested to them next, and, without their name, the weights of this hub (:mod:`fitting`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select
from sqlmodel import Session

from hub.database import fetch
from hub.errors import BadRequest, NotFound
from hub.models import Feedback, Verdict, Why
from hub.services.tables import FEEDBACK, IDS, MAX_ID, PROJECT, TASK
from hub.views.suggestions import GivenFeedback

# "Later" is over then, and the task may be suggested again.
LATER = timedelta(days=30)

# Made once, as suggestions ask for it each time.
_ANSWERS = (
    select(
        FEEDBACK.c.person_id,
        FEEDBACK.c.task_id,
        FEEDBACK.c.verdict,
        FEEDBACK.c.why,
        TASK.c.title,
        TASK.c.kinds,
        PROJECT.c.slug,
    )
    .join(TASK, TASK.c.id == FEEDBACK.c.task_id)
    .join(PROJECT, PROJECT.c.id == TASK.c.project_id)
    .where(
        FEEDBACK.c.person_id.in_(IDS),
        or_(FEEDBACK.c.until.is_(None), FEEDBACK.c.until > bindparam("now")),
    )
    .order_by(FEEDBACK.c.said_at.desc(), FEEDBACK.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What follows from a person's feedback now.

    ``answered`` are tasks that are not to be suggested to them now, whatever they said of them;
    ``projects`` are slugs of projects, and ``kinds`` kinds of work, that they said are not theirs.
    ``liked`` are the titles of tasks that they called great or are on, the newest first.
    """

    answered: frozenset[int] = frozenset()
    projects: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    liked: tuple[str, ...] = ()


def give(
    session: Session,
    person_id: int,
    task_id: int,
    verdict: Verdict,
    *,
    now: datetime,
    why: Why | None = None,
) -> None:
    """Note what a person says to a task; it takes the place of what they said before.

    Raises :class:`NotFound` for a task that is not here, :class:`BadRequest` for a reason beside
    another answer than "not for me". Needs a session that may write.
    """
    if why is not None and verdict is not Verdict.NOT_FOR_ME:
        raise BadRequest("A reason stands beside “Not for me” alone.")
    if not 0 < task_id <= MAX_ID or not fetch(
        session, select(TASK.c.id).where(TASK.c.id == task_id)
    ):
        raise NotFound("There is no such task here any more.")
    take_back(session, person_id, task_id)
    session.add(
        Feedback(
            person_id=person_id,
            task_id=task_id,
            verdict=verdict,
            why=why,
            until=now + LATER if verdict is Verdict.LATER else None,
            said_at=now,
        )
    )
    session.flush()


def take_back(session: Session, person_id: int, task_id: int) -> None:
    """Forget what a person said to a task; nothing where they said nothing."""
    session.execute(
        delete(FEEDBACK).where(FEEDBACK.c.person_id == person_id, FEEDBACK.c.task_id == task_id)
    )


def given(session: Session, person_id: int) -> tuple[GivenFeedback, ...]:
    """List what a person said, the newest first, for their own page."""
    rows = fetch(
        session,
        select(FEEDBACK, TASK.c.title, PROJECT.c.name.label("project_name"))
        .join(TASK, TASK.c.id == FEEDBACK.c.task_id)
        .join(PROJECT, PROJECT.c.id == TASK.c.project_id)
        .where(FEEDBACK.c.person_id == person_id)
        .order_by(FEEDBACK.c.said_at.desc(), FEEDBACK.c.id.desc()),
    )
    return tuple(
        GivenFeedback(
            task_id=row.task_id,
            task_title=row.title,
            project_name=row.project_name,
            verdict=row.verdict,
            why=row.why,
            until=row.until,
            said_at=row.said_at,
        )
        for row in rows
    )


def answers(
    session: Session, person_ids: Sequence[int], *, now: datetime
) -> defaultdict[int, Answers]:
    """Say for persons what follows from what they said; nothing for who said nothing."""
    rows = fetch(session, _ANSWERS, parameters={"ids": list(person_ids), "now": now})
    by_person = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    found: defaultdict[int, Answers] = defaultdict(Answers)
    for person_id, said in by_person.items():
        found[person_id] = Answers(
            answered=frozenset(row.task_id for row in said),
            projects=frozenset(row.slug for row in said if row.why is Why.PROJECT),
            kinds=frozenset(key for row in said if row.why is Why.KIND for key in row.kinds),
            liked=tuple(row.title for row in said if row.verdict in (Verdict.GREAT, Verdict.ON_IT)),
        )
    return found
