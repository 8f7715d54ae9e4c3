"""The API: the same as the pages, in pages of its own, each item with its tag."""

from datetime import datetime

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.matching.silence import SOMEBODY_IS_ON_IT
from hub.models import Freshness, Origin, Person, Task
from hub.services.listings import Place
from hub.web.cursors import read_number, read_place, write_number, write_place
from tests.hub.sample import HOSTILE, Sample


def _walk(
    client: TestClient, address: str, name: str, **params: str | int
) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = {**params, "cursor": cursor} if cursor else params
        page = client.get(address, params=asked)
        assert page.status_code == 200, page.text
        items += page.json()[name]
        cursor = page.json()["next"]
    return items


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_tasks_are_read_to_their_end(client: TestClient, limit: int) -> None:
    tasks = _walk(client, "/api/v1/tasks", "tasks", limit=limit)
    assert len({task["id"] for task in tasks}) == len(tasks) == 9


def test_list_goes_on_beyond_the_end_of_the_search(
    client: TestClient, indexed: AppContext, sample: Sample, now: datetime
) -> None:
    with indexed.transaction() as session:
        _add_tasks(session, 1100, sample, now)
    tasks = _walk(client, "/api/v1/tasks", "tasks", limit=100)
    assert len({task["id"] for task in tasks}) == 1109


def _add_tasks(session: Session, number: int, sample: Sample, now: datetime) -> None:
    session.add_all(
        Task(
            project_id=sample.projects["rampfinder"], origin=Origin.NEED, title=f"Need {n}",
            opened_at=now, updated_at=now, changed_at=now, freshness=Freshness.OPEN,
        )
        for n in range(number)
    )  # fmt: skip


def test_task_is_given_as_it_stands(client: TestClient, sample: Sample) -> None:
    task = client.get(f"/api/v1/tasks/{sample.tasks['hostile']}").json()
    assert task["title"] == task["body"] == HOSTILE
    assert task["path"] == f"/tasks/{sample.tasks['hostile']}"
    assert task["freshness"]["state"] == "unknown"
    assert (task["claimed_by"], task["answered_at"], task["assignees"]) == (None, None, [])


def test_closed_task_is_given_and_not_listed(client: TestClient, sample: Sample) -> None:
    task_id = sample.tasks["closed"]
    assert client.get(f"/api/v1/tasks/{task_id}").json()["is_open"] is False
    assert task_id not in {task["id"] for task in _walk(client, "/api/v1/tasks", "tasks")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=design&kind=translation", {"print", "need", "arabic"}),
        ("kind=design&freshness=open", {"need"}),
        ("forge=gitlab.com", {"hostile"}),
        ("kind=nothing-has-this", set()),
    ],
)
def test_filters_join(client: TestClient, sample: Sample, query: str, expected: set[str]) -> None:
    tasks = client.get(f"/api/v1/tasks?{query}").json()["tasks"]
    assert {task["id"] for task in tasks} == {sample.tasks[name] for name in expected}


def test_projects_their_facts_and_their_tasks(client: TestClient) -> None:
    listed = _walk(client, "/api/v1/projects", "projects", limit=1)
    assert [project["slug"] for project in listed] == ["lanternbus", "seedswap", "rampfinder"]
    project = client.get("/api/v1/projects/lanternbus").json()
    assert project["open_tasks"] == 7
    assert len(project["weeks"]) == 52
    assert project["pace"] == {
        "answers_within": None, "answered": 0, "closes_within": None, "closed": 1,
    }  # fmt: skip
    assert [repository["path"] for repository in project["repositories"]] == [
        "riders/lanternbus",
        "riders/lanternbus-maps",
    ]
    tasks = _walk(client, "/api/v1/projects/lanternbus/tasks", "tasks", limit=3)
    assert len(tasks) == 7


def test_only_people_who_asked_are_listed(client: TestClient) -> None:
    people = _walk(client, "/api/v1/people", "people", limit=2)
    assert [person["handle"] for person in people] == ["noor", "teodor", "back"]


@pytest.mark.parametrize("handle", ["private", "resting", "nobody"])
def test_everybody_else_is_not_found_alike(client: TestClient, handle: str) -> None:
    for address in (f"/api/v1/people/{handle}", f"/api/v1/people/{handle}/suggestions"):
        response = client.get(address)
        assert response.status_code == 404
        assert response.json()["detail"] == (
            "There is nobody of this name here, or they do not wish to be seen."
        )


