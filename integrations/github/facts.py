"""What a repository is: its facts, languages, community files, and what it says about itself.

By REST: itself, its languages, its community profile and its root folder, and each file that is
there. It must not know issues.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from integrations import sentences
from integrations.answers import parsed
from integrations.errors import ForgeRefused, RecordGone, RecordInvalid
from integrations.github.client import RAW, GitHubClient
from integrations.github.mapping import (
    community_links,
    file_record,
    languages,
    listed_files,
    project_record,
)
from integrations.github.paths import checked_path
from integrations.records import (
    NOT_MODIFIED,
    PROJECT_FILES,
    FileRecord,
    NotModified,
    ProjectRecord,
)

_Record = TypeVar("_Record")


class Facts:
    """Reads repositories one by one."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._host = client.host

    def project(self, path: str, etag: str | None) -> ProjectRecord | NotModified:
        """Read one repository; a renamed or moved one answers under its new path."""
        subject = f"repository {path}"
        answer = self._client.get(f"/repos/{checked_path(path)}", subject=subject, etag=etag)
        if answer.status == 304:
            return NOT_MODIFIED
        item = parsed(answer, host=self._host, subject=subject)
        if isinstance(item, dict) and item.get("private"):
            raise sentences.gone(self._host, subject)
        try:
            return project_record(item, host=self._host, etag=answer.headers.get("etag"))
        except RecordInvalid as exc:
            raise RecordInvalid(
                f"{self._host} described {path} in a way we cannot read. {exc}"
            ) from exc

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add what lists do not carry; what is not to be had stays unknown."""
        found = self._extra(f"/repos/{record.path}/languages", record, read=languages)
        links = self._extra(f"/repos/{record.path}/community/profile", record, read=community_links)
        contributing_url, code_of_conduct_url = links or (None, None)
        return replace(
            record,
            languages=record.languages if found is None else found,
            contributing_url=contributing_url or record.contributing_url,
            code_of_conduct_url=code_of_conduct_url or record.code_of_conduct_url,
            files=self._files(record),
        )

    def _extra(
        self, path: str, record: ProjectRecord, *, read: Callable[[object], _Record | None]
    ) -> _Record | None:
        """Read what a repository may lack: empty, blocked or refused is not known, no failure."""
        subject = f"repository {record.path}"
        try:
            answer = self._client.get(path, subject=subject)
            if answer.status == 204:
                return None
            return read(parsed(answer, host=self._host, subject=subject))
        except (RecordGone, ForgeRefused, RecordInvalid):
            return None

    def _files(self, record: ProjectRecord) -> tuple[FileRecord, ...] | None:
        """Look into the root folder once, then read what is there; an empty repository has none."""
        subject = f"files of {record.path}"
        try:
            answer = self._client.get(f"/repos/{record.path}/contents/", subject=subject)
        except RecordGone:
            return ()
        except ForgeRefused:
            return record.files
        root = listed_files(parsed(answer, host=self._host, subject=subject))
        found = (self._file(record, name) for name in PROJECT_FILES if _may_hold(root, name))
        return tuple(file for file in found if file is not None)

    def _file(self, record: ProjectRecord, name: str) -> FileRecord | None:
        try:
            answer = self._client.get(
                f"/repos/{record.path}/contents/{name}",
                subject=f"{name} of {record.path}",
                accept=RAW,
            )
        except (RecordGone, ForgeRefused):
            return None
        return file_record(name, answer.body)


def _may_hold(root: Mapping[str, str], name: str) -> bool:
    """Tell whether a folder's listing, name to type, leaves room for a file of this path."""
    first, _, rest = name.partition("/")
    return root.get(first) == ("dir" if rest else "file")
