"""The judged sets are well formed, large enough, name what exists, and hold no copied text."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.relevance.judged import (
    FOLDER,
    HALVES,
    HIGHEST_GRADE,
    WAYS,
    JudgedQuery,
    JudgedSet,
    half_of,
    read_lines,
)

FILES = ("known_items.jsonl", "topical.jsonl")
FIELDS = {"id", "query", "tab", "how", "half", "judgements"}
# A title of a few words may well be typed; a run of eight is a text.
COPIED_WORDS = 8


@pytest.fixture(scope="module")
def judged() -> JudgedSet:
    return JudgedSet.load()


def rows_of(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return zip(*(words[place:] for place in range(COPIED_WORDS)), strict=False)


def test_there_are_enough_queries(judged: JudgedSet) -> None:
    assert len(judged.known_items) >= 220
    assert len(judged.topical) >= 110
    assert sum(query.tab == "tasks" for query in judged.known_items) >= 40


def test_every_way_of_asking_is_in_both_halves(judged: JudgedSet) -> None:
    for half in HALVES:
        counts = Counter(query.how for query in judged.of_halves((half,)).known_items)
        assert set(counts) == set(WAYS) - {"several_words"}
        assert counts["clean"] >= 30
        assert counts["typo_one"] >= 20


def test_ids_are_unique(judged: JudgedSet) -> None:
    ids = Counter(query.id for query in judged)
    assert [each for each, count in ids.items() if count > 1] == []


def test_no_query_stands_twice(judged: JudgedSet) -> None:
    asked = Counter((query.tab, query.query) for query in judged.known_items)
    asked += Counter((query.tab, query.query) for query in judged.topical)
    assert [each for each, count in asked.items() if count > 2] == []
    assert len({(each.tab, each.query) for each in judged.topical}) == len(judged.topical)


def test_halves_follow_from_the_ids_and_are_of_about_one_size(judged: JudgedSet) -> None:
    for queries in (judged.known_items, judged.topical):
        sizes = Counter(query.half for query in queries)
        assert all(query.half == half_of(query.id) for query in queries)
        assert min(sizes.values()) / len(queries) > 0.4


def test_known_items_are_all_of_the_highest_grade(judged: JudgedSet) -> None:
    grades = {grade for query in judged.known_items for grade in query.grades.values()}
    assert grades == {HIGHEST_GRADE}


@pytest.mark.parametrize("name", FILES)
def test_lines_hold_our_own_fields_and_addresses_alone(name: str) -> None:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert set(row) == FIELDS
        assert all(re.fullmatch(r"https?://\S+", address) for address in row["judgements"])


@pytest.mark.shared
def test_every_judged_address_is_in_the_data(judged: JudgedSet, shared_dir: Path) -> None:
    listed = {str(row["url"]) for row in rows_of(shared_dir / "data/catalog.jsonl.gz")}
    recorded = list(rows_of(shared_dir / "data/recorded/issues_corpus.jsonl.gz"))
    listed |= {f"https://github.com/{row['repo']}" for row in recorded}
    tasks = {str(row["url"]) for row in recorded if row["state"] == "open"}
    places = {"projects": listed, "tasks": tasks}
    missing = [
        (query.id, address)
        for query in judged
        for address in query.grades
        if address not in places[query.tab]
    ]
    assert missing == []


@pytest.mark.shared
def test_no_text_of_others_is_copied(shared_dir: Path) -> None:
    ours = {
        run
        for file in (*FILES, "README.md")
        for line in (FOLDER / file).read_text(encoding="utf-8").splitlines()
        for run in runs(json.loads(line)["query"] if file in FILES else line)
    }
    theirs = [
        str(row[name] or "")
        for row in rows_of(shared_dir / "data/catalog.jsonl.gz")
        for name in ("name", "description")
    ]
    theirs += [
        str(row[name] or "")
        for row in rows_of(shared_dir / "data/recorded/issues_corpus.jsonl.gz")
        for name in ("title", "body")
    ]
    assert [run for text in theirs for run in runs(text) if run in ours] == []


def a_line(**changes: object) -> str:
    row = {
        "id": "q-1",
        "query": "lamp",
        "tab": "projects",
        "how": "clean",
        "half": half_of("q-1"),
        "judgements": {"https://forge.example/lamp": 3},
    }
    return json.dumps(row | changes)


def test_line_becomes_a_query() -> None:
    (query,) = read_lines([a_line(judgements={"https://a": 3, "https://b": 3, "https://c": 1})])
    assert isinstance(query, JudgedQuery)
    assert query.wanted == {"https://a", "https://b"}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"tab": "people"}, "no tab"),
        ({"how": "loudly"}, "no way"),
        ({"half": "dev" if half_of("q-1") == "test" else "test"}, "by its id"),
        ({"judgements": {"https://a": 4}}, "0 to 3"),
        ({"judgements": {"https://a": 0}}, "measures nothing"),
    ],
)
def test_line_that_measures_nothing_right_is_refused(changes: dict[str, object], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        list(read_lines([a_line(**changes)]))
