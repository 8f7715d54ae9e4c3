from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.models import Freshness
from hub.normalise.freshness import OPEN_FOR, QUIET_FOR, FreshnessFacts, freshness_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
INSTANTS = st.integers(min_value=0, max_value=100 * 365 * 24 * 3600 * 1000).map(
    lambda milliseconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
)


def fresh(
    silence: timedelta = timedelta(0),
    *,
    is_open: bool = True,
    assignees: tuple[str, ...] = (),
    change: str | None = None,
    is_claimed: bool = False,
    is_blocked: bool = False,
    is_source_unread: bool = False,
    now: datetime = NOW,
) -> FreshnessFacts:
    return freshness_of(
        is_open=is_open,
        assignees=assignees,
        linked_change_url=change,
        is_claimed=is_claimed,
        is_blocked=is_blocked,
        updated_at=now - silence,
        is_source_unread=is_source_unread,
        now=now,
    )


def test_task_is_open_until_thirty_days_after_the_last_word() -> None:
    assert fresh(OPEN_FOR - TICK) == FreshnessFacts(Freshness.OPEN, NOW + TICK)
    assert fresh(OPEN_FOR).state is Freshness.QUIET


def test_task_is_quiet_until_a_year_after_the_last_word_then_asleep_for_good() -> None:
    assert fresh(QUIET_FOR - TICK) == FreshnessFacts(Freshness.QUIET, NOW + TICK)
    assert fresh(QUIET_FOR) == FreshnessFacts(Freshness.ASLEEP)


def test_closed_comes_before_everything() -> None:
    facts = fresh(is_open=False, assignees=("noor",), change="https://x.example/1")
    assert facts == FreshnessFacts(Freshness.CLOSED)


def test_unread_source_makes_an_open_task_unknown() -> None:
    assert fresh(is_source_unread=True, assignees=("noor",)) == FreshnessFacts(Freshness.UNKNOWN)


def test_linked_change_is_a_review_also_if_somebody_is_assigned() -> None:
    facts = fresh(assignees=("noor",), change="https://x.example/1")
    assert facts == FreshnessFacts(Freshness.REVIEW)


def test_assigned_or_claimed_task_is_taken() -> None:
    assert fresh(assignees=("noor",)) == FreshnessFacts(Freshness.TAKEN)
    assert fresh(is_claimed=True) == FreshnessFacts(Freshness.TAKEN)


def test_blocked_task_is_never_open() -> None:
    facts = fresh(is_blocked=True)
    assert facts == FreshnessFacts(Freshness.QUIET, NOW + QUIET_FOR)
    assert fresh(QUIET_FOR, is_blocked=True).state is Freshness.ASLEEP


def test_last_word_in_the_future_is_open() -> None:
    assert fresh(-timedelta(days=3)).state is Freshness.OPEN


def test_last_word_at_the_end_of_the_calendar_does_not_fail() -> None:
    facts = freshness_of(
        is_open=True,
        assignees=(),
        linked_change_url=None,
        is_claimed=False,
        is_blocked=False,
        updated_at=datetime.max.replace(tzinfo=UTC),
        is_source_unread=False,
        now=NOW,
    )
    assert facts == FreshnessFacts(Freshness.OPEN, None)


@given(updated_at=INSTANTS, now=INSTANTS, is_blocked=st.booleans())
def test_state_holds_until_it_turns_and_not_a_moment_longer(
    updated_at: datetime, now: datetime, is_blocked: bool
) -> None:
    def at(instant: datetime) -> FreshnessFacts:
        return fresh(instant - updated_at, is_blocked=is_blocked, now=instant)

    here = at(now)
    if here.turns_at is None:
        assert here.state is Freshness.ASLEEP
        return
    assert here.turns_at > now
    assert at(here.turns_at - TICK) == here
    assert at(here.turns_at).state is not here.state
