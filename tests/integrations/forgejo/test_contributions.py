"""What an account did on a Forgejo or Gitea, over a socket: the contract, and what is theirs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.forgejo.history_cursor import MOST_REPOSITORIES, ActivityCursor, Review
from integrations.records import WorkSort
from tests.integrations.contract_history import (
    EVERY_SORT,
    HistoryContract,
    found,
    pages_of,
    titles,
)
from tests.integrations.forgejo_history import ForgejoHistoryServer, ForgejoHistoryWorld
from tests.integrations.history_worlds import LAMP, MIREMBE, NOOR, Deed, Place
from tests.integrations.worlds import NOW


@pytest.fixture
def world() -> Iterator[ForgejoHistoryWorld]:
    with ForgejoHistoryServer() as server:
        world = ForgejoHistoryWorld(server)
        yield world
        world.forgejo.close()


class TestForgejoHistory(HistoryContract):
    @pytest.fixture
    def world(self, world: ForgejoHistoryWorld) -> ForgejoHistoryWorld:
        return world


class TestGiteaHistory(HistoryContract):
    @pytest.fixture
    def world(self, world: ForgejoHistoryWorld) -> ForgejoHistoryWorld:
        world.server.become_gitea()
        return world


def test_what_is_done_later_where_somebody_was_before_is_found(world: ForgejoHistoryWorld) -> None:
    """Who merges leaves no act in the feed of who wrote it."""
    early = replace(EVERY_SORT[0], is_done=False, updated_at=NOW - timedelta(days=200))
    world.deeds.put(early)
    cursor = pages_of(world)[-1].cursor
    assert ActivityCursor.parse(cursor).places.keys() == {LAMP.path}

    world.set_now(NOW + timedelta(days=1))
    world.server.has_feeds = False
    world.deeds.put(replace(early, is_done=True, done_at=NOW, updated_at=NOW))
    assert titles(pages_of(world, cursor=cursor)) == ["Mend the lamp"]


def test_a_review_waits_until_the_change_is_merged(world: ForgejoHistoryWorld) -> None:
    review = Deed(3, WorkSort.REVIEW, author=MIREMBE, is_done=False)
    world.deeds.put(review)
    pages = pages_of(world)
    assert found(pages) == []

    world.set_now(NOW + timedelta(days=1))
    world.deeds.put(replace(review, is_done=True))
    assert titles(pages_of(world, cursor=pages[-1].cursor)) == ["Mend the lamp"]


def test_a_repository_that_becomes_private_is_left_at_once(world: ForgejoHistoryWorld) -> None:
    world.deeds.put(EVERY_SORT[0])
    cursor = pages_of(world)[-1].cursor
    world.set_now(NOW + timedelta(days=1))
    hidden = replace(LAMP, is_public=False)
    world.deeds.done.clear()
    later = replace(Deed(4, title="Secret"), place=hidden, done_at=NOW, updated_at=NOW)
    world.deeds.put(later)
    pages = pages_of(world, cursor=cursor)
    assert found(pages) == []
    assert ActivityCursor.parse(pages[-1].cursor).places == {}


def test_a_server_without_feeds_tells_of_own_repositories(world: ForgejoHistoryWorld) -> None:
    world.server.has_feeds = False
    place = Place("noor/ferry", 90)
    world.deeds.put_own(NOOR, place)
    world.deeds.put(Deed(1, place=place))
    assert {done.sort for done in found(pages_of(world))} == {
        WorkSort.CHANGE,
        WorkSort.REPOSITORY,
    }


def test_what_cannot_be_read_is_told_and_harms_no_other(world: ForgejoHistoryWorld) -> None:
    for number in (1, 2):
        world.deeds.put(Deed(number))
    world.server.spoiled.add(1)
    pages = pages_of(world)
    assert titles(pages) == ["Mend the lamp"]
    [problem] = [problem for page in pages for problem in page.problems]
    assert problem.reason == "Its title could not be read."


def test_cursor_keeps_the_places_of_the_latest_acts_and_is_read_back() -> None:
    paths = [f"acme/lamp-{number}" for number in range(60)]
    reviews = [Review("acme/lamp-1", 7, NOW)]
    here = ActivityCursor().begun(paths, reviews, now=NOW)
    assert list(here.places) == paths[:MOST_REPOSITORIES]
    assert ActivityCursor.parse(str(here)) == here
    for text in ("[]", '{"places": 3}', "nonsense", '{"acted_at": "soon"}', None):
        assert ActivityCursor.parse(text) == ActivityCursor()
