"""The page of a person's tasks: theirs alone, with one button to take each back."""

from datetime import timedelta

from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import JoinedAccount, Task
from tests.hub.sample import Sample
from tests.hub.web.signing_in import make_operator, send, sign_in


def said_by_noor(client: TestClient, context: AppContext, sample: Sample) -> None:
    sign_in(client, context, "noor")
    for short, verdict in (("screen-reader", "on_it"), ("town", "later"), ("need", "great")):
        fields = {"task": str(sample.tasks[short]), "verdict": verdict}
        assert send(client, "/for-you/answers", fields).status_code == 303


def test_tasks_stand_there_by_what_was_said(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    said_by_noor(client, indexed, sample)
    answer = client.get("/my-tasks")
    assert answer.headers["cache-control"] == "no-store"
    for heading in ("You are on it", "For later", "Great"):
        assert heading in answer.text
    assert "Yours on forges" not in answer.text
    assert 'href="/my-tasks"' in client.get("/for-you").text
    assert 'href="/my-tasks"' in client.get("/account").text


def test_what_was_done_is_said_without_a_medal(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    said_by_noor(client, indexed, sample)
    with indexed.transaction() as session:
        for short in ("screen-reader", "need"):
            task = session.get_one(Task, sample.tasks[short])
            task.is_open, task.closed_at = False, indexed.clock.now() - timedelta(days=3)
    page = client.get("/my-tasks").text
    assert page.count("Was it you? Well done.") == 1
    assert "3 days ago" in page


def test_each_is_taken_back_by_one_button(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    said_by_noor(client, indexed, sample)
    answer = send(client, "/my-tasks/take-back", {"task": str(sample.tasks["screen-reader"])})
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-tasks")
    page = client.get("/my-tasks").text
    assert "You are on it" not in page
    assert "For later" in page


def test_forges_are_told_by_the_login_that_is_compared(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    noor = sign_in(client, indexed, "noor")
    with indexed.transaction() as session:
        session.add(
            JoinedAccount(
                person_id=noor, forge="github", host="github.com", remote_id="7", handle="teodor",
                joined_at=indexed.clock.now(),
            )
        )  # fmt: skip
    page = client.get("/my-tasks").text
    assert "Yours on forges" in page
    assert "<bdi>teodor</bdi> <small>GitHub</small>" in page
    assert "Take back" not in page


def test_nobody_else_sees_or_takes_back(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    said_by_noor(client, indexed, sample)
    other = TestClient(client.app)
    assert other.get("/my-tasks", follow_redirects=False).headers["location"] == (
        "/sign-in?next=/my-tasks"
    )
    make_operator(indexed, sign_in(other, indexed, "teodor"))
    assert "You are on no task yet." in other.get("/my-tasks").text
    fields = {"task": str(sample.tasks["screen-reader"])}
    assert send(other, "/my-tasks/take-back", fields).status_code == 303
    assert other.post("/my-tasks/take-back", data=fields).status_code == 403
    assert "You are on it" in client.get("/my-tasks").text
