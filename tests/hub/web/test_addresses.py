from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from hub.errors import BadRequest
from hub.services.questions import TABS
from hub.views.search import SearchRequest
from hub.web.addresses import (
    FACETS,
    SORTS,
    browse_address,
    on_tab,
    read_page,
    read_search,
    search_address,
    without_filter,
)

WORDS = st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
VALUES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    tab = draw(st.sampled_from(TABS))
    names = draw(st.lists(st.sampled_from(FACETS[tab]), unique=True, max_size=4))
    ordered = [name for name in FACETS[tab] if name in names]
    return SearchRequest(
        text=draw(st.just("") | WORDS),
        tab=tab,
        filters={name: draw(VALUES) for name in ordered},
        narrowed={name: draw(WORDS) for name in ordered[:1]},
        sort=draw(st.sampled_from(SORTS)),
        page=draw(st.integers(1, 999)),
        is_exact=draw(st.booleans()),
    )


def read(address: str) -> SearchRequest:
    return read_search(QueryParams(address.partition("?")[2]).multi_items())


@given(requests())
def test_search_survives_its_address(request: SearchRequest) -> None:
    assert read(search_address(request)) == request


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_any_address_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    with suppress(BadRequest):
        assert read_search(pairs).tab in TABS


def test_the_usual_is_left_out_of_the_address() -> None:
    assert search_address(SearchRequest()) == "/search"
    assert search_address(SearchRequest(text="a b")) == "/search?q=a+b"


def test_empty_boxes_and_unknown_parameters_are_left_aside() -> None:
    assert read("/search?kind=&utm=x&life=lively&q=++a++b+") == SearchRequest(text="a b")


@pytest.mark.parametrize(
    "address",
    [
        "/search?tab=forges",
        "/search?sort=stars",
        "/search?page=two",
        "/search?page=²",
        "/search?page=-1",
        "/search?page=99999999",
        f"/search?q={'a' * 501}",
        f"/search?kind={'a' * 121}",
        "/search?" + "&".join(f"kind=k{number}" for number in range(31)),
    ],
)
def test_what_cannot_be_meant_is_refused(address: str) -> None:
    with pytest.raises(BadRequest):
        read(address)


def test_page_without_a_number_is_the_first() -> None:
    assert read_page("") == 1
    assert read_page("7") == 7


def test_letting_go_of_a_filter_starts_again_at_the_first_page() -> None:
    request = SearchRequest(filters={"kind": ("a11y", "test"), "level": ("beginner",)}, page=3)
    assert without_filter(request, "kind", "a11y") == SearchRequest(
        filters={"kind": ("test",), "level": ("beginner",)}
    )
    assert without_filter(request, "level", "beginner").filters == {"kind": ("a11y", "test")}


def test_the_other_list_keeps_only_the_filters_that_it_knows() -> None:
    request = SearchRequest(filters={"kind": ("test",), "freshness": ("open",)}, page=2)
    assert on_tab(request, "projects").filters == {"kind": ("test",)}
    assert on_tab(request, "projects").page == 1


def test_browsing_address_escapes_its_value() -> None:
    assert browse_address("skill", "c++ & <x>") == "/search?skill=c%2B%2B+%26+%3Cx%3E"
