"""One entry of a catalogue as the values of a project and its repository.

Knows records and the vocabulary; no row, session or request.
"""

from dataclasses import dataclass
from datetime import datetime

from hub.normalise.causes import causes_of
from hub.normalise.projects import MAX_DESCRIPTION_CHARS, MAX_SUMMARY_CHARS, path_key
from hub.normalise.skills import skills_of
from hub.normalise.text import clean_line, clean_lines, clean_optional_line, storable_count, web_url
from integrations.catalogues import ListingRecord
from integrations.errors import RecordInvalid


@dataclass(frozen=True, slots=True)
class ListingValues:
    """What a catalogue says of a repository and of the project that it would be."""

    entry: str
    forge: str
    host: str
    path: str
    path_key: str
    url: str
    name: str
    description: str | None
    summary: str | None
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    licence: str | None
    stars: int | None
    is_archived: bool
    homepage: str | None
    last_activity_at: datetime | None
    labels: tuple[str, ...]
    is_for_newcomers: bool
    catalogues: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Name the repository as the database tells it from others."""
        return self.forge, self.host, self.path_key

    @property
    def address(self) -> str:
        """Give host and folded path, which name it also where its forge is not known."""
        return f"{self.host}/{self.path_key}"

    @property
    def causes(self) -> tuple[str, ...]:
        """Work out the causes, which takes long: only for what is new."""
        return causes_of(self.topics, self.description)

    @property
    def skills(self) -> tuple[str, ...]:
        """Work out the skills, which takes long: only for what is new."""
        return skills_of(self.languages, self.topics)

    @property
    def owner(self) -> str:
        """Give the first part of the path."""
        return self.path.partition("/")[0]


def normalise_listing(record: ListingRecord) -> ListingValues:
    """Turn an entry into values. Raises :class:`RecordInvalid` for one that cannot be listed."""
    path = clean_line(record.path, max_chars=300)
    name = clean_line(record.name, max_chars=300)
    url = web_url(record.url)
    if not name:
        raise RecordInvalid("name: is empty.")
    if "/" not in path.strip("/"):
        raise RecordInvalid("full_name: is no owner and name.")
    if url is None:
        raise RecordInvalid("url: is not an http or https address.")
    description = clean_optional_line(record.description, max_chars=MAX_DESCRIPTION_CHARS)
    topics = clean_lines(record.topics, max_chars=100, max_items=100)
    languages = clean_lines(record.languages, max_chars=60, max_items=100)
    licences = clean_lines(record.licences, max_chars=200, max_items=1)
    return ListingValues(
        entry=clean_line(record.entry, max_chars=300),
        forge=str(record.kind),
        host=clean_line(record.host, max_chars=253),
        path=path,
        path_key=path_key(path),
        url=url,
        name=name,
        description=description,
        summary=clean_optional_line(description, max_chars=MAX_SUMMARY_CHARS),
        topics=topics,
        languages=languages,
        licence=licences[0] if licences else None,
        stars=storable_count(record.stars),
        is_archived=bool(record.is_archived),
        homepage=web_url(record.homepage),
        last_activity_at=record.last_activity_at,
        labels=clean_lines(record.labels, max_chars=200, max_items=100),
        is_for_newcomers=record.is_for_newcomers,
        catalogues=clean_lines(record.catalogues, max_chars=100, max_items=20),
    )
