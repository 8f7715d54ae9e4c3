"""What went wrong is a page for readers and a problem for programs, and tells no secrets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from hub import errors
from hub.context import AppContext
from hub.database import make_engine, make_reading, make_transaction
from hub.web.app import create_app
from search import errors as search_errors
from search.tantivy import TantivyEngine

RAISED = [
    (errors.NotFound("There is no such task here."), 404),
    (errors.BadRequest("Pages go from 1 to 50."), 400),
    (errors.Conflict("Somebody changed this meanwhile."), 409),
    (errors.NotConfigured("Set HUB_SOMETHING first."), 503),
    (search_errors.QueryRefused("Leave some words out."), 400),
]


def _app_that_raises(context: AppContext, exc: Exception) -> TestClient:
    app: FastAPI = create_app(context)

    def fail(_request: Request) -> Response:
        raise exc

    # Plain routes: those of FastAPI would need a line in the table of permissions.
    app.add_route("/raises", fail)
    app.add_route("/api/raises", fail)
    return TestClient(app)


@pytest.mark.parametrize(("exc", "status"), RAISED)
def test_expected_failure_is_said_in_its_own_words(
    context: AppContext, exc: Exception, status: int
) -> None:
    client = _app_that_raises(context, exc)
    page, problem = client.get("/raises"), client.get("/api/raises")
    assert (page.status_code, problem.status_code) == (status, status)
    assert str(exc) in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["detail"] == str(exc)
    assert problem.json()["status"] == status


@pytest.mark.parametrize(
    "exc", [search_errors.EngineUnavailable("/secret/path"), search_errors.IndexMissing("/secret")]
)
def test_engine_that_is_away_is_503_without_its_details(
    context: AppContext, exc: Exception
) -> None:
    client = _app_that_raises(context, exc)
    response = client.get("/raises")
    assert response.status_code == 503
    assert "Search is away at the moment." in response.text
    assert "secret" not in response.text
    assert response.headers["retry-after"] == "60"


def test_unexpected_failure_is_logged_with_its_traceback_and_tells_nothing(
    context: AppContext,
) -> None:
    client = _app_that_raises(context, RuntimeError("the token is hunter2"))
    with structlog.testing.capture_logs() as lines:
        page, problem = client.get("/raises"), client.get("/api/raises")
    assert (page.status_code, problem.status_code) == (500, 500)
    assert "This went wrong on our side." in page.text
    assert "hunter2" not in page.text + problem.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert page.headers["x-content-type-options"] == "nosniff"
    crashed = [line for line in lines if line["event"] == "request.crashed"]
    assert len(crashed) == 2
    assert all(line["exc_info"] for line in crashed)


def test_page_error_that_cannot_be_rendered_is_still_an_answer(context: AppContext) -> None:
    app = create_app(context)
    app.state.renderer = None
    response = TestClient(app).get("/nowhere")
    assert response.status_code == 500
    assert response.text.startswith("This went wrong on our side.")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/tasks/abc", 404),
        ("/tasks/999999", 404),
        ("/tasks/99999999999999999999999", 404),
        ("/projects/hidden", 404),
        ("/people/private", 404),
        ("/people/resting", 404),
        ("/people/nemo", 404),
        ("/search?page=51", 400),
        ("/sources?page=-1", 400),
    ],
)
def test_page_says_what_is_wrong_in_a_sentence(
    client: TestClient, address: str, status: int
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert "Oops" not in response.text
    assert "Traceback" not in response.text


def test_who_does_not_wish_to_be_seen_gets_the_page_of_nobody(client: TestClient) -> None:
    pages = [client.get(f"/people/{handle}").text for handle in ("private", "nemo")]
    assert pages[0].replace("private", "") == pages[1].replace("nemo", "")


def test_wrong_method_says_which_are_right(client: TestClient) -> None:
    page, problem = client.post("/about"), client.post("/api/v1/tasks")
    assert (page.status_code, problem.status_code) == (405, 405)
    assert "GET" in page.headers["allow"]
    assert problem.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=%21", "cursor=abc",
                                   "updated_since=yesterday", "updated_since=0.0",
                                   "kind=" + "x" * 121])  # fmt: skip
def test_parameter_that_does_not_fit_is_named(client: TestClient, query: str) -> None:
    response = client.get(f"/api/v1/tasks?{query}")
    assert response.status_code == 400
    problem = response.json()
    assert problem["title"] == "Bad Request"
    assert problem["detail"].endswith(".")
    name = query.partition("=")[0]
    assert name in problem["detail"]


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[TestClient]:
    """A hub whose database has lost its tables and whose index was never built."""
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    index = TantivyEngine(tmp_path / "no-index")
    from hub.settings import Settings
    from tests.hub.conftest import StoppedClock

    context = AppContext(
        settings=Settings(_env_file=None, data_dir=tmp_path),
        database=engine,
        transaction=make_transaction(engine),
        reading=make_reading(engine),
        forges={},
        engine=index,
        clock=StoppedClock(datetime(2026, 1, 1, tzinfo=UTC)),
    )
    yield TestClient(create_app(context))
    index.close()
    engine.dispose()


def test_database_without_tables_is_503(broken: TestClient) -> None:
    response = broken.get("/sources")
    assert response.status_code == 503
    assert "cannot reach its data" in response.text


def test_search_without_an_index_is_503_with_tasks_for_readers(
    indexed: AppContext, tmp_path: Path
) -> None:
    engine = TantivyEngine(tmp_path / "no-index")
    client = TestClient(create_app(replace(indexed, engine=engine)))
    page, problem = client.get("/search?q=bus"), client.get("/api/v1/search?q=bus")
    engine.close()
    assert (page.status_code, problem.status_code) == (503, 503)
    assert "Read the timetable table" in page.text
    assert problem.json()["detail"].startswith("Search is away at the moment.")


@pytest.mark.parametrize("address", ["/", "/tasks/1", "/projects/lanternbus", "/people", "/sources",
                                     "/people/noor", "/about"])  # fmt: skip
def test_other_pages_stand_without_an_index(
    indexed: AppContext, tmp_path: Path, address: str
) -> None:
    engine = TantivyEngine(tmp_path / "no-index")
    response = TestClient(create_app(replace(indexed, engine=engine))).get(address)
    engine.close()
    assert response.status_code == 200


def test_suggestions_without_an_index_are_503(indexed: AppContext, tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "no-index")
    client = TestClient(create_app(replace(indexed, engine=engine)))
    response = client.get("/api/v1/people/noor/suggestions")
    engine.close()
    assert response.status_code == 503


def test_lost_connection_to_the_database_is_not_a_500(indexed: AppContext) -> None:
    with indexed.database.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert TestClient(create_app(indexed)).get("/healthz").status_code == 200
