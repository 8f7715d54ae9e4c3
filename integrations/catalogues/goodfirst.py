"""goodfirstissue: one ``repositories.toml`` of addresses, and one list of labels for all of them.

Source: https://github.com/DeepSourceCorp/good-first-issue/tree/master/data. The labels stand in
``labels.json`` beside it; a list ``labels`` in the TOML itself, which is ours, wins over that.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence

from integrations.catalogues.base import (
    Reading,
    base_name,
    beginning,
    decoded,
    not_understood,
    whole,
)
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.repositories import no_repository, repository_at
from integrations.records import RecordProblem

LABELS_FILE = "labels.json"

# As that catalogue published them on 2025-10-01, for a list that comes alone.
PUBLISHED_LABELS = (
    "good first issue",
    "good-first-issue",
    "beginner",
    "beginner-friendly",
    "easy",
    "first-timers-only",
    "starter",
    "help wanted",
    "low-hanging-fruit",
)


class GoodFirst:
    """Reads ``repositories = ["github.com/owner/name", ...]``."""

    name = "goodfirst"
    title = "good-first-issue"
    beside = (LABELS_FILE,)

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for TOML with repositories."""
        file = _list_of(files)
        return file is not None and "repositories" in beginning(file)

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each address."""
        file = _list_of(files) or files[0]
        try:
            said = tomllib.loads(decoded(whole(file)))
        except (ValueError, RecursionError) as exc:
            raise not_understood(reading.title, "it is no TOML") from exc
        listed = said.get("repositories")
        if not isinstance(listed, list):
            raise not_understood(reading.title, "it lacks a list of repositories")
        labels = _texts(said.get("labels")) or _labels_beside(files) or PUBLISHED_LABELS
        for number, address in enumerate(listed, start=1):
            yield _listing(number, address, labels, reading)


def _list_of(files: Sequence[CatalogueFile]) -> CatalogueFile | None:
    toml = [file for file in files if base_name(file.name).endswith(".toml")]
    named = [file for file in toml if base_name(file.name) == "repositories.toml"]
    if named:
        return named[0]
    return toml[0] if len(toml) == 1 and len(files) <= 2 else None


def _labels_beside(files: Sequence[CatalogueFile]) -> tuple[str, ...]:
    for file in files:
        if base_name(file.name) == LABELS_FILE:
            try:
                said = json.loads(decoded(whole(file, max_bytes=64 * 1024)))
            except (ValueError, RecursionError):
                return ()
            return _texts(said.get("labels") if isinstance(said, dict) else said)
    return ()


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else []
    return tuple(text for text in values[:100] if isinstance(text, str) and text.strip())


def _listing(number: int, address: object, labels: tuple[str, ...], reading: Reading) -> Entry:
    if not isinstance(address, str):
        return RecordProblem(f"Repository {number}", "is no text.")
    place = repository_at(address, reading.hosts)
    if place is None:
        return no_repository(address.strip() or f"Repository {number}", address)
    return ListingRecord(
        entry=address.strip(),
        kind=place.kind,
        host=place.host,
        path=place.path,
        url=place.url,
        name=place.name,
        labels=labels,
        is_for_newcomers=True,
        catalogues=(GoodFirst.title,),
    )
