from dataclasses import replace
from decimal import Decimal
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.facts import Fit, PersonFacts, Suggestion, TaskFacts
from hub.matching.scoring import order_people, rank_people, rank_tasks, score, told, weigh_people
from hub.matching.signals import OF_THE_TASK, SIGNALS
from hub.matching.weights import WEIGHTS
from tests.hub.matching.given import (
    CAUSES,
    KINDS,
    NAMES,
    NOOR,
    NOW,
    SKILLS,
    SPOKEN,
    TASK,
    past_work,
    patient,
    people,
    tasks,
)
from tests.hub.matching.told import about, to

FIT_ORDER = (Fit.CLEAR, Fit.PARTLY, Fit.NOT_YET, Fit.UNKNOWN)
ROUNDING = 1e-9


def scored(task: TaskFacts, person: PersonFacts) -> Suggestion:
    suggestion = score(task, person, now=NOW, names=NAMES)
    assert suggestion is not None
    return suggestion


def open_door(person: PersonFacts) -> PersonFacts:
    return replace(person, never=frozenset(), never_projects=frozenset())


def test_every_signal_has_a_weight_with_its_reason_and_no_weight_is_left_over() -> None:
    assert set(WEIGHTS.table) == set(SIGNALS)
    assert all(weight.points > 0 and weight.because for weight in WEIGHTS.table.values())


@patient
@given(tasks, people)
def test_score_is_exactly_the_sum_of_its_reasons(task: TaskFacts, person: PersonFacts) -> None:
    suggestion = scored(task, open_door(person))
    assert suggestion.score == sum(reason.weight * reason.value for reason in suggestion.reasons)


@patient
@given(tasks, people)
def test_what_is_measured_is_told_and_counts_for_as_much(
    task: TaskFacts, person: PersonFacts
) -> None:
    [weighed] = weigh_people(task, [open_door(person)], now=NOW, names=NAMES, limit=1)
    suggestion = told(weighed)
    counted = {name: points for name, points in weighed.points.items() if points}
    assert counted == {r.signal: r.weight * r.value for r in suggestion.reasons if r.value}
    assert isclose(weighed.score, suggestion.score, abs_tol=ROUNDING)


@patient
@given(tasks, people, people)
def test_signals_of_the_task_alone_say_the_same_to_everybody(
    task: TaskFacts, one: PersonFacts, other: PersonFacts
) -> None:
    for name in OF_THE_TASK:
        said = [SIGNALS[name](task, each, now=NOW, names=NAMES) for each in (one, other)]
        heard = [each and (each.fit, each.value, each.sentence, each.source) for each in said]
        assert heard[0] == heard[1], name


@patient
@given(tasks, people)
def test_shown_numbers_add_up_to_the_shown_score(task: TaskFacts, person: PersonFacts) -> None:
    suggestion = scored(task, open_door(person))
    shown = (Decimal(f"{reason.weight * reason.value:.2f}") for reason in suggestion.reasons)
    assert f"{suggestion.score:.2f}" == f"{sum(shown, Decimal(0)):.2f}"
    for reason in suggestion.reasons:
        exact = Decimal(round(reason.weight)) * Decimal(f"{reason.value:.3f}")
        assert exact == Decimal(f"{reason.weight * reason.value:.2f}")


@patient
@given(tasks, people)
def test_reasons_are_whole_sentences_with_values_from_0_to_1(
    task: TaskFacts, person: PersonFacts
) -> None:
    for reason in scored(task, open_door(person)).reasons:
        assert 0.0 <= reason.value <= 1.0
        assert reason.value == round(reason.value, 3 if reason.weight % 10 == 0 else 2)
        assert reason.weight == WEIGHTS.points(reason.signal)
        for sentence in (about(reason), to(reason)):
            assert sentence[0].isupper()
            assert sentence.endswith((".", "…”."))
            assert "  " not in sentence
        if reason.fit in (Fit.NOT_YET, Fit.UNKNOWN):
            assert reason.value < 0.5


