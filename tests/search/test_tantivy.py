"""The embedded engine: the contract, and what only an engine in a folder can get wrong."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.base import (
    Document,
    Filter,
    ResultPage,
    SearchQuery,
    Sort,
)
from search.errors import EngineUnavailable, IndexMissing
from search.tantivy import TantivyEngine, writing
from search.tantivy.storage import Storage
from tests.search.ability_contract import TANTIVY_LACKS, AbilityContract
from tests.search.contract import SCHEMA, SHELF, EngineContract, ask, document, ids

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    made = TantivyEngine(tmp_path / "index", patience_s=0.5)
    yield made
    made.close()


@pytest.fixture
def shelf(engine: TantivyEngine) -> TantivyEngine:
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, SHELF)
    return engine


@pytest.fixture
def other(tmp_path: Path) -> Iterator[TantivyEngine]:
    """Another engine over the same folder, as another process would have it."""
    made = TantivyEngine(tmp_path / "index", patience_s=0.5)
    yield made
    made.close()


class TestTantivy(EngineContract):
    """The contract, as it stands."""


class TestTantivyAbilities(AbilityContract):
    lacks = TANTIVY_LACKS


# Several processes


def test_other_reader_sees_what_was_committed(shelf: TantivyEngine, other: TantivyEngine) -> None:
    assert other.search(ask()).total == 4
    shelf.upsert(SCHEMA.name, [document(9, "Harbour")])
    assert ids(other.search(ask("harbour"))) == [9]


def test_other_reader_follows_a_rebuilt_index(shelf: TantivyEngine, other: TantivyEngine) -> None:
    assert other.search(ask()).total == 4
    shelf.rebuild(SCHEMA, [document(9, "Harbour")])
    assert ids(other.search(ask())) == [9]


def test_old_files_are_dropped_after_a_rebuild(shelf: TantivyEngine, tmp_path: Path) -> None:
    shelf.rebuild(SCHEMA, SHELF)
    assert len([path for path in (tmp_path / "index").iterdir() if path.is_dir()]) == 1


def test_second_writer_is_told_to_wait(shelf: TantivyEngine, other: TantivyEngine) -> None:
    def documents() -> Iterator[Document]:
        yield document(9, "Harbour")
        with pytest.raises(EngineUnavailable, match="Another process is writing"):
            other.upsert(SCHEMA.name, [document(8, "Late")])

    shelf.upsert(SCHEMA.name, documents())
    assert shelf.count(SCHEMA.name) == 5


def test_writers_take_turns_while_one_is_kept_open(
    shelf: TantivyEngine, other: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "KEPT_S", 1_000.0)
    for number in range(10, 20):
        first, second = (shelf, other) if number % 2 else (other, shelf)
        first.upsert(SCHEMA.name, [document(number, "Harbour")])
        second.upsert(SCHEMA.name, [document(number + 10, "Harbour")])
    assert shelf.search(ask("harbour")).total == 20


def test_writer_that_nobody_uses_is_closed(
    shelf: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "KEPT_S", 1_000.0)
    shelf.upsert(SCHEMA.name, [document(9, "Harbour")])
    storage = Storage(tmp_path / "index", SCHEMA.name)
    with pytest.raises(EngineUnavailable), storage.writing(patience_s=0.0):
        pass
    monkeypatch.setattr(writing, "KEPT_S", 0.1)
    with storage.writing(patience_s=5.0):
        assert shelf.count(SCHEMA.name) == 5


def test_rebuild_and_writing_take_turns(shelf: TantivyEngine, other: TantivyEngine) -> None:
    for engine in (shelf, other, shelf):
        engine.upsert(SCHEMA.name, [document(9, "Harbour")])
        engine.rebuild(SCHEMA, SHELF)
        engine.upsert(SCHEMA.name, [document(8, "Lamp")])
    assert shelf.count(SCHEMA.name) == other.count(SCHEMA.name) == 5


def test_many_threads_write_at_once(shelf: TantivyEngine) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(10, 40):
            pool.submit(shelf.upsert, SCHEMA.name, [document(number, "Harbour")])
    assert shelf.search(ask("harbour")).total == 30


def test_writer_that_failed_leaves_no_lock(shelf: TantivyEngine, other: TantivyEngine) -> None:
    def documents() -> Iterator[Document]:
        yield document(9, "Harbour")
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError) as caught:
        shelf.upsert(SCHEMA.name, documents())
    other.upsert(SCHEMA.name, [document(8, "Later")])
    assert (other.count(SCHEMA.name), caught.type) == (5, ConnectionError)


def test_only_searching_needs_no_preparing(shelf: TantivyEngine, other: TantivyEngine) -> None:
    assert ids(other.search(ask("archive"))) == [2]


def test_search_goes_on_after_closing(shelf: TantivyEngine) -> None:
    shelf.close()
    assert ids(shelf.search(ask("archive"))) == [2]


# Broken files


def test_broken_pointer_asks_for_a_rebuild(shelf: TantivyEngine, tmp_path: Path) -> None:
    (tmp_path / "index" / "books.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMissing, match="otdhub index rebuild"):
        shelf.search(ask())


def test_pointer_of_another_layout_asks_for_a_rebuild(shelf: TantivyEngine, tmp_path: Path) -> None:
    pointer = tmp_path / "index" / "books.json"
    found = json.loads(pointer.read_text(encoding="utf-8"))
    pointer.write_text(json.dumps({**found, "layout": 0}), encoding="utf-8")
    assert not shelf.is_current(SCHEMA)
    with pytest.raises(IndexMissing, match="another version"):
        shelf.search(ask())


def test_lost_files_make_the_engine_unwell(shelf: TantivyEngine, tmp_path: Path) -> None:
    shelf.search(ask())
    for path in (tmp_path / "index").glob("books-*/meta.json"):
        path.unlink()
    assert not shelf.healthy()


def test_broken_index_can_be_rebuilt(shelf: TantivyEngine, tmp_path: Path) -> None:
    for path in (tmp_path / "index").glob("books-*/meta.json"):
        path.write_text("broken", encoding="utf-8")
    assert shelf.rebuild(SCHEMA, SHELF) == 4


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from search.tantivy import TantivyEngine, writing
from search.tantivy.storage import Storage
from tests.search.ability_contract import TANTIVY_LACKS, AbilityContract
from tests.search.contract import SCHEMA, document
engine = TantivyEngine(Path(sys.argv[1]))
engine.prepare(SCHEMA)
batch = 0
while True:
    batch += 1
    rows = [document(number, f"Title {number}", f"batch{batch}") for number in range(50)]
    if batch % 3:
        engine.upsert(SCHEMA.name, rows)
    else:
        engine.rebuild(SCHEMA, rows)
    print(batch, flush=True)
"""


