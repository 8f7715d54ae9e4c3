"""The search server: the contract, and what only a server can get wrong."""

import re
import socket
from collections.abc import Iterator
from uuid import uuid4

import pytest
from meilisearch import Client

from search.base import Filter
from search.errors import EngineUnavailable, IndexMissing, QueryRefused
from search.meilisearch import MeilisearchEngine
from search.meilisearch.layout import DEEPEST
from search.meilisearch.server import Server
from tests.conftest import PROJECT_ROOT, skip_or_fail
from tests.meilisearch.server import MeilisearchServer, program
from tests.search.ability_contract import MEILISEARCH_LACKS, AbilityContract
from tests.search.contract import SCHEMA, SHELF, EngineContract, ask, document, ids, marked
from tests.search.lacking_contract import LackingContract
from tests.search.ranking_contract import RankingContract
from tests.search.slip_contract import SlipContract
from tests.search.synonym_contract import SYNONYMS, SynonymContract

# Long, so that a busy machine fails no test; what times out has a test of its own.
PATIENT_S = 20.0


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MeilisearchServer]:
    path = program()
    if path is None:
        skip_or_fail("Meilisearch is not installed: run `npm ci` in tests/meilisearch")
    assert path is not None
    folder = tmp_path_factory.mktemp("meilisearch")
    started = MeilisearchServer(path, folder, arguments=("--max-indexing-threads", "1"))
    try:
        yield started.start()
    finally:
        started.stop()


@pytest.fixture
def prefix() -> str:
    """Tests share the server, so each has indexes of its own."""
    return f"t{uuid4().hex[:10]}_"


@pytest.fixture
def engine(server: MeilisearchServer, prefix: str) -> Iterator[MeilisearchEngine]:
    made = MeilisearchEngine(server.url, server.key, timeout_s=PATIENT_S, prefix=prefix)
    yield made
    made.close()


@pytest.fixture
def other(server: MeilisearchServer, prefix: str) -> Iterator[MeilisearchEngine]:
    """Another engine over the same indexes, as another process would have it."""
    made = MeilisearchEngine(server.url, server.key, timeout_s=PATIENT_S, prefix=prefix)
    yield made
    made.close()


@pytest.fixture
def shelf(engine: MeilisearchEngine) -> MeilisearchEngine:
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, SHELF)
    return engine


@pytest.fixture
def direct(server: MeilisearchServer) -> Server:
    """The server without the engine, to bring it into states that the engine would not."""
    return Server(server.url, server.key, timeout_s=PATIENT_S, writing_timeout_s=PATIENT_S)


class TestMeilisearch(EngineContract):
    """The contract, as it stands."""


class TestMeilisearchAbilities(AbilityContract):
    lacks = MEILISEARCH_LACKS


# Several processes


def test_other_engine_finds_what_was_put_in(
    shelf: MeilisearchEngine, other: MeilisearchEngine
) -> None:
    assert ids(other.search(ask("archive"))) == [2]
    assert other.is_current(SCHEMA)


def test_generation_of_others_is_seen_after_a_second(
    shelf: MeilisearchEngine, server: MeilisearchServer, prefix: str
) -> None:
    seconds = [0.0]
    other = MeilisearchEngine(
        server.url, server.key, timeout_s=PATIENT_S, prefix=prefix, seconds=lambda: seconds[0]
    )
    before = other.generation(SCHEMA.name)
    shelf.upsert(SCHEMA.name, [document(9, "Harbour")])
    assert other.generation(SCHEMA.name) == before
    seconds[0] = 1.0
    assert other.generation(SCHEMA.name) != before


def test_hubs_with_other_prefixes_do_not_meet(
    shelf: MeilisearchEngine, server: MeilisearchServer, prefix: str
) -> None:
    other = MeilisearchEngine(server.url, server.key, timeout_s=PATIENT_S, prefix=f"{prefix}2_")
    with pytest.raises(IndexMissing):
        other.search(ask("archive"))


def test_nothing_is_left_beside_a_rebuilt_index(
    shelf: MeilisearchEngine, direct: Server, prefix: str
) -> None:
    shelf.rebuild(SCHEMA, SHELF)
    found = [one.uid for one in direct.indexes() if one.uid.startswith(prefix)]
    assert found == [f"{prefix}books"]


# What the server refuses, or does in silence


def test_task_that_failed_is_told(shelf: MeilisearchEngine, direct: Server, prefix: str) -> None:
    with pytest.raises(EngineUnavailable, match="did not do what it was asked"):
        direct.put(f"{prefix}books", [b'{"text_title": "without an id"}'])


def test_documents_make_no_index_by_themselves(
    engine: MeilisearchEngine, direct: Server, prefix: str
) -> None:
    with pytest.raises(IndexMissing, match="otdhub index rebuild"):
        engine.upsert(SCHEMA.name, SHELF)
    assert not [one for one in direct.indexes() if one.uid.startswith(prefix)]


def test_index_that_somebody_else_made_asks_for_a_rebuild(
    engine: MeilisearchEngine, direct: Server, prefix: str
) -> None:
    direct.make(f"{prefix}books", {"filterableAttributes": ["genre"]})
    assert not engine.is_current(SCHEMA)
    with pytest.raises(IndexMissing, match="another version"):
        engine.search(ask())


def test_wrong_key_is_told_without_showing_it(server: MeilisearchServer) -> None:
    engine = MeilisearchEngine(server.url, "a-wrong-key", timeout_s=PATIENT_S)
    with pytest.raises(EngineUnavailable, match="HUB_SEARCH_KEY") as caught:
        engine.search(ask())
    assert "a-wrong-key" not in str(caught.value)
    assert not engine.healthy()


