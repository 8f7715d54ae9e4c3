"""For which tasks a person was suggested, and why: told to them alone.

Read from what pages noted when they showed it (:mod:`hub.services.shown`), so it says why as it was
then, whatever the profile or the weights are now. Crawlers are not noted.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from hub.database import fetch
from hub.matching.weights import WEIGHTS
from hub.models import Side
from hub.services.tables import PROJECT, SUGGESTION_SHOWN, TASK
from hub.views.notices import ShownFor

WEEK = timedelta(days=7)
MOST_WHYS = 3
MOST_ROWS = 500

# What each signal says to the person, without the facts of the day, which are not kept.
WORDS: Mapping[str, str] = {
    "skills": "skills that you have",
    "done_here": "what you finished in that project",
    "same_project": "your work in that project",
    "room": "that such work there has no fixed hands",
    "experience": "work that you finished elsewhere",
    "kind": "the kind of work that you like",
    "similar_work": "work of yours that is like it",
    "liked": "tasks like it that you called great",
    "project_skills": "skills that the project uses",
    "learning": "what you want to learn",
    "spoken": "a language that you speak",
    "causes": "a cause that you care about",
    "hours": "the time that you have",
    "level": "the level that it asks for",
    "freshness": "that it was free",
    "pace": "how soon the project answers",
    "little_known": "that the project is small or new",
}


def shown_for(
    session: Session, person_id: int, *, since: datetime, without: Collection[int] = ()
) -> tuple[ShownFor, ...]:
    """List the tasks on whose pages a person was shown since an instant, the latest first.

    Each task once, with the reasons of the last time. Tasks of hidden projects are left out, and
    those of ``without``.
    """
    rows = fetch(
        session,
        select(
            SUGGESTION_SHOWN.c.task_id,
            SUGGESTION_SHOWN.c.shown_at,
            SUGGESTION_SHOWN.c["values"],
            TASK.c.title,
            PROJECT.c.name,
        )
        .select_from(
            SUGGESTION_SHOWN.join(TASK, TASK.c.id == SUGGESTION_SHOWN.c.task_id).join(
                PROJECT, PROJECT.c.id == TASK.c.project_id
            )
        )
        .where(
            SUGGESTION_SHOWN.c.person_id == person_id,
            SUGGESTION_SHOWN.c.side == Side.PROJECT,
            SUGGESTION_SHOWN.c.shown_on >= since.date(),
            SUGGESTION_SHOWN.c.shown_at >= since,
            PROJECT.c.is_listed.is_(True),
        )
        .order_by(SUGGESTION_SHOWN.c.shown_at.desc(), SUGGESTION_SHOWN.c.id.desc())
        .limit(MOST_ROWS),
    )
    left_out = set(without)
    found: dict[int, ShownFor] = {}
    for task_id, shown_at, values, title, project_name in rows:
        if task_id not in found and task_id not in left_out:
            found[task_id] = ShownFor(
                task_id=task_id,
                title=title,
                project_name=project_name,
                last_at=shown_at,
                why=_largest(values),
                values={_words(signal): value for signal, value in values.items()},
            )
    return tuple(found.values())


def shown_this_week(session: Session, person_id: int, *, now: datetime) -> tuple[ShownFor, ...]:
    """List the tasks on whose pages a person was shown in the last seven days."""
    return shown_for(session, person_id, since=now - WEEK)


def _largest(values: Mapping[str, float]) -> tuple[str, ...]:
    """Name what spoke most, by its weight; what spoke not at all is no reason."""
    parts = {signal: value * _points(signal) for signal, value in values.items() if value > 0}
    order = sorted(parts, key=lambda signal: (-parts[signal], signal))
    return tuple(_words(signal) for signal in order[:MOST_WHYS])


def _points(signal: str) -> float:
    """Give the weight of a signal; one that an older hub knew counts least."""
    return WEIGHTS.points(signal) if signal in WEIGHTS.table else 0.0


def _words(signal: str) -> str:
    return WORDS.get(signal) or signal.replace("_", " ")
