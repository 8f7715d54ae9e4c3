"""Tasks for the person who asks: their own list, what they answer, and nothing for anybody else."""

import re

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from tests.hub.sample import Sample
from tests.hub.web.signing_in import send, sign_in


def tasks_on(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="task" value="(\d+)"', page)]


def test_a_visitor_is_led_to_sign_in_and_back(client: TestClient, sample: Sample) -> None:
    answer = client.get("/for-you", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/for-you"


def test_tasks_stand_there_with_their_reasons_and_are_kept_by_nobody(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    answer = client.get("/for-you")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert sample.tasks["screen-reader"] in tasks_on(answer.text)
    assert "How this was worked out" in answer.text


@pytest.mark.parametrize("verdict", ["great", "on_it", "later", "not_for_me"])
def test_an_answer_changes_the_list_at_once_and_can_be_taken_back(
    client: TestClient, indexed: AppContext, sample: Sample, verdict: str
) -> None:
    sign_in(client, indexed, "noor")
    task = str(sample.tasks["screen-reader"])
    client.get("/for-you")

    answer = send(client, "/for-you/answers", {"task": task, "verdict": verdict, "why": "size"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/for-you")
    page = client.get("/for-you").text
    listed, _, said = page.partition("What you said")
    assert int(task) not in tasks_on(listed)
    assert ("because of its size" in said) == (verdict == "not_for_me")

    send(client, "/for-you/answers/take-back", {"task": task})

    page = client.get("/for-you").text
    assert "What you said" not in page
    assert int(task) in tasks_on(page)


def test_what_one_person_says_is_on_no_page_of_another(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    task = sample.tasks["town"]
    send(client, "/for-you/answers", {"task": str(task), "verdict": "not_for_me", "why": "kind"})
    for other in (TestClient(client.app), client):
        for address in (f"/tasks/{task}", "/people/noor"):
            page = other.get(address).text
            assert "What you said" not in page
            assert "not for you" not in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"task": "1", "verdict": "splendid"}, 400),
        ({"task": "1", "verdict": "not_for_me", "why": "<script>"}, 400),
        ({"task": "99999999", "verdict": "great"}, 404),
        ({"task": "1" * 40, "verdict": "great"}, 404),
        ({"task": "", "verdict": "great"}, 404),
        ({}, 400),
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(
    client: TestClient,
    indexed: AppContext,
    sample: Sample,
    fields: dict[str, str],
    status: int,
) -> None:
    sign_in(client, indexed, "noor")
    assert send(client, "/for-you/answers", fields).status_code == status


def test_an_answer_without_the_token_of_our_form_is_refused(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    fields = {"task": str(sample.tasks["town"]), "verdict": "great"}
    assert client.post("/for-you/answers", data=fields).status_code == 403
    assert "What you said" not in client.get("/for-you").text


def test_who_does_not_ask_to_be_suggested_has_a_list_all_the_same(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "private")
    assert client.get("/for-you").status_code == 200
