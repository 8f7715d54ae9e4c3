"""What a login had merged on GitHub in public, a hundred pull requests in one question.

The search says itself that only public ones are asked for, whatever our token may see. It must not
know how questions are sent.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from pydantic import Field

from integrations import sentences
from integrations.errors import ForgeUnavailable, RecordInvalid
from integrations.github.graphql import GraphQL
from integrations.json_values import Instant, Lenient, Text, validated, web_url
from integrations.records import ContributionRecord, Page, RecordProblem

REACHES_BACK = timedelta(days=5 * 365)
_MOST_QUESTIONS = 5
_TEXT_CHARS = 2_000
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?")
_QUERY = """
query($asked: String!, $login: String!, $behind: String) {
  user(login: $login) { id }
  search(query: $asked, type: ISSUE, first: 100, after: $behind) {
    pageInfo { hasNextPage endCursor }
    nodes { ... on PullRequest {
      id title url bodyText mergedAt
      labels(first: 20) { nodes { name } }
      repository { nameWithOwner isPrivate
        languages(first: 3, orderBy: {field: SIZE, direction: DESC}) { nodes { name } } }
    } }
  }
}
"""


class _Named(Lenient):
    name: Text


class _Names(Lenient):
    nodes: tuple[_Named | None, ...] | None = None

    def texts(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.nodes or () if node)


class _Repository(Lenient):
    path: Text = Field(alias="nameWithOwner")
    is_private: bool = Field(alias="isPrivate")
    languages: _Names | None = None


class _Merged(Lenient):
    id: Text
    title: Text
    url: Text
    text: Text | None = Field(default=None, alias="bodyText")
    merged_at: Instant = Field(alias="mergedAt")
    labels: _Names | None = None
    repository: _Repository


def contributions(
    graph: GraphQL, host: str, login: str, cursor: str | None, *, now: datetime
) -> Iterator[Page[ContributionRecord]]:
    """Yield what was merged since ``cursor``, all of it as one page, oldest first.

    The newest 500 at most. No page where nothing is new, which costs one question.
    """
    subject = f"account {login[:100]}"
    if _LOGIN.fullmatch(login) is None:
        raise sentences.gone(host, subject)
    since = cursor or (now - REACHES_BACK).date().isoformat()
    asked = f"author:{login} is:pr is:merged is:public merged:>={since} sort:created-desc"
    records: dict[str, ContributionRecord] = {}
    problems: list[RecordProblem] = []
    behind: str | None = None
    for _ in range(_MOST_QUESTIONS):
        answer = graph.ask(
            _QUERY, {"asked": asked, "login": login, "behind": behind}, subject=subject
        )
        if answer is None:
            raise ForgeUnavailable(
                f"{host} tells what somebody did only to a token of ours with points left. "
                "Set HUB_GITHUB_TOKENS, or wait an hour."
            )
        error = graph.error_at(answer, "user", subject=subject)
        error = error or graph.error_at(answer, "search", subject=subject)
        if error is not None:
            raise error
        found = answer.place("search") or {}
        _read(found.get("nodes"), records, problems)
        behind = _next(found.get("pageInfo"))
        if behind is None:
            break
    if records:
        ordered = sorted(records.values(), key=lambda done: (done.done_at, done.remote_id))
        # The search knows days apart from hours only roughly, so the last day is asked for again.
        newest = ordered[-1].done_at.date().isoformat()
        yield Page(tuple(ordered), newest, problems=tuple(problems))


def _read(
    nodes: object, records: dict[str, ContributionRecord], problems: list[RecordProblem]
) -> None:
    for node in nodes if isinstance(nodes, list) else ():
        try:
            merged = validated(_Merged, node)
        except RecordInvalid as exc:
            problems.append(RecordProblem("a merged pull request", str(exc)))
            continue
        url = web_url(merged.url)
        if url is None or merged.repository.is_private:
            continue
        languages = merged.repository.languages
        records[merged.id] = ContributionRecord(
            remote_id=merged.id,
            project_path=merged.repository.path,
            title=merged.title,
            url=url,
            done_at=merged.merged_at,
            text=(merged.text or "")[:_TEXT_CHARS],
            labels=merged.labels.texts() if merged.labels else (),
            languages=languages.texts() if languages else (),
        )


def _next(info: object) -> str | None:
    if not isinstance(info, Mapping) or info.get("hasNextPage") is not True:
        return None
    end = info.get("endCursor")
    return end if isinstance(end, str) and end else None
