from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.models import Freshness
from hub.normalise.freshness import (
    NOTHING_AROUND,
    OPEN_FOR,
    QUIET_FOR,
    FreshnessFacts,
    Surroundings,
    freshness_of,
)

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
    around: Surroundings = NOTHING_AROUND,
    now: datetime = NOW,
) -> FreshnessFacts:
    return freshness_of(
        is_open=is_open,
        assignees=assignees,
        linked_change_url=change,
        is_claimed=is_claimed,
        is_blocked=is_blocked,
        updated_at=now - silence,
        around=around,
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
    assert fresh(around=Surroundings(is_source_unread=True), assignees=("noor",)) == FreshnessFacts(
        Freshness.UNKNOWN
    )


def test_linked_change_is_a_review_also_if_somebody_is_assigned() -> None:
    facts = fresh(assignees=("noor",), change="https://x.example/1")
    assert facts == FreshnessFacts(Freshness.REVIEW)


def test_assigned_or_claimed_task_is_taken() -> None:
    assert fresh(assignees=("noor",)) == FreshnessFacts(Freshness.TAKEN)
    assert fresh(is_claimed=True) == FreshnessFacts(Freshness.TAKEN)


def test_claim_in_a_comment_holds_until_it_ends_and_then_the_silence_counts() -> None:
    until = Surroundings(claim_ends_at=NOW + TICK)
    assert fresh(around=until) == FreshnessFacts(Freshness.TAKEN, NOW + TICK)
    ended = Surroundings(claim_ends_at=NOW)
    assert fresh(around=ended) == FreshnessFacts(Freshness.OPEN, NOW + OPEN_FOR)


def test_assignment_outlasts_a_claim_and_a_label_too() -> None:
    until = Surroundings(claim_ends_at=NOW + TICK)
    assert fresh(assignees=("noor",), around=until) == FreshnessFacts(Freshness.TAKEN)
    assert fresh(is_claimed=True, around=until) == FreshnessFacts(Freshness.TAKEN, NOW + TICK)
    ended = Surroundings(claim_ends_at=NOW)
    assert fresh(is_claimed=True, around=ended) == FreshnessFacts(Freshness.TAKEN)


def test_nothing_is_free_in_an_archived_repository() -> None:
    assert fresh(around=Surroundings(is_archived=True)) == FreshnessFacts(Freshness.CLOSED)


def test_task_is_quiet_while_its_steward_is_away_and_open_from_the_day_of_return() -> None:
    away = Surroundings(back_at=NOW + timedelta(days=3))
    assert fresh(around=away) == FreshnessFacts(Freshness.QUIET, NOW + timedelta(days=3))
    back = Surroundings(back_at=NOW)
    assert fresh(around=back) == FreshnessFacts(Freshness.OPEN, NOW + OPEN_FOR)


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
        now=NOW,
    )
    assert facts == FreshnessFacts(Freshness.OPEN, None)


@given(
    updated_at=INSTANTS,
    now=INSTANTS,
    is_blocked=st.booleans(),
    around=st.builds(
        Surroundings, claim_ends_at=st.none() | INSTANTS, back_at=st.none() | INSTANTS
    ),
)
def test_state_holds_until_it_turns_and_not_a_moment_longer(
    updated_at: datetime, now: datetime, is_blocked: bool, around: Surroundings
) -> None:
    def at(instant: datetime) -> FreshnessFacts:
        return fresh(instant - updated_at, is_blocked=is_blocked, around=around, now=instant)

    here = at(now)
    if here.turns_at is None:
        assert here.state is Freshness.ASLEEP
        return
    assert here.turns_at > now
    assert at(here.turns_at - TICK) == here
    then = at(here.turns_at)
    # Who comes back to a task that was silent for a month finds it as quiet as before.
    assert then.state is not here.state or (then.state is Freshness.QUIET and then != here)
