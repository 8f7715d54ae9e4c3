from dataclasses import replace

import pytest

from hub.matching.facts import Fit
from hub.matching.signals.moment import freshness
from tests.hub.matching.given import DAY, NAMES, NOOR, NOW, TASK
from tests.hub.matching.told import about, to


@pytest.mark.parametrize(
    ("state", "fit", "sentence"),
    [
        ("open", Fit.CLEAR, "This is open, last word 2 days ago."),
        ("quiet", Fit.PARTLY, "This is quiet, last word 2 days ago."),
        ("asleep", Fit.NOT_YET, "This is asleep, last word 2 days ago: ask before you start."),
        ("taken", Fit.NOT_YET, "This is not free now."),
        ("review", Fit.NOT_YET, "This is not free now."),
        ("unknown", Fit.UNKNOWN, "It is not known whether this is still free."),
        ("something new", Fit.UNKNOWN, "It is not known whether this is still free."),
    ],
)
def test_freshness_is_said_in_words(state: str, fit: Fit, sentence: str) -> None:
    task = replace(TASK, freshness=state, last_word_at=NOW - 2 * DAY)
    found = freshness(task, NOOR, now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, about(found)) == (fit, sentence)


def test_a_task_without_a_last_word_says_no_date() -> None:
    found = freshness(replace(TASK, freshness="open"), NOOR, now=NOW, names=NAMES)
    assert found is not None
    assert to(found) == "This is open."
