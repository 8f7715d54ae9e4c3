"""The three questions over the real engine and a real database."""

from dataclasses import replace

import pytest

from hub.context import AppContext
from hub.matching.facts import Fit
from hub.services import path
from hub.views.path import PathAnswer, PathQuestion, PathRequest
from hub.vocabulary.kinds import kinds
from tests.hub.sample import Sample

ALL = PathRequest(kinds=(), causes=(), time="any")


def asked(context: AppContext, request: PathRequest) -> PathQuestion:
    name = request.next_question
    assert name is not None
    return path.question(context, name, request, now=context.clock.now())


def answered(context: AppContext, request: PathRequest) -> PathAnswer:
    with context.reading() as session:
        return path.answer(session, context, request, now=context.clock.now())


def ids(found: PathAnswer) -> list[int]:
    return [each.task.task_id for each in found.tasks]


def test_questions_come_in_turn() -> None:
    request = PathRequest()
    assert request.next_question == "kind"
    request = replace(request, kinds=())
    assert request.next_question == "cause"
    request = replace(request, causes=("climate",))
    assert request.next_question == "time"
    assert replace(request, time="any").next_question is None


def test_counts_say_what_an_answer_leaves(indexed: AppContext, sample: Sample) -> None:
    first = asked(indexed, PathRequest())
    assert first.name == "kind"
    for key, count in first.counts.items():
        assert asked(indexed, PathRequest(kinds=(key,))).total == count
    assert max(first.counts.values()) <= first.total


def test_a_longer_time_counts_what_is_shorter_too(indexed: AppContext, sample: Sample) -> None:
    counts = asked(indexed, PathRequest(kinds=(), causes=())).counts
    assert list(counts) == ["small", "medium", "large"]
    assert 0 < counts["small"] <= counts["medium"] <= counts["large"]


def test_answers_are_free_tasks_of_the_chosen_kinds(indexed: AppContext, sample: Sample) -> None:
    counts = asked(indexed, PathRequest()).counts
    kind = max(counts, key=lambda key: counts[key])
    found = answered(indexed, replace(ALL, kinds=(kind,)))
    assert found.tasks
    assert found.chosen_from == counts[kind]
    for each in found.tasks:
        assert kind in each.task.kinds
        said = {reason.signal for reason in each.suggestion.reasons}
        assert "kind" in said
        assert all(reason.fit is not Fit.UNKNOWN for reason in each.suggestion.reasons)
        assert all(reason.source is None for reason in each.suggestion.reasons)


def test_three_others_are_others_and_the_last_ones_say_so(
    indexed: AppContext, sample: Sample
) -> None:
    seen: list[int] = []
    request = ALL
    while True:
        found = answered(indexed, request)
        seen += ids(found)
        if not found.has_more:
            break
        request = replace(request, shown=request.shown + path.SHOWN_AT_ONCE)
    assert len(seen) == len(set(seen))
    assert len(seen) == found.chosen_from


def test_no_project_comes_twice_before_another_came_once(
    indexed: AppContext, sample: Sample
) -> None:
    slugs = [each.task.project_slug for each in answered(indexed, ALL).tasks]
    assert len(set(slugs)) >= min(2, len(slugs))


def test_a_short_time_leaves_out_what_is_known_to_be_longer(
    indexed: AppContext, sample: Sample
) -> None:
    shown: list[str | None] = []
    for number in range(10):
        found = answered(indexed, replace(ALL, time="small", shown=3 * number))
        shown += [each.task.effort for each in found.tasks]
    assert shown
    assert set(shown) <= {None, "small"}


def test_a_cause_that_leaves_too_few_is_left_out_and_that_is_said(
    indexed: AppContext, sample: Sample
) -> None:
    found = answered(indexed, replace(ALL, causes=("science",)))
    assert found.leaves_out_cause
    assert ids(found) == ids(answered(indexed, ALL))


def test_a_cause_is_kept_where_leaving_it_out_gives_no_more(
    indexed: AppContext, sample: Sample
) -> None:
    few = [
        (kind, cause)
        for kind in ((each.key,) for each in kinds())
        for left in [asked(indexed, PathRequest(kinds=kind))]
        for cause, count in left.counts.items()
        if count == left.total < path.SHOWN_AT_ONCE
    ]
    assert few
    for kind, cause in few:
        found = answered(indexed, replace(ALL, kinds=kind, causes=(cause,)))
        assert not found.leaves_out_cause
        assert ids(found) == ids(answered(indexed, replace(ALL, kinds=kind)))


@pytest.mark.parametrize("kind", ["media", "research"])
def test_a_kind_that_nobody_asks_for_gives_nothing(
    indexed: AppContext, sample: Sample, kind: str
) -> None:
    assert kind in {each.key for each in kinds()}
    counts = asked(indexed, PathRequest()).counts
    found = answered(indexed, replace(ALL, kinds=(kind,)))
    assert len(found.tasks) == min(counts.get(kind, 0), path.SHOWN_AT_ONCE)
