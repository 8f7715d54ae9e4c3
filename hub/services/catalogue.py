"""Imports a catalogue: rows of projects become projects, with paused sources to read them by.

Reads line by line, so that a catalogue of any length fits; safe to run twice: a project that is
there already is only added to. A line that cannot be read is reported with its number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Protocol, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import insert_missing
from hub.models import Project, Repository, Source
from hub.normalise.causes import causes_of
from hub.normalise.projects import path_key
from hub.normalise.skills import skills_of
from hub.normalise.text import clean_line, clean_optional_line, web_url
from hub.services.life import life_turns_at
from hub.services.progress import SILENCE, Progress
from hub.services.repositories import new_slug
from integrations.records import ForgeKind, SourceScope

BATCH = 500
MAX_LINE_BYTES = 200_000
MAX_TEXT_CHARS = 5_000
MAX_PROBLEMS_KEPT = 100
PAUSED_BECAUSE = "Listed by a catalogue. Nobody has asked yet that its tasks be read."

Item = TypeVar("Item")


def _clean(value: object) -> object:
    """Take out control characters, which hide in lists and which a database refuses."""
    return clean_line(value, max_chars=MAX_TEXT_CHARS) if isinstance(value, str) else value


def _day_or_instant(value: object) -> object:
    """Take a day as its first instant, and an instant without a zone as UTC."""
    if not isinstance(value, str):
        return value
    instant = datetime.fromisoformat(value)
    try:
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except OverflowError as exc:
        raise ValueError("is no instant that a calendar holds") from exc


Text = Annotated[str, BeforeValidator(_clean), StringConstraints(min_length=1)]
Name = Annotated[Text, StringConstraints(max_length=300)]
Host = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9.\-]+(:\d+)?$", max_length=253, to_lower=True)
]
Path = Annotated[Text, StringConstraints(pattern=r"^[^\s/]+(/[^\s/]+)+$", max_length=300)]


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


TextIfAny = Annotated[Text | None, BeforeValidator(_none_if_blank)]
Instant = Annotated[datetime, BeforeValidator(_day_or_instant)]


class CatalogueLabel(BaseModel):
    """A label under which a project asks for help."""

    name: Name


class CatalogueRow(BaseModel):
    """One line of a catalogue; fields that are not here are kept out."""

    model_config = ConfigDict(extra="ignore", strict=False)

    name: Name
    forge: Name
    host: Host
    full_name: Path
    url: Text
    description: TextIfAny = None
    topics: list[Name] = Field(default=[], max_length=100)
    help_wanted_labels: list[CatalogueLabel] = Field(default=[], max_length=100)
    languages: list[Name] = Field(default=[], max_length=100)
    licences: list[Name] = Field(default=[], max_length=20)
    stars: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    last_activity: Instant | None = None
    archived: bool | None = None
    homepage: TextIfAny = None
    sources: list[Name] = Field(default=[], max_length=20)

    @property
    def kind(self) -> str:
        """The forge's software, or ``unknown``."""
        is_known = self.forge in set(ForgeKind)
        return self.forge if is_known else str(ForgeKind.UNKNOWN)


@dataclass(slots=True)
class ImportResult:
    """What an import did. ``problems`` keeps the first hundred sentences."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def skip(self, number: int, reason: str) -> None:
        """Count a line that was not taken."""
        self.skipped += 1
        if len(self.problems) < MAX_PROBLEMS_KEPT:
            self.problems.append(f"Line {number}: {reason}")


class LineFile(Protocol):
    """A file that is read line by line, and a long line in pieces."""

    def readline(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes of the line; empty at the end of the file."""


def bounded_lines(file: LineFile) -> Iterator[bytes]:
    """Yield the lines of a file; one that is too long is cut, so that it never fills the memory.

    A small packed file may hold a line of many gigabytes. What is cut is still too long to be
    taken, so it is reported with its number.
    """
    while line := file.readline(MAX_LINE_BYTES + 1):
        piece = line
        while len(piece) > MAX_LINE_BYTES and not piece.endswith(b"\n"):
            piece = file.readline(MAX_LINE_BYTES + 1)
        yield line


def import_catalogue(
    context: AppContext, lines: Iterable[bytes], *, progress: Progress = SILENCE
) -> ImportResult:
    """Import JSON lines; one transaction for every 500, so that what was read is kept."""
    result = ImportResult()
    progress.begin("projects")
    for batch in _batches(_rows(lines, result), BATCH):
        now = context.clock.now()
        with context.transaction() as session:
            _store(session, batch, result, now=now)
        progress.step(len(batch))
    return result


