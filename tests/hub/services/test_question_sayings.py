"""Phrases of people's searches are read as fields, and said again in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.context import AppContext
from hub.models import Person
from hub.services.indexing import index_changes
from hub.services.question_sayings import in_quotes, in_short
from hub.views.search import SearchRequest
from tests.hub.sample import Sample
from tests.hub.services.asking import search

PIECES = st.sampled_from(
    ["can mentor", "who ", "speaks", "likes", ":", " : ", ",", '"', "“", "-", "rust", " es", "\n",
     "machine learning", "Sound and film", "climate", "mentor:rust", "i", "İ", "\u2028"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "short"),
    [
        ("can mentor: rust", "mentor:rust"),
        ("can mentor:rust", "mentor:rust"),
        ("Can Mentor : Rust", "mentor:Rust"),
        ("mentors: rust", "mentor:rust"),
        ("who speaks: Spanish", "speaks:Spanish"),
        ("people who can do: machine learning well", 'skill:"machine learning" well'),
        ("can mentor: rust, python and more", "mentor:rust mentor:python and more"),
        ("can mentor: rust, please help", "mentor:rust, please help"),
        ("-speaks: de bus", "-speaks:de bus"),
        ('knows: "open data" maps', 'skill:"open data" maps'),
        ("wants to learn: js", "learns:js"),
        ("likes: sound and film", 'kind:"sound and film"'),
        ("cares about: climate", "cause:climate"),
        ("can do: tying knots", "skill:tying knots"),
    ],
)
def test_phrase_is_written_in_short_and_told(typed: str, short: str) -> None:
    found = in_short(typed)
    assert found.text == short
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "text",
    ["mentor:rust", "speaks:es -kind:code", "can mentor", "can mentor:", "can mentor: ",
     "toucan: x", "", "pelican can", 'likes: ""'],
)  # fmt: skip
def test_what_is_no_phrase_or_in_short_already_stays(text: str) -> None:
    assert (in_short(text).text, in_short(text).notes) == (text, ())


def test_note_says_how_it_was_read() -> None:
    assert in_short("can mentor: js, rust").notes == (
        "We read “can mentor: js, rust” as: who can mentor JavaScript or Rust. "
        "In short: mentor:js mentor:rust",
    )
    [note] = in_short("-speaks: de").notes
    assert note == "We read “-speaks: de” as: not who speaks German. In short: -speaks:de"


@pytest.mark.parametrize(
    ("value", "short"),
    [("tying knots", '"tying knots"'), ("c,d", '"c,d"'), ('"x"', "x"), ("rust", "rust")],
)
def test_an_example_is_read_as_one_value(value: str, short: str) -> None:
    assert in_short(f"can do: {in_quotes(value)}").text == f"skill:{short}"


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_is_read_and_what_is_read_otherwise_is_told(text: str) -> None:
    found = in_short(text)
    assert bool(found.notes) == (found.text != text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("can mentor: accessibility", {"noor"}),
        ("can do: rust", {"teodor"}),
        ("speaks: Arabic", {"noor"}),
        ("speaks: polski", {"teodor"}),
        ("wants to learn: python", {"noor"}),
        ("likes: testing", {"noor"}),
        ("can mentor: rust", set()),
        ("screens can mentor: accessibility", {"noor"}),
    ],
)
def test_people_are_found_by_phrases(
    indexed: AppContext, sample: Sample, text: str, found: set[str]
) -> None:
    answer = search(indexed, SearchRequest(text, tab="people"))
    assert {each.card.handle for each in answer.people} == found
    assert answer.notes[0].startswith("We read “")


def test_a_cause_is_found_by_its_name(indexed: AppContext, sample: Sample) -> None:
    with indexed.transaction() as session:
        noor = session.get_one(Person, sample.people["noor"])
        noor.causes, noor.changed_at = ("climate",), indexed.clock.now()
    index_changes(indexed)
    request = SearchRequest("cares about: climate and water", tab="people")
    assert [each.card.handle for each in search(indexed, request).people] == ["noor"]


def test_a_phrase_that_finds_nobody_can_be_let_go_of(indexed: AppContext, sample: Sample) -> None:
    answer = search(indexed, SearchRequest("screens can mentor: rust", tab="people"))
    assert answer.widening is not None
    assert (answer.widening.request.text, answer.widening.results) == ("screens", 1)


def test_tasks_are_searched_by_the_words_as_they_are(indexed: AppContext, sample: Sample) -> None:
    assert not any(
        "We read" in note for note in search(indexed, SearchRequest("can do: bus")).notes
    )
