"""Where a first pull by GraphQL stands can be written down, and read by REST too."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.github.graph_cursor import GraphCursor, Lane
from integrations.issue_cursor import IssueCursor, Mark, Phase
from tests.integrations.worlds import NOW

VALUES = b64encode(b"cursor:v2:[1]").decode()
FURTHER = b64encode(b"cursor:v2:[2]").decode()
POSITION = b64encode(b"cursor:100").decode()
LONG_AGO = int((NOW - timedelta(days=9)).timestamp())

instants = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
lanes = st.builds(
    Lane,
    after=st.sampled_from([VALUES, FURTHER]),
    since=st.one_of(st.none(), instants),
    seen=st.dictionaries(st.text("0123456789", min_size=1), st.integers(0, 2**40), max_size=3),
    pages=st.integers(0, 99),
)


def behind(lane: Lane, *marks: Mark, cursor: str | None = VALUES) -> Lane:
    return lane.behind(marks, next_cursor=cursor, answered_at=NOW)


@given(lanes, lanes, instants, instants)
def test_cursor_comes_back_as_it_was_written(
    open_lane: Lane, closed_lane: Lane, closed_since: datetime, started_at: datetime
) -> None:
    cursor = GraphCursor(closed_since, started_at, open_lane, closed_lane)
    assert GraphCursor.parse(str(cursor), now=NOW) == cursor


def test_rest_reads_where_the_open_lane_stands() -> None:
    lane = Lane(VALUES, NOW, {"7": 5})
    there = IssueCursor.parse(str(GraphCursor(NOW, NOW, open=lane)))
    assert (there.phase, there.since, dict(there.seen)) == (Phase.OPEN, NOW, {"7": 5})


def test_rest_reads_where_the_closed_lane_stands() -> None:
    since = NOW - timedelta(days=90)
    over, lane = Lane(is_over=True), Lane(VALUES)
    there = IssueCursor.parse(str(GraphCursor(since, NOW, open=over, closed=lane)))
    assert (there.phase, there.since, there.started_at) == (Phase.CLOSED, since, NOW)


def test_pull_that_is_over_is_watched_by_rest_from_before_its_start() -> None:
    over = Lane(is_over=True)
    text = str(GraphCursor(NOW, NOW, open=over, closed=over))
    there = IssueCursor.parse(text)
    assert (there.phase, there.since) == (Phase.WATCH, NOW - timedelta(minutes=1))
    assert there.is_at_rest
    assert GraphCursor.parse(text, now=NOW) is None


@pytest.mark.parametrize(
    "change",
    [
        {"open": {"seen": [1]}},
        {"open": {"since": "yesterday"}},
        {"open": {"pages": "many"}},
        {"open": 7},
        {"closed_since": None},
        {"started_at": None},
    ],
    ids=str,
)
def test_spoiled_part_is_left_to_rest(change: dict[str, object]) -> None:
    values = json.loads(str(GraphCursor(NOW, NOW, Lane(VALUES), Lane(VALUES))))
    values["graph"] |= change
    assert GraphCursor.parse(json.dumps(values), now=NOW) is None


@pytest.mark.parametrize("text", [None, "", "no cursor", "[]", '{"phase": "sideways"}'])
def test_unreadable_cursor_starts_anew(text: str | None) -> None:
    cursor = GraphCursor.parse(text, now=NOW)
    assert cursor is not None
    assert cursor.is_fresh
    assert cursor.closed_since == NOW - timedelta(days=90)


def test_lane_goes_on_behind_the_values_of_its_order() -> None:
    lane = behind(Lane(), Mark("1", LONG_AGO - 1), Mark("2", LONG_AGO))
    assert (lane.after, dict(lane.seen)) == (VALUES, {"2": LONG_AGO})


def test_lane_without_a_next_cursor_or_with_its_own_is_over() -> None:
    assert behind(Lane(), Mark("1", LONG_AGO), cursor=None).is_over
    assert behind(Lane(VALUES), Mark("1", LONG_AGO)).is_over


@pytest.mark.parametrize("cursor", [POSITION, "???", "", "é"])
def test_position_in_a_list_is_left_to_rest(cursor: str) -> None:
    lane = behind(Lane(), Mark("1", LONG_AGO), cursor=cursor)
    assert (lane.after, lane.is_over) == (None, False)
    assert "graph" not in str(GraphCursor(NOW, NOW, open=lane))


def test_list_that_runs_backwards_or_on_and_on_is_left_to_rest() -> None:
    back = behind(Lane(FURTHER, since=NOW), Mark("1", LONG_AGO))
    endless = behind(Lane(FURTHER, pages=10_000), Mark("1", LONG_AGO))
    assert (back.after, back.since) == (None, NOW)
    assert endless.after is None


def test_second_that_fills_several_pages_is_remembered_whole() -> None:
    lane = behind(Lane(), Mark("1", LONG_AGO))
    lane = behind(lane, Mark("2", LONG_AGO), cursor=FURTHER)
    assert dict(lane.seen) == {"1": LONG_AGO, "2": LONG_AGO}


def test_change_of_this_very_second_is_not_taken_for_settled() -> None:
    assert behind(Lane(), Mark("1", int(NOW.timestamp()))).seen == {}
