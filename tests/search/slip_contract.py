"""What every engine must find in spite of a slip: each kind of slip, in each word of some names.

The kinds were counted over names of the catalogue (``python -m benchmarks.relevance.slips``), the
names here are made up.
"""

from collections.abc import Callable, Iterator

import pytest

from search.base import Document, IndexSchema, SearchEngine, SearchQuery, TextField
from tests.search.contract import ids

NAMES = IndexSchema(
    name="names",
    version=1,
    text=(
        TextField("title", 3.0, is_highlighted=True),
        TextField("spellings", 2.0, is_name=True),
        TextField("body", 1.0),
    ),
)
# Each with the other ways to write it.
WRITTEN = {
    "Harbour Lanterns": "harbourlanterns",
    "Tidal Almanac": "tidalalmanac",
    "OrchardLedger": "orchard ledger",
    "Kelp2Chart": "kelp2 chart",
    "Oven4Bread": "oven4 bread",
    "Überland Busse": "uberlandbusse",
    "Granite Kites": "granitekites",
}
PLAIN = ("harbour lanterns", "tidal almanac", "überland busse", "granite kites")

Slip = Callable[[str, int], str]
# What happens to the letter at a place, from the second on.
SLIPS: dict[str, Slip] = {
    "two letters change places": lambda word, at: (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    ),
    "a letter is left out": lambda word, at: word[:at] + word[at + 1 :],
    "a letter is doubled": lambda word, at: word[:at] + word[at] + word[at:],
    "a letter is another": lambda word, at: word[:at] + "x" + word[at + 1 :],
    "a letter is too many": lambda word, at: word[:at] + "x" + word[at:],
}


class SlipContract:
    """Subclass it with a fixture ``engine`` that gives an engine without any index."""

    @pytest.fixture
    def names(self, engine: SearchEngine) -> SearchEngine:
        engine.prepare(NAMES)
        engine.upsert(NAMES.name, _documents())
        return engine

    @pytest.mark.parametrize("kind", SLIPS)
    def test_slip_in_one_word_is_forgiven(self, names: SearchEngine, kind: str) -> None:
        typed = [
            (name, name.replace(word, SLIPS[kind](word, at)))
            for name in PLAIN
            for word in name.split()
            for at in range(2, len(word))
        ]
        assert not _missed(names, typed)

    @pytest.mark.parametrize("kind", SLIPS)
    def test_slip_in_words_written_as_one_is_forgiven(self, names: SearchEngine, kind: str) -> None:
        joined = [(name, name.replace(" ", "").replace("ü", "u")) for name in PLAIN]
        typed = [(name, SLIPS[kind](word, at)) for name, word in joined for at in (3, 6, 9)]
        assert not _missed(names, typed)

    @pytest.mark.parametrize("kind", SLIPS)
    def test_slip_in_a_word_written_as_two_is_forgiven(
        self, names: SearchEngine, kind: str
    ) -> None:
        typed = [("orchardledger", f"{SLIPS[kind]('orchard', at)} ledger") for at in (2, 4, 6)]
        assert not _missed(names, typed)

    @pytest.mark.parametrize("name", ["kelp2chart", "oven4bread"])
    @pytest.mark.parametrize("kind", SLIPS)
    def test_slip_in_a_name_with_a_digit_is_forgiven(
        self, names: SearchEngine, name: str, kind: str
    ) -> None:
        assert not _missed(names, [(name, SLIPS[kind](name, at)) for at in (2, 6, 8)])

    def test_accent_left_out_is_forgiven_beside_a_slip(self, names: SearchEngine) -> None:
        assert not _missed(names, [("überland busse", "uberlnad busse")])


def _documents() -> Iterator[Document]:
    for number, (title, spellings) in enumerate(WRITTEN.items(), start=1):
        yield Document(number, {"title": title, "spellings": spellings, "body": "a quiet page"})


def _missed(engine: SearchEngine, typed: list[tuple[str, str]]) -> list[str]:
    """List what does not lead to its name first."""
    wanted = {title.lower(): number for number, title in enumerate(WRITTEN, start=1)}
    return [
        words
        for name, words in typed
        if ids(engine.search(SearchQuery(NAMES.name, f"{words} ")))[:1] != [wanted[name]]
    ]
