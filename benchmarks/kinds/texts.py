"""The texts of the judged issues, read from ``../shared``, which is not part of the project.

Recorded answers of forges name an issue by its address. The texts of the matching benchmark have
none: ``matching:PART/TASK`` is a task of it, ``matching:PART/PERSON/PLACE`` a past item.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

SHARED = Path("../shared")
PARTS = ("dev", "dev-2025")


@dataclass(frozen=True, slots=True)
class IssueText:
    """What stands in an issue."""

    title: str
    body: str
    labels: tuple[str, ...]


def texts_of(urls: Iterable[str], shared: Path = SHARED) -> Mapping[str, IssueText]:
    """Read the texts of issues. Raises ValueError where one is not in the data."""
    wanted = frozenset(urls)
    found: dict[str, IssueText] = {}
    for url, text in all_texts(shared):
        if url in wanted:
            found.setdefault(url, text)
    if missing := wanted - found.keys():
        raise ValueError("Judged issues are not in the data:\n" + "\n".join(sorted(missing)))
    return found


def all_texts(shared: Path = SHARED) -> Iterator[tuple[str, IssueText]]:
    """Yield all texts with their addresses; an issue may come several times."""
    for row in rows_of(shared / "data/recorded/issues_corpus.jsonl.gz"):
        yield str(row["url"]), _text(row["title"], row["body"], row["labels"])
    for file in sorted((shared / "data/recorded").glob("*/*/*.json")):
        yield from _in_recording(json.loads(file.read_text(encoding="utf-8")))
    for part in PARTS:
        folder = shared / "matching/data" / part
        for row in rows_of(folder / "tasks.jsonl.gz"):
            yield f"matching:{part}/{row['id']}", _split(row)
        for row in rows_of(folder / "people.jsonl.gz"):
            for place, item in enumerate(_rows_in(row["items"])):
                yield f"matching:{part}/{row['id']}/{place}", _split(item)


def _in_recording(value: object) -> Iterator[tuple[str, IssueText]]:
    """Find what looks like an issue anywhere in a recorded answer."""
    for row in _rows_in(value if isinstance(value, list) else [value]):
        url, title = row.get("html_url"), row.get("title")
        if isinstance(url, str) and isinstance(title, str):
            labels = [each.get("name") for each in _rows_in(row.get("labels"))]
            yield url, _text(title, row.get("body"), labels)
        for inner in row.values():
            yield from _in_recording(inner)


def _split(row: Mapping[str, object]) -> IssueText:
    title, _, body = str(row["text"]).partition("\n")
    return _text(title, body, row["labels"])


def _text(title: object, body: object, labels: object) -> IssueText:
    names = labels if isinstance(labels, list) else []
    return IssueText(str(title).strip(), str(body or ""), tuple(map(str, names)))


def _rows_in(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def rows_of(path: Path) -> Iterator[Mapping[str, object]]:
    """Read one row a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield cast("Mapping[str, object]", json.loads(line))