def test_withdrawn_consent_takes_effect_at_once(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    task_id = sample.tasks["screen-reader"]
    before = client.get(f"/api/v1/tasks/{task_id}/suggestions").json()["people"]
    with indexed.transaction() as session:
        noor = session.get_one(Person, sample.people["noor"])
        noor.suggested_since = noor.findable_since = None
    after = client.get(f"/api/v1/tasks/{task_id}/suggestions").json()["people"]
    assert "noor" in {each["person"]["handle"] for each in before}
    assert "noor" not in {each["person"]["handle"] for each in after}
    assert client.get("/api/v1/people/noor").status_code == 404


def test_suggestion_says_every_reason_and_their_sum_is_the_score(
    client: TestClient, sample: Sample
) -> None:
    task_id = sample.tasks["screen-reader"]
    people = client.get(f"/api/v1/tasks/{task_id}/suggestions").json()["people"]
    tasks = client.get("/api/v1/people/noor/suggestions").json()["tasks"]
    assert people
    assert tasks
    for each in (*people, *tasks):
        assert each["reasons"]
        total = sum(reason["weight"] * reason["value"] for reason in each["reasons"])
        assert each["score"] == pytest.approx(total)
        assert all(reason["sentence"] for reason in each["reasons"])


def test_task_that_somebody_is_on_says_so_instead_of_suggesting(
    client: TestClient, sample: Sample
) -> None:
    task_id = sample.tasks["gtfs"]
    answer = client.get(f"/api/v1/tasks/{task_id}/suggestions").json()
    assert (answer["people"], answer["note"]) == ([], SOMEBODY_IS_ON_IT)
    assert SOMEBODY_IS_ON_IT in client.get(f"/tasks/{task_id}").text


def test_suggestions_for_a_task_that_is_not_there_are_404(
    client: TestClient, sample: Sample
) -> None:
    assert client.get("/api/v1/tasks/424242/suggestions").status_code == 404
    hidden = sample.tasks["hidden"]
    assert client.get(f"/api/v1/tasks/{hidden}/suggestions").status_code == 404


def test_search_finds_with_facets_and_marks(client: TestClient, sample: Sample) -> None:
    found = client.get("/api/v1/search", params={"q": "timetabel"}).json()
    assert found["tasks"][0]["id"] == sample.tasks["screen-reader"]
    assert found["corrections"] == [{"typed": "timetabel", "read_as": "timetable"}]
    assert any(piece["is_match"] for piece in found["tasks"][0]["title"]["pieces"])
    assert {facet["name"] for facet in found["facets"]} >= {"kind", "skill", "freshness"}
    assert found["next"] is None


def test_search_is_read_page_by_page(
    client: TestClient, indexed: AppContext, sample: Sample, now: datetime
) -> None:
    from hub.services.indexing import index_changes

    with indexed.transaction() as session:
        _add_tasks(session, 50, sample, now)
    index_changes(indexed)
    tasks = _walk(client, "/api/v1/search", "tasks", q="need")
    assert len({task["id"] for task in tasks}) == len(tasks) >= 50


def test_sources_say_how_they_are(client: TestClient) -> None:
    found = client.get("/api/v1/sources").json()
    assert (found["total"], found["good"], found["paused"], found["in_trouble"]) == (4, 1, 1, 1)
    assert found["sources"][0]["message"] == "gitlab.com refused our key."
    assert (found["read_lately"], found["long_unread"], found["budgets"]) == (1, 0, [])
    good = next(source for source in found["sources"] if source["health"] == "good")
    assert (good["last_run"]["records_skipped"], good["last_run"]["records_gone"]) == (1, 0)
    assert [day["good"] for day in good["days"]] == [0] * 29 + [1]


def test_vocabulary_names_its_keys(client: TestClient) -> None:
    words = client.get("/api/v1/vocabulary").json()
    assert "code" in {term["key"] for term in words["kinds"]}
    assert "closed" not in words["freshness"]
    assert len(words["skills"]) > 50


def test_item_that_is_held_already_is_not_sent_again(client: TestClient, sample: Sample) -> None:
    addresses = (
        f"/api/v1/tasks/{sample.tasks['gtfs']}",
        "/api/v1/projects/lanternbus",
        "/api/v1/people/noor",
    )
    for address in addresses:
        first = client.get(address)
        second = client.get(address, headers={"If-None-Match": f"W/{first.headers['etag']}"})
        other = client.get(address, headers={"If-None-Match": '"something-else"'})
        assert (first.status_code, second.status_code, other.status_code) == (200, 304, 200)
        assert second.content == b""


def test_changed_item_has_another_tag(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    address = f"/api/v1/tasks/{sample.tasks['gtfs']}"
    before = client.get(address).headers["etag"]
    with indexed.transaction() as session:
        session.get_one(Task, sample.tasks["gtfs"]).title = "Read other files"
    assert client.get(address).headers["etag"] != before


def test_cursor_comes_back_as_it_went(now: datetime) -> None:
    place = Place(now, 2**31 - 1)
    assert read_place(write_place(place)) == place
    assert read_number(write_number(50)) == 50


@pytest.mark.parametrize("address", ["tasks", "projects", "people", "sources", "search"])
@pytest.mark.parametrize(
    "cursor",
    ["e30", "W10", "WzFd", "WyJ4IiwxXQ", "WzFlOTk5XQ", "W3RydWVd", "AAAA", "W" * 300, "WzUxXQ-"],
)
def test_made_up_cursor_is_never_an_error_of_ours(
    client: TestClient, address: str, cursor: str
) -> None:
    response = client.get(f"/api/v1/{address}", params={"cursor": cursor})
    assert response.status_code in (200, 400)


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("address", ["tasks?updated_since", "projects?changed_since"])
def test_instant_that_no_calendar_holds_in_utc_is_refused(
    client: TestClient, address: str, instant: str
) -> None:
    answer = client.get(f"/api/v1/{address}={instant.replace('+', '%2B')}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == address.partition("?")[2]
