"""The application as a whole: every page answers, and what is for machines does."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.database import make_engine, make_reading
from hub.models import Worker
from hub.services.budgets import store_budgets
from hub.web.app import create_app
from integrations.memory import MemoryForge
from integrations.records import Allowance, ForgeKind
from tests.hub.sample import Sample


@pytest.mark.parametrize(
    "address",
    ["/", "/search", "/search?q=timetable", "/search?tab=projects", "/projects/lanternbus",
     "/people", "/people/noor", "/sources", "/about", "/patterns", "/api"],
)  # fmt: skip
def test_page_answers(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


def test_task_page_answers(client: TestClient, sample: Sample) -> None:
    response = client.get(f"/tasks/{sample.tasks['screen-reader']}")
    assert response.status_code == 200
    assert "screen reader" in response.text


def test_explanation_of_the_api_names_every_operation(client: TestClient) -> None:
    page = client.get("/api").text
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page


def test_health_is_told(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "up", "search": "up"})


def test_database_that_is_away_makes_the_hub_unwell(indexed: AppContext, tmp_path: Path) -> None:
    away = make_engine(f"sqlite:///{tmp_path / 'folder'}")
    (tmp_path / "folder").mkdir()
    context = replace(indexed, database=away, reading=make_reading(away))
    response = TestClient(create_app(context)).get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "down"


def test_metrics_count_by_route_and_hold_no_text_of_a_reader(client: TestClient) -> None:
    client.get("/search?q=my-secret-illness")
    client.get("/people/noor")
    client.get("/wp-login.php")
    text = client.get("/metrics").text
    assert 'hub_requests_total{method="GET",route="/search",status="200"} 1.0' in text
    assert 'route="/people/{handle}"' in text
    assert 'route="(none)",status="404"' in text
    assert "hub_open_tasks 9.0" in text
    assert "hub_projects 3.0" in text
    assert 'hub_people{what="asked"} 3.0' in text
    assert 'hub_people{what="suggested_ever"} 0.0' in text
    assert 'hub_sources{health="refused",paused="false"} 1.0' in text
    for secret in ("my-secret-illness", "noor", "wp-login"):
        assert secret not in text


def test_metrics_tell_the_health_of_sources_budgets_and_workers(
    client: TestClient, indexed: AppContext, now: datetime
) -> None:
    forge = MemoryForge(ForgeKind.GITHUB, "github.com")
    forge.tell_budgets(Allowance(2, 5000, 12, now + timedelta(hours=1), None, "graphql"))
    with indexed.transaction() as session:
        store_budgets(session, forge, now)
        session.add(Worker(id="w", host="here", process_id=1, started_at=now, seen_at=now))
    text = client.get("/metrics").text
    budget = '{forge="github",host="github.com",resource="graphql",token="2"}'
    for line in (
        f"hub_token_budget_left{budget} 12.0",
        f"hub_token_budget_limit{budget} 5000.0",
        "hub_workers_alive 1.0",
        "hub_sources_long_unread 0.0",
        'hub_source_good_age_seconds{source="github.com:riders"} 7200.0',
        'hub_source_good_age_seconds{source="codeberg.org:ramps/finder"} +Inf',
        'hub_records_last_day{what="seen"} 21.0',
        'hub_records_last_day{what="skipped"} 1.0',
        'hub_records_last_day{what="gone"} 0.0',
    ):
        assert line in text


def test_each_app_counts_for_itself(indexed: AppContext) -> None:
    first, second = (TestClient(create_app(indexed)) for _ in range(2))
    first.get("/about")
    assert 'route="/about"' in first.get("/metrics").text
    assert 'route="/about"' not in second.get("/metrics").text


def test_robots_are_kept_from_endless_searches(client: TestClient) -> None:
    assert "Disallow: /search" in client.get("/robots.txt").text


def test_guessed_icon_leads_to_the_icon(client: TestClient) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/static/tokens.css", "public, max-age=3600"),
        ("/static/tokens.css?v=abc", "public, max-age=31536000, immutable"),
    ],
)
def test_file_named_by_its_content_is_kept_for_a_year(
    client: TestClient, address: str, kept: str
) -> None:
    assert client.get(address).headers["cache-control"] == kept


def test_long_page_is_sent_compressed(client: TestClient) -> None:
    response = client.get("/search", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
