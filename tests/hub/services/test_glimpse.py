"""What is found so far, while somebody types."""

from dataclasses import replace

from hub.context import AppContext
from hub.services import discovery
from hub.views.search import SearchRequest
from search.base import SearchEngine
from tests.hub.services.asking import glimpse, search


def test_a_few_of_each_list_are_shown_for_half_a_word(indexed: AppContext) -> None:
    seen = glimpse(indexed, "lanternb")
    assert len(seen.tasks) == discovery.GLIMPSED["tasks"]
    assert [card.slug for card in seen.projects] == ["lanternbus"]
    assert seen.totals == {"tasks": 7, "projects": 1, "people": 0}


def test_before_a_word_is_typed_the_freshest_are_shown_and_nobody(indexed: AppContext) -> None:
    seen = glimpse(indexed, "")
    newest = search(indexed, SearchRequest(sort="fresh")).tasks
    assert seen.tasks == newest[: discovery.GLIMPSED["tasks"]]
    assert seen.people == ()


def test_without_engine_nothing_is_glimpsed(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    seen = glimpse(replace(indexed, engine=engine_without_index), "bus")
    assert seen.is_engine_down
    assert (seen.tasks, seen.projects, seen.people) == ((), (), ())
