"""What a program gets with a token of a person: theirs alone, as far as the scopes go."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import AccountEvent, ApiToken, Feedback, Scope, Verdict, What
from hub.services.own_data import leave
from hub.web.app import create_app
from tests.hub.running import SetClock
from tests.hub.sample import Sample
from tests.hub.web.making_tokens import make_token, showing
from tests.hub.web.signing_in import make_operator, sign_in

OWN = ("/api/v1/me", "/api/v1/me/suggestions", "/api/v1/me/searches", "/api/v1/me/export")
ANSWERS = "/api/v1/me/answers"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def hub(indexed: AppContext, clock: SetClock) -> AppContext:
    return replace(indexed, clock=clock)


@pytest.fixture
def client(hub: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(hub)) as opened:
        yield opened


@pytest.fixture
def noor(sample: Sample) -> int:
    return sample.people["noor"]


def test_token_gives_what_is_its_persons(client: TestClient, hub: AppContext, noor: int) -> None:
    token = make_token(hub, noor)
    me, suggestions, searches, export = (
        client.get(address, headers=showing(token)) for address in OWN
    )
    assert me.json()["handle"] == "noor"
    assert me.json()["token"]["scopes"] == ["read:own", "write:own"]
    assert {each["skill"] for each in me.json()["skills"]} >= {"python", "php"}
    assert suggestions.json()["handle"] == "noor"
    assert all(each["reasons"] for each in suggestions.json()["tasks"])
    assert searches.json() == {"searches": []}
    assert export.json()["person"][0]["own_line"] == "I listen to screens."
    for answer in (me, suggestions, searches, export):
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert token not in answer.text


def test_answer_is_given_and_counts(
    client: TestClient, hub: AppContext, noor: int, sample: Sample
) -> None:
    token = make_token(hub, noor, Scope.WRITE_OWN)
    task_id = sample.tasks["screen-reader"]
    said = {"task_id": task_id, "verdict": "not_for_me", "why": "kind"}

    answer = client.post(ANSWERS, headers=showing(token), json=said)

    assert answer.status_code == 204
    assert answer.headers["cache-control"] == "no-store"
    with hub.reading() as session:
        row = session.exec(select(Feedback)).one()
        assert (row.person_id, row.task_id, row.verdict) == (noor, task_id, Verdict.NOT_FOR_ME)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"task_id": 999_999, "verdict": "great"}, 404),
        ({"task_id": 1, "verdict": "great", "why": "kind"}, 400),
        ({"task_id": 1, "verdict": "perhaps"}, 400),
        ({"task_id": "1", "verdict": "great"}, 400),
        ({"task_id": -1, "verdict": "great"}, 400),
        ({"task_id": 10**30, "verdict": "great"}, 400),
        ({"task_id": 1, "verdict": "great", "person_id": 2}, 400),
        ([], 400),
        (None, 400),
    ],
)
def test_answer_that_cannot_be_is_told_why(
    client: TestClient, hub: AppContext, noor: int, said: object, status: int
) -> None:
    token = make_token(hub, noor)
    answer = client.post(ANSWERS, headers=showing(token), json=said)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    with hub.reading() as session:
        assert session.exec(select(Feedback)).all() == []


def test_missing_scope_is_named(client: TestClient, hub: AppContext, noor: int) -> None:
    reads = make_token(hub, noor, Scope.READ_OWN, name="reads")
    writes = make_token(hub, noor, Scope.WRITE_OWN, name="writes")
    refused = client.post(ANSWERS, headers=showing(reads), json={"task_id": 1, "verdict": "great"})
    assert refused.status_code == 403
    assert "write:own" in refused.json()["detail"]
    assert 'scope="write:own"' in refused.headers["www-authenticate"]
    for address in OWN:
        answer = client.get(address, headers=showing(writes))
        assert answer.status_code == 403
        assert "read:own" in answer.json()["detail"]


WRONG = [
    "Bearer", "Bearer ", "Bearer otdhub_", "Bearer " + "x" * 10_240, "Bearer otdhub_" + "A" * 43,
    "Bearer otdhub_" + "A" * 42 + "é", "bearer  otdhub_x y", "Bearer \t", "Basic bm9vcjpub29y",
]  # fmt: skip


@pytest.mark.parametrize("shown", WRONG)
def test_token_that_is_none_is_refused(client: TestClient, shown: str) -> None:
    for address in OWN:
        answer = client.get(address, headers={b"Authorization": shown.encode("latin-1")})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith('Bearer realm="api"')
        assert answer.headers["cache-control"] == "no-store"


def test_token_that_has_ended_is_refused(
    client: TestClient, hub: AppContext, clock: SetClock, noor: int
) -> None:
    token = make_token(hub, noor, days=7)
    clock.move(timedelta(days=7) - timedelta(seconds=1))
    assert client.get("/api/v1/me", headers=showing(token)).status_code == 200
    clock.move(timedelta(seconds=1))
    answer = client.get("/api/v1/me", headers=showing(token))
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_token_of_who_left_is_refused(client: TestClient, hub: AppContext, noor: int) -> None:
    token = make_token(hub, noor)
    with hub.transaction() as session:
        leave(session, noor, "Noor", now=hub.clock.now())
    assert client.get("/api/v1/me", headers=showing(token)).status_code == 401


def test_token_that_is_none_is_refused_on_public_data_too(client: TestClient) -> None:
    assert client.get("/api/v1/tasks", headers=showing("otdhub_no")).status_code == 401
    assert client.get("/api/v1/tasks", headers={"Authorization": "Basic eA=="}).status_code == 200


def test_wrong_tokens_of_one_place_are_limited_and_right_ones_are_not(
    client: TestClient, hub: AppContext, noor: int
) -> None:
    token = make_token(hub, noor)
    statuses = [
        client.get("/api/v1/me", headers=showing("otdhub_no")).status_code for _ in range(31)
    ]
    assert statuses == [401] * 30 + [429]
    assert client.get("/api/v1/me", headers=showing(token)).status_code == 200
    assert client.get("/api/v1/me").status_code == 401


def test_token_opens_no_page_and_does_nothing_there(
    client: TestClient, hub: AppContext, noor: int
) -> None:
    token = make_token(hub, noor)
    page = client.get("/account", headers=showing(token), follow_redirects=False)
    assert page.headers["location"] == "/sign-in?next=/account"
    assert "Sign in" in client.get("/", headers=showing(token)).text
    gone = client.post(
        "/account/delete", headers=showing(token), data={"typed_name": "Noor"},
        follow_redirects=False,
    )  # fmt: skip
    assert gone.headers["location"] == "/sign-in?next=/account"


def test_token_of_an_operator_is_a_members(client: TestClient, hub: AppContext) -> None:
    person_id = sign_in(client, hub, "noor")
    make_operator(hub, person_id)
    client.cookies.clear()
    token = make_token(hub, person_id)
    assert client.get("/api/v1/me", headers=showing(token)).status_code == 200


def test_cookie_is_of_no_use_to_programs(client: TestClient, hub: AppContext) -> None:
    sign_in(client, hub, "noor")
    for address in OWN:
        assert client.get(address).status_code == 401
    said = {"task_id": 1, "verdict": "great"}
    assert client.post(ANSWERS, json=said).status_code == 401
    other_site = {"Origin": "https://evil.example"}
    assert client.post(ANSWERS, json=said, headers=other_site).status_code == 403


def test_page_of_another_site_may_not_send_a_token(client: TestClient) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    allowed = client.options("/api/v1/me", headers=asked).headers["access-control-allow-headers"]
    assert "authorization" not in allowed.lower()


def test_use_is_noted_to_ten_minutes_and_the_first_one_told(
    client: TestClient, hub: AppContext, clock: SetClock, noor: int
) -> None:
    token = make_token(hub, noor)
    begun = clock.now()
    seen = []
    for _ in range(3):
        clock.move(timedelta(minutes=6))
        client.get("/api/v1/me", headers=showing(token))
        with hub.reading() as session:
            seen.append(session.exec(select(ApiToken.used_at)).one())
    minutes = [(each - begun).total_seconds() / 60 for each in seen if each]
    assert minutes == [6, 6, 18]
    with hub.reading() as session:
        told = session.exec(select(AccountEvent.what)).all()
    assert told.count(What.PROGRAM_CAME) == 1


def test_token_stands_in_no_log(client: TestClient, hub: AppContext, noor: int) -> None:
    token = make_token(hub, noor)
    with structlog.testing.capture_logs() as logs:
        client.get("/api/v1/me", headers=showing(token))
        client.get("/api/v1/me", headers=showing(token[:-1] + "!"))
    assert len(logs) == 2
    for hidden in (token[:20], "testclient", "127.0.0.1", "noor"):
        assert hidden not in repr(logs)
