"""What was shown is noted once a day, behind the answer."""

import pytest
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


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +https://crawlers.example/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0) Chrome/120.0 Safari/537.36",
        "CCBot/2.0",
        "Some Spider 1.0",
    ],
)
def test_what_a_crawler_was_given_was_shown_to_nobody(
    client: TestClient, indexed: AppContext, sample: Sample, agent: str
) -> None:
    page = client.get(f"/tasks/{sample.tasks['screen-reader']}", headers={"User-Agent": agent})
    assert "Noor" in page.text
    assert noted(indexed) == []


def test_a_browser_is_no_crawler(client: TestClient, indexed: AppContext, sample: Sample) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client.get(f"/tasks/{sample.tasks['screen-reader']}", headers={"User-Agent": agent})
    assert noted(indexed)
