"""What was shown is noted once a day, behind the answer."""

from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import SuggestionShown
from tests.hub.sample import Sample


def noted(context: AppContext) -> list[tuple[int, int]]:
    with context.reading() as session:
        rows = session.exec(select(SuggestionShown.task_id, SuggestionShown.person_id))
        return [(task_id, person_id) for task_id, person_id in rows]


def test_people_shown_beside_a_task_are_noted_once_a_day(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    for task_id in sample.tasks.values():
        client.get(f"/tasks/{task_id}")
    first = noted(indexed)

    for task_id in sample.tasks.values():
        client.get(f"/tasks/{task_id}")

    assert first
    assert len(set(first)) == len(first)
    assert noted(indexed) == first