@patient
@given(tasks, people)
def test_reasons_stand_clear_first_then_partly_not_yet_and_not_known(
    task: TaskFacts, person: PersonFacts
) -> None:
    order = [FIT_ORDER.index(reason.fit) for reason in scored(task, open_door(person)).reasons]
    assert order == sorted(order)


@patient
@given(tasks, people)
def test_a_pair_is_scored_the_same_again(task: TaskFacts, person: PersonFacts) -> None:
    assert score(task, person, now=NOW, names=NAMES) == score(task, person, now=NOW, names=NAMES)


@patient
@given(tasks, people, st.sampled_from(SKILLS))
def test_having_one_more_skill_never_lowers_the_score(
    task: TaskFacts, person: PersonFacts, skill: str
) -> None:
    person = open_door(person)
    more = replace(person, has=person.has | {skill}, learning=person.learning - {skill})
    assert scored(task, more).score >= scored(task, person).score - ROUNDING


@patient
@given(tasks, people, st.sampled_from(SKILLS))
def test_wanting_to_learn_one_more_skill_never_lowers_the_score(
    task: TaskFacts, person: PersonFacts, skill: str
) -> None:
    person = open_door(person)
    more = replace(person, learning=person.learning | {skill})
    assert scored(task, more).score >= scored(task, person).score - ROUNDING


@patient
@given(tasks, people, st.sampled_from(KINDS), st.sampled_from(SPOKEN), st.sampled_from(CAUSES))
def test_one_more_wish_never_lowers_the_score(
    task: TaskFacts, person: PersonFacts, kind: str, code: str, cause: str
) -> None:
    person = open_door(person)
    for more in (
        replace(person, kinds=(*person.kinds, kind)),
        replace(person, spoken=(*person.spoken, code)),
        replace(person, causes=(*person.causes, cause)),
    ):
        assert scored(task, more).score >= scored(task, person).score - ROUNDING


@patient
@given(tasks, people, st.floats(0, 50))
def test_more_hours_never_lower_the_score(
    task: TaskFacts, person: PersonFacts, more_hours: float
) -> None:
    person = open_door(person)
    more = replace(person, hours_per_week=(person.hours_per_week or 0.01) + more_hours)
    assert scored(task, more).score >= scored(task, person).score - ROUNDING


@patient
@given(tasks, people, people)
def test_more_past_work_never_lowers_the_score(
    task: TaskFacts, person: PersonFacts, other: PersonFacts
) -> None:
    person = open_door(person)
    more = replace(person, past=(*person.past, *other.past))
    assert scored(task, more).score >= scored(task, person).score - ROUNDING


@patient
@given(tasks, people)
def test_saying_nothing_costs_no_more_than_saying_no(task: TaskFacts, person: PersonFacts) -> None:
    silent = PersonFacts(person_id=1, name="Noor")
    for reason in scored(task, silent).reasons:
        if reason.fit is Fit.UNKNOWN:
            assert reason.value == 0.0
    assert scored(task, silent).score <= scored(task, open_door(person)).score + ROUNDING


@patient
@given(tasks, people)
def test_only_what_a_person_ruled_out_shuts_the_door(task: TaskFacts, person: PersonFacts) -> None:
    said_never = bool(person.never or task.project_slug in person.never_projects)
    assert score(task, person, now=NOW, names=NAMES) is not None or said_never


def test_a_missing_skill_is_said_and_does_not_shut_the_door() -> None:
    suggestion = scored(replace(TASK, skills=("rust",)), replace(NOOR, has=frozenset({"css"})))
    assert [about(r) for r in suggestion.reasons if r.fit is Fit.NOT_YET] == [
        "Has not listed Rust, which this asks for."
    ]


def test_a_skill_of_the_task_that_is_never_wanted_shuts_the_door() -> None:
    task = replace(TASK, skills=("rust", "sql"))
    assert score(task, replace(NOOR, never=frozenset({"sql"})), now=NOW, names=NAMES) is None


