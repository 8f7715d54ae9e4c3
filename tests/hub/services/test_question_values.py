"""Values that people guess stand for those that the indexes have."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.context import AppContext
from hub.services.question_values import notes_on, with_spellings
from hub.services.questions import question_of
from hub.views.search import SearchRequest
from search.base import Filter
from tests.hub.services.asking import search

FIELDS = st.sampled_from(
    ["kind", "cause", "level", "effort", "freshness", "life", "mark", "forge", "licence", "skill",
     "language", "spoken", "project"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("kind", "documentation", "doc"),
        ("kind", "Docs", "doc"),
        ("kind", "bug", "code"),
        ("kind", "traducción", "translation"),
        ("kind", "writing", "doc"),
        ("level", "easy", "beginner"),
        ("level", "medium", "intermediate"),
        ("level", "Long practice", "advanced"),
        ("effort", "2h", "small"),
        ("effort", "an evening or two", "medium"),
        ("cause", "education", "learning"),
        ("mark", "good first issue", "newcomer"),
        ("freshness", "stale", "asleep"),
        ("freshness", "free", "quiet"),
        ("freshness", "assigned", "taken"),
        ("life", "archived", "ended"),
        ("forge", "codeberg", "codeberg.org"),
        ("forge", "https://Git.Example.org/x", "git.example.org"),
        ("licence", "mit", "MIT"),
        ("licence", "gpl", "GPL-3.0"),
        ("licence", "agpl-3.0", "AGPL-3.0-or-later"),
        ("licence", "bsd-3-clause", "BSD-3-Clause"),
        ("skill", "k8s", "kubernetes"),
        ("language", "js", "JavaScript"),
        ("spoken", "Spanish", "es"),
    ],
)
def test_guess_stands_for_what_the_index_has(field: str, typed: str, meant: str) -> None:
    assert meant in with_spellings(Filter(field, (typed,))).values
    assert notes_on([Filter(field, (typed,))]) == ()


@pytest.mark.parametrize(("field", "state"), [("freshness", "open"), ("life", "quiet")])
def test_state_by_its_own_name_is_that_alone(field: str, state: str) -> None:
    assert with_spellings(Filter(field, (state,))).values == (state,)


def test_one_licence_stands_for_no_other() -> None:
    assert not {"LGPL-3.0", "AGPL-3.0"} & set(with_spellings(Filter("licence", ("gpl",))).values)
    assert "GPL-2.0" not in with_spellings(Filter("licence", ("gpl-3.0",))).values


def test_commas_part_alternatives() -> None:
    found = with_spellings(Filter("language", ("python,rust",), is_excluded=True))
    assert {"Python", "Rust"} < set(found.values)
    assert found.is_excluded


def test_value_that_nothing_can_have_is_told_with_those_there_are() -> None:
    [note] = notes_on([Filter("level", ("easy,godlike",))])
    assert note == (
        "There is no level “godlike”. “level:” takes one of: beginner, intermediate, advanced."
    )


@given(FIELDS, st.text(max_size=30))
def test_what_was_typed_always_stays(field: str, text: str) -> None:
    typed = Filter(field, (text,))
    assert with_spellings(typed).values[0] == text
    assert len(notes_on([typed])) == len(set(notes_on([typed])))


def test_typed_and_ticked_values_of_one_field_are_alternatives() -> None:
    request = SearchRequest("kind:docs -kind:test", filters={"kind": ("code",)})
    question = question_of(request, now=datetime.now(UTC))
    assert question.query.filters == (
        Filter("kind", ("docs", "doc", "code")),
        Filter("kind", ("test",), is_excluded=True),
    )


def test_ticking_one_more_kind_beside_a_typed_one_finds_no_less(indexed: AppContext) -> None:
    typed = search(indexed, SearchRequest("kind:accessibility"))
    more = search(indexed, SearchRequest("kind:accessibility", filters={"kind": ("code",)}))
    assert more.total > typed.total > 0
