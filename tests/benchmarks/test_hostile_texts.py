"""What the hostile benchmark asks: the same each time, and all that it is said to be."""

import unicodedata

from benchmarks.hostile_texts import MAKERS, hostile_texts

TEXTS = list(hostile_texts(len(MAKERS) * 6))


def test_texts_are_the_same_each_time_and_of_every_sort_in_turn() -> None:
    assert list(hostile_texts(len(TEXTS))) == TEXTS
    assert [name for name, _ in TEXTS[: len(MAKERS)]] == list(MAKERS)
    assert len({text for _, text in TEXTS}) > len(TEXTS) * 0.9


def test_every_text_can_be_sent() -> None:
    for _, text in TEXTS:
        assert text.encode().decode() == text


def test_sorts_are_what_they_are_called() -> None:
    by_name = dict(TEXTS)
    assert len(by_name["10,000 words"].split()) == 10_000
    assert len(by_name["a long word"]) >= 100
    assert any(unicodedata.category(sign) == "Cc" for sign in by_name["control signs"])
    turning = "".join(text for name, text in TEXTS if name == "turned around")
    assert "\u202e" in turning or "\u200f" in turning
