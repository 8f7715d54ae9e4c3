"""The Forgejo connector agrees with Forgejo's own description of its API.

Prism serves it without the prefix ``/api/v1``. The description has no examples: Prism would answer
"string" and the least of all numbers, so numbers and a few fields are given some here.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.forgejo import ForgejoForge
from integrations.forgejo.abilities import Software
from integrations.records import ProjectRecord, SourceScope, SourceSpec
from tests.conftest import skip_or_fail
from tests.prism.server import PrismServer, installed

pytestmark = [pytest.mark.prism, pytest.mark.shared]

PATHS = (
    "/version",
    "/settings/api",
    "/repos/search",
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/languages",
    "/repos/{owner}/{repo}/contents",
    "/repos/{owner}/{repo}/raw/{filepath}",
    "/repos/{owner}/{repo}/topics",
    "/repos/{owner}/{repo}/issues",
    "/repos/{owner}/{repo}/issues/comments",
    "/users/{username}/repos",
    "/orgs/{org}/repos",
)
EXAMPLES: dict[str, dict[str, object]] = {
    "ServerVersion": {"version": "16.0.1+gitea-1.22.0"},
    "GeneralAPISettings": {"max_response_items": 50},
    "Repository": {
        "full_name": "forgejo/forgejo",
        "private": False,
        "internal": False,
        "empty": False,
    },
    "Issue": {"number": 7, "state": "open", "html_url": "https://codeberg.org/a/b/issues/7"},
    "Comment": {"issue_url": "https://codeberg.org/a/b/issues/7", "pull_request_url": ""},
    "ContentsResponse": {"name": "civic.json", "type": "file"},
}
LEFT_OUT = {"Repository": ("parent", "external_tracker"), "Issue": ("pull_request",)}


def _cut(description: Path) -> str:
    """Cut the description to the paths that the connector uses, with the examples above."""
    held = json.loads(description.read_text(encoding="utf-8"))
    held["paths"] = {path: {"get": held["paths"][path]["get"]} for path in PATHS}
    held["basePath"] = "/"
    held.pop("security", None)
    definitions: dict[str, dict[str, dict[str, dict[str, object]]]] = held["definitions"]
    for definition in definitions.values():
        for field in definition.get("properties", {}).values():
            if field.get("type") == "integer":
                field["example"] = 1
    for name, examples in EXAMPLES.items():
        for part, example in examples.items():
            definitions[name]["properties"][part]["example"] = example
    for name, fields in LEFT_OUT.items():
        for part in fields:
            definitions[name]["properties"].pop(part)
    return json.dumps(held)


@pytest.fixture(scope="module")
def prism(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrismServer]:
    packages = installed()
    if packages is None:
        skip_or_fail("Prism is not installed: run `npm ci` in tests/prism")
    assert packages is not None
    description = shared_dir / "data" / "openapi" / "forgejo-16.0.1.swagger.json"
    server = PrismServer(
        packages, tmp_path_factory.mktemp("prism"), describe=lambda *_: _cut(description)
    ).start()
    yield server
    server.stop()


@pytest.fixture
def forge(prism: PrismServer) -> Iterator[ForgejoForge]:
    forge = ForgejoForge(
        "codeberg.org",
        base_url=prism.url,
        tokens=("token_of_the_test",),
        now=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        private_hosts=("127.0.0.1",),
    )
    yield forge
    forge.close()


def test_server_is_a_forgejo_that_sorts(forge: ForgejoForge) -> None:
    able = forge.abilities()
    assert (able.software, able.page_size, able.sorts_by_change) == (Software.FORGEJO, 50, True)


def test_repository_and_its_files_are_read(forge: ForgejoForge) -> None:
    record = forge.project("forgejo/forgejo")
    assert isinstance(record, ProjectRecord)
    assert record.path == "forgejo/forgejo"
    completed = forge.complete(record)
    assert completed.languages is not None
    assert completed.files is not None


def test_issues_are_read_without_a_problem(forge: ForgejoForge) -> None:
    pages = list(forge.issues("forgejo/forgejo"))
    assert [page.problems for page in pages if page.problems] == []
    assert {record.number for page in pages for record in page.records} == {7}
    assert list(forge.issues("forgejo/forgejo", pages[-1].cursor)) is not None


def test_comments_are_read_without_a_problem(forge: ForgejoForge) -> None:
    pages = list(forge.comments("forgejo/forgejo", datetime(2019, 1, 1, tzinfo=UTC)))
    assert [page.problems for page in pages if page.problems] == []
    assert {record.issue_number for page in pages for record in page.records} == {7}


def test_open_issues_are_counted_and_listed(forge: ForgejoForge) -> None:
    assert forge.count_open("forgejo/forgejo") is None  # the description has no such header
    assert next(forge.open_numbers("forgejo/forgejo")) == frozenset({7})


@pytest.mark.parametrize(
    "source",
    [
        SourceSpec(SourceScope.OWNER, "forgejo"),
        SourceSpec(SourceScope.ORGANISATION, "forgejo"),
        SourceSpec(SourceScope.TOPIC, "civic-tech"),
        SourceSpec(SourceScope.REPOSITORY, "forgejo/forgejo"),
    ],
    ids=lambda source: source.scope,
)
def test_sources_give_repositories_without_a_problem(
    forge: ForgejoForge, source: SourceSpec
) -> None:
    pages = list(forge.discover(source))
    assert [page.problems for page in pages if page.problems] == []
    assert [record.path for page in pages for record in page.records] == ["forgejo/forgejo"]
