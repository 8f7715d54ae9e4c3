"""Histories are kept, fitted anew when work changes, and never keep a page waiting."""

from collections.abc import Callable

import pytest

from hub.matching.facts import PastWork
from hub.matching.likeness import keeping
from hub.matching.likeness.keeping import HistoryKeeper
from tests.hub.matching.given import NOW, past_work

Finished = list[tuple[int, PastWork]]


def reader(count: int, reads: list[int]) -> Callable[[], Finished]:
    def read() -> Finished:
        reads.append(count)
        return [(n % 7, past_work(f"Print ferry {n}", days_ago=n)) for n in range(count)]

    return read


def test_what_has_not_changed_is_read_once() -> None:
    keeper, reads = HistoryKeeper(), list[int]()
    first = keeper.history("a/b", 1, reader(5, reads), now=NOW)
    assert keeper.history("a/b", 1, reader(5, reads), now=NOW) is first
    assert keeper.history("a/b", 2, reader(6, reads), now=NOW) is not first
    assert reads == [5, 6]


def test_a_large_history_is_first_given_in_part_then_in_whole() -> None:
    keeper, reads = HistoryKeeper(), list[int]()
    count = keeping.AT_ONCE + 20
    first = keeper.history("a/b", 1, reader(count, reads), now=NOW)
    keeper.wait()
    whole = keeper.history("a/b", 1, reader(count, reads), now=NOW)
    counts = [
        sum(work.count for n in made.people if (work := made.work_of(made.ask("ferry"), n)))
        for made in (first, whole)
    ]
    assert counts == [keeping.AT_ONCE, count]
    assert len(reads) == 1


def test_a_fit_that_was_overtaken_does_not_replace_what_is_newer() -> None:
    keeper, reads = HistoryKeeper(), list[int]()
    keeper.history("a/b", 1, reader(keeping.AT_ONCE + 50, reads), now=NOW)
    newer = keeper.history("a/b", 2, reader(3, reads), now=NOW)
    keeper.wait()
    assert keeper.history("a/b", 2, reader(3, reads), now=NOW) is newer


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 10)
    keeper, reads = HistoryKeeper(), list[int]()
    for number in range(3):
        keeper.history(f"a/{number}", 1, reader(4, reads), now=NOW)
    keeper.history("a/2", 1, reader(1, reads), now=NOW)
    assert reads == [4, 4, 4]
    keeper.history("a/0", 1, reader(2, reads), now=NOW)
    assert reads[-1] == 2


def test_a_history_larger_than_all_room_is_still_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 3)
    keeper, reads = HistoryKeeper(), list[int]()
    first = keeper.history("a/b", 1, reader(9, reads), now=NOW)
    assert keeper.history("a/b", 1, reader(9, reads), now=NOW) is first
