"""What projects say about themselves in their repositories, as it is stored, and its mistakes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.models import Origin
from hub.normalise.project_files.places import file_url
from hub.normalise.project_files.values import OwnWords, first_said, from_plain
from hub.services.tables import PROJECT_FILE, REPOSITORY, TASK, TASKS_WITH_PLACE, is_listed_task
from hub.views import OwnFileView, OwnWordsView
from integrations.records import PROJECT_FILES

FILES_SHOWN = 3
NOTHING_SAID = OwnWords()


def words_of(session: Session, project_id: int) -> OwnWords:
    """Put together what the files of a project say: of each thing, the first that says it.

    Files count in the order of PROJECT_FILES; of two repositories, the one known longer.
    """
    return first_said(tuple(from_plain(row.said) for row in _files(session, project_id)))


def files_of(session: Session, project_id: int) -> tuple[str, ...]:
    """Name the files in which a project speaks about itself, in the order in which they count."""
    return tuple(dict.fromkeys(row.name for row in _files(session, project_id)))


def own_words_view(session: Session, project_id: int) -> OwnWordsView | None:
    """Show what a project says about itself; ``None`` where it has no such file."""
    rows = _files(session, project_id)
    if not rows:
        return None
    words = first_said(tuple(from_plain(row.said) for row in rows))
    return OwnWordsView(
        files=tuple(_file_view(row) for row in rows),
        answered_by=words.answered_by,
        away_until=words.away_until,
        newcomers_a_month=words.newcomers_a_month,
        ai_rule=words.ai_rule,
        labels=words.labels or (),
        maintainers=words.maintainers or (),
        licence=words.licence,
        open_needs=_count_needs(session, project_id),
    )


def mistakes(session: Session, source_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Say which repositories of sources have mistakes in their own files: the first three files."""
    rows = fetch(
        session,
        select(
            REPOSITORY.c.source_id, REPOSITORY.c.path, PROJECT_FILE.c.name, PROJECT_FILE.c.problems
        )
        .join(REPOSITORY, REPOSITORY.c.id == PROJECT_FILE.c.repository_id)
        .where(REPOSITORY.c.source_id.in_(source_ids))
        .order_by(REPOSITORY.c.source_id, REPOSITORY.c.path_key, PROJECT_FILE.c.name),
    )
    faulty: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.problems:
            faulty[row.source_id].append(_mistakes_of(row))
    return {source_id: _first(sentences) for source_id, sentences in faulty.items()}


def _files(session: Session, project_id: int) -> Sequence[Fetched]:
    return fetch(
        session,
        select(
            PROJECT_FILE,
            REPOSITORY.c.forge,
            REPOSITORY.c.path,
            REPOSITORY.c.url,
            REPOSITORY.c.default_branch,
        )
        .join(REPOSITORY, REPOSITORY.c.id == PROJECT_FILE.c.repository_id)
        .where(REPOSITORY.c.project_id == project_id)
        .order_by(_rank(), REPOSITORY.c.id),
    )


def _rank() -> ColumnElement[int]:
    places = {name: place for place, name in enumerate(PROJECT_FILES)}
    return case(places, value=PROJECT_FILE.c.name, else_=len(places))


def _file_view(row: Fetched) -> OwnFileView:
    return OwnFileView(
        name=row.name,
        path=row.path,
        url=file_url(row.forge, row.url, row.default_branch, row.name),
        read_at=row.read_at,
        problems=row.problems,
    )


def _count_needs(session: Session, project_id: int) -> int:
    number = session.connection().scalar(
        select(func.count())
        .select_from(TASKS_WITH_PLACE)
        .where(TASK.c.project_id == project_id, TASK.c.origin == Origin.NEED, is_listed_task())
    )
    return number or 0


def _mistakes_of(row: Fetched) -> str:
    more = len(row.problems) - 1
    rest = "" if not more else f" And {more} more, on the project’s page."
    return f"{row.path}: {row.name}, {row.problems[0]}{rest}"


def _first(sentences: Iterable[str]) -> tuple[str, ...]:
    lines = list(sentences)
    left = len(lines) - FILES_SHOWN
    more = (f"{left} more files have mistakes.",) if left > 0 else ()
    return (*lines[:FILES_SHOWN], *more)
