"""What somebody had merged on GitHub, out of answers as its GraphQL search gives them."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from integrations.errors import ForgeUnavailable, RecordGone
from integrations.github.contributions import contributions
from integrations.github.graphql import GraphAnswer, GraphQL
from integrations.github.queries import Variables

NOW = datetime(2026, 11, 28, tzinfo=UTC)


class Answering(GraphQL):
    """Gives prepared answers, and keeps what was asked."""

    def __init__(self, *answers: Mapping[str, object] | None) -> None:
        self._host = "github.com"
        self._answers = list(answers)
        self.asked: list[Variables] = []

    def ask(self, query: str, variables: Variables, *, subject: str) -> GraphAnswer | None:
        self.asked.append(variables)
        data = self._answers.pop(0)
        return None if data is None else GraphAnswer(data, {}, NOW)


def merged(number: int, *, is_private: bool = False) -> dict[str, object]:
    return {
        "id": f"PR_{number}", "title": f"Fix {number}", "bodyText": "Text",
        "url": f"https://github.com/a/b/pull/{number}",
        "mergedAt": f"2026-01-{number:02}T10:00:00Z",
        "labels": {"nodes": [{"name": "bug"}, None]},
        "repository": {"nameWithOwner": "a/b", "isPrivate": is_private,
                       "languages": {"nodes": [{"name": "Rust"}]}},
    }  # fmt: skip


def answer(*nodes: object, behind: str | None = None) -> dict[str, object]:
    info = {"hasNextPage": behind is not None, "endCursor": behind}
    return {"user": {"id": "U_1"}, "search": {"pageInfo": info, "nodes": list(nodes)}}


def test_pages_come_together_oldest_first_without_what_is_private_or_broken() -> None:
    graph = Answering(
        answer(merged(4), merged(3, is_private=True), {"id": 1}, behind="x"), answer(merged(2))
    )
    (page,) = contributions(graph, "github.com", "noor", None, now=NOW)
    assert [done.remote_id for done in page.records] == ["PR_2", "PR_4"]
    assert page.records[0].languages == ("Rust",)
    assert page.records[0].labels == ("bug",)
    assert len(page.problems) == 1
    assert page.cursor == "2026-01-04"
    assert graph.asked[1]["behind"] == "x"


def test_nothing_new_costs_one_question() -> None:
    graph = Answering(answer())
    assert list(contributions(graph, "github.com", "noor", "2026-01-04", now=NOW)) == []
    assert "is:public merged:>=2026-01-04" in str(graph.asked[0]["asked"])


def test_an_account_that_is_gone_or_no_name_is_told() -> None:
    with pytest.raises(RecordGone):
        list(contributions(Answering({"user": None}), "github.com", "noor", None, now=NOW))
    with pytest.raises(RecordGone):
        list(contributions(Answering(), "github.com", "noor is:private", None, now=NOW))


def test_without_points_it_is_to_be_asked_later() -> None:
    with pytest.raises(ForgeUnavailable):
        list(contributions(Answering(None), "github.com", "noor", None, now=NOW))
