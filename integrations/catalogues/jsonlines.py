"""The hub's own format: JSON lines, one project a line. A file of any length fits.

Fields are those of :class:`CatalogueRow`; others are kept out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Protocol

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from integrations.catalogues.base import Reading, base_name, beginning
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.records import ForgeKind, RecordProblem

MAX_LINE_BYTES = 200_000


def _day_or_instant(value: object) -> object:
    """Take a day as its first instant, and an instant without a zone as UTC."""
    if not isinstance(value, str):
        return value
    instant = datetime.fromisoformat(value)
    try:
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except OverflowError as exc:
        raise ValueError("is no instant that a calendar holds") from exc


Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Host = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9.\-]+(:\d+)?$", max_length=253, to_lower=True)
]
Path = Annotated[str, StringConstraints(pattern=r"^[^\s/]+(/[^\s/]+)+$", max_length=300)]
Instant = Annotated[datetime, BeforeValidator(_day_or_instant)]


class CatalogueLabel(BaseModel):
    """A label under which a project asks for help."""

    name: Name


class CatalogueRow(BaseModel):
    """One line of a catalogue."""

    model_config = ConfigDict(extra="ignore", strict=False)

    name: Name
    forge: Name
    host: Host
    full_name: Path
    url: Annotated[str, StringConstraints(min_length=1)]
    description: str | None = None
    topics: list[Name] = Field(default=[], max_length=100)
    help_wanted_labels: list[CatalogueLabel] = Field(default=[], max_length=100)
    languages: list[Name] = Field(default=[], max_length=100)
    licences: list[Name] = Field(default=[], max_length=20)
    stars: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    last_activity: Instant | None = None
    archived: bool | None = None
    homepage: str | None = None
    sources: list[Name] = Field(default=[], max_length=20)


class LineFile(Protocol):
    """A file that is read line by line, and a long line in pieces."""

    def readline(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes of the line; empty at the end of the file."""


class JsonLines:
    """Reads one project a line."""

    name = "jsonlines"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for the name, or for a first line that is one project."""
        if len(files) != 1:
            return False
        if base_name(files[0].name).removesuffix(".gz").endswith((".jsonl", ".ndjson")):
            return True
        first = beginning(files[0]).lstrip().partition("\n")[0]
        return first.startswith("{") and first.rstrip().endswith("}") and '"full_name"' in first

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each line."""
        for file in files:
            with file.open() as opened:
                yield from read_lines(bounded_lines(opened))


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


def read_lines(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Yield a project, or a problem with its number, for each line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(f"Line {number}", line)


def _read_line(entry: str, line: bytes) -> Entry:
    if len(line) > MAX_LINE_BYTES:
        return RecordProblem(entry, f"longer than {MAX_LINE_BYTES} bytes.")
    try:
        row = CatalogueRow.model_validate_json(line)
    except ValidationError as exc:
        return RecordProblem(entry, sentence_of(exc))
    return ListingRecord(
        entry=entry,
        kind=ForgeKind(row.forge) if row.forge in _KINDS else ForgeKind.UNKNOWN,
        host=row.host,
        path=row.full_name,
        url=row.url,
        name=row.name,
        description=row.description,
        topics=tuple(row.topics),
        labels=tuple(label.name for label in row.help_wanted_labels),
        languages=tuple(row.languages),
        licences=tuple(row.licences),
        stars=row.stars,
        last_activity_at=row.last_activity,
        is_archived=row.archived,
        homepage=row.homepage,
        catalogues=tuple(row.sources),
    )


_KINDS = frozenset(ForgeKind)


def sentence_of(error: ValidationError) -> str:
    """Say what is wrong first, and in which field."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the line"
    return f"{place}: {first['msg']}."
