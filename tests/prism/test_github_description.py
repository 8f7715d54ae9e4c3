"""The GitHub connector agrees with GitHub's own description of its API."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from integrations.github import AppKey, GitHubForge
from integrations.records import ProjectRecord, SourceScope, SourceSpec
from tests.conftest import skip_or_fail
from tests.prism.server import PrismServer, installed

pytestmark = pytest.mark.prism


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrismServer]:
    packages = installed()
    if packages is None:
        skip_or_fail("Prism is not installed: run `npm ci` in tests/prism")
    assert packages is not None
    server = PrismServer(packages, tmp_path_factory.mktemp("prism")).start()
    yield server
    server.stop()


@pytest.fixture
def forge(prism: PrismServer) -> Iterator[GitHubForge]:
    forge = GitHubForge(
        "github.com",
        base_url=prism.url,
        tokens=("ghp_of_the_test",),
        now=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        private_hosts=("127.0.0.1",),
    )
    yield forge
    forge.close()


def test_repository_and_its_files_are_read(forge: GitHubForge) -> None:
    record = forge.project("octocat/Hello-World")
    assert isinstance(record, ProjectRecord)
    assert record.path == "octocat/Hello-World"
    completed = forge.complete(record)
    assert completed.languages == ("C", "Python")
    assert completed.contributing_url is not None
    assert completed.files is not None


def test_comments_are_read_without_a_problem(forge: GitHubForge) -> None:
    pages = list(forge.comments("octocat/Hello-World", datetime(2011, 1, 1, tzinfo=UTC)))
    assert [page.problems for page in pages if page.problems] == []
    [comment] = [record for page in pages for record in page.records]
    assert (comment.remote_id, comment.issue_number, comment.text) == ("1", 1347, "Me too")


def test_numbers_of_open_issues_are_read_by_rest(prism: PrismServer) -> None:
    forge = GitHubForge(
        "github.com",
        base_url=prism.url,
        now=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        private_hosts=("127.0.0.1",),
    )
    assert {number for page in forge.open_numbers("octocat/Hello-World") for number in page} == {
        1347
    }
    forge.close()


def test_token_of_an_installation_is_fetched(prism: PrismServer) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    forge = GitHubForge(
        "github.com",
        base_url=prism.url,
        app=AppKey("1", key.decode(), (1,)),
        now=lambda: datetime(2016, 7, 11, 21, 14, tzinfo=UTC),
        private_hosts=("127.0.0.1",),
    )
    assert isinstance(forge.project("octocat/Hello-World"), ProjectRecord)
    assert forge.requests_made() == 2
    forge.close()


def test_issues_are_read_without_a_problem(forge: GitHubForge) -> None:
    pages = list(forge.issues("octocat/Hello-World"))
    assert [page.problems for page in pages if page.problems] == []
    records = [record for page in pages for record in page.records]
    assert {record.number for record in records} == {1347}
    assert records[0].labels == ("bug",)
    assert pages[-1].cursor


@pytest.mark.parametrize(
    "source",
    [
        SourceSpec(SourceScope.OWNER, "octocat"),
        SourceSpec(SourceScope.ORGANISATION, "github"),
        SourceSpec(SourceScope.TOPIC, "civic-tech,python"),
        SourceSpec(SourceScope.REPOSITORY, "octocat/Hello-World"),
    ],
    ids=lambda source: source.scope,
)
def test_sources_give_repositories_without_a_problem(
    forge: GitHubForge, source: SourceSpec
) -> None:
    pages = list(forge.discover(source))
    assert [page.problems for page in pages if page.problems] == []
    assert [record for page in pages for record in page.records]