def test_a_project_that_is_never_wanted_shuts_the_door() -> None:
    person = replace(NOOR, never_projects=frozenset({"ferry"}))
    assert score(TASK, person, now=NOW, names=NAMES) is None


def test_main_language_of_the_project_shuts_the_door_where_the_task_names_no_skill() -> None:
    task = replace(TASK, kinds=("code",), project_skills=("python", "css"))
    never_python, never_css = (replace(NOOR, never=frozenset({s})) for s in ("python", "css"))
    assert score(task, never_python, now=NOW, names=NAMES) is None
    assert score(task, never_css, now=NOW, names=NAMES) is not None
    translation = replace(task, kinds=("translation",))
    assert score(translation, never_python, now=NOW, names=NAMES) is not None


def test_people_are_ranked_by_score_and_ties_by_id() -> None:
    task = replace(TASK, skills=("rust",))
    knows = frozenset({"rust"})
    crowd = [
        replace(NOOR, person_id=9),
        replace(NOOR, person_id=7, has=knows),
        replace(NOOR, person_id=3, has=knows),
        replace(NOOR, person_id=5, never=knows),
        replace(NOOR, person_id=2),
    ]
    ranked = rank_people(task, crowd, now=NOW, names=NAMES, limit=3)
    assert [suggestion.person_id for suggestion in ranked] == [3, 7, 2]


@patient
@given(tasks, st.lists(people, max_size=6, unique_by=lambda p: p.person_id), st.randoms())
def test_order_of_people_does_not_hang_on_the_order_they_came_in(
    task: TaskFacts, crowd: list[PersonFacts], random: "object"
) -> None:
    ranked = rank_people(task, crowd, now=NOW, names=NAMES, limit=9)
    assert rank_people(task, reversed(crowd), now=NOW, names=NAMES, limit=9) == ranked


@patient
@given(tasks, st.lists(people, max_size=6, unique_by=lambda p: p.person_id))
def test_sentences_are_made_later_without_any_other_result(
    task: TaskFacts, crowd: list[PersonFacts]
) -> None:
    ranked = rank_people(task, crowd, now=NOW, names=NAMES, limit=4)
    weighed = weigh_people(task, crowd, now=NOW, names=NAMES, limit=4)
    assert [told(each) for each in weighed] == ranked
    assert order_people(task, crowd, now=NOW, names=NAMES, limit=4) == [
        each.person_id for each in ranked
    ]


def test_tasks_are_ranked_by_score_and_ties_by_id() -> None:
    person = replace(NOOR, has=frozenset({"rust"}))
    pile = [
        replace(TASK, task_id=4, skills=("sql",)),
        replace(TASK, task_id=8, skills=("rust",)),
        replace(TASK, task_id=6, skills=("rust",)),
    ]
    ranked = rank_tasks(person, pile, now=NOW, names=NAMES, limit=2)
    assert [suggestion.task_id for suggestion in ranked] == [6, 8]


def test_tasks_of_declined_kinds_alone_stand_last() -> None:
    declined = frozenset({"a11y"})
    person = replace(NOOR, has=frozenset({"svg"}), kinds=("design", "doc"), declined_kinds=declined)
    tasks = [
        replace(TASK, task_id=number, kinds=kinds, skills=skills)
        for number, kinds, skills in (
            (1, ("a11y",), ("svg",)),
            (2, ("code",), ("cobol",)),
            (3, ("a11y", "doc"), ("svg",)),
        )
    ]
    ranked = rank_tasks(person, tasks, now=NOW, names=NAMES, limit=3)
    assert [each.task_id for each in ranked] == [3, 2, 1]
    assert ranked[2].score > ranked[1].score


def test_earlier_work_in_the_same_place_raises_a_person_above_a_stranger() -> None:
    task = replace(TASK, repository="codeberg.org/noor/ferry")
    assert scored(task, replace(NOOR, past=(past_work(),))).score > scored(task, NOOR).score
