"""Which projects a source names on GitLab, and what it costs to ask again."""

from collections.abc import Sequence

import pytest

from integrations.errors import ForgeRefused, RecordGone
from integrations.records import Page, ProjectRecord, SourceScope, SourceSpec
from tests.integrations.gitlab_items import project_item
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import PATH, project

GROUP = SourceSpec(SourceScope.ORGANISATION, "acme")


def _paths(pages: Sequence[Page[ProjectRecord]]) -> list[str]:
    return [record.path for page in pages for record in page.records]


@pytest.fixture
def street(world: GitLabWorld) -> GitLabWorld:
    """A group with a subgroup, and a user beside it."""
    for number, path in enumerate(
        ["acme/lamp", "acme/light/lantern", "acme/light/deep/torch", "noor/candle"], start=1
    ):
        world.put_project(project(path, remote_id=str(number)))
    world.server.users.add("noor")
    return world


@pytest.mark.parametrize("scope", [SourceScope.ORGANISATION, SourceScope.OWNER])
def test_group_is_read_with_its_subgroups(street: GitLabWorld, scope: SourceScope) -> None:
    pages = list(street.forge.discover(SourceSpec(scope, "acme")))
    assert _paths(pages) == ["acme/lamp", "acme/light/lantern", "acme/light/deep/torch"]


def test_subgroup_is_a_source_of_its_own(street: GitLabWorld) -> None:
    pages = list(street.forge.discover(SourceSpec(SourceScope.ORGANISATION, "acme/light")))
    assert _paths(pages) == ["acme/light/lantern", "acme/light/deep/torch"]


def test_user_is_read_by_the_same_name_of_source(street: GitLabWorld) -> None:
    pages = list(street.forge.discover(SourceSpec(SourceScope.OWNER, "noor")))
    assert _paths(pages) == ["noor/candle"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("acme/light/lantern", ["acme/light/lantern"]),
        ("acme/light", ["acme/light/lantern", "acme/light/deep/torch"]),
        ("acme/light/deep", ["acme/light/deep/torch"]),
    ],
)
def test_path_is_tried_as_a_project_and_then_as_a_group(
    street: GitLabWorld, path: str, expected: list[str]
) -> None:
    pages = list(street.forge.discover(SourceSpec(SourceScope.REPOSITORY, path)))
    assert _paths(pages) == expected


def test_path_that_is_neither_is_gone_as_a_repository(street: GitLabWorld) -> None:
    with pytest.raises(RecordGone, match="no public repository acme/dark"):
        list(street.forge.discover(SourceSpec(SourceScope.REPOSITORY, "acme/dark")))


def test_topics_are_asked_as_gitlab_writes_them(street: GitLabWorld) -> None:
    street.put_project(project("acme/talk", remote_id="9", topics=("Free Software", "c++")))
    spec = SourceSpec(SourceScope.TOPIC, "Free Software, c++")
    assert _paths(list(street.forge.discover(spec))) == ["acme/talk"]


@pytest.mark.parametrize(
    "source",
    [
        GROUP,
        SourceSpec(SourceScope.OWNER, "acme"),
        SourceSpec(SourceScope.OWNER, "noor"),
        SourceSpec(SourceScope.REPOSITORY, PATH),
        SourceSpec(SourceScope.REPOSITORY, "acme/light"),
        SourceSpec(SourceScope.TOPIC, "lamps"),
    ],
    ids=str,
)
def test_unchanged_source_gives_nothing_again(street: GitLabWorld, source: SourceSpec) -> None:
    pages = list(street.forge.discover(source))
    before = len(street.server.requests)
    assert list(street.forge.discover(source, pages[-1].cursor)) == []
    again = [request.status for request in street.server.requests[before:]]
    assert again in ([304], [404, 304])


@pytest.mark.parametrize("keeps_link", [True, False])
def test_only_the_pages_that_changed_come_again(world: GitLabWorld, keeps_link: bool) -> None:
    for number in range(1, 251):
        world.put_project(project(f"acme/lamp-{number}", remote_id=str(number)))
    world.server.keeps_link_on_304 = keeps_link
    cursor = list(world.forge.discover(GROUP))[-1].cursor
    world.put_project(project("acme/lamp-150", remote_id="150", stars=13))
    pages = list(world.forge.discover(GROUP, cursor))
    changed = [record for page in pages for record in page.records if record.stars == 13]
    assert [record.path for record in changed] == ["acme/lamp-150"]
    assert list(world.forge.discover(GROUP, pages[-1].cursor)) == [] or not keeps_link


def test_new_page_of_a_source_comes(world: GitLabWorld) -> None:
    for number in range(1, 101):
        world.put_project(project(f"acme/lamp-{number}", remote_id=str(number)))
    cursor = list(world.forge.discover(GROUP))[-1].cursor
    world.put_project(project("acme/lamp-101", remote_id="101"))
    assert _paths(list(world.forge.discover(GROUP, cursor))) == ["acme/lamp-101"]


@pytest.mark.parametrize("visibility", ["private", "internal"])
def test_project_that_is_not_public_is_not_shown_though_the_token_may_see_it(
    street: GitLabWorld, visibility: str
) -> None:
    hidden = project("acme/cellar", remote_id="50")
    street.server.put_project({**project_item(hidden), "visibility": visibility})
    with pytest.raises(RecordGone):
        street.forge.project("acme/cellar")
    assert "acme/cellar" not in _paths(list(street.forge.discover(GROUP)))


def test_unreadable_project_in_a_list_is_reported(street: GitLabWorld) -> None:
    street.server.put_project({"id": 5, "path_with_namespace": "acme/odd"})
    pages = list(street.forge.discover(GROUP))
    assert len(_paths(pages)) == 3
    assert [problem.reason for page in pages for problem in page.problems] == [
        "Its name could not be read."
    ]


@pytest.mark.parametrize(
    "source",
    [
        SourceSpec(SourceScope.OWNER, "../projects"),
        SourceSpec(SourceScope.ORGANISATION, ".."),
        SourceSpec(SourceScope.ORGANISATION, "acme/../noor"),
        SourceSpec(SourceScope.TOPIC, " , "),
        SourceSpec(SourceScope.CATALOGUE, "acme"),
    ],
    ids=str,
)
def test_source_that_names_nothing_is_refused(street: GitLabWorld, source: SourceSpec) -> None:
    with pytest.raises(ForgeRefused):
        list(street.forge.discover(source))
    assert street.server.requests == []


@pytest.mark.parametrize("cursor", ["1", "no cursor", "[]", '{"etags": 7}', '{"root": "/x"}'])
def test_unreadable_cursor_reads_everything(street: GitLabWorld, cursor: str) -> None:
    assert len(_paths(list(street.forge.discover(GROUP, cursor)))) == 3
