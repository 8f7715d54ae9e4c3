"""What people say to suggestions: theirs alone, and heard at once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col

from hub.context import AppContext
from hub.errors import BadRequest, NotFound
from hub.matching.facts import Reason
from hub.models import Person, Task, Verdict, Why
from hub.services import feedback, suggestions
from hub.services.facts import own_facts
from hub.views.suggestions import SuggestedTask
from tests.hub.sample import Sample


def say(
    context: AppContext, person_id: int, task_id: int, verdict: Verdict, why: Why | None = None
) -> None:
    with context.transaction() as session:
        feedback.give(session, person_id, task_id, verdict, now=context.clock.now(), why=why)


def own_tasks(
    session: Session, context: AppContext, person_id: int, *, now: datetime
) -> tuple[SuggestedTask, ...]:
    ranked = suggestions.own_ranked_tasks(session, context, person_id, now=now)
    return suggestions.first_tasks(session, context, ranked, now=now, limit=20)


def own(context: AppContext, person_id: int, *, later: timedelta = timedelta()) -> dict[int, float]:
    with context.reading() as session:
        found = own_tasks(session, context, person_id, now=context.clock.now() + later)
    return {each.task.task_id: each.suggestion.score for each in found}


def reasons(context: AppContext, person_id: int, task_id: int) -> dict[str, Reason]:
    with context.reading() as session:
        found = own_tasks(session, context, person_id, now=context.clock.now())
    [one] = [each for each in found if each.task.task_id == task_id]
    return {reason.signal: reason for reason in one.suggestion.reasons}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_was_answered_is_not_suggested_again_on_either_side(
    indexed: AppContext, sample: Sample, verdict: Verdict
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    assert task_id in own(indexed, noor)
    say(indexed, noor, task_id, verdict)
    assert task_id not in own(indexed, noor)
    with indexed.reading() as session:
        people = suggestions.people_for(session, indexed, task_id, now=indexed.clock.now())
    assert noor not in {each.suggestion.person_id for each in people}


def test_later_is_over_after_a_while(indexed: AppContext, sample: Sample) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    say(indexed, noor, task_id, Verdict.LATER)
    assert task_id not in own(indexed, noor, later=timedelta(days=29))
    assert task_id in own(indexed, noor, later=timedelta(days=31))


def test_what_is_taken_back_is_as_never_said(indexed: AppContext, sample: Sample) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    before = own(indexed, noor)
    say(indexed, noor, task_id, Verdict.NOT_FOR_ME, Why.PROJECT)
    with indexed.transaction() as session:
        feedback.take_back(session, noor, task_id)
    assert own(indexed, noor) == before


def test_a_project_that_is_not_theirs_is_left_out_whole(
    indexed: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    say(indexed, noor, sample.tasks["screen-reader"], Verdict.NOT_FOR_ME, Why.PROJECT)
    with indexed.reading() as session:
        found = own_tasks(session, indexed, noor, now=indexed.clock.now())
    assert "lanternbus" not in {each.task.project_slug for each in found}


def test_a_kind_that_is_not_theirs_speaks_for_no_task_any_more(
    indexed: AppContext, sample: Sample
) -> None:
    noor, given, like_it = (
        sample.people["noor"],
        sample.tasks["screen-reader"],
        sample.tasks["town"],
    )
    with indexed.transaction() as session:
        for task_id in (given, like_it):
            task = session.get(Task, task_id)
            assert task is not None
            task.kinds = ("a11y",)
    assert reasons(indexed, noor, like_it)["kind"].value == 1
    say(indexed, noor, given, Verdict.NOT_FOR_ME, Why.KIND)
    # Nothing else spoke for it, so that it is not worth showing any more.
    assert like_it not in own(indexed, noor)
    with indexed.reading() as session:
        person = own_facts(session, noor, now=indexed.clock.now())
    assert person is not None
    assert person.declined_kinds == {"a11y"}


def test_the_last_word_counts_and_is_listed_for_the_person(
    context: AppContext, sample: Sample
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    say(context, noor, task_id, Verdict.NOT_FOR_ME, Why.SIZE)
    say(context, noor, task_id, Verdict.GREAT)
    with context.reading() as session:
        [given] = feedback.given(session, noor)
        assert feedback.given(session, sample.people["teodor"]) == ()
    assert (given.verdict, given.why, given.project_name) == (Verdict.GREAT, None, "Lanternbus")


def test_a_reason_beside_another_answer_is_refused(context: AppContext, sample: Sample) -> None:
    with pytest.raises(BadRequest):
        say(context, sample.people["noor"], sample.tasks["screen-reader"], Verdict.GREAT, Why.KIND)


@pytest.mark.parametrize("task_id", [0, -1, 999_999, 2**40])
def test_an_answer_to_nothing_is_refused(context: AppContext, sample: Sample, task_id: int) -> None:
    with pytest.raises(NotFound):
        say(context, sample.people["noor"], task_id, Verdict.GREAT)


def test_what_somebody_said_leaves_with_them(context: AppContext, sample: Sample) -> None:
    noor = sample.people["noor"]
    say(context, noor, sample.tasks["screen-reader"], Verdict.GREAT)
    with context.transaction() as session:
        session.execute(delete(Person).where(col(Person.id) == noor))
    with context.reading() as session:
        assert feedback.given(session, noor) == ()


def test_somebody_who_is_gone_has_no_list(indexed: AppContext) -> None:
    with indexed.reading() as session, pytest.raises(NotFound):
        own_tasks(session, indexed, 999_999, now=indexed.clock.now())


def test_who_does_not_ask_to_be_suggested_has_a_list_of_their_own(
    indexed: AppContext, sample: Sample
) -> None:
    with indexed.transaction() as session:
        person = session.get(Person, sample.people["private"])
        assert person is not None
        person.kinds = ("a11y",)
    assert sample.tasks["screen-reader"] in own(indexed, sample.people["private"])
