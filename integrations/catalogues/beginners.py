"""awesome-for-beginners: one ``data.json`` of repositories, each with the label for newcomers.

Source: https://github.com/MunGell/awesome-for-beginners/blob/main/data.json
"""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from integrations.catalogues.base import (
    Reading,
    base_name,
    beginning,
    decoded,
    not_understood,
    whole,
)
from integrations.catalogues.jsonlines import sentence_of
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.repositories import label_in, no_repository, repository_at
from integrations.records import RecordProblem


class _Repository(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str | None = None
    link: str
    label: str | None = None
    technologies: Annotated[list[str] | None, Field(max_length=100)] = None
    description: str | None = None


class Beginners:
    """Reads ``repositories: [{name, link, label, technologies, description}]``."""

    name = "beginners"
    title = "awesome-for-beginners"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for one JSON object with repositories."""
        if len(files) != 1 or base_name(files[0].name).endswith((".jsonl", ".ndjson")):
            return False
        start = beginning(files[0], 1024 * 1024).lstrip()
        return start.startswith("{") and '"repositories"' in start

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each repository."""
        try:
            said = json.loads(decoded(whole(files[0])))
        except (ValueError, RecursionError) as exc:
            raise not_understood(reading.title, "it is no JSON") from exc
        listed = said.get("repositories") if isinstance(said, dict) else None
        if not isinstance(listed, list):
            raise not_understood(reading.title, 'it lacks a list of "repositories"')
        for number, item in enumerate(listed, start=1):
            yield _listing(number, item, reading)


def _listing(number: int, item: object, reading: Reading) -> Entry:
    try:
        said = _Repository.model_validate(item)
    except ValidationError as exc:
        return RecordProblem(f"Repository {number}", sentence_of(exc))
    place = repository_at(said.link, reading.hosts)
    if place is None:
        return no_repository(said.link.strip() or f"Repository {number}", said.link)
    label = said.label or label_in(said.link)
    return ListingRecord(
        entry=said.link.strip(),
        kind=place.kind,
        host=place.host,
        path=place.path,
        url=place.url,
        name=said.name or place.name,
        description=said.description,
        labels=(label,) if label else (),
        is_for_newcomers=True,
        languages=tuple(said.technologies or ()),
        catalogues=(Beginners.title,),
    )
