"""What tokens may still ask: kept by workers, read without asking."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.services.budgets import budgets, store_budgets
from hub.views.sources import BudgetView
from integrations.memory import MemoryForge
from integrations.records import Allowance, ForgeKind
from tests.conftest import Database

HOUR = timedelta(hours=1)


@pytest.fixture
def forge() -> MemoryForge:
    return MemoryForge(ForgeKind.GITHUB, "github.com")


def shown(
    database: Database, forge: MemoryForge, now: datetime, *told: Allowance
) -> tuple[BudgetView, ...]:
    forge.tell_budgets(*told)
    with database.transaction() as session:
        store_budgets(session, forge, now)
    with database.reading() as session:
        return budgets(session, now=now)


def test_budgets_are_told_by_token_and_resource(
    database: Database, forge: MemoryForge, now: datetime
) -> None:
    found = shown(
        database,
        forge,
        now,
        Allowance(2, 5000, 4000, now + HOUR, None, "graphql"),
        Allowance(1, 5000, 499, now + HOUR),
    )
    told = [(each.number, each.resource, each.left, each.is_low) for each in found]
    assert told == [(1, "core", 499, True), (2, "graphql", 4000, False)]
    assert {each.seen_at for each in found} == {now}


def test_of_one_window_the_smaller_number_counts_and_an_older_window_never(
    database: Database, forge: MemoryForge, now: datetime
) -> None:
    first = Allowance(1, 5000, 4000, now + HOUR)
    for told, left in (
        (first, 4000),
        (replace(first, left=4500, full_at=now + HOUR + timedelta(seconds=1)), 4000),
        (replace(first, left=3900), 3900),
        (replace(first, left=10, full_at=now), 3900),
        (replace(first, left=4999, full_at=now + 2 * HOUR), 4999),
    ):
        [found] = shown(database, forge, now, told)
        assert found.left == left


def test_budget_is_full_again_when_its_time_is_over(
    database: Database, forge: MemoryForge, now: datetime
) -> None:
    shown(database, forge, now, Allowance(0, 60, 0, now + HOUR))
    with database.reading() as session:
        [found] = budgets(session, now=now + HOUR)
    assert (found.left, found.full_at, found.is_low) == (60, None, False)


def test_token_that_was_not_used_for_a_week_is_forgotten(
    database: Database, forge: MemoryForge, now: datetime
) -> None:
    shown(database, forge, now, Allowance(3, 60, 5, now + HOUR))
    later = now + timedelta(days=8)
    other = Allowance(1, 60, 5, later + HOUR)
    assert [each.number for each in shown(database, forge, later, other)] == [1]


def test_looking_makes_no_request(database: Database, forge: MemoryForge, now: datetime) -> None:
    shown(database, forge, now, Allowance(1, 60, 5, now + HOUR))
    assert forge.requests_made() == 0
