from dataclasses import replace

from hub.matching.facts import Fit, SpeakingWork, WorkHere
from hub.matching.signals.history import done_here, experience, room, same_project, similar_work
from tests.hub.matching.given import NAMES, NOOR, NOW, TASK, past_work
from tests.hub.matching.told import about, source, to

RUST = replace(TASK, skills=("rust",))


def test_tasks_finished_with_the_skill_are_counted_over_12_months() -> None:
    past = (
        past_work(days_ago=20, skills=("rust",)),
        past_work(days_ago=300, skills=("rust", "css"), host="github.com"),
        past_work(days_ago=900, skills=("rust",), host="gitlab.com"),
        past_work(days_ago=5, skills=("css",)),
    )
    found = experience(RUST, replace(NOOR, past=past), now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.CLEAR
    assert about(found) == "Finished 2 tasks with Rust in the last 12 months."
    assert to(found) == "You finished 2 tasks with Rust in the last 12 months."
    assert source(found) == "Found on codeberg.org and github.com, shown with consent"


def test_old_work_is_partly_and_says_when_it_was() -> None:
    person = replace(NOOR, past=(past_work(days_ago=900, skills=("rust",)),))
    found = experience(RUST, person, now=NOW, names=NAMES)
    assert found is not None
    assert found.fit is Fit.PARTLY
    assert about(found) == "Finished 1 task with Rust, the last in June 2024."


def test_work_without_skills_is_counted_by_its_kind() -> None:
    task = replace(TASK, kinds=("translation",), project_skills=("rust",))
    person = replace(NOOR, past=(past_work(kinds=("translation",)),))
    found = experience(task, person, now=NOW, names=NAMES)
    assert found is not None
    assert to(found) == "You finished 1 task of translation in the last 12 months."


def test_no_past_work_is_no_signal_and_no_reproach() -> None:
    for signal in (experience, same_project, similar_work):
        assert signal(replace(RUST, repository="a/b"), NOOR, now=NOW, names=NAMES) is None


def test_work_in_the_same_repository_is_found_whatever_its_case() -> None:
    task = replace(TASK, repository="codeberg.org/noor/ferry")
    person = replace(NOOR, past=(past_work(project_path="Noor/Ferry", days_ago=3), past_work()))
    found = same_project(task, person, now=NOW, names=NAMES)
    assert found is not None
    assert about(found) == "Finished 2 tasks in this project, the last 3 days ago."


def test_the_same_path_on_another_host_is_another_project() -> None:
    task = replace(TASK, repository="github.com/noor/ferry")
    assert same_project(task, replace(NOOR, past=(past_work(),)), now=NOW, names=NAMES) is None


def test_recent_work_in_the_project_counts_more_than_old_work() -> None:
    task = replace(TASK, repository="codeberg.org/noor/ferry")
    recent, old = (
        same_project(task, replace(NOOR, past=(past_work(days_ago=d),)), now=NOW, names=NAMES)
        for d in (5, 800)
    )
    assert recent is not None
    assert old is not None
    assert recent.value > old.value > 0


def test_similar_work_names_the_most_similar_thing_with_its_source() -> None:
    task = replace(TASK, words="Timetables are unreadable when printed, stops overlap")
    past = (past_work("Draw ferry icons"), past_work("Printed timetables drop stops", days_ago=1))
    found = similar_work(task, replace(NOOR, past=past), now=NOW, names=NAMES)
    assert found is not None
    assert about(found) == ("Did something like it yesterday: “Printed timetables drop stops”.")
    assert source(found) == "Found on codeberg.org, shown with consent"


def test_words_that_stand_in_every_issue_make_nothing_similar() -> None:
    task = replace(TASK, words="Please fix this bug in the new version")
    person = replace(NOOR, past=(past_work("Fix the bug, please"),))
    assert similar_work(task, person, now=NOW, names=NAMES) is None


def test_similar_work_fades_with_its_age() -> None:
    task = replace(TASK, words="Timetable printing")
    recent, old = (
        similar_work(
            task,
            replace(NOOR, past=(past_work("Timetable in large print and braille", days_ago=d),)),
            now=NOW,
            names=NAMES,
        )
        for d in (5, 2000)
    )
    assert recent is not None
    assert old is not None
    assert recent.value > old.value


def speaking(title: str, value: float, *shared: str, days_ago: float = 10) -> SpeakingWork:
    return SpeakingWork(past_work(title, days_ago=days_ago), value, shared)


def test_done_here_names_what_speaks_and_what_it_shares() -> None:
    first = speaking("Print the stops", 0.2, "stops", "print")
    works = (first, speaking("Print a map", 0.1, "print", days_ago=1))
    here = WorkHere(0.2912, 1.0, 2, NOW, works)
    found = done_here(TASK, replace(NOOR, here=here), now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value, found.exact) == (Fit.PARTLY, 0.291, 0.2912)
    assert about(found) == (
        "Did “Print the stops” 10 days ago and “Print a map” yesterday here, "
        "with “stops” and “print” in common."
    )
    assert to(found).startswith("You did “Print the stops”")
    assert source(found) == "Found on codeberg.org, shown with consent"
    assert found.past == works


def test_done_here_says_so_where_nothing_stands_out_and_nothing_where_there_is_nothing() -> None:
    little, nothing = WorkHere(0.03, 1.0, 2, NOW), WorkHere(0.0002, 1.0, 2, NOW)
    found = done_here(TASK, replace(NOOR, here=little), now=NOW, names=NAMES)
    assert found is not None
    assert (found.fit, found.value) == (Fit.PARTLY, 0.03)
    assert "nothing like this stands out" in about(found)
    assert done_here(TASK, replace(NOOR, here=nothing), now=NOW, names=NAMES) is None
    assert done_here(TASK, NOOR, now=NOW, names=NAMES) is None


def test_room_is_what_nobody_else_mostly_does() -> None:
    here = WorkHere(0.2, 1.0, 2, NOW, others=0.1)
    free, taken, theirs = (
        room(TASK, replace(NOOR, here=replace(here, others=others)), now=NOW, names=NAMES)
        for others in (0.1, 0.8, 1.0)
    )
    assert free is not None
    assert taken is not None
    assert (free.fit, free.value) == (Fit.CLEAR, 0.9)
    assert (taken.fit, taken.value) == (Fit.PARTLY, 0.2)
    assert about(free) == to(free)
    assert to(free) == "Such work has no fixed hands here, so there is room for others."
    assert to(taken) == "Somebody else does most of such work here."
    assert theirs is None
    assert room(TASK, NOOR, now=NOW, names=NAMES) is None


def test_work_in_the_project_is_not_counted_twice_as_similar_work() -> None:
    task = replace(TASK, words="Print the stops of a ferry line")
    person = replace(NOOR, past=(past_work("Print the stops of a ferry line"),))
    assert similar_work(task, person, now=NOW, names=NAMES) is not None
    here = replace(person, here=WorkHere(0.2, 1.0, 1, NOW))
    assert similar_work(task, here, now=NOW, names=NAMES) is None
