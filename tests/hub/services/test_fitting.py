"""Weights fitted on a hub's own answers: only where they are better, and for every process."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub.context import AppContext
from hub.matching.training import FEWEST_TAKEN
from hub.matching.weights import WEIGHTS, Weight
from hub.models import Feedback, Origin, Side, SuggestionShown, Task, Verdict
from hub.services import fitting, shown, suggestions
from tests.hub.sample import Sample


def answer(
    context: AppContext,
    sample: Sample,
    *,
    taken: dict[str, float],
    declined: dict[str, float],
    times: int,
) -> None:
    """Let a person take up and decline tasks that were shown with these values."""
    now = context.clock.now()
    noor = sample.people["noor"]
    with context.transaction() as session:
        for number in range(2 * times):
            task = Task(
                project_id=sample.projects["seedswap"], title=f"Task {number}", origin=Origin.NEED,
                opened_at=now, updated_at=now, changed_at=now, indexed_at=now,
            )  # fmt: skip
            session.add(task)
            session.flush()
            assert task.id is not None
            is_taken = number % 2 == 0
            said_at = now - timedelta(days=100 - number / 10)
            session.add(
                SuggestionShown(
                    task_id=task.id, person_id=noor, shown_on=said_at.date(),
                    shown_at=said_at - timedelta(hours=1), score=1.0,
                    values=taken if is_taken else declined, weights_version="before",
                )
            )  # fmt: skip
            session.add(
                Feedback(
                    person_id=noor, task_id=task.id, said_at=said_at,
                    verdict=Verdict.GREAT if is_taken else Verdict.NOT_FOR_ME,
                )
            )  # fmt: skip


def test_too_few_answers_change_nothing(context: AppContext, sample: Sample) -> None:
    answer(context, sample, taken={"causes": 1.0}, declined={"kind": 1.0}, times=3)
    with context.reading() as session:
        trial = fitting.try_out(session, now=context.clock.now())
    assert (trial.choices, trial.comparison, trial.is_better) == (3, None, False)
    assert trial.fitted == WEIGHTS


def test_answers_that_say_otherwise_make_better_weights_which_all_then_use(
    indexed: AppContext, sample: Sample
) -> None:
    answer(
        indexed, sample,
        taken={"causes": 1.0, "level": 0.4}, declined={"kind": 1.0}, times=FEWEST_TAKEN,
    )  # fmt: skip
    now = indexed.clock.now()
    with indexed.reading() as session:
        trial = fitting.try_out(session, now=now)
        assert fitting.current_weights(session) == WEIGHTS
    assert trial.is_better
    assert trial.fitted.table["causes"].points > WEIGHTS.table["causes"].points
    assert trial.fitted.table["kind"].points < WEIGHTS.table["kind"].points
    assert trial.fitted.table["spoken"] == WEIGHTS.table["spoken"]
    with indexed.transaction() as session:
        fitting.use(session, trial.fitted)
    with indexed.reading() as session:
        assert fitting.current_weights(session) == trial.fitted
        found = suggestions.people_for(session, indexed, sample.tasks["screen-reader"], now=now)
        for reason in found[0].suggestion.reasons:
            assert reason.weight == trial.fitted.points(reason.signal)
    with indexed.transaction() as session:
        shown.record_shown(session, [found[0].suggestion], side=Side.PROJECT, now=now)
    with indexed.reading() as session:
        noted = session.get(SuggestionShown, 2 * FEWEST_TAKEN + 1)
        assert noted is not None
        assert noted.weights_version == trial.fitted.version
        assert sum(
            value * trial.fitted.points(name) for name, value in noted.values.items()
        ) == pytest.approx(noted.score)
    with indexed.transaction() as session:
        fitting.use_shipped(session)
    with indexed.reading() as session:
        assert fitting.current_weights(session) == WEIGHTS


def test_answers_that_agree_with_the_weights_make_no_better_ones(
    context: AppContext, sample: Sample
) -> None:
    answer(context, sample, taken={"skills": 1.0}, declined={"level": 0.4}, times=FEWEST_TAKEN)
    with context.reading() as session:
        assert not fitting.try_out(session, now=context.clock.now()).is_better


def test_signals_that_came_later_keep_their_shipped_points(
    context: AppContext, sample: Sample
) -> None:
    older = replace(
        WEIGHTS,
        version="here-2026-01-01",
        table={"skills": Weight(5, "fitted")},
        measured="fitted",
    )
    with context.transaction() as session:
        fitting.use(session, older)
    with context.reading() as session:
        current = fitting.current_weights(session)
    assert current.points("skills") == 5
    assert current.table["kind"] == WEIGHTS.table["kind"]


def test_values_of_signals_that_are_gone_are_left_out(context: AppContext, sample: Sample) -> None:
    answer(context, sample, taken={"charm": 1.0, "kind": 1.0}, declined={"kind": 0.5}, times=1)
    with context.reading() as session:
        [choice] = fitting.read_choices(session)
    assert choice.shown == ({"kind": 1.0}, {"kind": 0.5})
