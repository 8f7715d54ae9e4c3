"""The search page and the first page, over the real engine and a real database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col

from hub.context import AppContext
from hub.errors import BadRequest
from hub.models import Health, Repository
from hub.services import discovery
from hub.services.questions import FACETS, question_of
from hub.views import HomeView
from hub.views.search import SearchAnswer, SearchRequest
from search.base import Filter, SearchEngine
from tests.hub.sample import Sample
from tests.hub.services.asking import search


def _home(context: AppContext) -> HomeView:
    with context.reading() as session:
        return discovery.home(session, context.engine, now=context.clock.now())


def _titles(answer: SearchAnswer) -> set[str]:
    return {"".join(span.text for span in card.title) for card in answer.tasks}


def test_empty_search_shows_every_open_task_the_last_word_first(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest())
    assert answer.total == len(answer.tasks) == 9
    instants = [card.freshness.since for card in answer.tasks if card.freshness.since]
    assert len(instants) == 9
    assert instants == sorted(instants, reverse=True)


def test_closed_and_hidden_tasks_are_not_found(indexed: AppContext) -> None:
    assert search(indexed, SearchRequest("wheelchair", is_exact=True)).total == 0
    assert search(indexed, SearchRequest("nobody may see", is_exact=True)).total == 0


def test_typing_error_is_forgiven_and_said(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("timetabel"))
    assert "Read the timetable table with a screen reader" in _titles(answer)
    assert [(c.typed, c.read_as) for c in answer.corrections] == [("timetabel", "timetable")]


def test_found_words_are_marked(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("timetable"))
    marked = [span.text for span in answer.tasks[0].title if span.is_match]
    assert marked == ["timetable"]


def test_facet_counts_say_what_a_further_value_would_give(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest(filters={"kind": ("design",)}))
    kinds = next(facet for facet in answer.facets if facet.name == "kind")
    counts = {value.value: (value.count, value.is_on) for value in kinds.values}
    assert counts["design"] == (2, True)
    assert counts["code"] == (3, False)
    assert answer.total == 2


def test_every_facet_is_there_in_its_order(indexed: AppContext) -> None:
    for tab, names in FACETS.items():
        answer = search(indexed, SearchRequest(tab=tab))
        assert tuple(facet.name for facet in answer.facets) == names


def test_filter_that_nothing_has_gives_nothing_and_stays_in_its_facet(
    indexed: AppContext,
) -> None:
    answer = search(indexed, SearchRequest(filters={"kind": ("juggling",)}))
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
    answer = search(indexed, SearchRequest(filters=filters))
    assert answer.total == 0
    assert answer.widening is not None
    assert (answer.widening.name, answer.widening.value) == ("effort", "large")
    assert answer.widening.results == search(indexed, answer.widening.request).total == 1


def test_nothing_found_names_the_typed_filter_to_let_go_of(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest('is:free skill:"no such skill" lang:python'))
    assert answer.total == 0
    assert answer.widening is not None
    assert answer.widening.value == 'skill:"no such skill"'
    assert answer.widening.request.text == "is:free lang:python"
    assert answer.widening.results == search(indexed, answer.widening.request).total > 0


def test_nothing_found_without_filters_offers_no_widening(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("xylophone", is_exact=True))
    assert (answer.total, answer.widening) == (0, None)


def test_other_tab_is_counted(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("lanternbus"))
    assert answer.total == 7
    assert answer.totals_of_others == {"projects": 1, "people": 0}


def test_projects_are_found(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("seedswap", tab="projects"))
    assert [card.slug for card in answer.projects] == ["seedswap"]
    assert answer.tasks == ()


def test_typed_field_finds_the_spelling_of_the_index(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("lang:python"))
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
        ("is:newcomer is:mentored", set()),
        ("is:taken is:quiet", {"gtfs", "print", "town"}),
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
    found = {card.task_id for card in search(indexed, SearchRequest(typed)).tasks}
    assert {key for key, task in sample.tasks.items() if task in found} == keys


def test_projects_are_found_by_typed_fields(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest("stars:>50 is:active tasks:>=7", tab="projects"))
    assert [card.slug for card in answer.projects] == ["lanternbus"]


def test_least_seen_begins_with_the_least_known_projects(
    indexed: AppContext, sample: Sample
) -> None:
    found = [card.task_id for card in search(indexed, SearchRequest(sort="unseen")).tasks]
    assert found[:3] == [sample.tasks[name] for name in ("need", "hostile", "screen-reader")]


def test_most_wanted_begins_with_what_most_spoke_for(indexed: AppContext, sample: Sample) -> None:
    found = [card.task_id for card in search(indexed, SearchRequest(sort="wanted")).tasks]
    assert found[:2] == [sample.tasks["old-stop"], sample.tasks["bump"]]


def test_orders_by_date(indexed: AppContext, sample: Sample) -> None:
    ids = {
        sort: [card.task_id for card in search(indexed, SearchRequest(sort=sort)).tasks]
        for sort in ("fresh", "new", "old")
    }
    assert ids["fresh"][0] == sample.tasks["screen-reader"]
    assert ids["new"][0] == ids["old"][-1] == sample.tasks["need"]
    assert ids["new"][-1] == ids["old"][0] == sample.tasks["old-stop"]


@pytest.mark.parametrize("page", [0, 51, -3, 10**20])
def test_page_out_of_range_is_refused_with_a_sentence(indexed: AppContext, page: int) -> None:
    with pytest.raises(BadRequest, match="page 1 to page 50"):
        search(indexed, SearchRequest(page=page))


def test_page_behind_the_last_is_empty(indexed: AppContext) -> None:
    answer = search(indexed, SearchRequest(page=50))
    assert answer.tasks == ()
    assert (answer.total, answer.page_count) == (9, 1)


@pytest.mark.parametrize(
    "request_", [SearchRequest(tab="forges"), SearchRequest(sort="stars"), SearchRequest("x" * 501)]
)
def test_what_there_is_not_is_refused(indexed: AppContext, request_: SearchRequest) -> None:
    with pytest.raises(BadRequest):
        search(indexed, request_)


def test_without_an_index_the_freshest_tasks_stand_in(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    answer = search(replace(indexed, engine=engine_without_index), SearchRequest("anything"))
    assert answer.is_engine_down
    assert len(answer.tasks) == 9


def test_home_counts_what_there_is(indexed: AppContext) -> None:
    view = _home(indexed)
    assert view.numbers.open_tasks == 9
    assert view.numbers.projects == 3
    assert view.numbers.forges == 2
    assert view.numbers.people_suggested == 3
    assert (view.numbers.sources_good, view.numbers.sources_total) == (1, 3)
    assert dict(view.causes)["accessibility"] == 2


def test_home_counts_by_kind_what_could_be_begun(
    indexed: AppContext, engine_without_index: SearchEngine
) -> None:
    kinds = dict(_home(indexed).kinds)
    assert kinds["design"] == 1  # the other one is taken
    assert dict(_home(replace(indexed, engine=engine_without_index)).kinds) == kinds


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
    answer = search(
        indexed, SearchRequest(text, tab=tab, filters=filters, sort=sort, is_exact=is_exact)
    )
    assert answer.total >= 0
