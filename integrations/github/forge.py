"""GitHub as a forge: which requests answer what the hub asks, in the fewest of them.

A repository with 5,000 open issues costs itself, its languages, its community profile, 51 pages of
issues and one of closed ones. It must not know the database.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import ValidationError

from integrations import sentences
from integrations.addresses import AddressGuard
from integrations.answers import Answer, listed, parsed, unusable
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    RecordGone,
    RecordInvalid,
)
from integrations.github.client import GitHubClient
from integrations.github.links import linked_change
from integrations.github.mapping import (
    community_links,
    is_pull_request,
    issue_record,
    languages,
    project_record,
)
from integrations.github.schemas import GitHubLimits
from integrations.http import answered_at, next_page
from integrations.issue_cursor import IssueCursor, Listing, Mark, Phase
from integrations.records import (
    NOT_MODIFIED,
    Allowance,
    ForgeKind,
    IssueRecord,
    LinkedChange,
    NotModified,
    Page,
    ProjectRecord,
    RecordProblem,
    SourceScope,
    SourceSpec,
)

_SEARCH_SHOWS_AT_MOST = 1000
_LOGIN = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_PATH = re.compile(r"([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100})")
_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")

_Record = TypeVar("_Record")


class GitHubForge:
    """One GitHub or GitHub Enterprise. Close it when done."""

    kind = ForgeKind.GITHUB

    def __init__(
        self,
        host: str = "github.com",
        *,
        now: Callable[[], datetime],
        base_url: str | None = None,
        tokens: tuple[str, ...] = (),
        timeout_s: float = 20.0,
        private_hosts: tuple[str, ...] = (),
    ) -> None:
        self.host = host
        self._client = GitHubClient(
            host,
            base_url=(base_url or _usual_base_url(host)).rstrip("/"),
            tokens=tokens,
            now=now,
            timeout_s=timeout_s,
            guard=AddressGuard.allowing(private_hosts),
        )

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source, without what :meth:`complete` adds."""
        locator = source.locator.strip().strip("/")
        if source.scope is SourceScope.REPOSITORY:
            record = self.project(locator)
            assert isinstance(record, ProjectRecord)
            yield Page((record,), cursor="1")
        elif source.scope is SourceScope.TOPIC:
            yield from self._by_topics(locator)
        else:
            yield from self._of_account(source.scope, locator)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; a renamed or moved one answers under its new path."""
        subject = f"repository {path}"
        answer = self._client.get(f"/repos/{_checked_path(path)}", subject=subject, etag=etag)
        if answer.status == 304:
            return NOT_MODIFIED
        item = parsed(answer, host=self.host, subject=subject)
        if isinstance(item, dict) and item.get("private"):
            raise sentences.gone(self.host, subject)
        try:
            return project_record(item, host=self.host, etag=answer.headers.get("etag"))
        except RecordInvalid as exc:
            raise RecordInvalid(
                f"{self.host} described {path} in a way we cannot read. {exc}"
            ) from exc

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, contributing and conduct files; what is not to be had stays unknown."""
        found = self._extra(f"/repos/{record.path}/languages", record, read=languages)
        links = self._extra(f"/repos/{record.path}/community/profile", record, read=community_links)
        contributing_url, code_of_conduct_url = links or (None, None)
        return replace(
            record,
            languages=record.languages if found is None else found,
            contributing_url=contributing_url or record.contributing_url,
            code_of_conduct_url=code_of_conduct_url or record.code_of_conduct_url,
        )

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues; each page is one request, its cursor the next."""
        here = IssueCursor.parse(cursor)
        checked = _checked_path(path)
        while True:
            answer = self._ask_for_issues(checked, here)
            if answer.status == 304:
                return
            items = listed(answer, host=self.host, subject=f"issues of {path}")
            page = self._page_of_issues(items, here, path=path)
            here = here.behind(self._listing(answer, items))
            yield replace(page, cursor=str(here))
            if here.is_at_rest:
                return

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Ask, at no cost, what each token still has of its hour."""
        answers = self._client.get_with_each("/rate_limit", subject="rate limit")
        first = 1 if self._client.has_tokens() else 0
        return tuple(
            answer if isinstance(answer, ForgeError) else self._allowance(number, answer)
            for number, answer in enumerate(answers, start=first)
        )

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left, without asking."""
        return self._client.budgets()

    def _allowance(self, number: int, answer: Answer) -> Allowance | ForgeError:
        try:
            budget = GitHubLimits.model_validate_json(answer.body).rate
        except ValidationError:
            return unusable(self.host, "answered with something else than its rate limit")
        return Allowance(
            number,
            budget.limit,
            budget.remaining,
            budget.reset,
            server_at=answered_at(answer.headers, self._client.now()),
        )

    def requests_made(self) -> int:
        """Count the requests sent, redirects too."""
        return self._client.requests_made()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask_for_issues(self, path: str, here: IssueCursor) -> Answer:
        subject = f"repository {path}"
        if here.link is not None:
            return self._client.get(here.link, subject=subject)
        return self._client.get(
            f"/repos/{path}/issues", _query(here), subject=subject, etag=here.etag
        )

    def _listing(self, answer: Answer, items: list[object]) -> Listing:
        marks = (Mark.of(item) for item in items)
        return Listing(
            marks=tuple(mark for mark in marks if mark is not None),
            next_url=next_page(answer.headers, answer.url),
            etag=answer.headers.get("etag"),
            answered_at=answered_at(answer.headers, self._client.now()),
            has_items=bool(items),
        )

    def _page_of_issues(
        self, items: list[object], here: IssueCursor, *, path: str
    ) -> Page[IssueRecord]:
        """Read the items that are new, still without the cursor behind them."""
        records: dict[str, IssueRecord] = {}
        problems: list[RecordProblem] = []
        changes: list[LinkedChange] = []
        for item in items:
            mark = Mark.of(item)
            if mark is not None and not here.is_new(mark):
                continue
            if isinstance(item, dict) and is_pull_request(item):
                change = linked_change(item, host=self.host, path=path)
                changes += [change] if change else []
                continue
            try:
                record = issue_record(item, host=self.host, path=path)
            except RecordInvalid as exc:
                problems.append(RecordProblem(_subject(item, path), str(exc)))
                continue
            records[record.remote_id] = record
        ordered = sorted(records.values(), key=lambda issue: (issue.updated_at, issue.remote_id))
        return Page(tuple(ordered), "", problems=tuple(problems), changes=tuple(changes))

    def _extra(
        self, path: str, record: ProjectRecord, *, read: Callable[[object], _Record | None]
    ) -> _Record | None:
        """Read what a repository may lack: empty, blocked or refused is not known, no failure."""
        subject = f"repository {record.path}"
        try:
            answer = self._client.get(path, subject=subject)
            if answer.status == 204:
                return None
            return read(parsed(answer, host=self.host, subject=subject))
        except (RecordGone, ForgeRefused, RecordInvalid):
            return None

    def _of_account(self, scope: SourceScope, login: str) -> Iterator[Page[ProjectRecord]]:
        if not _LOGIN.fullmatch(login) or login in {".", ".."}:
            raise ForgeRefused(f"“{login[:100]}” is not the name of an account. Check the source.")
        is_organisation = scope is SourceScope.ORGANISATION
        path = f"/orgs/{login}/repos" if is_organisation else f"/users/{login}/repos"
        query = {"per_page": "100", "sort": "full_name", "direction": "asc"}
        if is_organisation:
            query["type"] = "public"
        subject = f"account {login}"
        for number, answer in enumerate(self._pages(path, query, subject=subject), start=1):
            items = listed(answer, host=self.host, subject=subject)
            yield self._page_of_projects(items, number=number, subject=subject)

    def _by_topics(self, locator: str) -> Iterator[Page[ProjectRecord]]:
        topics = [topic.strip().casefold() for topic in locator.split(",") if topic.strip()]
        if not topics or not all(_TOPIC.fullmatch(topic) for topic in topics):
            raise ForgeRefused(
                f"“{locator[:100]}” names no topics. Write them in lower case, parted by commas."
            )
        subject = f"repositories with the topic {' and '.join(topics)}"
        query = {
            "q": " ".join(f"topic:{topic}" for topic in topics),
            "sort": "updated",
            "order": "desc",
            "per_page": "100",
        }
        pages = self._pages("/search/repositories", query, subject=subject)
        for number, answer in enumerate(pages, start=1):
            found = parsed(answer, host=self.host, subject=subject)
            items = found.get("items") if isinstance(found, dict) else None
            if not isinstance(found, dict) or not isinstance(items, list):
                raise unusable(self.host, f"answered with something else than {subject}")
            page = self._page_of_projects(items, number=number, subject=subject)
            problems = self._search_problems(found, subject) if number == 1 else ()
            yield replace(page, problems=page.problems + problems)

    def _search_problems(self, found: dict[str, object], subject: str) -> tuple[RecordProblem, ...]:
        problems = []
        total = found.get("total_count")
        if isinstance(total, int) and total > _SEARCH_SHOWS_AT_MOST:
            problems.append(
                f"{self.host} found {total:,} but shows the first {_SEARCH_SHOWS_AT_MOST:,} only. "
                "Add a topic to the source to narrow it."
            )
        if found.get("incomplete_results") is True:
            problems.append(f"{self.host} ran out of time while searching; some may be missing.")
        return tuple(RecordProblem(subject, problem) for problem in problems)

    def _pages(self, path: str, query: dict[str, str], *, subject: str) -> Iterator[Answer]:
        """Follow the pages of a list, none of them twice."""
        answer = self._client.get(path, query, subject=subject)
        visited = {answer.url, f"{path}?{urlencode(query)}"}
        while True:
            yield answer
            following = next_page(answer.headers, answer.url)
            if following is None or following in visited:
                return
            visited.add(following)
            answer = self._client.get(following, subject=subject)

    def _page_of_projects(
        self, items: list[object], *, number: int, subject: str
    ) -> Page[ProjectRecord]:
        records: dict[str, ProjectRecord] = {}
        problems: list[RecordProblem] = []
        for item in items:
            if isinstance(item, dict) and item.get("private"):
                continue
            try:
                record = project_record(item, host=self.host)
            except RecordInvalid as exc:
                problems.append(RecordProblem(_subject(item, subject), str(exc)))
                continue
            records[record.remote_id] = record
        return Page(tuple(records.values()), cursor=str(number), problems=tuple(problems))


def _usual_base_url(host: str) -> str:
    """Source: https://docs.github.com/en/enterprise-server/rest/quickstart."""
    return "https://api.github.com" if host == "github.com" else f"https://{host}/api/v3"


def _checked_path(path: str) -> str:
    """Return a repository's path, or refuse one that could lead elsewhere in the API."""
    match = _PATH.fullmatch(path.strip().strip("/"))
    if match is None or {".", ".."} & set(match.groups()):
        raise ForgeRefused(f"“{path[:200]}” is not a repository. Write it as owner/name.")
    return match.group()


def _query(here: IssueCursor) -> dict[str, str]:
    """Ask for what comes next. A ``since`` that moved would make an ETag useless."""
    query = {
        "state": "all" if here.phase is Phase.WATCH else here.phase.value,
        "sort": "updated",
        "direction": "asc",
        "per_page": str(here.per_page),
    }
    if here.since_text is not None:
        query["since"] = here.since_text
    if here.page > 1:
        query["page"] = str(here.page)
    return query


def _subject(item: object, parent: str) -> str:
    """Name an unreadable item as well as it can be."""
    number = item.get("number") if isinstance(item, dict) else None
    if isinstance(number, int):
        return f"{parent}#{number}"
    return f"something in {parent}"