@pytest.mark.crash
@pytest.mark.parametrize("after", [1, 2, 4])
def test_killed_writer_leaves_a_whole_index(tmp_path: Path, after: int) -> None:
    folder = tmp_path / "index"
    child = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for _ in range(after):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()

    engine = TantivyEngine(folder)
    try:
        page = engine.search(ask("title", limit=100))
        assert page.total == 50
        # A batch is in the index as a whole or not at all.
        batches = {"".join(s.text for s in hit.highlights["body"]) for hit in page.hits}
        assert len(batches) == 1
        engine.upsert(SCHEMA.name, [document(99, "After the crash")])
        assert ids(engine.search(ask("crash"))) == [99]
    finally:
        engine.close()


# Rebuilt and incremental

WORDS = st.sampled_from(
    ["map", "climate", "network", "netwrok", "archive", "photo", "album", "東京"]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
DOCUMENTS = st.builds(
    lambda number, title, body, kind, day: document(
        number, title, body, kind=tuple(sorted(kind)), day=day
    ),
    st.integers(1, 12),
    TEXTS,
    TEXTS,
    st.sets(st.sampled_from(["code", "doc", "design"])),
    st.none() | st.integers(0, 30),
)
STEPS = st.lists(
    st.one_of(st.lists(DOCUMENTS, min_size=1, max_size=6), st.sets(st.integers(1, 12), max_size=3)),
    max_size=6,
)
QUERIES = (
    ask("map", facets=("kind",), limit=50),
    ask("clim", facets=("kind",), limit=50),
    ask("東京", limit=50),
    ask(facets=("kind",), filters=(Filter("kind", ("code",)),), limit=50),
)


def comparable(page: ResultPage) -> tuple[object, ...]:
    return sorted(ids(page)), page.total, dict(page.facets)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_incremental_index_equals_a_rebuilt_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[Document] | set[int]]
) -> None:
    incremental = TantivyEngine(tmp_path_factory.mktemp("incremental"))
    rebuilt = TantivyEngine(tmp_path_factory.mktemp("rebuilt"))
    rows: dict[int, Document] = {}
    incremental.prepare(SCHEMA)
    for step in steps:
        if isinstance(step, set):
            incremental.delete(SCHEMA.name, step)
            rows = {key: row for key, row in rows.items() if key not in step}
        else:
            incremental.upsert(SCHEMA.name, step)
            rows |= {row.id: row for row in step}
    rebuilt.rebuild(SCHEMA, rows.values())
    try:
        for query in QUERIES:
            assert comparable(incremental.search(query)) == comparable(rebuilt.search(query))
    finally:
        incremental.close()
        rebuilt.close()


# Counting


def test_many_matches_are_counted_from_a_sample_and_said_so(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.tantivy.facets.EXACT_UP_TO", 100)
    engine.prepare(SCHEMA)
    engine.upsert(
        SCHEMA.name, [document(number, "common", kind=("code",)) for number in range(2_000)]
    )
    page = engine.search(ask("common", facets=("kind",)))
    assert (page.total, page.is_total_exact) == (2_000, False)
    assert page.facets["kind"][0].count == pytest.approx(2_000, rel=0.2)
    assert page.facets["kind"][0].count % 100 == 0


def test_browsing_is_counted_exactly(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.tantivy.facets.EXACT_UP_TO", 100)
    engine.prepare(SCHEMA)
    engine.upsert(
        SCHEMA.name, [document(number, "common", kind=("code",)) for number in range(2_000)]
    )
    page = engine.search(SearchQuery(SCHEMA.name, facets=("kind",), sort=Sort("changed_at")))
    assert (page.is_total_exact, page.facets["kind"][0].count) == (True, 2_000)


def test_few_that_filters_leave_of_many_are_counted_exactly(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.tantivy.facets.EXACT_UP_TO", 100)
    engine.prepare(SCHEMA)
    kinds = [("code",) if number % 50 else ("design",) for number in range(2_000)]
    engine.upsert(
        SCHEMA.name, [document(number, "common", kind=kind) for number, kind in enumerate(kinds)]
    )
    page = engine.search(
        ask("common", filters=(Filter("kind", ("design",)),), facets=("language",))
    )
    assert (page.total, page.is_total_exact) == (40, True)
