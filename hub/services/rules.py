"""Has stored issues follow new rules: what reads them changed, so they are read anew.

A reconciliation, safe to run at any time and to stop in between: ``Task.normalised_by`` names the
rules that read an issue, and those of others are read from what is stored of them. No forge is
asked. ``changed_at`` moves only where a value is another one now.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlmodel import Session, col

from hub.context import AppContext
from hub.database import Fetched, fetch
from hub.models import Project, Task
from hub.normalise.issues import READ_COLUMNS, read_words
from hub.normalise.labels import HelpLabels
from hub.normalise.version import rules_version
from hub.services.catalogue_labels import help_labels_of
from hub.services.progress import SILENCE, Progress
from hub.services.tables import REPOSITORY, TASK

BATCH = 500


@dataclass(frozen=True, slots=True)
class Followed:
    """How many issues were read anew, and of how many a value changed."""

    read: int = 0
    changed: int = 0


def follow_rules(
    context: AppContext,
    *,
    version: str | None = None,
    most: int | None = None,
    progress: Progress = SILENCE,
) -> Followed:
    """Read the issues anew that other rules have read, at most so many; the oldest ids first.

    ``version`` names the rules; without it, those of this program.
    """
    rules = version or rules_version()
    read = changed = 0
    while most is None or read < most:
        with context.transaction() as session:
            done = _follow_some(session, rules, now=context.clock.now())
        if not done.read:
            break
        if not read:
            progress.begin("issues read by new rules", done.read + _count_left(context, rules))
        read, changed = read + done.read, changed + done.changed
        progress.step(done.read)
    return Followed(read, changed)


def count_waiting(session: Session, *, version: str | None = None) -> int:
    """Count the issues that other rules have read."""
    waiting = select(func.count()).select_from(TASK).where(_waits(version or rules_version()))
    return int(fetch(session, waiting)[0][0])


def _count_left(context: AppContext, rules: str) -> int:
    with context.reading() as session:
        return count_waiting(session, version=rules)


def _follow_some(session: Session, rules: str, *, now: datetime) -> Followed:
    rows = _waiting(session, rules)
    catalogues = {
        repository_id: help_labels_of(session, repository_id)
        for repository_id in {row.repository_id for row in rows}
    }
    batches: defaultdict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    with_new_kinds: set[int] = set()
    changed = 0
    for row in rows:
        news = _news(row, catalogues)
        changed += bool(news)
        if "kinds" in news:
            with_new_kinds.add(row.project_id)
        columns = _columns(row, news, rules, now=now)
        batches[tuple(columns)].append(columns)  # rows of one statement share their columns
    for batch in batches.values():
        session.execute(update(Task), batch)
    _tell_projects(session, with_new_kinds, now=now)
    return Followed(len(rows), changed)


def _waiting(session: Session, rules: str) -> Sequence[Fetched]:
    """Take the next rows, and hold them: a pull must not change their words meanwhile."""
    return fetch(
        session,
        select(TASK, REPOSITORY.c.languages, REPOSITORY.c.topics)
        .join(REPOSITORY, REPOSITORY.c.id == TASK.c.repository_id)
        .where(_waits(rules))
        .order_by(TASK.c.id)
        .limit(BATCH)
        .with_for_update(of=TASK),
    )


def _news(row: Fetched, catalogues: Mapping[int, HelpLabels]) -> dict[str, object]:
    """Read one issue; returns the columns that are others now."""
    read = read_words(
        row.title,
        row.body,
        labels=row.labels,
        comments=row.comments,
        languages=row.languages,
        topics=row.topics,
        catalogue=catalogues[row.repository_id],
    )
    return {
        name: getattr(read, name)
        for name in READ_COLUMNS
        if getattr(read, name) != getattr(row, name)
    }


def _columns(
    row: Fetched, news: Mapping[str, object], rules: str, *, now: datetime
) -> dict[str, object]:
    """Give what is written. How free an open task is rests on its labels too, so it is due."""
    columns: dict[str, object] = {"id": row.id, "normalised_by": rules, **news}
    if news:
        columns["changed_at"] = now
    if row.is_open:
        columns["freshness_turns_at"] = now
    return columns


def _tell_projects(session: Session, project_ids: set[int], *, now: datetime) -> None:
    """Have projects indexed anew: their documents count the kinds of their tasks."""
    if project_ids:
        session.connection().execute(
            update(Project).where(col(Project.id).in_(project_ids)).values(changed_at=now)
        )


def _waits(rules: str) -> ColumnElement[bool]:
    """Say which issues other rules have read; written so that the index of the column serves."""
    return or_(TASK.c.normalised_by < rules, TASK.c.normalised_by > rules)
