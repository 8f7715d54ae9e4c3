"""Work that was brought in: for oneself as soon as it may be used, for others by two choices."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from hub.context import AppContext
from hub.models import Contribution, Person, Repository, Task
from hub.services import suggestions
from hub.services.histories import history_of
from hub.services.indexing import index_changes
from hub.views.suggestions import SuggestedPerson
from integrations.records import WorkSort
from search.base import RetrievalQuery
from tests.hub.sample import Sample


def bring_in(
    context: AppContext,
    sample: Sample,
    *,
    is_used: bool,
    is_suggested: bool,
    sort: WorkSort = WorkSort.CHANGE,
) -> int:
    """Let somebody have worked where the task "town" stands; returns their id."""
    now = context.clock.now()
    with context.transaction() as session:
        person = session.exec(select(Person).where(Person.handle == "private")).one()
        person.suggested_since = now if is_suggested else None
        person.changed_at += timedelta(seconds=1)
        assert person.id is not None
        repository = _repository(session, sample)
        session.add_all(
            Contribution(
                person_id=person.id, host=repository.host, remote_id=str(number),
                project_path=repository.path, title=f"Add a zanzibar town, part {number}",
                url="https://x.example/1", kinds=("doc",), done_at=now - timedelta(days=number),
                is_used=is_used, sort=sort,
            )
            for number in range(1, 5)
        )  # fmt: skip
        person_id = person.id
    index_changes(context)
    return person_id


def _repository(session: Session, sample: Sample) -> Repository:
    task = session.get_one(Task, sample.tasks["town"])
    return session.get_one(Repository, task.repository_id)


def own_reasons(context: AppContext, person_id: int) -> set[str]:
    with context.reading() as session:
        ranked = suggestions.own_ranked_tasks(session, context, person_id, now=context.clock.now())
        found = suggestions.first_tasks(session, context, ranked, now=context.clock.now())
    return {reason.signal for each in found for reason in each.suggestion.reasons}


def others_see(context: AppContext, sample: Sample) -> tuple[SuggestedPerson, ...]:
    with context.reading() as session:
        return suggestions.people_for(
            session, context, sample.tasks["town"], now=context.clock.now()
        )


def is_in_index(context: AppContext) -> bool:
    return bool(context.engine.retrieve(RetrievalQuery("people", text="zanzibar")))


def is_in_history(context: AppContext, sample: Sample) -> bool:
    with context.reading() as session:
        repository = _repository(session, sample)
        place = f"{repository.host}/{repository.path}"
        history = history_of(session, context, place, now=context.clock.now())
    return history.count > 0


def test_ones_own_list_goes_by_it_without_asking_to_be_suggested(
    indexed: AppContext, sample: Sample
) -> None:
    person_id = bring_in(indexed, sample, is_used=True, is_suggested=False)
    assert "same_project" in own_reasons(indexed, person_id)
    assert "private" not in {each.person.handle for each in others_see(indexed, sample)}
    assert not is_in_index(indexed)
    assert not is_in_history(indexed, sample)


def test_others_see_it_once_both_were_chosen(indexed: AppContext, sample: Sample) -> None:
    bring_in(indexed, sample, is_used=True, is_suggested=True)
    assert "private" in {each.person.handle for each in others_see(indexed, sample)}
    assert is_in_index(indexed)
    assert is_in_history(indexed, sample)


@pytest.mark.parametrize(
    ("is_used", "sort"),
    [
        (False, WorkSort.CHANGE),
        (True, WorkSort.REVIEW),
        (True, WorkSort.REPOSITORY),
    ],
)
def test_what_may_not_be_used_or_is_not_finished_speaks_nowhere(
    indexed: AppContext, sample: Sample, is_used: bool, sort: WorkSort
) -> None:
    person_id = bring_in(indexed, sample, is_used=is_used, is_suggested=True, sort=sort)
    assert "same_project" not in own_reasons(indexed, person_id)
    assert "private" not in {each.person.handle for each in others_see(indexed, sample)}
    assert not is_in_index(indexed)
    assert not is_in_history(indexed, sample)
