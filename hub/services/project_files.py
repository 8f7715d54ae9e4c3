"""Stores what a project says about itself in its repository. In the caller's transaction.

Safe to repeat: a file that did not change is not read again. What a file says is kept with it, so
that a file that goes takes back what only it said, and a file that cannot be read any more takes
back nothing.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import Session, col, select

from hub.models import Project, ProjectFile, Repository, Task
from hub.normalise.needs import normalise_need
from hub.normalise.project_files import NEEDS_FILE, READER, read_project_file
from hub.normalise.project_files.places import file_url
from hub.normalise.project_files.values import FileReading, OwnWords, to_plain
from hub.normalise.projects import RepositoryValues
from hub.services.advertising import advertise
from hub.services.file_needs import close_needs, store_needs
from hub.services.freshness import make_due
from hub.services.own_words import files_of, words_of
from hub.services.visibility import OWN_WISH
from integrations.records import PROJECT_FILES, FileRecord

# What the documents of tasks show of their project.
_SHOWN_WITH_TASKS = frozenset({"name", "causes", "is_listed"})


def store_files(
    session: Session,
    repository: Repository,
    files: Sequence[FileRecord],
    *,
    values: RepositoryValues,
    now: datetime,
) -> None:
    """Keep the files of a repository and let them describe its project.

    ``files`` are all that it has of PROJECT_FILES; ``values`` are what its forge says, which
    counts where no file says a thing any more.
    """
    session.flush()
    _wait_for_others(session, repository)
    stored = {row.name: row for row in _rows(session, repository)}
    before = words_of(session, repository.project_id)
    found = {file.name: file for file in files if file.name in PROJECT_FILES}
    news = [name for name in PROJECT_FILES if name in stored and name not in found]
    for name in news:
        session.delete(stored[name])
        if name == NEEDS_FILE:
            close_needs(session, repository, now=now)
    news += [
        file.name
        for file in found.values()
        if _store_file(session, repository, stored.get(file.name), file, now=now)
    ]
    if news:
        session.flush()
        _describe(session, repository, before, values, now=now)


def _wait_for_others(session: Session, repository: Repository) -> None:
    """Let two pulls of one repository store its files one after the other."""
    session.exec(
        select(Repository.id).where(Repository.id == repository.id).with_for_update()
    ).one()


def _rows(session: Session, repository: Repository) -> Sequence[ProjectFile]:
    return session.exec(select(ProjectFile).where(ProjectFile.repository_id == repository.id)).all()


def _store_file(
    session: Session,
    repository: Repository,
    row: ProjectFile | None,
    file: FileRecord,
    *,
    now: datetime,
) -> bool:
    """Read and keep a file; returns whether it was a new text."""
    digest = _digest(file.text)
    if row is not None and row.digest == digest:
        return False
    assert repository.id is not None
    row = row or ProjectFile(
        repository_id=repository.id, name=file.name, digest=digest, read_at=now
    )
    reading = read_project_file(file.name, file.text, today=_day(now))
    row.digest, row.read_at = digest, now
    row.problems = tuple(map(str, reading.problems))
    if reading.is_readable:
        row.said = to_plain(reading.words)
        if file.name == NEEDS_FILE:
            _store_needs(session, repository, reading, now=now)
    session.add(row)
    return True


def _digest(text: str) -> str:
    return sha256(f"{READER}\n{text}".encode("utf-8", "replace")).hexdigest()


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _store_needs(
    session: Session, repository: Repository, reading: FileReading, *, now: datetime
) -> None:
    url = file_url(repository.forge, repository.url, repository.default_branch, NEEDS_FILE)
    needs = [
        normalise_need(
            need, answered_by=reading.words.answered_by, languages=repository.languages, url=url
        )
        for need in reading.needs
    ]
    if store_needs(session, repository, needs, now=now):
        project = session.get_one(Project, repository.project_id)
        project.changed_at = now


def _describe(
    session: Session,
    repository: Repository,
    before: OwnWords,
    values: RepositoryValues,
    *,
    now: datetime,
) -> None:
    project = session.get_one(Project, repository.project_id)
    assert project.id is not None
    words = words_of(session, project.id)
    columns = _columns(session, project, words) | _described(project, before, words, values)
    columns |= _listing(project, words, repository)
    differs = {name for name, value in columns.items() if getattr(project, name) != value}
    for name in differs:
        setattr(project, name, columns[name])
    if differs:
        project.changed_at = now
    if differs & _SHOWN_WITH_TASKS:
        session.flush()
        session.connection().execute(
            update(Task).where(col(Task.project_id) == project.id).values(changed_at=now)
        )
    if "away_until" in differs:
        session.flush()
        _work_out_anew(session, project.id, now=now)
    if "own_labels" in differs:
        session.flush()
        advertise(session, project.id, project.own_labels, now=now)


def _work_out_anew(session: Session, project_id: int, *, now: datetime) -> None:
    """Have the tasks turn: nobody answers for a while, or somebody does again."""
    ids = session.exec(select(Repository.id).where(Repository.project_id == project_id)).all()
    make_due(session, [row_id for row_id in ids if row_id is not None], now=now)


def _columns(session: Session, project: Project, words: OwnWords) -> dict[str, object]:
    assert project.id is not None
    return {
        "said_in": files_of(session, project.id),
        "own_labels": words.labels or (),
        "newcomers_a_month": words.newcomers_a_month,
        "ai_rule": words.ai_rule,
        "answered_by": words.answered_by,
        "away_until": words.away_until,
    }


def _described(
    project: Project, before: OwnWords, words: OwnWords, values: RepositoryValues
) -> dict[str, object]:
    """Give what the files say of name, summary and so on; what none says any more, the forge."""
    columns: dict[str, object] = {}
    forge_says = {
        "stage": None,
        "name": values.project_name,
        "summary": values.project_summary,
        "homepage": values.project_homepage,
        "causes": values.project_causes,
    }
    for name, from_forge in forge_says.items():
        said = getattr(words, name)
        if said is not None:
            columns[name] = said
        elif getattr(before, name) is not None and not project.is_claimed:
            columns[name] = from_forge
    return columns


def _listing(project: Project, words: OwnWords, repository: Repository) -> dict[str, object]:
    if words.is_listed is False and project.is_listed:
        because = f"{OWN_WISH} ({NEEDS_FILE} of {repository.path})."[:300]
        return {"is_listed": False, "hidden_because": because}
    is_own_wish = (project.hidden_because or "").startswith(OWN_WISH)
    if words.is_listed is not False and is_own_wish:
        return {"is_listed": True, "hidden_because": None}
    return {}
