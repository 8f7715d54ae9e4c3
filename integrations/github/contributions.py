"""What an account did on GitHub in public: changes, issues, reviews, and repositories of its own.

A question finds by login and says whose that is in the same answer, so that a login which somebody
else has taken is never read as the one that we knew. It must not know how questions are sent.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from pydantic import Field

from integrations import sentences
from integrations.errors import ForgeUnavailable, RecordInvalid
from integrations.github.graphql import GraphAnswer, GraphQL
from integrations.github.history_query import (
    CHANGES,
    ISSUES,
    REPOSITORIES,
    REVIEWS,
    SEARCHES,
    question,
)
from integrations.history_cursor import HistoryCursor
from integrations.json_values import Instant, Lenient, Text, validated, web_url
from integrations.records import (
    MOST_WORK_CHARS,
    AccountSpec,
    ContributionRecord,
    Page,
    RecordProblem,
    WorkSort,
)

_MOST_QUESTIONS = 200
# Points are full again an hour after the first was spent.
_POINTS_LAST = timedelta(hours=1)
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?")
_SORTS = {CHANGES: WorkSort.CHANGE, ISSUES: WorkSort.ISSUE, REVIEWS: WorkSort.REVIEW}


class _Named(Lenient):
    name: Text


class _Names(Lenient):
    nodes: tuple[_Named | None, ...] | None = None

    def texts(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.nodes or () if node)


class _Topic(Lenient):
    topic: _Named | None = None


class _Topics(Lenient):
    nodes: tuple[_Topic | None, ...] | None = None

    def texts(self) -> tuple[str, ...]:
        return tuple(node.topic.name for node in self.nodes or () if node and node.topic)


class _Repository(Lenient):
    id: int = Field(alias="databaseId")
    path: Text = Field(alias="nameWithOwner")
    is_private: bool = Field(alias="isPrivate")
    visibility: Text = "PUBLIC"
    languages: _Names = _Names()
    topics: _Topics = Field(default=_Topics(), alias="repositoryTopics")

    @property
    def is_public(self) -> bool:
        return not self.is_private and self.visibility == "PUBLIC"


class _OwnRepository(_Repository):
    url: Text
    description: Text | None = None
    pushed_at: Instant | None = Field(default=None, alias="pushedAt")


class _Done(Lenient):
    id: Text
    title: Text
    url: Text
    text: Text | None = Field(default=None, alias="bodyText")
    done_at: Instant = Field(alias="doneAt")
    labels: _Names | None = None
    repository: _Repository


class _Changed(Lenient):
    updated_at: Instant = Field(alias="updatedAt")


def contributions(
    graph: GraphQL, host: str, account: AccountSpec, cursor: str | None, *, now: datetime
) -> Iterator[Page[ContributionRecord]]:
    """Yield a page for each question; lists that are at their end are asked no more."""
    subject = f"account {account.login[:100]}"
    if _LOGIN.fullmatch(account.login) is None:
        raise sentences.gone(host, subject)
    here = HistoryCursor.parse(cursor)
    left = list(SEARCHES)
    for number in range(_MOST_QUESTIONS):
        asked = {name: here.place(name, now=now) for name in left}
        text, variables = question(account.login, asked, wants_repositories=number == 0)
        answer = _answer(graph, host, account, text, variables, now=now)
        found = _Found()
        found.add_repositories(answer.place("user"))
        for name, place in asked.items():
            error = graph.error_at(answer, name, subject=subject)
            if error is not None:
                raise error
            listing = answer.place(name) or {}
            last_changed_at = found.add(listing.get("nodes"), _SORTS[name])
            leads_to = _next(listing.get("pageInfo"))
            here = here.at(name, place.after(last_changed_at, leads_to))
            if leads_to is None:
                left.remove(name)
        yield Page(tuple(found.records.values()), str(here), problems=tuple(found.problems))
        if not left:
            return


def _answer(
    graph: GraphQL,
    host: str,
    account: AccountSpec,
    text: str,
    variables: dict[str, object],
    *,
    now: datetime,
) -> GraphAnswer:
    """Ask, and see that the login is still that of the account."""
    subject = f"account {account.login}"
    answer = graph.ask(text, variables, subject=subject)
    if answer is None and graph.is_spent():
        raise sentences.rate_limited(host, now + _POINTS_LAST)
    if answer is None:
        raise ForgeUnavailable(
            f"{host} tells what somebody did only to a token of ours. Set HUB_GITHUB_TOKENS."
        )
    error = graph.error_at(answer, "user", subject=subject)
    if error is not None:
        raise error
    if str((answer.place("user") or {}).get("databaseId")) != account.remote_id:
        raise sentences.account_taken(host, account.login)
    return answer


class _Found:
    """What one answer holds that is for everyone; what cannot be read is told."""

    def __init__(self) -> None:
        self.records: dict[str, ContributionRecord] = {}
        self.problems: list[RecordProblem] = []

    def add(self, nodes: object, sort: WorkSort) -> datetime | None:
        """Add what a search found; returns when the last of it changed."""
        last_changed_at: datetime | None = None
        for node in nodes if isinstance(nodes, list) else ():
            try:
                last_changed_at = validated(_Changed, node).updated_at
                done = validated(_Done, node)
            except RecordInvalid as exc:
                self.problems.append(RecordProblem(f"a {sort.value}", str(exc)))
                continue
            url = web_url(done.url)
            if url is not None and done.repository.is_public:
                record = _record(done, url, sort)
                self.records[record.remote_id] = record
        return last_changed_at

    def add_repositories(self, user: Mapping[str, object] | None) -> None:
        """Add the repositories of the account that were pushed to last."""
        listing = (user or {}).get(REPOSITORIES)
        nodes = listing.get("nodes") if isinstance(listing, Mapping) else None
        for node in nodes if isinstance(nodes, list) else ():
            try:
                repository = validated(_OwnRepository, node)
            except RecordInvalid as exc:
                self.problems.append(RecordProblem("a repository", str(exc)))
                continue
            url = web_url(repository.url)
            if url is not None and repository.is_public and repository.pushed_at is not None:
                record = _own_repository(repository, url, repository.pushed_at)
                self.records[record.remote_id] = record


def _record(done: _Done, url: str, sort: WorkSort) -> ContributionRecord:
    return ContributionRecord(
        # One change can be both: reviewed by one, and written by another account of theirs.
        remote_id=f"review:{done.id}" if sort is WorkSort.REVIEW else done.id,
        project_path=done.repository.path,
        title=done.title,
        url=url,
        done_at=done.done_at,
        text=(done.text or "")[:MOST_WORK_CHARS],
        labels=done.labels.texts() if done.labels else (),
        languages=done.repository.languages.texts(),
        topics=done.repository.topics.texts(),
        sort=sort,
        repository_id=str(done.repository.id),
    )


def _own_repository(
    repository: _OwnRepository, url: str, pushed_at: datetime
) -> ContributionRecord:
    return ContributionRecord(
        remote_id=f"repository:{repository.id}",
        project_path=repository.path,
        title=repository.path.rpartition("/")[2],
        url=url,
        done_at=pushed_at,
        text=(repository.description or "")[:MOST_WORK_CHARS],
        languages=repository.languages.texts(),
        topics=repository.topics.texts(),
        sort=WorkSort.REPOSITORY,
        repository_id=str(repository.id),
    )


def _next(info: object) -> str | None:
    if not isinstance(info, Mapping) or info.get("hasNextPage") is not True:
        return None
    end = info.get("endCursor")
    return end if isinstance(end, str) and end else None
