"""Our GraphQL questions hold against GitHub's own schema, and the local door answers as it does.

Needs ``npm ci`` in tests/graphql, which brings the schema.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from graphql import (
    GraphQLSchema,
    build_schema,
    graphql_sync,
    parse,
    validate,
)

from integrations.github import queries
from integrations.records import PROJECT_FILES, AuthorRecord, FileRecord
from tests.conftest import PROJECT_ROOT, skip_or_fail
from tests.integrations.forge_server import Json
from tests.integrations.github_graph import facts_node, issues_of, node_of, number_cursor
from tests.integrations.github_store import StoredRepository, cursor_of
from tests.integrations.worlds import NOW, PATH, GitHubWorld, comment, issue, project
from tests.replay.loopback import Request

SCHEMA = Path("tests/graphql/node_modules/@octokit/graphql-schema/schema.graphql")
Info: TypeAlias = object  # "object" is a field of a repository
SINCE = NOW - timedelta(days=90)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    file = PROJECT_ROOT / SCHEMA
    if not file.exists():
        skip_or_fail("GitHub's schema is not installed: run `npm ci` in tests/graphql")
    return build_schema(file.read_text(encoding="utf-8"), assume_valid=True)


@pytest.fixture
def lamps(world: GitHubWorld) -> GitHubWorld:
    """Two repositories with all that a question can bring."""
    noor = AuthorRecord("9", "noor[bot]", "https://github.com/apps/noor", is_bot=True)
    closed_at = NOW - timedelta(days=5)
    for path, remote_id in ((PATH, "77"), ("light/lantern", "78")):
        files = tuple(FileRecord(name, f"of: {path} 🔦") for name in PROJECT_FILES[1:3])
        world.put_project(project(path, remote_id=remote_id, files=files))
        world.put_issues((issue(number, path=path) for number in range(1, 13)), path=path)
        world.put_issues(
            (
                issue(number, path=path, is_open=False, updated_at=closed_at, closed_at=closed_at)
                for number in range(21, 25)
            ),
            path=path,
        )
        world.put_issues(
            [issue(13, path=path, author=noor), issue(14, path=path, author=None)], path=path
        )
        world.put_pull_request(issue(31, path=path, body="Fixes #2"), path=path)
        for number in range(1, 13):
            world.put_comment(comment(number, issue_number=3, author=noor), path=path)
    return world


QUESTIONS = {
    "facts": queries.facts([PATH, "light/lantern", "acme/none"], closed_since=SINCE),
    "first": queries.issue_pages(
        [
            queries.PlaceQuestion(PATH, SINCE, 5, 5),
            queries.PlaceQuestion("light/lantern", SINCE, 100, 100),
            queries.PlaceQuestion("acme/none", SINCE, 100, 100),
        ]
    ),
    "later": queries.issue_pages(
        [queries.PlaceQuestion(PATH, SINCE, open_first=5, open_after="LAST")]
    ),
    "closed": queries.issue_pages(
        [queries.PlaceQuestion(PATH, SINCE, closed_first=2, closed_after="LAST")]
    ),
    "count": queries.open_count(PATH),
    "numbers": queries.open_numbers(PATH, after=None),
    "later numbers": queries.open_numbers(PATH, after=number_cursor(4)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_holds_against_the_schema(schema: GraphQLSchema, name: str) -> None:
    assert validate(schema, parse(QUESTIONS[name][0])) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_door_answers_as_a_graphql_engine_would(
    schema: GraphQLSchema, lamps: GitHubWorld, name: str
) -> None:
    query, variables = _with_cursors(lamps, *QUESTIONS[name])
    headers = {"authorization": "token one"}
    body = json.dumps({"query": query, "variables": variables}).encode()
    fast = json.loads(lamps.server.graph.answer(Request("POST", "/graphql", headers, body)).body)
    slow = graphql_sync(schema, query, _Root(lamps, fast["data"]["rateLimit"]), None, variables)
    assert [error.message for error in slow.errors or []] == []
    assert fast["data"] == slow.data


def _with_cursors(
    world: GitHubWorld, query: str, variables: queries.Variables
) -> tuple[str, queries.Variables]:
    """Put the cursor of a first page where a question goes on behind it."""
    repository = world.server.store.by_path(PATH)
    assert repository is not None
    given = dict(variables)
    if given.get("openAfter0"):
        given["openAfter0"] = cursor_of(issues_of(repository, is_open=True)[4])
    if given.get("closedAfter0"):
        given["closedAfter0"] = cursor_of(issues_of(repository, is_open=False)[1])
    return query, given


class _Root:
    """What graphql-core asks; it parses, checks, resolves and names by itself."""

    def __init__(self, world: GitHubWorld, limit: Json) -> None:
        self.rateLimit = limit
        self._store = world.server.store

    def repository(self, info: Info, *, owner: str, name: str, **_: object) -> object:
        found = self._store.by_path(f"{owner}/{name}")
        return None if found is None else _Repository(found)


class _Repository:
    def __init__(self, held: StoredRepository) -> None:
        self._held = held
        node = facts_node(held, since="")
        node["owner"] = {**_dict(node["owner"]), "__typename": "User"}
        for name in set(node) - {"open", "closed"}:
            setattr(self, name, _connection(node[name]))

    def object(self, info: Info, *, expression: str) -> Info:
        number = PROJECT_FILES.index(expression.removeprefix("HEAD:"))
        found = getattr(self, f"file{number}")
        return {**found, "__typename": "Blob"} if found else None

    def issues(
        self,
        info: Info,
        *,
        states: list[str],
        first: int | None = None,
        after: str | None = None,
        filterBy: Mapping[str, str] | None = None,
        orderBy: Mapping[str, str] | None = None,
    ) -> Json:
        since = str((filterBy or {}).get("since", ""))
        held = issues_of(self._held, is_open=states == ["OPEN"], since=since)
        cursors = [cursor_of(one) for one in held]
        if (orderBy or {}).get("field") == "CREATED_AT":
            held.sort(key=lambda one: one.number)
            cursors = [number_cursor(one.number) for one in held]
        start = cursors.index(after) + 1 if after else 0
        page = held[start : start + (first or 0)]
        return {
            "totalCount": len(held),
            "pageInfo": {
                "hasNextPage": start + len(page) < len(held),
                "endCursor": cursors[start + len(page) - 1] if page else None,
            },
            "nodes": [
                {name: _connection(value) for name, value in node_of(self._held, one).items()}
                for one in page
            ],
        }


def _connection(value: object) -> object:
    """Let a connection be asked with arguments, which the stored one already obeys."""
    if isinstance(value, dict) and ("nodes" in value or "totalCount" in value):
        return lambda info, **_: value
    return value


def _dict(value: object) -> Json:
    assert isinstance(value, dict)
    return value
