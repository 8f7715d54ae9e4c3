"""Projects for a person: the score is the sum of its reasons, and nothing that fits lowers it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hub.matching.facts import Fit, PersonFacts
from hub.matching.pace import Pace
from hub.matching.project_facts import FittingTask, ProjectFacts, ProjectSuggestion
from hub.matching.projects import rank_projects, score_project
from hub.matching.signals.projects import PROJECT_SIGNALS
from hub.matching.weights import PROJECT_WEIGHTS
from tests.hub.matching.given import (
    CAUSES,
    DAY,
    KINDS,
    NAMES,
    NOOR,
    NOW,
    PLACES,
    SKILLS,
    SPOKEN,
    past_work,
    patient,
    people,
    several,
)
from tests.hub.matching.told import about, to

ROUNDING = 1e-9
FERRY = ProjectFacts(project_id=1, slug="ferry", name="Ferry")
PLACE = frozenset({"codeberg.org/noor/ferry"})

numbers = st.integers(0, 30)
instants = st.integers(0, 4000).map(lambda days: NOW - days * DAY)
fitting_tasks = st.lists(
    st.builds(
        FittingTask,
        st.integers(1, 99),
        st.sampled_from(("Print a timetable", " ", "ﷺ")),
        st.floats(0, 160),
    ),
    max_size=5,
).map(tuple)
projects = st.builds(
    ProjectFacts,
    project_id=st.integers(1, 99),
    slug=st.sampled_from(("ferry", "seeds")),
    name=st.just("Ferry"),
    skills=several(SKILLS),
    causes=several(CAUSES),
    kinds=st.dictionaries(st.sampled_from(KINDS), st.integers(1, 9)),
    spoken=st.none() | st.sampled_from(SPOKEN),
    free_tasks=numbers,
    newcomer_tasks=numbers,
    mentored_tasks=numbers,
    asked_tasks=numbers,
    newcomers_a_month=st.none() | st.integers(0, 3),
    life=st.none() | st.sampled_from(("lively", "steady", "quiet", "asleep", "ended")),
    last_change_at=st.none() | instants,
    places=st.sets(st.sampled_from([f"{host}/{path}" for host, path in PLACES])).map(frozenset),
    pace=st.none()
    | st.builds(Pace, st.none() | st.floats(0, 900).map(lambda d: d * DAY), numbers, numbers),
    stars=st.none() | st.integers(0, 9000),
    listed_at=st.none() | instants,
    fitting=fitting_tasks,
)


def scored(project: ProjectFacts, person: PersonFacts) -> ProjectSuggestion:
    open_person = replace(person, never=frozenset(), never_projects=frozenset())
    suggestion = score_project(project, open_person, now=NOW, names=NAMES)
    assert suggestion is not None
    return suggestion


def sentences(project: ProjectFacts, person: PersonFacts) -> dict[str, str]:
    return {reason.signal: to(reason) for reason in scored(project, person).reasons}


def test_every_signal_has_a_weight_with_its_reason_and_no_weight_is_left_over() -> None:
    assert set(PROJECT_WEIGHTS.table) == set(PROJECT_SIGNALS)
    assert all(each.points > 0 and each.because for each in PROJECT_WEIGHTS.table.values())


@patient
@given(projects, people)
def test_score_is_exactly_the_sum_of_its_reasons(
    project: ProjectFacts, person: PersonFacts
) -> None:
    suggestion = scored(project, person)
    assert suggestion.score == sum(reason.weight * reason.value for reason in suggestion.reasons)


@patient
@given(projects, people)
def test_shown_numbers_add_up_to_the_shown_score(
    project: ProjectFacts, person: PersonFacts
) -> None:
    suggestion = scored(project, person)
    shown = (Decimal(f"{reason.weight * reason.value:.2f}") for reason in suggestion.reasons)
    assert f"{suggestion.score:.2f}" == f"{sum(shown, Decimal(0)):.2f}"


@patient
@given(projects, people)
def test_reasons_are_whole_sentences_clear_ones_first(
    project: ProjectFacts, person: PersonFacts
) -> None:
    reasons = scored(project, person).reasons
    assert [reason.fit for reason in reasons] == sorted(
        (reason.fit for reason in reasons), key=list(Fit).index
    )
    for reason in reasons:
        assert 0.0 <= reason.value <= 1.0
        for sentence in (about(reason), to(reason)):
            assert sentence[0].isupper() or sentence[0].isdigit()
            assert sentence.endswith((".", "…”."))
            assert "  " not in sentence
        if reason.fit in (Fit.NOT_YET, Fit.UNKNOWN):
            assert reason.value == 0.0


@patient
@given(projects, people, st.sampled_from(SKILLS), st.sampled_from(KINDS), st.sampled_from(CAUSES))
def test_one_more_skill_or_wish_never_lowers_the_score(
    project: ProjectFacts, person: PersonFacts, skill: str, kind: str, cause: str
) -> None:
    before = scored(project, person).score
    for more in (
        replace(person, has=person.has | {skill}, learning=person.learning - {skill}),
        replace(person, kinds=(*person.kinds, kind)),
        replace(person, causes=(*person.causes, cause)),
    ):
        assert scored(project, more).score >= before - ROUNDING


@patient
@given(projects, people, people)
def test_more_past_work_never_lowers_the_score(
    project: ProjectFacts, person: PersonFacts, other: PersonFacts
) -> None:
    more = replace(person, past=(*person.past, *other.past))
    assert scored(project, more).score >= scored(project, person).score - ROUNDING


@patient
@given(projects, people, st.floats(0, 160))
def test_one_more_task_that_fits_never_lowers_the_score(
    project: ProjectFacts, person: PersonFacts, points: float
) -> None:
    tasks = sorted((*project.fitting, FittingTask(7, "One more", points)), key=lambda t: -t.points)
    before = replace(project, fitting=tuple(sorted(project.fitting, key=lambda t: -t.points)))
    after = replace(project, fitting=tuple(tasks))
    assert scored(after, person).score >= scored(before, person).score - ROUNDING


def test_project_that_is_never_wanted_is_out() -> None:
    person = replace(NOOR, never_projects=frozenset({"ferry"}))
    assert score_project(FERRY, person, now=NOW, names=NAMES) is None


def test_language_that_is_never_wanted_is_out_unless_a_task_there_fits() -> None:
    person = replace(NOOR, never=frozenset({"rust"}))
    made_with = replace(FERRY, skills=("rust", "css"))
    assert score_project(made_with, person, now=NOW, names=NAMES) is None
    with_task = replace(made_with, fitting=(FittingTask(7, "Write the guide", 40.0),))
    assert score_project(with_task, person, now=NOW, names=NAMES) is not None


def test_projects_are_ranked_by_score_and_ties_by_id() -> None:
    person = replace(NOOR, causes=("climate",))
    pile = [
        replace(FERRY, project_id=9, causes=("climate",)),
        replace(FERRY, project_id=4),
        replace(FERRY, project_id=3, causes=("climate",)),
    ]
    ranked = rank_projects(person, pile, now=NOW, names=NAMES, limit=2)
    assert [each.project_id for each in ranked] == [3, 9]


def test_earlier_work_here_counts_more_than_beside_it_and_each_is_said() -> None:
    here = replace(FERRY, places=PLACE)
    beside = replace(FERRY, places=frozenset({"codeberg.org/noor/bridge"}))
    person = replace(NOOR, past=(past_work(), past_work(days_ago=90)))
    assert scored(here, person).score > scored(beside, person).score
    assert sentences(here, person)["familiar"] == (
        "You finished 2 tasks in this project, the last 10 days ago."
    )
    assert sentences(beside, person)["familiar"] == (
        "You finished 2 tasks beside it, in noor/ferry, which is of the same owner."
    )
    assert "familiar" not in sentences(replace(FERRY, places=frozenset({"a.b/c/d"})), person)


def test_welcome_says_room_mentors_and_what_is_asked_for() -> None:
    warm = replace(FERRY, newcomers_a_month=2, mentored_tasks=1, asked_tasks=3)
    assert sentences(warm, NOOR)["welcome"] == (
        "The project has room for 2 new people a month, offers a mentor on 1 task and asks for "
        "help with 3 tasks."
    )
    assert sentences(replace(warm, newcomers_a_month=0), NOOR)["welcome"] == (
        "The project says that it has no room for new people now."
    )
    assert sentences(FERRY, NOOR)["welcome"] == "The project has not said whether it wants help."


def test_kind_of_work_is_counted_by_what_is_free() -> None:
    project = replace(FERRY, kinds={"code": 8, "doc": 3})
    writer = replace(NOOR, kinds=("doc",))
    assert sentences(project, writer)["kind"] == (
        "You want to help with writing; 3 of that are free here."
    )
    designer = replace(NOOR, kinds=("design",))
    assert sentences(project, designer)["kind"] == (
        "You want to help with design; none of that is free here now."
    )


def test_tasks_that_fit_are_named_and_unknown_life_is_said() -> None:
    project = replace(FERRY, free_tasks=4, fitting=(FittingTask(7, "Print a timetable", 80.0),))
    said = sentences(project, NOOR)
    assert said["fitting_tasks"] == (
        "A free task here could suit you, first of all “Print a timetable”."
    )
    assert said["life"] == "It is not known when the project last changed."
    quick = replace(project, pace=Pace(timedelta(hours=30), 9, 0))
    assert sentences(quick, NOOR)["pace"] == "The project usually answers within 2 days."