# The key that docs/engines/meilisearch.md tells people to make.
KEY_ACTIONS = (
    "search",
    "documents.add",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "tasks.get",
)


def test_documented_key_may_do_all_that_the_hub_does(
    server: MeilisearchServer, prefix: str
) -> None:
    made = Client(server.url, server.key).create_key(
        {"actions": KEY_ACTIONS, "indexes": ["*"], "expiresAt": None}
    )
    engine = MeilisearchEngine(server.url, made.key, timeout_s=PATIENT_S, prefix=prefix)
    engine.prepare(SCHEMA)
    engine.rebuild(SCHEMA, SHELF)
    engine.delete(SCHEMA.name, [1])
    assert (engine.count(SCHEMA.name), engine.healthy()) == (3, True)
    assert engine.is_current(SCHEMA)


# The second key that the page tells of.
READ_ACTIONS = ("search", "indexes.get", "settings.get")


def test_questions_go_with_the_key_that_may_only_search(
    server: MeilisearchServer, prefix: str
) -> None:
    may_search = Client(server.url, server.key).create_key(
        {"actions": READ_ACTIONS, "indexes": ["*"], "expiresAt": None}
    )
    engine = MeilisearchEngine(
        server.url, server.key, read_key=may_search.key, timeout_s=PATIENT_S, prefix=prefix
    )
    engine.prepare(SCHEMA)
    engine.rebuild(SCHEMA, SHELF)
    assert engine.search(ask()).total == engine.count(SCHEMA.name) == len(SHELF)
    assert engine.is_current(SCHEMA)
    assert engine.healthy()
    assert engine.generation(SCHEMA.name)
    reader = MeilisearchEngine(server.url, may_search.key, timeout_s=PATIENT_S, prefix=prefix)
    assert reader.search(ask()).total == len(SHELF)
    with pytest.raises(EngineUnavailable, match="refused the key"):
        reader.delete(SCHEMA.name, [1])


def test_documented_key_is_the_tested_one() -> None:
    page = (PROJECT_ROOT / "docs" / "engines" / "meilisearch.md").read_text(encoding="utf-8")
    assert all(f'"{action}"' in page for action in KEY_ACTIONS)
    assert ", ".join(f'"{action}"' for action in READ_ACTIONS) in page


# Without a server


def test_server_that_is_gone_is_told_in_a_sentence() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    engine = MeilisearchEngine(url, "secret-of-the-test")
    with pytest.raises(EngineUnavailable, match=f"{re.escape(url)} cannot be reached") as caught:
        engine.search(ask())
    assert "secret-of-the-test" not in str(caught.value)
    assert not engine.healthy()


def test_server_that_says_nothing_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        engine = MeilisearchEngine(url, "", timeout_s=0.05)
        with pytest.raises(EngineUnavailable, match="did not answer in time"):
            engine.generation(SCHEMA.name)


@pytest.mark.parametrize(
    "url", ["", "localhost:7700", "ftp://example.org", "file:///etc/passwd", "http://", "http:///x"]
)
def test_address_must_be_http(url: str) -> None:
    with pytest.raises(ValueError, match="HUB_SEARCH_URL"):
        MeilisearchEngine(url, "key")


def test_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="HUB_SEARCH_KEY") as caught:
        MeilisearchEngine("https://me:hidden@example.org", "key")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("key", ["hidden\n", "hid den", "hidden\x00", "hiddén"])
def test_key_that_cannot_be_sent_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ValueError, match="HUB_SEARCH_KEY") as caught:
        MeilisearchEngine("http://127.0.0.1:7700", key)
    assert key.strip() not in str(caught.value)


# Words as this engine reads them


def test_marks_cannot_be_forged(engine: MeilisearchEngine) -> None:
    engine.prepare(SCHEMA)
    engine.upsert(SCHEMA.name, [document(1, "\ue000forged\ue001 needle")])
    assert marked(engine.search(ask("needle")).hits[0].highlights["title"]) == ["needle"]


def test_filter_does_not_widen_a_question(shelf: MeilisearchEngine) -> None:
    page = shelf.search(ask("climate archive", filters=(Filter("kind", ("design",)),)))
    assert (page.total, page.is_total_exact) == (0, True)


def test_widened_question_says_that_its_count_is_about(shelf: MeilisearchEngine) -> None:
    page = shelf.search(ask("photo xylophone", facets=("kind",)))
    assert (ids(page), page.is_total_exact) == ([4], False)
    assert [one.value for one in page.facets["kind"]] == ["doc"]


def test_many_excluded_words_all_count(shelf: MeilisearchEngine) -> None:
    unheard = tuple(f"unheard{number}" for number in range(20))
    assert ids(shelf.search(ask("climate", excluded=(*unheard, "archive")))) == [1]


class TestMeilisearchSynonyms(SynonymContract):
    @pytest.fixture
    def engine(self, server: MeilisearchServer, prefix: str) -> Iterator[MeilisearchEngine]:
        made = MeilisearchEngine(
            server.url, server.key, timeout_s=PATIENT_S, prefix=prefix, synonyms=SYNONYMS
        )
        yield made
        made.close()


class TestMeilisearchRanking(RankingContract):
    pass


class TestMeilisearchSlips(SlipContract):
    pass


class TestMeilisearchLacking(LackingContract):
    pass


def test_more_documents_than_can_be_looked_through_are_counted(engine: MeilisearchEngine) -> None:
    engine.rebuild(SCHEMA, (document(number, "Map") for number in range(1, DEEPEST + 501)))

    assert engine.count(SCHEMA.name) == DEEPEST + 500
    assert engine.search(ask("map ")).total == DEEPEST + 500
    with pytest.raises(QueryRefused):
        engine.search(ask("map ", offset=DEEPEST))
