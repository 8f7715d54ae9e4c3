"""People in the search: who asked for it is found, and nobody else is even counted."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlmodel import col, select

from hub.context import AppContext
from hub.errors import BadRequest
from hub.models import Audience, Contribution, Person
from hub.services import discovery
from hub.services.indexing import index_changes, rebuild
from hub.services.openness import open_to
from hub.views.search import SearchRequest
from search.base import ResultPage, RetrievalQuery, SearchEngine, SearchQuery
from search.errors import IndexMissing
from tests.hub.sample import Sample
from tests.hub.services.asking import counts, glimpse, search


@pytest.mark.parametrize("text", ["noor", "accessib", "mentors:accessibility", "knows:html"])
def test_people_are_found_by_their_name_and_what_they_say(indexed: AppContext, text: str) -> None:
    answer = search(indexed, SearchRequest(text, tab="people"))
    assert [one.card.handle for one in answer.people] == ["noor"]
    assert answer.people[0].can == ("html", "accessibility")
    assert answer.total == 1


def test_who_did_not_ask_or_pauses_is_not_even_counted(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest(tab="people"))
    assert {one.card.handle for one in answer.people} == {"noor", "teodor", "back"}
    assert answer.total == 3
    for name in ("resting", "private"):
        assert search(indexed, SearchRequest(name, tab="people", is_exact=True)).total == 0


@pytest.mark.parametrize("change", ["leaves the list", "closes the name"])
def test_who_leaves_is_not_counted_before_the_index_has_heard_of_it(
    indexed: AppContext, change: str
) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        noor = session.exec(select(Person).where(col(Person.handle) == "noor")).one()
        if change == "leaves the list":
            noor.findable_since = None
        else:
            noor.name_seen_by = Audience.MEMBERS
        noor.changed_at = now + timedelta(seconds=1)
    answer = search(indexed, SearchRequest(tab="people"))
    assert {one.card.handle for one in answer.people} == {"teodor", "back"}
    assert answer.total == 2
    # Only noor can do HTML.
    assert counts(answer, "skill") == {"python": 1, "rust": 1}
    assert search(indexed, SearchRequest("noor", is_exact=True)).totals_of_others["people"] == 0
    assert glimpse(indexed, "noor").totals["people"] == 0


def test_name_stands_above_a_line_that_says_it(indexed: AppContext) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        for handle, name, line in (("m", "Maria Stone", ""), ("n", "Nils", "Maria, Maria, Maria")):
            session.add(
                open_to(Person(
                    handle=handle, name=name, own_line=line, joined_at=now, changed_at=now,
                    findable_since=now - timedelta(days=1)), Audience.EVERYONE)
            )  # fmt: skip
    index_changes(indexed)
    answer = search(indexed, SearchRequest("maria", tab="people", is_explained=True))
    assert [one.card.handle for one in answer.people] == ["m", "n"]
    reasons = answer.reasons[answer.people[0].person_id]
    assert reasons[0].name == "all words as typed, in the title"


def test_no_name_is_told_of_who_does_not_wish_to_be_found(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("restimg", tab="people"))
    assert (answer.total, answer.people, answer.corrections) == (0, (), ())


def test_name_stands_first_while_somebody_leaves(indexed: AppContext) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        teodor = session.exec(select(Person).where(col(Person.handle) == "teodor")).one()
        teodor.findable_since, teodor.changed_at = None, now + timedelta(seconds=1)
    answer = search(indexed, SearchRequest("noor", tab="people", is_explained=True))
    [reasons] = answer.reasons.values()
    assert reasons[0].name == "all words as typed, in the title"


class _WithoutPeople:
    """An engine whose list of people was lost."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def search(self, query: SearchQuery) -> ResultPage:
        if query.index == "people":
            raise IndexMissing("There is no index of people.")
        return self._engine.search(query)


def test_list_that_is_lost_takes_no_other_with_it(indexed: AppContext) -> None:
    lacking = replace(indexed, engine=cast("SearchEngine", _WithoutPeople(indexed.engine)))
    answer = search(lacking, SearchRequest("lanternbus"))
    assert (answer.total, answer.is_engine_down) == (7, False)
    assert answer.totals_of_others == {"projects": 1}
    assert search(lacking, SearchRequest(tab="people")).is_engine_down
    assert glimpse(lacking, "lanternbus").totals["tasks"] == 7


def test_nobody_is_looked_up_by_what_they_did(indexed: AppContext, sample: Sample) -> None:
    with indexed.transaction() as session:
        noor = session.exec(select(Person).where(col(Person.handle) == "noor")).one()
        assert noor.id is not None
        session.add(
            Contribution(
                person_id=noor.id, title="Xylophone in the header", project_path="acme/lamp",
                host="github.com", remote_id="1", url="https://github.com/acme/lamp/pull/1",
                done_at=indexed.clock.now(),
            )
        )  # fmt: skip
    rebuild(indexed)
    for text in ("xylophone", '"xylophone in the header"', "xylo"):
        assert search(indexed, SearchRequest(text, tab="people", is_exact=True)).total == 0
    net = RetrievalQuery("people", text="xylophone")
    assert [one.id for one in indexed.engine.retrieve(net)] == [sample.people["noor"]]


def test_people_have_no_order_to_choose_and_no_feed(indexed: AppContext) -> None:
    with pytest.raises(BadRequest, match="no other order"):
        search(indexed, SearchRequest(tab="people", sort="new"))
    with indexed.reading() as session, pytest.raises(BadRequest, match="nobody is followed"):
        discovery.news(
            session, indexed.engine, SearchRequest(tab="people"), now=indexed.clock.now()
        )
