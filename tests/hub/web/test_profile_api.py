"""A profile changed by a program: field by field, judged as the form is, with a token alone."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Scope
from hub.services import profiles
from tests.hub.sample import Sample
from tests.hub.web.making_tokens import make_token, showing

ADDRESS = "/api/v1/me/profile"
FULL: dict[str, Any] = {
    "name": "Noor R.",
    "own_line": "I count lamps.",
    "skills": [
        {"skill": "Rust", "relation": "mentor", "level": "advanced"},
        {"skill": "php", "relation": "never", "level": None},
    ],
    "level": "beginner",
    "kinds": ["code"],
    "causes": ["climate"],
    "hours_per_week": 2.5,
    "hours_until": "2027-01-03",
    "time_zone": "Europe/Warsaw",
    "spoken": ["pl", "en"],
    "spoken_levels": {"pl": "native"},
    "asked_for": "Lamps.",
    "not_asked_for": "Candles.",
    "links": ["https://noor.example/work"],
    "never_projects": ["lanternbus"],
    "is_findable": True,
    "is_suggested": True,
    "suggested_causes": ["climate"],
    "paused_until": "2027-01-15",
    "seen_by": {"name": "members", "hours": "oneself"},
}


@pytest.fixture
def noor(sample: Sample) -> int:
    return sample.people["noor"]


@pytest.fixture
def token(indexed: AppContext, noor: int) -> str:
    return make_token(indexed, noor)


def read(context: AppContext, person_id: int) -> profiles.Profile:
    with context.reading() as session:
        return profiles.read(session, person_id)


def test_everything_can_be_changed_and_is_given_back(client: TestClient, token: str) -> None:
    answer = client.patch(ADDRESS, headers=showing(token), json=FULL)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    expected = FULL | {
        "skills": [{**FULL["skills"][1]}, {**FULL["skills"][0], "skill": "rust"}],
        "paused_until": "2027-01-15T00:00:00Z",
    }
    assert {name: said[name] for name in expected if name != "seen_by"} == {
        name: value for name, value in expected.items() if name != "seen_by"
    }
    assert (said["seen_by"]["name"], said["seen_by"]["hours"]) == ("members", "oneself")
    assert said["seen_by"]["skills"] == "everyone"
    assert said == client.get("/api/v1/me", headers=showing(token)).json()


def test_what_is_given_back_can_be_sent_again(
    client: TestClient, indexed: AppContext, token: str, noor: int
) -> None:
    client.patch(ADDRESS, headers=showing(token), json=FULL)
    before = read(indexed, noor)
    said = client.get("/api/v1/me", headers=showing(token)).json()
    for name in ("handle", "token"):
        del said[name]
    assert client.patch(ADDRESS, headers=showing(token), json=said).status_code == 200
    assert read(indexed, noor) == before


@pytest.mark.parametrize("name", FULL)
def test_what_is_not_given_stays(
    client: TestClient, indexed: AppContext, token: str, noor: int, name: str
) -> None:
    client.patch(ADDRESS, headers=showing(token), json={})
    before = client.get("/api/v1/me", headers=showing(token)).json()
    given = {name: FULL[name]} | ({"spoken": ["pl"]} if name == "spoken_levels" else {})
    after = client.patch(ADDRESS, headers=showing(token), json=given).json()
    changed = {each for each in before if before[each] != after[each]}
    assert changed <= {*given}
    assert name in changed | {"is_findable", "is_suggested"}
    assert read(indexed, noor).is_findable


def test_nothing_said_is_null_or_an_empty_list(
    client: TestClient, indexed: AppContext, token: str, noor: int
) -> None:
    client.patch(ADDRESS, headers=showing(token), json=FULL)
    nothing: dict[str, Any] = {
        name: [] if isinstance(value, list) else None
        for name, value in FULL.items()
        if not isinstance(value, bool | dict) and name != "name"
    }
    assert client.patch(ADDRESS, headers=showing(token), json=nothing).status_code == 200
    profile = read(indexed, noor)
    assert profile.name == "Noor R."
    assert (profile.skills, profile.links, profile.spoken, profile.spoken_levels) == (
        (),
        (),
        (),
        {},
    )
    assert (profile.hours_per_week, profile.paused_until, profile.time_zone) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"own_line": "x" * 301}, "own_line"),
        ({"skills": [{"skill": "x", "relation": "owns"}]}, "skills.relation"),
        ({"skills": [{"skill": "", "relation": "has"}]}, "skills"),
        ({"skills": [{"skill": "x", "relation": "has", "level": "guru"}]}, "skills"),
        ({"skills": [{"skill": "x", "relation": "has", "who": 1}]}, "skills.who"),
        ({"level": "guru"}, "level"),
        ({"kinds": ["juggling"]}, "kinds"),
        ({"causes": ["none-of-ours"]}, "causes"),
        ({"suggested_causes": ["none-of-ours"]}, "suggested_causes"),
        ({"hours_per_week": 81}, "hours_per_week"),
        ({"hours_per_week": 0}, "hours_per_week"),
        ({"hours_until": "soon"}, "hours_until"),
        ({"time_zone": "Moon/Crater"}, "time_zone"),
        ({"spoken": ["tlh"]}, "spoken"),
        ({"spoken_levels": {"pl": "perfect"}}, "spoken_levels.pl"),
        ({"spoken": ["en"], "spoken_levels": {"pl": "native"}}, "spoken_levels"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"links": [f"https://{n}.example" for n in range(6)]}, "links"),
        ({"never_projects": ["no-such-project"]}, "never_projects"),
        ({"is_suggested": "yes"}, "is_suggested"),
        ({"paused_until": "soon"}, "paused_until"),
        ({"seen_by": {"name": "friends"}}, "seen_by.name"),
        ({"seen_by": {"shoes": "members"}}, "seen_by"),
        ({"handle": "other"}, "handle"),
        ({"is_operator": True}, "is_operator"),
        ({"person_id": 2}, "person_id"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_saved(
    client: TestClient, indexed: AppContext, noor: int, given: Any, name: str
) -> None:
    token = make_token(indexed, noor)
    before = read(indexed, noor)
    answer = client.patch(ADDRESS, headers=showing(token), json={"asked_for": "Lamps."} | given)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert name in [each["name"] for each in answer.json()["errors"]]
    assert read(indexed, noor) == before


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b'{"hours_per_week": NaN}', b"\xff"])
def test_what_is_no_profile_is_told_so(client: TestClient, token: str, body: bytes) -> None:
    headers = {**showing(token), "Content-Type": "application/json"}
    assert client.patch(ADDRESS, headers=headers, content=body).status_code == 400


def test_it_needs_the_scope_to_write(client: TestClient, indexed: AppContext, noor: int) -> None:
    assert client.patch(ADDRESS, json={}).status_code == 401
    reads = make_token(indexed, noor, Scope.READ_OWN, name="reads")
    refused = client.patch(ADDRESS, headers=showing(reads), json={"name": "Other"})
    assert refused.status_code == 403
    assert "write:own" in refused.json()["detail"]
    assert read(indexed, noor).name == "Noor"


def test_closing_a_field_by_a_program_closes_it_at_once(
    client: TestClient, indexed: AppContext, token: str
) -> None:
    assert client.get("/api/v1/people/noor").json()["own_line"] == "I listen to screens."
    client.patch(ADDRESS, headers=showing(token), json={"seen_by": {"own_line": "members"}})
    assert client.get("/api/v1/people/noor").json()["own_line"] is None
    client.patch(ADDRESS, headers=showing(token), json={"seen_by": {"name": "members"}})
    assert client.get("/api/v1/people/noor").status_code == 404
