"""Pages that all visitors get alike are kept for a while, and never a page about people."""

from datetime import timedelta

from sqlmodel import select
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Project, Task
from hub.services.indexing import index_changes
from hub.web.app import create_app
from hub.web.page_cache import KEPT_FOR, PageCache
from tests.hub.running import SetClock


def rename_all(context: AppContext, name: str) -> None:
    """Change the name of every project in the database, unseen by the index."""
    with context.transaction() as session:
        for project in session.exec(select(Project)):
            project.name = name


def test_same_address_is_answered_from_memory_for_a_while(indexed: AppContext) -> None:
    clock = SetClock()
    object.__setattr__(indexed, "clock", clock)
    client = TestClient(create_app(indexed))
    first = client.get("/search")
    rename_all(indexed, "Changed since")

    assert client.get("/search").text == first.text
    assert "Changed since" in client.get("/search?sort=new").text
    clock.move(KEPT_FOR + timedelta(seconds=1))
    assert "Changed since" in client.get("/search").text


def test_pages_that_are_too_old_take_no_room() -> None:
    clock = SetClock()
    cache = PageCache(PlainTextResponse("A page."), lambda: "1", clock.now)
    client = TestClient(cache)
    for number in range(5):
        client.get(f"/search?q={number}")
    assert cache.count() == 5

    clock.move(KEPT_FOR + timedelta(seconds=1))
    client.get("/search?q=lamp")

    assert cache.count() == 1


def test_change_of_the_index_is_seen_at_once(indexed: AppContext) -> None:
    client = TestClient(create_app(indexed))
    client.get("/search?tab=projects")
    with indexed.transaction() as session:
        for project in session.exec(select(Project)):
            project.name = "Renamed"
            project.changed_at += timedelta(seconds=1)
    index_changes(indexed)

    assert "Renamed" in client.get("/search?tab=projects").text


def test_themes_and_packed_answers_are_kept_apart(indexed: AppContext) -> None:
    client = TestClient(create_app(indexed))
    plain = client.get("/", headers={"accept-encoding": "identity"})
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    dark = client.get("/", headers={"cookie": "theme=dark"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.text == packed.text
    assert 'data-theme="dark"' in dark.text
    assert 'data-theme="dark"' not in client.get("/").text


def test_kept_page_carries_the_safety_headers_once(indexed: AppContext) -> None:
    client = TestClient(create_app(indexed))
    client.get("/search")

    kept = client.get("/search")

    for name in ("content-security-policy", "x-request-id"):
        assert len(kept.headers.get_list(name)) == 1


def test_pages_about_people_are_made_anew(indexed: AppContext) -> None:
    client = TestClient(create_app(indexed))
    with indexed.reading() as session:
        task_id = session.exec(select(Task.id).where(Task.is_open)).first()
    client.get(f"/tasks/{task_id}")
    rename_all(indexed, "Changed since")

    assert "Changed since" in client.get(f"/tasks/{task_id}").text


def test_errors_are_not_kept(indexed: AppContext) -> None:
    client = TestClient(create_app(indexed))

    assert client.get("/search?page=999").status_code == 400
    assert client.get("/search?page=999").status_code == 400


def test_pages_of_people_are_never_kept_however_they_are_asked_for() -> None:
    cache = PageCache(PlainTextResponse("A page."), lambda: "1", SetClock().now)
    client = TestClient(cache)
    for query in ("tab=people", "tab=%70eople", "t%61b=people&q=noor"):
        client.get(f"/search?{query}")
    assert cache.count() == 0
