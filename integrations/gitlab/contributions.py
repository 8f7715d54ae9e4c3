"""What an account did on GitLab in public: changes, issues, reviews, and projects of its own.

Everything is asked by the account's number, which no other account ever gets. The lists do not say
what is public, and a token of ours may see more; so each project is asked for once in a reading,
and nothing is told of one that is not for everyone.
Sources: https://docs.gitlab.com/api/merge_requests/#list-merge-requests,
https://docs.gitlab.com/api/issues/#list-issues and
https://docs.gitlab.com/api/projects/#list-a-users-projects
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from integrations import sentences
from integrations.answers import Answer, listed, parsed
from integrations.errors import ForgeRefused, RecordGone, RecordInvalid
from integrations.gitlab.client import GitLabClient
from integrations.gitlab.mapping import is_confidential, languages, project_record
from integrations.gitlab.schemas import GitLabAccount, GitLabLabel
from integrations.history_cursor import HistoryCursor, Place
from integrations.http import next_page
from integrations.json_values import Instant, Lenient, Text, validated, web_url
from integrations.records import (
    MOST_WORK_CHARS,
    AccountSpec,
    ContributionRecord,
    Page,
    ProjectRecord,
    RecordProblem,
    WorkSort,
)

_REPOSITORIES = "repositories"
_PER_PAGE = 50
_MOST_PAGES = 200
_MOST_OWN = 20
_MOST_LANGUAGES = 3


@dataclass(frozen=True, slots=True)
class _List:
    """A list of what an account did; ``part`` is what projects may keep to their members."""

    path: str
    whose: str
    only: Mapping[str, str]
    sort: WorkSort
    part: str


# GitLab does not tell who closed an issue; who had it when it was closed, did it. That somebody was
# asked for a review stands for the review: who gave one is not told in lists.
_LISTS: Mapping[str, _List] = MappingProxyType(
    {
        "changes": _List(
            "/merge_requests",
            "author_id",
            {"state": "merged"},
            WorkSort.CHANGE,
            "merge_requests_access_level",
        ),
        "issues": _List(
            "/issues",
            "assignee_id",
            {"state": "closed", "confidential": "false"},
            WorkSort.ISSUE,
            "issues_access_level",
        ),
        "reviews": _List(
            "/merge_requests",
            "reviewer_id",
            {"state": "merged"},
            WorkSort.REVIEW,
            "merge_requests_access_level",
        ),
    }
)


class _Done(Lenient):
    id: int
    project_id: int
    title: Text
    description: Text | None = None
    web_url: Text
    updated_at: Instant
    merged_at: Instant | None = None
    closed_at: Instant | None = None
    moved_to_id: int | None = None
    labels: tuple[GitLabLabel | Text | None, ...] | None = None
    author: GitLabAccount | None = None

    def label_names(self) -> tuple[str, ...]:
        names = (
            label.name if isinstance(label, GitLabLabel) else label for label in self.labels or ()
        )
        return tuple(dict.fromkeys(name for name in names if name))


class _Changed(Lenient):
    updated_at: Instant


@dataclass(frozen=True, slots=True)
class _Project:
    """A public project; ``closed_parts`` are those that only its members see."""

    record: ProjectRecord
    languages: tuple[str, ...]
    closed_parts: frozenset[str]


@dataclass(slots=True)
class _Reading:
    """One reading: whose, and the projects that it has seen; ``None`` is one not for everyone."""

    account: AccountSpec
    projects: dict[int, _Project | None] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return f"account {self.account.login[:100]}"


class GitLabHistories:
    """Reads what accounts did."""

    def __init__(self, client: GitLabClient) -> None:
        self._client = client
        self._host = client.host

    def pages(self, account: AccountSpec, cursor: str | None) -> Iterator[Page[ContributionRecord]]:
        """Yield the account's own projects, then a page for each answer of a list."""
        reading = _Reading(account)
        self._require(reading)
        now = self._client.now()
        here = HistoryCursor.parse(cursor)
        place = here.place(_REPOSITORIES, now=now)
        records, place = self._own_projects(reading, place)
        here = here.at(_REPOSITORIES, place)
        yield Page(tuple(records), str(here))
        for name, what in _LISTS.items():
            place = here.place(name, now=now)
            for page, following in self._pages_of(reading, what, place):
                here = here.at(name, following)
                yield Page(page.records, str(here), problems=page.problems)

    def _require(self, reading: _Reading) -> None:
        """See that the account is there, by its number."""
        remote_id = reading.account.remote_id
        if not (remote_id.isascii() and remote_id.isdigit() and len(remote_id) < 19):
            raise sentences.gone(self._host, reading.subject)
        self._client.get(f"/users/{remote_id}", subject=reading.subject)

    def _own_projects(
        self, reading: _Reading, place: Place
    ) -> tuple[list[ContributionRecord], Place]:
        """Tell of the projects that something happened in since, the latest at most."""
        query = {
            "visibility": "public",
            "order_by": "last_activity_at",
            "sort": "desc",
            "per_page": str(_MOST_OWN),
        }
        path = f"/users/{reading.account.remote_id}/projects"
        try:
            answer = self._client.get(path, query, subject=reading.subject)
        except RecordGone:
            return [], place
        records, latest = [], place.since
        for item in listed(answer, host=self._host, subject=reading.subject):
            try:
                record = project_record(item, host=self._host)
            except RecordInvalid:
                continue
            active_at = record.pushed_at
            if active_at is None or active_at <= place.since or record.is_fork or record.is_empty:
                continue
            latest = max(latest, active_at)
            project = self._remembered(reading, record, item)
            own = ContributionRecord.of_repository(
                project.record, project.languages, changed_at=active_at
            )
            records.append(own)
        return records, Place(latest)

    def _pages_of(
        self, reading: _Reading, what: _List, place: Place
    ) -> Iterator[tuple[Page[ContributionRecord], Place]]:
        for _ in range(_MOST_PAGES):
            answer = self._client.get(
                what.path, _query(what, reading.account, place), subject=reading.subject
            )
            items = listed(answer, host=self._host, subject=reading.subject)
            leads_to = _next(answer, place)
            following = place.after(_last_change(items), leads_to)
            yield self._page(reading, what, items), following
            if leads_to is None:
                return
            place = following

    def _page(
        self, reading: _Reading, what: _List, items: list[object]
    ) -> Page[ContributionRecord]:
        records: dict[str, ContributionRecord] = {}
        problems: list[RecordProblem] = []
        for item in items:
            if is_confidential(item):
                continue
            try:
                done = validated(_Done, item)
            except RecordInvalid as exc:
                problems.append(RecordProblem(f"a {what.sort.value}", str(exc)))
                continue
            record = self._record(reading, what, done)
            if record is not None:
                records[record.remote_id] = record
        return Page(tuple(records.values()), "", problems=tuple(problems))

    def _record(self, reading: _Reading, what: _List, done: _Done) -> ContributionRecord | None:
        """Turn an item into a record; ``None`` for what is not theirs, not done, or not public."""
        is_own = done.author is not None and str(done.author.id) == reading.account.remote_id
        done_at = done.closed_at if what.sort is WorkSort.ISSUE else done.merged_at
        url = web_url(done.web_url)
        if (
            done_at is None
            or done.moved_to_id is not None
            or url is None
            or (what.sort is WorkSort.CHANGE and not is_own)
            or (what.sort is WorkSort.REVIEW and is_own)
        ):
            return None
        project = self._project(reading, done.project_id)
        if project is None or what.part in project.closed_parts:
            return None
        return ContributionRecord(
            remote_id=f"{what.sort.value}:{done.id}",
            project_path=project.record.path,
            title=done.title,
            url=url,
            done_at=done_at,
            text=(done.description or "")[:MOST_WORK_CHARS],
            labels=done.label_names(),
            languages=project.languages,
            topics=project.record.topics,
            sort=what.sort,
            repository_id=project.record.remote_id,
        )

    def _project(self, reading: _Reading, number: int) -> _Project | None:
        if number not in reading.projects:
            reading.projects[number] = None
            subject = f"project {number}"
            try:
                answer = self._client.get(f"/projects/{number}", subject=subject)
                item = parsed(answer, host=self._host, subject=subject)
                record = project_record(item, host=self._host)
            except (RecordGone, ForgeRefused, RecordInvalid):
                return None
            self._remembered(reading, record, item)
        return reading.projects[number]

    def _remembered(self, reading: _Reading, record: ProjectRecord, item: object) -> _Project:
        project = _Project(record, self._languages(record), _closed_parts(item))
        reading.projects[int(record.remote_id)] = project
        return project

    def _languages(self, record: ProjectRecord) -> tuple[str, ...]:
        subject = f"repository {record.path}"
        try:
            answer = self._client.get(f"/projects/{record.remote_id}/languages", subject=subject)
            found = languages(parsed(answer, host=self._host, subject=subject))
        except (RecordGone, ForgeRefused):
            return ()
        return (found or ())[:_MOST_LANGUAGES]


def _query(what: _List, account: AccountSpec, place: Place) -> dict[str, str]:
    query = {
        **what.only,
        what.whose: account.remote_id,
        "scope": "all",
        "order_by": "updated_at",
        "sort": "asc",
        "updated_after": place.since.astimezone(UTC).isoformat(timespec="milliseconds"),
        "per_page": str(_PER_PAGE),
    }
    return query if place.behind is None else {**query, "page": place.behind}


def _next(answer: Answer, place: Place) -> str | None:
    """Number the next page, which counts only while everything changed at one instant."""
    if next_page(answer.headers, answer.url) is None:
        return None
    here = place.behind or "1"
    return str(int(here) + 1) if here.isascii() and here.isdigit() else None


def _last_change(items: list[object]) -> datetime | None:
    for item in reversed(items):
        try:
            return validated(_Changed, item).updated_at
        except RecordInvalid:
            continue
    return None


def _closed_parts(item: object) -> frozenset[str]:
    """Name the parts of a public project that only its members see."""
    if not isinstance(item, Mapping):
        return frozenset()
    parts = {what.part for what in _LISTS.values()}
    return frozenset(part for part in parts if item.get(part) in {"private", "disabled"})
