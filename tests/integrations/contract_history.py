"""The contract of a forge that says what an account did: only for who asked, only what is public.

A subclass gives the fixture ``world``, as with :mod:`tests.integrations.contract`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.base import ContributionHistory
from integrations.errors import RateLimited, RecordGone
from integrations.records import AccountSpec, ContributionRecord, Page, WorkSort
from tests.integrations.history_worlds import (
    HIDDEN,
    LAMP,
    MIREMBE,
    NOOR,
    Deed,
    HistoryWorld,
    Place,
)
from tests.integrations.worlds import NOW

A_MINUTE = timedelta(minutes=1)
EVERY_SORT = [
    Deed(1, WorkSort.CHANGE),
    Deed(2, WorkSort.ISSUE, author=MIREMBE),
    Deed(3, WorkSort.REVIEW, author=MIREMBE),
]


def pages_of(
    world: HistoryWorld, account: AccountSpec = NOOR, cursor: str | None = None
) -> list[Page[ContributionRecord]]:
    """Read on from a cursor to the end."""
    assert isinstance(world.forge, ContributionHistory)
    return list(world.forge.contributions(account, cursor))


def found(pages: Iterable[Page[ContributionRecord]]) -> list[ContributionRecord]:
    """Give each thing once, as it came last."""
    return [*{done.remote_id: done for page in pages for done in page.records}.values()]


def titles(pages: Iterable[Page[ContributionRecord]]) -> list[str]:
    return sorted(done.title for done in found(pages))


def many(count: int) -> list[Deed]:
    start = NOW - timedelta(days=90)
    return [
        Deed(
            number,
            title=f"Mend lamp {number:03}",
            done_at=start + number * A_MINUTE,
            updated_at=start + number * A_MINUTE,
        )
        for number in range(1, count + 1)
    ]


class HistoryContract:
    """What an account did in public."""

    def test_change_is_read_as_it_stands(self, world: HistoryWorld) -> None:
        world.deeds.put(replace(EVERY_SORT[0], title="مصباح 🔦 <b>", text="It\r\nshines"))
        [done] = found(pages_of(world))
        assert (done.project_path, done.title, done.text) == (
            LAMP.path,
            "مصباح 🔦 <b>",
            "It\r\nshines",
        )
        assert (done.labels, done.languages, done.topics) == (
            ("bug",),
            LAMP.languages,
            LAMP.topics,
        )
        assert (done.sort, done.done_at) == (WorkSort.CHANGE, EVERY_SORT[0].done_at)
        assert done.repository_id == str(LAMP.number)
        assert done.url.startswith("https://")

    def test_every_sort_comes_as_what_it_is(self, world: HistoryWorld) -> None:
        for deed in EVERY_SORT:
            world.deeds.put(deed)
        world.deeds.put_own(NOOR, Place("noor/ferry", 90))
        done = found(pages_of(world))
        assert sorted(each.sort for each in done) == sorted(WorkSort)
        [own] = [each for each in done if each.sort is WorkSort.REPOSITORY]
        assert (own.project_path, own.title, own.repository_id) == ("noor/ferry", "ferry", "90")
        assert (own.languages, own.topics) == (LAMP.languages, LAMP.topics)

    def test_nothing_is_a_page_with_a_cursor(self, world: HistoryWorld) -> None:
        world.deeds.logins[NOOR.remote_id] = NOOR.login
        world.deeds.put(Deed(1, by=MIREMBE, author=MIREMBE))
        world.deeds.put(replace(Deed(2), is_done=False))
        pages = pages_of(world)
        assert found(pages) == []
        assert pages[-1].cursor

    def test_what_is_not_for_everyone_never_comes(self, world: HistoryWorld) -> None:
        for deed in EVERY_SORT:
            world.deeds.put(replace(deed, place=HIDDEN))
        world.deeds.put_own(NOOR, replace(HIDDEN, path="noor/secret", number=91))
        assert found(pages_of(world)) == []

    def test_what_is_not_done_does_not_come(self, world: HistoryWorld) -> None:
        for deed in EVERY_SORT:
            world.deeds.put(replace(deed, is_done=False))
        assert found(pages_of(world)) == []

    def test_a_look_at_ones_own_change_is_no_review(self, world: HistoryWorld) -> None:
        world.deeds.put(Deed(1, WorkSort.REVIEW))
        assert found(pages_of(world)) == []

    def test_what_others_did_does_not_come(self, world: HistoryWorld) -> None:
        world.deeds.put(EVERY_SORT[0])
        for deed in EVERY_SORT:
            world.deeds.put(
                replace(deed, number=deed.number + 50, by=MIREMBE, author=NOOR, title="Of others")
                if deed.sort is not WorkSort.CHANGE
                else replace(deed, number=51, by=MIREMBE, author=MIREMBE, title="Of others")
            )
        assert titles(pages_of(world)) == ["Mend the lamp"]

    def test_from_every_cursor_nothing_is_missing(self, world: HistoryWorld) -> None:
        for deed in many(130):
            world.deeds.put(deed)
        pages = pages_of(world)
        everything = titles(pages)
        assert everything == [f"Mend lamp {number:03}" for number in range(1, 131)]
        for number, page in enumerate(pages):
            rest = pages_of(world, cursor=page.cursor)
            assert titles([*pages[: number + 1], *rest]) == everything

    def test_many_that_changed_at_one_instant_all_come(self, world: HistoryWorld) -> None:
        for deed in many(130):
            world.deeds.put(replace(deed, updated_at=NOW - timedelta(days=50)))
        assert len(titles(pages_of(world))) == 130

    def test_what_was_begun_long_ago_and_is_done_now_comes_now(self, world: HistoryWorld) -> None:
        early = replace(Deed(1), is_done=False, updated_at=NOW - timedelta(days=300))
        world.deeds.put(early)
        for deed in many(60):
            world.deeds.put(replace(deed, number=deed.number + 10))
        cursor = pages_of(world)[-1].cursor

        later = NOW + timedelta(days=2)
        world.set_now(later)
        done_at = later - timedelta(hours=3)
        world.deeds.put(replace(early, is_done=True, done_at=done_at, updated_at=done_at))
        assert "Mend the lamp" in titles(pages_of(world, cursor=cursor))

    def test_reading_again_costs_little(self, world: HistoryWorld) -> None:
        for deed in many(120):
            world.deeds.put(deed)
        before = world.forge.requests_made()
        cursor = pages_of(world)[-1].cursor
        first = world.forge.requests_made() - before
        pages_of(world, cursor=cursor)
        assert world.forge.requests_made() - before - first <= 10

    def test_login_that_somebody_else_took_is_never_read(self, world: HistoryWorld) -> None:
        world.deeds.put(EVERY_SORT[0])
        stranger = AccountSpec("666", NOOR.login)
        world.deeds.put(
            replace(EVERY_SORT[0], number=9, by=stranger, author=stranger, title="Of a stranger")
        )
        world.deeds.hand_over(NOOR, stranger)
        try:
            read = titles(pages_of(world))
        except RecordGone:
            read = []
        assert "Of a stranger" not in read

    def test_account_that_is_not_there_is_told(self, world: HistoryWorld) -> None:
        with pytest.raises(RecordGone):
            pages_of(world, AccountSpec("4040", "nobody"))

    def test_login_that_is_no_name_is_asked_nothing(self, world: HistoryWorld) -> None:
        for login in ("noor is:private", "../noor", ""):
            with pytest.raises(RecordGone):
                pages_of(world, AccountSpec("4040", login))

    def test_reading_goes_on_where_a_limit_stopped_it(self, world: HistoryWorld) -> None:
        for deed in many(130):
            world.deeds.put(deed)
        pages: list[Page[ContributionRecord]] = []
        assert isinstance(world.forge, ContributionHistory)
        until = NOW + timedelta(hours=1)
        reading = world.forge.contributions(NOOR)
        pages.append(next(reading))
        world.limit(until)
        with pytest.raises(RateLimited) as limited:
            pages.extend(reading)
        assert limited.value.retry_at is not None

        world.heal()
        world.set_now(until + A_MINUTE)
        pages.extend(pages_of(world, cursor=pages[-1].cursor))
        assert len(titles(pages)) == 130
