"""More of what was liked, said to the person alone."""

from dataclasses import replace

from hub.matching.signals.liking import liked
from tests.hub.matching.given import NAMES, NOOR, NOW, TASK
from tests.hub.matching.told import about, to

TIMETABLE = replace(TASK, title="Print the timetable of the northern ferry")


def test_a_task_like_one_that_was_liked_is_said_to_be_so() -> None:
    person = replace(NOOR, liked=("Seeds", "Print the timetable of the southern ferry"))
    found = liked(TIMETABLE, person, now=NOW, names=NAMES)
    assert found is not None
    assert to(found) == (
        "This is like “Print the timetable of the southern ferry”, which you liked."
    )
    assert 0.5 < found.value <= 1


def test_the_project_is_not_told_which_tasks_were_liked() -> None:
    person = replace(NOOR, liked=("Print the timetable of the southern ferry",))
    found = liked(TIMETABLE, person, now=NOW, names=NAMES)
    assert found is not None
    assert "southern" not in about(found)


def test_what_is_unlike_or_unsaid_makes_no_reason() -> None:
    assert liked(TIMETABLE, NOOR, now=NOW, names=NAMES) is None
    stranger = replace(NOOR, liked=("Translate the seed list to Polish",))
    assert liked(TIMETABLE, stranger, now=NOW, names=NAMES) is None
