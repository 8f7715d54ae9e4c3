"""What a project holds besides its description: languages, files about itself, its licence.

The root of the repository is listed first, so that what is not there costs nothing. It must not
know issues.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from pydantic import ValidationError

from integrations.answers import listed, parsed
from integrations.errors import ForgeRefused, RecordGone, RecordInvalid
from integrations.gitlab.client import GitLabClient
from integrations.gitlab.lists import ListCursor, changed_pages, quoted
from integrations.gitlab.mapping import (
    has_licence_file,
    languages,
    project_record,
    root_links,
)
from integrations.gitlab.schemas import GitLabTreeEntry
from integrations.json_values import clean_text
from integrations.records import MAX_FILE_BYTES, PROJECT_FILES, FileRecord, ProjectRecord

_MOST_TREE_PAGES = 5


class GitLabContents:
    """Completes records; what is not to be had stays unknown."""

    def __init__(self, client: GitLabClient) -> None:
        self._client = client
        self._host = client.host

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, contributing and conduct pages, files, and the licence where it lacks.

        An empty repository has none of them, and is not asked for any.
        """
        if record.is_empty:
            return replace(record, languages=(), files=())
        found = self._languages(record)
        record = replace(record, languages=record.languages if found is None else found)
        names = self._root(record)
        if names is None:
            return record
        contributing_url, code_of_conduct_url = root_links(names, record)
        return replace(
            record,
            contributing_url=contributing_url or record.contributing_url,
            code_of_conduct_url=code_of_conduct_url or record.code_of_conduct_url,
            licence=self._licence(record, names),
            files=self._files(record, names),
        )

    def _languages(self, record: ProjectRecord) -> tuple[str, ...] | None:
        path = f"{_root_of(record)}/languages"
        try:
            answer = self._client.get(path, subject=_subject(record))
            return languages(parsed(answer, host=self._host, subject=_subject(record)))
        except (RecordGone, ForgeRefused):
            return None

    def _root(self, record: ProjectRecord) -> tuple[str, ...] | None:
        """List the names in the root of the default branch; ``None`` if it is not to be seen."""
        known = ListCursor(f"{_root_of(record)}/repository/tree")
        query = {"per_page": "100", "pagination": "keyset"}
        names: list[str] = []
        try:
            pages = changed_pages(self._client, query, known, subject=_subject(record))
            for answer, _ in islice(pages, _MOST_TREE_PAGES):
                for item in listed(answer, host=self._host, subject=_subject(record)):
                    names += _names_of(item)
        except (RecordGone, ForgeRefused):
            return None
        return tuple(names)

    def _licence(self, record: ProjectRecord, names: Sequence[str]) -> str | None:
        """Ask for the licence of a record from a list, which says nothing of it."""
        if record.licence or record.etag or not has_licence_file(names):
            return record.licence
        try:
            answer = self._client.get(
                _root_of(record), {"license": "true"}, subject=_subject(record)
            )
            item = parsed(answer, host=self._host, subject=_subject(record))
            return project_record(item, host=self._host).licence
        except (RecordGone, ForgeRefused, RecordInvalid):
            return None

    def _files(self, record: ProjectRecord, names: Sequence[str]) -> tuple[FileRecord, ...]:
        present = (name for name in PROJECT_FILES if name.partition("/")[0] in names)
        read = (self._file(record, name) for name in present)
        return tuple(file for file in read if file is not None)

    def _file(self, record: ProjectRecord, name: str) -> FileRecord | None:
        try:
            answer = self._client.get_start(
                f"{_root_of(record)}/repository/files/{quoted(name)}/raw",
                {"ref": record.default_branch or "HEAD"},
                subject=f"file {name} of {record.path}",
                max_bytes=MAX_FILE_BYTES,
            )
        except (RecordGone, ForgeRefused):
            return None
        return FileRecord(name, clean_text(answer.body))


def _names_of(item: object) -> tuple[str, ...]:
    try:
        return (GitLabTreeEntry.model_validate(item).name,)
    except ValidationError:
        return ()


def _root_of(record: ProjectRecord) -> str:
    return f"/projects/{quoted(record.remote_id)}"


def _subject(record: ProjectRecord) -> str:
    return f"repository {record.path}"
