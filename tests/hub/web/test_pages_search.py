from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.views.search import Facet, FacetValue, SearchAnswer, SearchRequest
from hub.web.pages.search import ROWS_IN_ALL, ROWS_SHOWN, result_count, search_page, understood
from search.base import Correction, Span
from tests.hub.web import samples
from tests.hub.web.bare import client_without_index
from tests.hub.web.samples import NOW

SKILLS_OF_A_LONG_LIST = ("javascript", *(f"skill-{number}" for number in range(ROWS_IN_ALL)))


def test_heading_counts_and_says_when_it_is_an_estimate() -> None:
    request = SearchRequest()
    assert result_count(SearchAnswer(request, total=1)) == "1 task"
    assert result_count(SearchAnswer(request, total=3400, is_total_exact=False)) == (
        "About 3,400 tasks"
    )
    assert result_count(SearchAnswer(SearchRequest(tab="projects"))) == "No projects"


def test_words_that_were_read_otherwise_are_marked() -> None:
    assert understood("Bus ACCES x", (Correction("acces", "access"),)) == (
        Span("Bus"),
        Span(" "),
        Span("access", is_match=True),
        Span(" "),
        Span("x"),
    )


def test_each_chip_leads_to_the_search_without_it() -> None:
    page = search_page(samples.ANSWER, now=NOW)
    assert [chip.label for chip in page.chips] == [
        "Accessibility",
        "Testing",
        "Open, nobody on it",
        "Quiet for a while",
    ]
    assert page.chips[0].address == (
        "/search?q=bus+timetable+acces&kind=test&freshness=open&freshness=quiet"
    )


def test_what_is_on_stays_in_sight() -> None:
    values = tuple(FacetValue(f"s{n}", 50 - n, is_on=n == 20) for n in range(30))
    answer = SearchAnswer(SearchRequest(), facets=(Facet("skill", values),))
    group = search_page(answer, now=NOW).groups[0]
    assert len(group.rows) == ROWS_SHOWN
    assert group.rows[0].value == "s20"


LONG = Facet("skill", tuple(FacetValue(key, 9, is_on=False) for key in SKILLS_OF_A_LONG_LIST))


def test_long_list_can_be_looked_through_by_what_is_read_there() -> None:
    short = search_page(samples.ANSWER, now=NOW).groups[0]
    assert (short.is_long, short.narrowed) == (False, "")
    answer = SearchAnswer(SearchRequest(), facets=(LONG,))
    assert search_page(answer, now=NOW).groups[0].is_long
    narrowed = replace(answer, request=SearchRequest(narrowed={"skill": "JAVAS"}))
    group = search_page(narrowed, now=NOW).groups[0]
    assert [value.value for value in group.rows] == ["javascript"]
    assert (group.is_long, group.more) == (True, ())
    assert group.left == f"1 of {len(LONG.values)}."
    common = replace(answer, request=SearchRequest(narrowed={"skill": "s"}))
    group = search_page(common, now=NOW).groups[0]
    assert (len(group.rows), group.more) == (ROWS_IN_ALL, ())
    assert group.left.endswith("the first 20 are shown.")


def test_what_is_on_stays_in_a_list_that_is_looked_through() -> None:
    facet = Facet("skill", (*LONG.values, FacetValue("figma", 1, is_on=True)))
    request = SearchRequest(filters={"skill": ("figma",)}, narrowed={"skill": "no such"})
    group = search_page(SearchAnswer(request, facets=(facet,)), now=NOW).groups[0]
    assert [value.value for value in group.rows] == ["figma"]


def test_pages_lead_back_and_on_until_the_last() -> None:
    middle = search_page(samples.ANSWER, now=NOW)
    assert middle.previous_address.endswith("freshness=quiet")
    assert middle.next_address.endswith("page=3")
    last = replace(samples.ANSWER, request=replace(samples.REQUEST, page=71))
    assert search_page(last, now=NOW).next_address == ""


