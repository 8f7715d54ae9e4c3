"""GitHub as a forge: which requests answer what the hub asks, in the fewest of them.

By REST a repository with 5,000 open issues costs itself, its languages, its community profile, its
root folder, 51 pages of issues and one of closed ones. With a token, GraphQL describes many
repositories at once and makes their first pulls. It must not know the database.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from pydantic import ValidationError

from integrations.addresses import AddressGuard
from integrations.answers import Answer, unusable
from integrations.errors import ForgeError
from integrations.github.client import GitHubClient
from integrations.github.contributions import contributions
from integrations.github.discovery import Discovery
from integrations.github.facts import Facts
from integrations.github.graph_facts import GraphFacts
from integrations.github.graph_issues import GraphIssues, Sizes
from integrations.github.graphql import GraphQL
from integrations.github.issues import IssueLists
from integrations.github.schemas import GitHubLimits
from integrations.github.tokens import AppKey
from integrations.http import answered_at
from integrations.records import (
    AccountSpec,
    Allowance,
    CommentRecord,
    ContributionRecord,
    ForgeKind,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)


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
        app: AppKey | None = None,
    ) -> None:
        self.host = host
        self._client = GitHubClient(
            host,
            base_url=(base_url or _usual_base_url(host)).rstrip("/"),
            tokens=tokens,
            now=now,
            timeout_s=timeout_s,
            guard=AddressGuard.allowing(private_hosts),
            app=app,
        )
        self._discovery = Discovery(self._client)
        self._facts = Facts(self._client)
        self._lists = IssueLists(self._client)
        graph, sizes = GraphQL(self._client), Sizes({})
        self._graph = graph
        self._graph_issues = GraphIssues(graph, host=host, sizes=sizes)
        self._graph_facts = GraphFacts(
            graph, host=host, sizes=sizes, one_by_one=self._completed_project
        )

    def discover(
        self, source: SourceSpec, cursor: str | None = None
    ) -> Iterator[Page[ProjectRecord]]:
        """Yield the repositories of a source, without what :meth:`complete` adds."""
        locator = source.locator.strip().strip("/")
        if source.scope is SourceScope.REPOSITORY:
            record = self.project(locator, cursor)
            if isinstance(record, ProjectRecord):
                yield Page((record,), cursor=record.etag or "")
        elif source.scope is SourceScope.TOPIC:
            yield from self._discovery.by_topics(locator, cursor)
        else:
            yield from self._discovery.of_account(source.scope, locator, cursor)

    def project(self, path: str, etag: str | None = None) -> ProjectRecord | NotModified:
        """Read one repository; a renamed or moved one answers under its new path."""
        return self._facts.project(path, etag)

    def complete(self, record: ProjectRecord) -> ProjectRecord:
        """Add languages, community files and what the project says about itself."""
        return self._facts.complete(record)

    def projects(self, paths: Sequence[str]) -> Iterator[ProjectRecord | ForgeError]:
        """Yield complete records in the order of ``paths``: fifty in a question, with a token."""
        return self._graph_facts.projects(paths, now=self._client.now())

    def issues(self, path: str, cursor: str | None = None) -> Iterator[Page[IssueRecord]]:
        """Yield open and recently closed issues; each page is one request, its cursor the next."""
        return self._lists.issues(path, cursor)

    def next_pages(
        self, places: Sequence[tuple[str, str | None]]
    ) -> Iterator[tuple[str, Page[IssueRecord] | ForgeError]]:
        """Yield the next page of each place whose first pull is not over, with a token."""
        return self._graph_issues.next_pages(places, now=self._client.now())

    def count_open(self, path: str) -> int | None:
        """Count the open issues in one question; ``None`` without a token."""
        return self._graph_issues.count_open(path)

    def open_numbers(self, path: str) -> Iterator[frozenset[int]]:
        """Yield the numbers of all open issues, page by page."""
        by_graph = self._graph_issues.open_numbers(path)
        return self._lists.open_numbers(path) if by_graph is None else by_graph

    def comments(self, path: str, since: datetime) -> Iterator[Page[CommentRecord]]:
        """Yield the comments on issues and pull requests that changed since, in that order."""
        return self._lists.comments(path, since)

    def reads_histories(self) -> bool:
        """Say whether there is a token: GraphQL answers nobody else."""
        return self._client.has_tokens()

    def contributions(
        self, account: AccountSpec, cursor: str | None = None
    ) -> Iterator[Page[ContributionRecord]]:
        """Yield what an account did in public; each page is one question."""
        return contributions(self._graph, self.host, account, cursor, now=self._client.now())

    def allowances(self) -> tuple[Allowance | ForgeError, ...]:
        """Ask, at no cost, what each token still has of its hour."""
        answers = self._client.get_with_each("/rate_limit", subject="rate limit")
        return tuple(
            answer if isinstance(answer, ForgeError) else self._allowance(number, answer)
            for number, answer in answers
        )

    def budgets(self) -> tuple[Allowance, ...]:
        """Give what the last answers said is left, without asking."""
        return self._client.budgets()

    def _completed_project(self, path: str) -> ProjectRecord:
        record = self.project(path)
        assert isinstance(record, ProjectRecord)
        return self.complete(record)

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


def _usual_base_url(host: str) -> str:
    """Source: https://docs.github.com/en/enterprise-server/rest/quickstart."""
    return "https://api.github.com" if host == "github.com" else f"https://{host}/api/v3"
