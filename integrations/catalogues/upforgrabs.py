"""Up For Grabs: a folder of YAML, one file a project, with the label that its tasks carry.

Source: https://github.com/up-for-grabs/up-for-grabs.net/blob/gh-pages/docs/list-a-project.md
"""

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
from integrations.catalogues.repositories import label_in, no_repository, repository_at
from integrations.catalogues.yaml_text import map_of, read_yaml, text_of, texts_of
from integrations.errors import ForgeError, RecordInvalid
from integrations.records import RecordProblem

FOLDER = "_data/projects/"
MAX_YAML_BYTES = 64 * 1024
_LOOKED_AT = 20


class UpForGrabs:
    """Reads ``name``, ``desc``, ``site``, ``tags`` and ``upforgrabs: {name, link}``."""

    name = "upforgrabs"
    title = "up-for-grabs"

    def is_meant(self, files: Sequence[CatalogueFile]) -> bool:
        """Look for the folder, or for the key in the first files."""
        chosen = _chosen(files)
        if any(FOLDER in file.name for file in chosen):
            return True
        return any("\nupforgrabs:" in f"\n{beginning(file)}" for file in chosen[:_LOOKED_AT])

    def read(self, files: Sequence[CatalogueFile], reading: Reading) -> Iterator[Entry]:
        """Yield a project for each file."""
        chosen = _chosen(files)
        if not chosen:
            raise not_understood(reading.title, "it holds no YAML files of projects")
        for file in chosen:
            entry = file.name.rpartition("/")[2]
            try:
                yield _project(entry, decoded(whole(file, max_bytes=MAX_YAML_BYTES)), reading)
            except ForgeError as exc:
                yield RecordProblem(entry, str(exc))


def _chosen(files: Sequence[CatalogueFile]) -> list[CatalogueFile]:
    """Take the YAML files of the folder of projects, or all where there is no such folder."""
    found = [file for file in files if base_name(file.name).endswith((".yml", ".yaml"))]
    inside = [file for file in found if FOLDER in f"/{file.name}"]
    return inside or found


def _project(entry: str, text: str, reading: Reading) -> Entry:
    said = map_of(read_yaml(text))
    asks = map_of(said.get("upforgrabs"))
    site, link = text_of(said.get("site")), text_of(asks.get("link"))
    if not asks:
        raise RecordInvalid("has no upforgrabs entry, which names the label and its issues.")
    # Issues stand where people are sent, so the link counts before the site.
    at_link, at_site = (repository_at(each or "", reading.hosts) for each in (link, site))
    place = at_link or at_site
    if place is None:
        return no_repository(entry, link or site or "")
    labels = (text_of(asks.get("name")), label_in(link))
    return ListingRecord(
        entry=entry,
        kind=place.kind,
        host=place.host,
        path=place.path,
        url=place.url,
        name=text_of(said.get("name")) or place.name,
        description=text_of(said.get("desc")),
        topics=texts_of(said.get("tags")),
        labels=tuple(label for label in labels if label),
        homepage=site if at_site is None else None,
        catalogues=(UpForGrabs.title,),
    )
