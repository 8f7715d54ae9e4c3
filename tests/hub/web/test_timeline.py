"""A source's thirty days: every state has its shape, and the sentence says the same."""

from datetime import date, timedelta

from hub.views.sources import DayOfSource
from hub.web.pages.timeline import HEIGHT, DayState, state_of, timeline

FIRST = date(2026, 11, 1)


def days(*counts: tuple[int, int, int]) -> tuple[DayOfSource, ...]:
    return tuple(
        DayOfSource(FIRST + timedelta(days=number), *each) for number, each in enumerate(counts)
    )


def test_each_state_is_told_from_what_the_pulls_of_a_day_did() -> None:
    found = [state_of(day) for day in days((1, 0, 9), (1, 1, 0), (0, 1, 1), (0, 0, 1), (0, 0, 0))]
    assert found == list(DayState)


def test_states_differ_in_shape_and_the_label_says_the_same() -> None:
    drawn = timeline(days((1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)))
    assert drawn is not None
    assert (drawn.width, drawn.height) == (24, HEIGHT)
    shapes = {path.partition("h")[2] for _, path in drawn.paths}
    assert len(shapes) == len(drawn.paths) == 5
    assert drawn.label == "Read on 2 of 5 days, in trouble on 2"


def test_source_without_pulls_has_no_drawing() -> None:
    assert timeline(days((0, 0, 0))) is None
    assert timeline(()) is None


def test_good_month_says_nothing_of_trouble() -> None:
    drawn = timeline(days(*[(3, 0, 0)] * 30))
    assert drawn is not None
    assert drawn.label == "Read on 30 of 30 days"
