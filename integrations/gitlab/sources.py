"""Which projects a source names: a project, a user's, a group's with its subgroups, or topics'.

``group/thing`` may be a project or a subgroup, and GitLab does not say which: it is tried as a
project first, then as a group. It must not know issues.
"""

from collections.abc import Iterator

from integrations import sentences
from integrations.answers import Answer, listed, parsed
from integrations.errors import ForgeRefused, RecordGone, RecordInvalid
from integrations.gitlab.client import GitLabClient
from integrations.gitlab.lists import (
    ListCursor,
    changed_pages,
    checked_group,
    checked_path,
    quoted,
)
from integrations.gitlab.mapping import is_public, project_record
from integrations.records import (
    NOT_MODIFIED,
    NotModified,
    Page,
    ProjectRecord,
    RecordProblem,
    SourceScope,
    SourceSpec,
)

_MOST_TOPIC_CHARS = 255
_LIST = {"visibility": "public", "order_by": "id", "sort": "asc", "per_page": "100"}
_WITH_SUBGROUPS = {**_LIST, "include_subgroups": "true", "with_shared": "false"}


class GitLabSources:
    """Reads projects, one by itself or all of a source."""

    def __init__(self, client: GitLabClient) -> None:
        self._client = client
        self._host = client.host

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one project; a renamed or moved one answers under its new path."""
        subject = f"repository {path}"
        answer = self._client.get(
            f"/projects/{quoted(checked_path(path))}",
            {"license": "true"},
            subject=subject,
            etag=etag,
        )
        if answer.status == 304:
            return NOT_MODIFIED
        return self._record(answer, path, subject)

    def pages(self, source: SourceSpec, cursor: str | None) -> Iterator[Page[ProjectRecord]]:
        """Yield the projects of a source; with a cursor the pages that changed since."""
        known = ListCursor.parse(cursor)
        locator = source.locator.strip().strip("/")
        match source.scope:
            case SourceScope.REPOSITORY:
                yield from self._project_or_group(locator, known)
            case SourceScope.ORGANISATION:
                yield from self._group(checked_group(locator), known)
            case SourceScope.OWNER:
                yield from self._user_or_group(checked_group(locator), known)
            case SourceScope.TOPIC:
                yield from self._topics(locator, known)
            case SourceScope.CATALOGUE:
                raise ForgeRefused("A catalogue is no part of GitLab. Check the source.")

    def _record(self, answer: Answer, path: str, subject: str) -> ProjectRecord:
        item = parsed(answer, host=self._host, subject=subject)
        if isinstance(item, dict) and "id" in item and not is_public(item):
            raise sentences.gone(self._host, subject)
        try:
            return project_record(item, host=self._host, etag=answer.headers.get("etag"))
        except RecordInvalid as exc:
            raise RecordInvalid(
                f"{self._host} described {path} in a way we cannot read. {exc}"
            ) from exc

    def _project_or_group(self, path: str, known: ListCursor) -> Iterator[Page[ProjectRecord]]:
        try:
            record = self.project(path, known.at(_PROJECT).etag(0))
        except RecordGone as gone:
            try:
                yield from self._group(checked_group(path), known)
            except RecordGone:
                raise gone from None
            return
        if isinstance(record, ProjectRecord):
            yield Page((record,), cursor=str(ListCursor(_PROJECT, (record.etag,))))

    def _user_or_group(self, name: str, known: ListCursor) -> Iterator[Page[ProjectRecord]]:
        if "/" in name or known.root == _root_of_group(name):
            yield from self._group(name, known)
            return
        root, subject = f"/users/{quoted(name)}/projects", f"account {name}"
        try:
            yield from self._list(known.at(root), _LIST, subject=subject)
        except RecordGone:
            yield from self._group(name, known)

    def _group(self, path: str, known: ListCursor) -> Iterator[Page[ProjectRecord]]:
        root = _root_of_group(path)
        yield from self._list(known.at(root), _WITH_SUBGROUPS, subject=f"account {path}")

    def _topics(self, locator: str, known: ListCursor) -> Iterator[Page[ProjectRecord]]:
        topics = [topic.strip() for topic in locator.split(",") if topic.strip()]
        if not topics or not all(len(topic) <= _MOST_TOPIC_CHARS for topic in topics):
            raise ForgeRefused(
                f"“{locator[:100]}” names no topics. Write them as on GitLab, parted by commas."
            )
        subject = f"repositories with the topic {' and '.join(topics)}"
        query = {**_LIST, "pagination": "keyset", "topic": ",".join(topics)}
        yield from self._list(known.at("/projects"), query, subject=subject)

    def _list(
        self, known: ListCursor, query: dict[str, str], *, subject: str
    ) -> Iterator[Page[ProjectRecord]]:
        for answer, now_known in changed_pages(self._client, query, known, subject=subject):
            items = listed(answer, host=self._host, subject=subject)
            yield self._page(items, cursor=str(now_known), subject=subject)

    def _page(self, items: list[object], *, cursor: str, subject: str) -> Page[ProjectRecord]:
        records: dict[str, ProjectRecord] = {}
        problems: list[RecordProblem] = []
        for item in items:
            if isinstance(item, dict) and not is_public(item):
                continue
            try:
                record = project_record(item, host=self._host)
            except RecordInvalid as exc:
                problems.append(RecordProblem(f"something in {subject}", str(exc)))
                continue
            records[record.remote_id] = record
        return Page(tuple(records.values()), cursor=cursor, problems=tuple(problems))


_PROJECT = "project"


def _root_of_group(path: str) -> str:
    return f"/groups/{quoted(path)}/projects"
