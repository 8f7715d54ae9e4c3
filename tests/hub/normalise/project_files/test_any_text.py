"""Whatever stands in a file: reading never raises, and every mistake has a line of the file."""

import json
from datetime import date, timedelta

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.normalise.project_files import NEEDS_FILE, read_project_file
from hub.normalise.project_files.needs import FILE_NAMES, NEED_NAMES
from hub.normalise.project_files.values import (
    FileReading,
    OwnWords,
    first_said,
    from_plain,
    to_plain,
)
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import skills
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import efforts, levels
from integrations.records import PROJECT_FILES

TODAY = date(2026, 11, 23)
NAMES = st.sampled_from(PROJECT_FILES)
TOKENS = st.sampled_from(
    ["- ", ": ", "\n", "  ", "\t", "[", "]", "{", "}", "&a", "*a", "!!str ", "'", '"', "|", ">",
     "#", "%", "---", "...", "? ", ",", "\\u", "\x00", "\ud800", "\u2028", "no", "1", *FILE_NAMES,
     *NEED_NAMES, "name", "description", "license", "contact", "developmentStatus"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "tags", "contact", "license", "status", "needs", "title",
                             "maintainer", "description", "labels", "ai", "en", "legal"]),
            inner, max_size=5,
        )
    ),
    max_leaves=20,
)  # fmt: skip


def read_soundly(name: str, text: str) -> FileReading:
    reading = read_project_file(name, text, today=TODAY)
    last_line = max(text.count("\n"), text.count("\r")) + 2
    for problem in reading.problems:
        assert 1 <= problem.line <= last_line
        assert problem.words.endswith((".", "?"))
        assert "\n" not in problem.words
        problem.words.encode()
    if not reading.is_readable:
        assert reading.problems
        assert reading.words == OwnWords()
    json.dumps(to_plain(reading.words)).encode()
    assert from_plain(to_plain(reading.words)) == reading.words
    return reading


@given(NAMES, st.text())
def test_any_text_is_read(name: str, text: str) -> None:
    read_soundly(name, text)


@given(NAMES, st.lists(TOKENS, max_size=40).map("".join))
@settings(max_examples=400)
def test_any_heap_of_signs_is_read(name: str, text: str) -> None:
    read_soundly(name, text)


@given(NAMES, JSON, st.booleans())
def test_any_value_where_another_is_meant_is_read(name: str, value: object, as_yaml: bool) -> None:
    read_soundly(name, yaml.safe_dump(value) if as_yaml else json.dumps(value, indent=1))


LINES = st.from_regex(r"[A-Za-zäß][A-Za-z0-9 :#'äß-]{0,40}[a-z]", fullmatch=True)
DAYS = st.dates(TODAY, TODAY + timedelta(days=900)).map(lambda day: day.isoformat())


def keys_of(things: object) -> st.SearchStrategy[str]:
    return st.sampled_from([getattr(each, "key", getattr(each, "code", "")) for each in things])  # type: ignore[attr-defined]


NEED = st.fixed_dictionaries(
    {"title": LINES},
    optional={
        "key": LINES, "what": LINES, "answers": LINES, "mentor": LINES, "expires_on": DAYS,
        "kinds": st.lists(keys_of(kinds()), unique=True, max_size=3),
        "skills": st.lists(keys_of(skills()), unique=True, max_size=3),
        "level": keys_of(levels()), "effort": keys_of(efforts()),
        "spoken": keys_of(spoken_languages()),
    },
)  # fmt: skip
FILE = st.fixed_dictionaries(
    {},
    optional={
        "listing": st.booleans(), "list_us": st.booleans(), "ai": LINES, "answers": LINES,
        "away_until": DAYS, "newcomers_a_month": st.integers(0, 1000),
        "labels": st.lists(LINES, unique=True, max_size=4), "needs": st.lists(NEED, max_size=3),
    },
)  # fmt: skip


@given(FILE)
def test_every_file_that_follows_the_format_is_read_whole(file: dict[str, object]) -> None:
    reading = read_soundly(NEEDS_FILE, yaml.safe_dump(file, allow_unicode=True))

    needs = file.get("needs", [])
    assert isinstance(needs, list)
    twice = [each for each in reading.problems if "has the key or title" in each.words]
    assert reading.problems == tuple(twice)
    assert len(reading.needs) + len(twice) == len(needs)
    assert reading.words.newcomers_a_month == file.get("newcomers_a_month")


def test_first_that_says_a_thing_counts_and_any_wish_not_to_be_listed() -> None:
    first = OwnWords(name="A", is_listed=True, labels=("x",))
    second = OwnWords(name="B", summary="said", is_listed=False)
    assert first_said((first, second)) == OwnWords(
        name="A", summary="said", is_listed=False, labels=("x",)
    )
    assert first_said(()) == OwnWords()


def test_words_of_another_version_are_read_as_far_as_they_are_known() -> None:
    assert from_plain({"name": "A", "colour": "red"}) == OwnWords(name="A")
