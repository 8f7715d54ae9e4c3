"""What is left of tokens, and how many requests each thread made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from integrations.budgets import RequestCount, TokenBudgets
from integrations.records import Allowance
from tests.conftest import NOW

FULL_AT = NOW + timedelta(minutes=30)


def told(left: str, *, prefix: str = "x-ratelimit") -> dict[str, str]:
    return {
        f"{prefix}-remaining": left,
        f"{prefix}-limit": "5000",
        f"{prefix}-reset": str(int(FULL_AT.timestamp())),
    }


def test_budget_is_what_the_last_answer_said_until_it_is_full_again() -> None:
    budgets = TokenBudgets()
    untried = budgets.budget(NOW)

    budgets.remember(told("17"))

    assert budgets.budget(NOW) == 17
    assert budgets.budget(FULL_AT) == untried > 5000
    assert budgets.budget(NOW, "search") == untried


def test_both_ways_to_name_the_headers_are_read() -> None:
    budgets = TokenBudgets()

    budgets.remember(told("3", prefix="ratelimit"))

    assert budgets.allowances(1) == (Allowance(1, 5000, 3, FULL_AT, None, "core"),)


def test_headers_that_are_no_numbers_change_nothing() -> None:
    budgets = TokenBudgets()
    budgets.remember(told("17"))

    budgets.remember(told("many"))
    budgets.remember({})

    assert budgets.budget(NOW) == 17


def test_each_thread_counts_its_own_requests() -> None:
    count = RequestCount()
    count.add()

    def elsewhere() -> int:
        for _ in range(5):
            count.add()
        return count.made

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() == 5
    assert count.made == 1
