from dataclasses import replace

import pytest

from hub.matching.evidence import Evidence
from hub.matching.facts import Fit, PersonFacts, TaskFacts
from hub.matching.sentences import listed, say
from hub.matching.signals.skills import learning, project_skills, skills
from tests.hub.matching.given import NAMES, NOOR, NOW, TASK
from tests.hub.matching.told import about, to

RUST_AND_SQL = replace(TASK, skills=("rust", "sql"))


def knows(*keys: str) -> PersonFacts:
    return replace(NOOR, has=frozenset(keys))


def learns(*keys: str) -> PersonFacts:
    return replace(NOOR, learning=frozenset(keys))


def measure_skills(task: TaskFacts, person: PersonFacts) -> Evidence | None:
    return skills(task, person, now=NOW, names=NAMES)


def measure_project(task: TaskFacts, person: PersonFacts) -> Evidence | None:
    return project_skills(task, person, now=NOW, names=NAMES)


def measure_learning(task: TaskFacts, person: PersonFacts) -> Evidence | None:
    return learning(task, person, now=NOW, names=NAMES)


def test_all_skills_held_is_a_clear_fit() -> None:
    found = measure_skills(RUST_AND_SQL, knows("sql", "rust", "css"))
    assert found is not None
    assert (found.fit, found.value) == (Fit.CLEAR, 1.0)
    known = listed([NAMES.skill("rust"), NAMES.skill("sql")])
    assert found.sentence == say("skills-all", known=known)
    assert found.source == say("from-profile", name="Noor")


def test_a_skill_one_can_mentor_is_held() -> None:
    person = replace(NOOR, mentors=frozenset({"rust", "sql"}))
    found = measure_skills(RUST_AND_SQL, person)
    assert found is not None
    assert found.fit is Fit.CLEAR


def test_a_skill_that_is_close_counts_in_part_and_is_said() -> None:
    task = replace(RUST_AND_SQL, close_skills={"sql": {"css": "near", "go": "broader"}})
    found = measure_skills(task, knows("rust", "css"))
    assert found is not None
    assert (found.fit, found.value) == (Fit.PARTLY, 0.75)
    assert about(found) == "Knows Rust, and CSS, close to SQL, which this asks for."
    assert to(found) == "You know Rust, and CSS, close to SQL, which this asks for."


def test_close_skills_alone_speak_and_what_is_missing_is_still_said() -> None:
    close = {"css": "broader", "python": "narrower"}
    task = replace(RUST_AND_SQL, close_skills={"sql": close})
    found = measure_skills(task, knows("css", "python"))
    assert found is not None
    assert (found.fit, found.value) == (Fit.PARTLY, 0.4)
    assert about(found) == (
        "Knows CSS, close to SQL; has not listed Rust, which this also asks for."
    )


def test_half_of_the_skills_is_partly_and_names_the_other_half() -> None:
    found = measure_skills(RUST_AND_SQL, knows("rust"))
    assert found is not None
    assert (found.fit, found.value) == (Fit.PARTLY, 0.5)
    assert about(found) == "Knows Rust; has not listed SQL, which this also asks for."
    assert to(found) == "You know Rust; you have not listed SQL, which this also asks for."


def test_the_other_half_is_not_called_missing_while_it_is_being_learned() -> None:
    found = measure_skills(RUST_AND_SQL, replace(knows("rust"), learning=frozenset({"sql"})))
    assert found is not None
    assert to(found) == "You know Rust, a part of what this asks for."


def test_none_of_the_skills_is_not_yet() -> None:
    found = measure_skills(RUST_AND_SQL, knows("css"))
    assert found is not None
    assert (found.fit, found.value) == (Fit.NOT_YET, 0.0)
    assert to(found) == "You have not listed Rust or SQL, which this asks for."


def test_an_empty_profile_is_unknown_and_not_a_lack() -> None:
    for task in (RUST_AND_SQL, replace(TASK, project_skills=("rust",))):
        found = measure_skills(task, NOOR) or measure_project(task, NOOR)
        assert found is not None
        assert found.fit is Fit.UNKNOWN
        assert to(found) == "You have not listed any skill."


def test_a_task_without_skills_says_nothing() -> None:
    assert measure_skills(TASK, knows("rust")) is None


def test_a_language_of_the_project_counts_once_and_not_beside_the_task_itself() -> None:
    task = replace(TASK, skills=("rust",), project_skills=("rust", "css", "go", "sql"))
    assert measure_project(task, knows("rust")) is None
    found = measure_project(task, knows("rust", "css"))
    assert found is not None
    assert about(found) == "Knows CSS, which this project uses."
    assert found.value == pytest.approx(0.33)


def test_main_language_is_clear_and_a_side_language_partly() -> None:
    task = replace(TASK, project_skills=("python", "css"))
    main, side = measure_project(task, knows("python")), measure_project(task, knows("css"))
    assert main is not None
    assert side is not None
    assert (main.fit, side.fit) == (Fit.CLEAR, Fit.PARTLY)


def test_lacking_the_languages_is_said_only_where_the_task_names_no_skill() -> None:
    task = replace(TASK, project_skills=("python", "go"))
    found = measure_project(task, knows("icons"))
    assert found is not None
    assert about(found) == "Has not listed Python or Go, which this project uses."
    assert measure_project(replace(task, skills=("rust",)), knows("icons")) is None


def test_languages_of_the_project_say_nothing_about_work_that_is_no_programming() -> None:
    task = replace(TASK, kinds=("translation",), project_skills=("rust",))
    assert measure_project(task, knows("icons")) is None
    assert measure_learning(task, learns("rust")) is None


def test_learning_is_a_stretch_and_clear_where_somebody_helps() -> None:
    task = replace(TASK, skills=("rust",))
    alone = measure_learning(task, learns("rust"))
    newcomer = measure_learning(replace(task, is_newcomer_fit=True), learns("rust"))
    mentored = measure_learning(replace(task, has_mentor=True), learns("rust"))
    assert alone is not None
    assert newcomer is not None
    assert mentored is not None
    assert alone.value < newcomer.value < mentored.value == 1.0
    assert (alone.fit, mentored.fit) == (Fit.PARTLY, Fit.CLEAR)
    assert to(alone) == "You want to learn Rust: a stretch, as no mentor is named here."
    assert about(mentored) == "Wants to learn Rust, and a mentor is offered here."


def test_what_is_held_is_not_learned_too() -> None:
    person = replace(knows("rust"), learning=frozenset({"rust"}))
    assert measure_learning(replace(TASK, skills=("rust",)), person) is None
