"""Which repositories a source names, and lists that are not as they should be."""

import json

import pytest

from integrations.errors import (
    ForgeRefused,
    ForgeUnavailable,
)
from integrations.records import (
    SourceScope,
    SourceSpec,
)
from tests.integrations.forgejo_items import repository_item
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import PATH, project


def _targets(world: ForgejoWorld) -> list[str]:
    return [request.path for request in world.server.requests]


@pytest.mark.parametrize(
    "source",
    [
        SourceSpec(SourceScope.OWNER, "../orgs"),
        SourceSpec(SourceScope.ORGANISATION, ".."),
        SourceSpec(SourceScope.TOPIC, " , "),
        SourceSpec(SourceScope.TOPIC, "lamps user:acme"),
    ],
    ids=lambda source: source.locator,
)
def test_source_that_names_nothing_is_refused(lamp: ForgejoWorld, source: SourceSpec) -> None:
    with pytest.raises(ForgeRefused):
        list(lamp.forge.discover(source))
    assert lamp.server.requests == []


def test_topics_are_asked_for_where_a_list_lacks_them(lamp: ForgejoWorld) -> None:
    item = {**repository_item(project()), "topics": None}
    body = json.dumps({"ok": True, "data": [item]}).encode()
    lamp.server.trouble(200, body, part="/repos/search", times=1)
    pages = list(lamp.forge.discover(SourceSpec(SourceScope.TOPIC, "lamps,civic-tech")))
    assert [record.path for page in pages for record in page.records] == [PATH]
    assert _targets(lamp)[1].endswith("/topics")


def test_search_that_answers_otherwise_is_unavailable(lamp: ForgejoWorld) -> None:
    lamp.server.trouble(200, {"ok": False}, part="/repos/search")
    with pytest.raises(ForgeUnavailable, match="topic lamps"):
        list(lamp.forge.discover(SourceSpec(SourceScope.TOPIC, "lamps")))


def test_list_of_repositories_that_never_ends_is_left(lamp: ForgejoWorld) -> None:
    link = f'<{lamp.server.api}/users/acme/repos?page=2>; rel="next"'
    body = json.dumps([repository_item(project())]).encode()
    lamp.server.trouble(200, body, part="/users/acme", headers={"Link": link})
    pages = list(lamp.forge.discover(SourceSpec(SourceScope.OWNER, "acme")))
    assert [record.path for page in pages for record in page.records] == [PATH]
