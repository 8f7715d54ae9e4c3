"""The search page and the first page, over the real engine and a real database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, select

from hub.context import AppContext
from hub.errors import BadRequest
from hub.models import Contribution, Health, Person, Repository
from hub.services import discovery
from hub.services.indexing import index_changes, rebuild
from hub.services.questions import FACETS, question_of
from hub.views import HomeView
from hub.views.search import GlimpseView, SearchAnswer, SearchRequest
from search.base import Filter, ResultPage, RetrievalQuery, SearchEngine, SearchQuery
from search.errors import IndexMissing
from search.tantivy import TantivyEngine
from tests.hub.sample import Sample


@pytest.fixture
def engine_without_index(tmp_path: Path) -> Iterator[SearchEngine]:
    engine = TantivyEngine(tmp_path / "nothing-here")
    yield engine
    engine.close()


def _search(context: AppContext, request: SearchRequest) -> SearchAnswer:
    with context.reading() as session:
        return discovery.search(session, context.engine, request, now=context.clock.now())


def _home(context: AppContext) -> HomeView:
    with context.reading() as session:
        return discovery.home(session, context.engine, now=context.clock.now())


def _titles(answer: SearchAnswer) -> set[str]:
    return {"".join(span.text for span in card.title) for card in answer.tasks}


def _facet(answer: SearchAnswer, name: str) -> dict[str, int]:
    facet = next(each for each in answer.facets if each.name == name)
    return {each.value: each.count for each in facet.values}


def test_empty_search_shows_every_open_task_the_last_word_first(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest())
    assert answer.total == len(answer.tasks) == 9
    instants = [card.freshness.since for card in answer.tasks if card.freshness.since]
    assert len(instants) == 9
    assert instants == sorted(instants, reverse=True)


def test_closed_and_hidden_tasks_are_not_found(indexed: AppContext) -> None:
    assert _search(indexed, SearchRequest("wheelchair", is_exact=True)).total == 0
    assert _search(indexed, SearchRequest("nobody may see", is_exact=True)).total == 0


def test_typing_error_is_forgiven_and_said(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("timetabel"))
    assert "Read the timetable table with a screen reader" in _titles(answer)
    assert [(c.typed, c.read_as) for c in answer.corrections] == [("timetabel", "timetable")]


def test_found_words_are_marked(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("timetable"))
    marked = [span.text for span in answer.tasks[0].title if span.is_match]
    assert marked == ["timetable"]


def test_facet_counts_say_what_a_further_value_would_give(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest(filters={"kind": ("design",)}))
    kinds = next(facet for facet in answer.facets if facet.name == "kind")
    counts = {value.value: (value.count, value.is_on) for value in kinds.values}
    assert counts["design"] == (2, True)
    assert counts["code"] == (3, False)
    assert answer.total == 2


def test_every_facet_is_there_in_its_order(indexed: AppContext) -> None:
    for tab, names in FACETS.items():
        answer = _search(indexed, SearchRequest(tab=tab))
        assert tuple(facet.name for facet in answer.facets) == names


def test_filter_that_nothing_has_gives_nothing_and_stays_in_its_facet(
    indexed: AppContext,
) -> None:
    answer = _search(indexed, SearchRequest(filters={"kind": ("juggling",)}))
    kinds = next(facet for facet in answer.facets if facet.name == "kind")
    assert answer.total == 0
    assert kinds.values[-1].value == "juggling"
    assert kinds.values[-1].is_on


def test_nothing_found_names_the_filter_to_let_go_of(indexed: AppContext) -> None:
    filters: dict[str, tuple[str, ...]] = {
        "kind": ("translation",),
        "forge": ("github.com",),
        "effort": ("large",),
    }
    answer = _search(indexed, SearchRequest(filters=filters))
    assert answer.total == 0
    assert answer.widening is not None
    assert (answer.widening.name, answer.widening.value) == ("effort", "large")
    assert answer.widening.results == _search(indexed, answer.widening.request).total == 1


def test_nothing_found_names_the_typed_filter_to_let_go_of(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest('is:free skill:"no such skill" lang:python'))
    assert answer.total == 0
    assert answer.widening is not None
    assert answer.widening.value == 'skill:"no such skill"'
    assert answer.widening.request.text == "is:free lang:python"
    assert answer.widening.results == _search(indexed, answer.widening.request).total > 0


def test_nothing_found_without_filters_offers_no_widening(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("xylophone", is_exact=True))
    assert (answer.total, answer.widening) == (0, None)


def test_other_tab_is_counted(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("lanternbus"))
    assert answer.total == 7
    assert answer.totals_of_others == {"projects": 1, "people": 0}


@pytest.mark.parametrize("text", ["noor", "accessib", "mentors:accessibility", "knows:html"])
def test_people_are_found_by_their_name_and_what_they_say(indexed: AppContext, text: str) -> None:
    answer = _search(indexed, SearchRequest(text, tab="people"))
    assert [one.card.handle for one in answer.people] == ["noor"]
    assert answer.people[0].can == ("html", "accessibility")
    assert answer.total == 1


def test_who_did_not_ask_or_pauses_is_not_even_counted(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest(tab="people"))
    assert {one.card.handle for one in answer.people} == {"noor", "teodor", "back"}
    assert answer.total == 3
    for name in ("resting", "private"):
        assert _search(indexed, SearchRequest(name, tab="people", is_exact=True)).total == 0


@pytest.mark.parametrize("change", ["withdraws", "pauses"])
def test_who_leaves_is_not_counted_before_the_index_has_heard_of_it(
    indexed: AppContext, change: str
) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        noor = session.exec(select(Person).where(col(Person.handle) == "noor")).one()
        if change == "withdraws":
            noor.suggested_since = None
        else:
            noor.paused_until = now + timedelta(days=30)
        noor.changed_at = now + timedelta(seconds=1)
    answer = _search(indexed, SearchRequest(tab="people"))
    assert {one.card.handle for one in answer.people} == {"teodor", "back"}
    assert answer.total == 2
    # Only noor can do HTML.
    assert _facet(answer, "skill") == {"python": 1, "rust": 1}
    assert _search(indexed, SearchRequest("noor", is_exact=True)).totals_of_others["people"] == 0
    assert _glimpse(indexed, "noor").totals["people"] == 0


def test_name_stands_above_a_line_that_says_it(indexed: AppContext) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        for handle, name, line in (("m", "Maria Stone", ""), ("n", "Nils", "Maria, Maria, Maria")):
            session.add(
                Person(
                    handle=handle, name=name, own_line=line, joined_at=now, changed_at=now,
                    suggested_since=now - timedelta(days=1),
                )
            )  # fmt: skip
    index_changes(indexed)
    answer = _search(indexed, SearchRequest("maria", tab="people", is_explained=True))
    assert [one.card.handle for one in answer.people] == ["m", "n"]
    reasons = answer.reasons[answer.people[0].person_id]
    assert reasons[0].name == "all words as typed, in the title"


def test_no_name_is_told_of_who_does_not_wish_to_be_found(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("restimg", tab="people"))
    assert (answer.total, answer.people, answer.corrections) == (0, (), ())


def test_name_stands_first_while_somebody_leaves(indexed: AppContext) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        teodor = session.exec(select(Person).where(col(Person.handle) == "teodor")).one()
        teodor.suggested_since, teodor.changed_at = None, now + timedelta(seconds=1)
    answer = _search(indexed, SearchRequest("noor", tab="people", is_explained=True))
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
    answer = _search(lacking, SearchRequest("lanternbus"))
    assert (answer.total, answer.is_engine_down) == (7, False)
    assert answer.totals_of_others == {"projects": 1}
    assert _search(lacking, SearchRequest(tab="people")).is_engine_down
    assert _glimpse(lacking, "lanternbus").totals["tasks"] == 7


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
        assert _search(indexed, SearchRequest(text, tab="people", is_exact=True)).total == 0
    net = RetrievalQuery("people", text="xylophone")
    assert [one.id for one in indexed.engine.retrieve(net)] == [sample.people["noor"]]


def test_people_have_no_order_to_choose_and_no_feed(indexed: AppContext) -> None:
    with pytest.raises(BadRequest, match="no other order"):
        _search(indexed, SearchRequest(tab="people", sort="new"))
    with indexed.reading() as session, pytest.raises(BadRequest, match="nobody is followed"):
        discovery.news(
            session, indexed.engine, SearchRequest(tab="people"), now=indexed.clock.now()
        )


def _glimpse(context: AppContext, text: str) -> GlimpseView:
    with context.reading() as session:
        return discovery.glimpse(session, context.engine, text, now=context.clock.now())


def test_a_few_of_each_list_are_shown_for_half_a_word(indexed: AppContext) -> None:
    glimpse = _glimpse(indexed, "lanternb")
    assert len(glimpse.tasks) == discovery.GLIMPSED["tasks"]
    assert [card.slug for card in glimpse.projects] == ["lanternbus"]
    assert glimpse.totals == {"tasks": 7, "projects": 1, "people": 0}


def test_before_a_word_is_typed_the_freshest_are_shown_and_nobody(indexed: AppContext) -> None:
    glimpse = _glimpse(indexed, "")
    newest = _search(indexed, SearchRequest(sort="fresh")).tasks
    assert glimpse.tasks == newest[: discovery.GLIMPSED["tasks"]]
    assert glimpse.people == ()


def test_without_engine_nothing_is_glimpsed(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    glimpse = _glimpse(replace(indexed, engine=engine_without_index), "bus")
    assert glimpse.is_engine_down
    assert (glimpse.tasks, glimpse.projects, glimpse.people) == ((), (), ())


def test_projects_are_found(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("seedswap", tab="projects"))
    assert [card.slug for card in answer.projects] == ["seedswap"]
    assert answer.tasks == ()


def test_typed_field_finds_the_spelling_of_the_index(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("lang:python"))
    assert answer.total == 7


def test_typed_field_and_box_narrow_each_other() -> None:
    question = question_of(
        SearchRequest("skill:js", filters={"kind": ("code",)}), now=datetime.now(UTC)
    )
    assert question.query.filters == (
        Filter("skill", ("js", "javascript")),
        Filter("kind", ("code",)),
    )


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("is:free", {"screen-reader", "arabic", "town", "bump", "need"}),
        ("-is:free", {"gtfs", "print", "old-stop", "hostile"}),
        ("is:taken", {"gtfs", "print"}),
        ("is:mentored", {"need"}),
        ("is:newcomer difficulty:beginner", {"screen-reader"}),
        ("updated:<5d is:free", {"screen-reader", "arabic", "bump", "need"}),
        ("updated:>100d", {"old-stop"}),
        ("opened:<4d", {"need"}),
        ("stars:>50 kind:design", {"print"}),
        ("stars:<50", {"hostile", "need"}),
    ],
)
def test_typed_fields_narrow(
    indexed: AppContext, sample: Sample, typed: str, keys: set[str]
) -> None:
    found = {card.task_id for card in _search(indexed, SearchRequest(typed)).tasks}
    assert {key for key, task in sample.tasks.items() if task in found} == keys


def test_projects_are_found_by_typed_fields(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest("stars:>50 is:active tasks:>=7", tab="projects"))
    assert [card.slug for card in answer.projects] == ["lanternbus"]


def test_least_seen_begins_with_the_least_known_projects(
    indexed: AppContext, sample: Sample
) -> None:
    found = [card.task_id for card in _search(indexed, SearchRequest(sort="unseen")).tasks]
    assert found[:3] == [sample.tasks[name] for name in ("need", "hostile", "screen-reader")]


def test_most_wanted_begins_with_what_most_spoke_for(indexed: AppContext, sample: Sample) -> None:
    found = [card.task_id for card in _search(indexed, SearchRequest(sort="wanted")).tasks]
    assert found[:2] == [sample.tasks["old-stop"], sample.tasks["bump"]]


def test_orders_by_date(indexed: AppContext, sample: Sample) -> None:
    ids = {
        sort: [card.task_id for card in _search(indexed, SearchRequest(sort=sort)).tasks]
        for sort in ("fresh", "new", "old")
    }
    assert ids["fresh"][0] == sample.tasks["screen-reader"]
    assert ids["new"][0] == ids["old"][-1] == sample.tasks["need"]
    assert ids["new"][-1] == ids["old"][0] == sample.tasks["old-stop"]


@pytest.mark.parametrize("page", [0, 51, -3, 10**20])
def test_page_out_of_range_is_refused_with_a_sentence(indexed: AppContext, page: int) -> None:
    with pytest.raises(BadRequest, match="page 1 to page 50"):
        _search(indexed, SearchRequest(page=page))


def test_page_behind_the_last_is_empty(indexed: AppContext) -> None:
    answer = _search(indexed, SearchRequest(page=50))
    assert answer.tasks == ()
    assert (answer.total, answer.page_count) == (9, 1)


@pytest.mark.parametrize(
    "request_", [SearchRequest(tab="forges"), SearchRequest(sort="stars"), SearchRequest("x" * 501)]
)
def test_what_there_is_not_is_refused(indexed: AppContext, request_: SearchRequest) -> None:
    with pytest.raises(BadRequest):
        _search(indexed, request_)


def test_without_an_index_the_freshest_tasks_stand_in(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    answer = _search(replace(indexed, engine=engine_without_index), SearchRequest("anything"))
    assert answer.is_engine_down
    assert len(answer.tasks) == 9


def test_home_counts_what_there_is(indexed: AppContext) -> None:
    view = _home(indexed)
    assert view.numbers.open_tasks == 9
    assert view.numbers.projects == 3
    assert view.numbers.forges == 2
    assert view.numbers.people_suggested == 3
    assert (view.numbers.sources_good, view.numbers.sources_total) == (1, 3)
    assert dict(view.kinds)["design"] == 2
    assert dict(view.causes)["accessibility"] == 2


def test_home_counts_no_project_that_is_gone_everywhere(
    indexed: AppContext, sample: Sample, engine_without_index: SearchEngine
) -> None:
    with indexed.transaction() as session:
        project_id = sample.projects["seedswap"]
        session.execute(
            update(Repository)
            .where(col(Repository.project_id) == project_id)
            .values(health=Health.GONE)
        )
    view = _home(replace(indexed, engine=engine_without_index))
    assert (view.numbers.projects, view.numbers.forges) == (2, 1)
    assert "environment" not in dict(view.causes)


def test_home_shows_free_tasks_of_different_projects_first(indexed: AppContext) -> None:
    fresh = _home(indexed).fresh_tasks
    assert len(fresh) == 4
    assert {card.freshness.state.value for card in fresh} == {"open"}
    assert {card.project_slug for card in fresh[:2]} == {"rampfinder", "lanternbus"}


def test_home_says_the_same_without_an_index(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    with_engine, without = (
        _home(indexed),
        _home(replace(indexed, engine=engine_without_index)),
    )
    assert without.numbers == with_engine.numbers
    assert dict(without.kinds) == dict(with_engine.kinds)
    assert dict(without.causes) == dict(with_engine.causes)


@given(
    text=st.text(max_size=60),
    sort=st.sampled_from(["best", "fresh", "new", "old"]),
    tab=st.sampled_from(["tasks", "projects", "people"]),
    values=st.lists(st.text(max_size=20), max_size=3),
    is_exact=st.booleans(),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_answered(
    indexed: AppContext,
    *,
    text: str,
    sort: str,
    tab: str,
    values: list[str],
    is_exact: bool,
) -> None:
    filters = {"kind": tuple(values), "language": tuple(values)}
    sort = "best" if tab == "people" else sort
    answer = _search(
        indexed, SearchRequest(text, tab=tab, filters=filters, sort=sort, is_exact=is_exact)
    )
    assert answer.total >= 0