@pytest.mark.parametrize(
    ("query", "current", "is_best_offered"),
    [
        ("", "last word", False),
        ("q=is:free", "last word", False),
        ("sort=new", "newest", False),
        ("tab=projects", "last change", False),
        ("q=reader", "best match", True),
        ("q=%22screen+reader%22&sort=new", "newest", True),
    ],
)
def test_order_is_called_what_it_is(
    client: TestClient, query: str, current: str, is_best_offered: bool
) -> None:
    page = client.get(f"/search?{query}").text
    assert f'<b aria-current="true">{current}</b>' in page
    assert ("best match" in page) is is_best_offered


def test_found_words_are_marked_and_texts_escaped(client: TestClient) -> None:
    html = client.get("/search", params={"q": "timetable <b>"}).text
    assert "<mark>timetable</mark>" in html
    assert "timetable &lt;b&gt;" in html
    assert "timetable <b>" not in html


def test_typed_filters_are_checked_boxes_and_chips(client: TestClient) -> None:
    html = client.get("/search?kind=a11y").text
    assert 'name="kind" value="a11y" checked' in html
    assert '<span class="hidden">Remove filter: </span><bdi>Accessibility</bdi>' in html


def test_typo_is_read_and_said_with_a_way_to_search_exactly(client: TestClient) -> None:
    html = client.get("/search?q=timetabel").text
    assert "We read “<bdi>timetabel</bdi>” as “<bdi>timetable</bdi>”" in html
    assert 'href="/search?q=timetabel&amp;exact=1"' in html


def test_list_without_what_was_typed_leads_to_all_of_the_same_list(client: TestClient) -> None:
    tasks = client.get("/search?q=xylophonist&exact=1").text
    projects = client.get("/search?q=xylophonist&exact=1&tab=projects").text
    assert '<a href="/search">all open tasks</a>' in tasks
    assert '<a href="/search?tab=projects">all projects</a>' in projects
    assert "all open tasks" not in projects


def test_nothing_found_shows_the_empty_chair_and_a_way_on(client: TestClient) -> None:
    html = client.get("/search?q=zzzzqqqq&kind=security&exact=1").text
    assert 'class="empty-table"' in html
    assert "clear all filters" in html


def test_engine_that_is_down_is_said_with_the_freshest_tasks(
    indexed: AppContext, tmp_path: Path
) -> None:
    with client_without_index(indexed, tmp_path) as client:
        response = client.get("/search?q=timetable")
    assert response.status_code == 503
    assert "Search does not answer at the moment" in response.text
    assert '<article class="card task">' in response.text


@pytest.mark.parametrize("query", ["page=x", "tab=x", "sort=x", "page=0", "page=999"])
def test_bad_parameter_is_a_plain_sentence(client: TestClient, query: str) -> None:
    response = client.get(f"/search?{query}")
    assert response.status_code == 400
    assert "<h1>" in response.text


@pytest.mark.parametrize(
    ("short", "long"), [("/tasks", "/search"), ("/projects", "/search?tab=projects")]
)
def test_short_addresses_lead_to_the_search(client: TestClient, short: str, long: str) -> None:
    response = client.get(short, follow_redirects=False)
    assert response.status_code == 308
    assert response.headers["location"] == long


def test_place_of_a_hit_is_explained_where_it_is_asked_for(client: TestClient) -> None:
    page = client.get("/search?q=timetable&explain=1").text
    assert "Stands here for: all words as typed, in the title, words <b>" in page
    assert "freshness: open <b>1.50</b>" in page
    assert "Stands here for" not in client.get("/search?q=timetable").text
    projects = client.get("/search?q=lanternbus&tab=projects&explain=1").text
    assert "Stands here for: all words as typed, in the title" in projects


def test_small_share_of_the_least_seen_is_said_openly(client: TestClient) -> None:
    assert "small and new ones get a share" in client.get("/search?sort=unseen").text
    assert "small and new ones get a share" not in client.get("/search").text