def _rows(lines: Iterable[bytes], result: ImportResult) -> Iterator[CatalogueRow]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE_BYTES:
            result.skip(number, f"longer than {MAX_LINE_BYTES} bytes.")
            continue
        try:
            row = CatalogueRow.model_validate_json(line)
        except ValidationError as exc:
            result.skip(number, _sentence(exc))
            continue
        if web_url(row.url) is None:
            result.skip(number, "url: is not an http or https address.")
            continue
        yield row


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the line"
    return f"{place}: {first['msg']}."


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _store(
    session: Session, rows: list[CatalogueRow], result: ImportResult, *, now: datetime
) -> None:
    known = _known_repositories(session, rows)
    for row in rows:
        key = (row.kind, row.host, path_key(row.full_name))
        repository = known.get(key)
        if repository is None:
            known[key] = _add(session, row, now=now)
            result.added += 1
        elif _update(session, repository, row, now=now):
            result.updated += 1
        else:
            result.unchanged += 1
    session.flush()
    _add_sources(session, rows, known, now=now)


def _known_repositories(
    session: Session, rows: list[CatalogueRow]
) -> dict[tuple[str, str, str], Repository]:
    keys = {path_key(row.full_name) for row in rows}
    found = session.exec(select(Repository).where(col(Repository.path_key).in_(keys)))
    return {(row.forge, row.host, row.path_key): row for row in found}


def _add(session: Session, row: CatalogueRow, *, now: datetime) -> Repository:
    description = clean_optional_line(row.description, max_chars=600)
    homepage = web_url(row.homepage)
    languages, topics = tuple(row.languages), tuple(row.topics)
    project = Project(
        slug=new_slug(session, row.name, owner=row.full_name.partition("/")[0]),
        name=clean_line(row.name, max_chars=300) or row.full_name,
        summary=description,
        homepage=homepage,
        causes=causes_of(topics, description),
        help_labels=_help_labels(row),
        catalogues=tuple(row.sources),
        life_turns_at=life_turns_at(row.last_activity, now=now),
        added_at=now,
        changed_at=now,
    )
    session.add(project)
    session.flush()
    assert project.id is not None
    repository = Repository(
        project_id=project.id,
        forge=row.kind,
        host=row.host,
        path=row.full_name,
        path_key=path_key(row.full_name),
        url=web_url(row.url) or "",
        description=description,
        topics=topics,
        languages=languages,
        skills=skills_of(languages, topics),
        licence=row.licences[0][:200] if row.licences else None,
        stars=row.stars,
        is_archived=bool(row.archived),
        homepage=homepage,
        owner_login=row.full_name.partition("/")[0][:200],
        pushed_at=row.last_activity,
        changed_at=now,
    )
    session.add(repository)
    return repository


def _update(session: Session, repository: Repository, row: CatalogueRow, *, now: datetime) -> bool:
    """Add what the catalogue knows to a project that is there; returns whether that was news."""
    project = session.get_one(Project, repository.project_id)
    labels = tuple(dict.fromkeys((*project.help_labels, *_help_labels(row))))
    catalogues = tuple(dict.fromkeys((*project.catalogues, *row.sources)))
    summary = project.summary or clean_optional_line(row.description, max_chars=600)
    news = (labels, catalogues, summary) != (
        project.help_labels,
        project.catalogues,
        project.summary,
    )
    if news:
        project.help_labels, project.catalogues, project.summary = labels, catalogues, summary
        project.changed_at = now
    return news


def _help_labels(row: CatalogueRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label.name for label in row.help_wanted_labels))


def _add_sources(
    session: Session,
    rows: list[CatalogueRow],
    known: dict[tuple[str, str, str], Repository],
    *,
    now: datetime,
) -> None:
    """Add a paused source for each repository that no source reads yet."""
    unread = [
        repository
        for row in rows
        if (repository := known[(row.kind, row.host, path_key(row.full_name))]).source_id is None
    ]
    values = [
        {
            "forge": repository.forge,
            "host": repository.host,
            "scope": SourceScope.REPOSITORY,
            "locator": repository.path,
            "is_paused": True,
            "paused_because": PAUSED_BECAUSE,
            "added_at": now,
        }
        for repository in unread
    ]
    insert_missing(session, Source, values)
    sources = session.exec(
        select(Source).where(col(Source.locator).in_([row.path for row in unread]))
    )
    ids = {(source.forge, source.host, source.locator): source.id for source in sources}
    for repository in unread:
        repository.source_id = ids.get((repository.forge, repository.host, repository.path))
