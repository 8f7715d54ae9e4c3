"""A hub filled with the made-up corpus: a real database and a real index, made in one go.

What is measured is what a hub does when it is full, not how it became so; therefore rows are
written in bulk, past the sync.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert
from sqlmodel import SQLModel

from benchmarks.corpus import NOW, Corpus, SyntheticProject, SyntheticTask, hash_of
from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.models import Health, Project, Repository, Task
from hub.services import indexing
from hub.settings import Settings
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds

BATCH = 5_000
Item = TypeVar("Item")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class BenchmarkClock:
    """Stands at the instant that the corpus is of."""

    def now(self) -> datetime:
        """Give that instant."""
        return NOW

    def sleep(self, seconds: float) -> None:
        """Do not wait."""


@contextmanager
def empty_hub(directory: Path) -> Iterator[AppContext]:
    """Open a hub without rows in a directory."""
    settings = Settings(data_dir=directory, _env_file=None)
    with ExitStack() as stack:
        context = make_context(settings, stack, forges=(), clock=BenchmarkClock())
        require_tables(context)
        yield context


def fill_with_tasks(context: AppContext, count: int) -> None:
    """Write ``count`` tasks with their projects; ids are those of the corpus."""
    corpus = Corpus.load(Path.cwd())
    seen: set[int] = set()
    for batch in batches(corpus.tasks(count), BATCH):
        projects = {task.project.project_id: task.project for task in batch}
        new = [project for number, project in projects.items() if number not in seen]
        seen |= projects.keys()
        write(context, Project, (project_row(project) for project in new))
        write(context, Repository, (repository_row(project) for project in new))
        write(context, Task, (task_row(task) for task in batch))


def build_indexes(context: AppContext) -> None:
    """Build the indexes from what was written."""
    indexing.rebuild(context)


def write(context: AppContext, table: type[SQLModel], rows: Iterable[Row]) -> None:
    """Insert rows in one statement a batch."""
    for batch in batches(rows, BATCH):
        with context.transaction() as session:
            session.connection().execute(insert(table), batch)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Part items into lists of at most ``size``."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def project_row(project: SyntheticProject) -> Row:
    """Give the columns of a made-up project."""
    keys = [cause.key for cause in causes()]
    return {
        "id": project.project_id,
        "slug": project.slug,
        "name": project.name,
        "summary": project.summary,
        "causes": tuple(keys[hash_of(cause) % len(keys)] for cause in project.causes),
        "added_at": project.added_at,
        "changed_at": NOW,
    }


def repository_row(project: SyntheticProject) -> Row:
    """Give the columns of its one repository, with the project's id."""
    return {
        "id": project.project_id,
        "project_id": project.project_id,
        "forge": project.forge,
        "host": project.host,
        "remote_id": str(project.project_id),
        "path": f"made-up/{project.slug}",
        "path_key": f"made-up/{project.slug}",
        "url": f"https://{project.host}/made-up/{project.slug}",
        "languages": (project.language,) if project.language else (),
        "topics": project.topics,
        "skills": project.skills,
        "stars": project.stars,
        "pushed_at": project.last_change_at,
        "health": Health.GOOD,
        "good_at": NOW,
        "changed_at": NOW,
    }


def task_row(task: SyntheticTask) -> Row:
    """Give the columns of a made-up task."""
    known = [kind.key for kind in kinds()]
    return {
        "id": task.task_id,
        "project_id": task.project.project_id,
        "repository_id": task.project.project_id,
        "remote_id": str(task.task_id),
        "number": task.task_id,
        "url": f"https://{task.project.host}/made-up/{task.project.slug}/issues/{task.task_id}",
        "title": task.title or "(no title)",
        "body": task.body,
        "labels": task.labels,
        "kinds": tuple(kind for kind in task.kinds if kind in known) or ("code",),
        "skills": task.skills,
        "spoken": task.spoken or None,
        "level": task.level or None,
        "effort": task.effort or None,
        "freshness": task.freshness,
        "opened_at": task.opened_at,
        "updated_at": task.updated_at,
        "changed_at": NOW,
    }
