"""Pages for somebody signed in: named in the header, kept by nobody, permitted by one table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.views.accounts import Viewer
from hub.web.app import create_app
from hub.web.permissions import (
    BY_TOKEN,
    PERMISSIONS,
    ROUTES,
    Action,
    Actor,
    Thing,
    actors_of,
    may,
    scope_for,
)
from tests.hub.web.signing_in import sign_in


def patterns(routes: Sequence[BaseRoute], prefix: str = "") -> Iterator[str]:
    """Name every route of the app with its method, as the table does."""
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from patterns(inner.routes, prefix or inner.prefix)
        elif (methods := getattr(route, "methods", None)) and hasattr(route, "dependant"):
            path = getattr(route, "path_format", "")
            full = path if path.startswith(prefix) else prefix + path
            yield from (f"{method} {full}" for method in methods)


def test_every_route_stands_in_the_table(indexed: AppContext) -> None:
    found = set(patterns(create_app(indexed).routes))
    assert len(found) > 40
    assert found == set(ROUTES), "Give each route its line in hub/web/permissions.py"


def test_every_line_of_the_table_has_its_permission() -> None:
    assert set(ROUTES.values()) == set(PERMISSIONS)


def test_what_the_table_does_not_name_nobody_may() -> None:
    assert not may(frozenset(Actor), Action.DELETE, Thing.PUBLIC_PAGE)


def test_steward_and_operator_are_members_and_neither_is_the_other() -> None:
    seen = datetime(2026, 11, 23, tzinfo=UTC)
    member = Viewer(1, "noor", "Noor", False, 1, seen, "")
    assert actors_of(None) == {Actor.VISITOR}
    assert actors_of(member) == {Actor.VISITOR, Actor.MEMBER}
    steward, operator = replace(member, is_steward=True), replace(member, is_operator=True)
    assert actors_of(steward) == actors_of(member) | {Actor.STEWARD}
    assert actors_of(operator) == actors_of(member) | {Actor.OPERATOR}
    for action in (Action.SEE, Action.CHANGE):
        assert may(actors_of(steward), action, Thing.DESK)
        for other in (None, member, operator):
            assert not may(actors_of(other), action, Thing.DESK)


def test_own_pages_send_a_visitor_to_sign_in(client: TestClient) -> None:
    for line, need in ROUTES.items():
        method, _, path = line.partition(" ")
        if PERMISSIONS[need] > Actor.VISITOR and not path.startswith("/api/"):
            answer = client.request(method, path, follow_redirects=False)
            assert answer.status_code == 303
            back = path if method == "GET" else "/account"
            assert unquote(answer.headers["location"]) == f"/sign-in?next={back}"


def test_own_data_asks_a_program_for_a_token(client: TestClient) -> None:
    own = [line for line, need in ROUTES.items() if "/api/" in line and need in BY_TOKEN]
    assert len(own) >= 5
    for line in own:
        method, _, path = line.partition(" ")
        answer = client.request(method, path, json={"task_id": 1, "verdict": "great"})
        assert answer.status_code == 401, line


def test_every_route_of_own_data_has_its_scope() -> None:
    for line, need in ROUTES.items():
        if "/api/" in line and PERMISSIONS[need] > Actor.VISITOR:
            assert scope_for(*need) is not None, line


def test_no_token_deletes_ends_or_runs_anything() -> None:
    assert scope_for(Action.DELETE, Thing.OWN_ACCOUNT) is None
    assert scope_for(Action.CHANGE, Thing.OWN_TOKENS) is None
    assert scope_for(Action.SEND, Thing.OPERATOR_CODE) is None
    assert all(PERMISSIONS[need] == Actor.MEMBER for need in BY_TOKEN)


def test_route_without_a_line_is_refused(indexed: AppContext) -> None:
    app = create_app(indexed)
    app.add_api_route("/forgotten", lambda: "secret")
    answer = TestClient(app).get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "address", ["/", "/search", "/about", "/people", "/account", "/account/profile"]
)
def test_page_names_who_is_signed_in_and_is_kept_by_nobody(
    client: TestClient, indexed: AppContext, address: str
) -> None:
    client.get(address)
    sign_in(client, indexed, "private")

    page = client.get(address)

    assert page.headers["cache-control"] == "no-store"
    assert "Sign out" in page.text
    assert "<bdi>Private</bdi>" in page.text


@pytest.mark.parametrize("address", ["/", "/search", "/about"])
def test_visitor_never_gets_the_page_of_somebody_signed_in(
    client: TestClient, indexed: AppContext, address: str
) -> None:
    sign_in(client, indexed, "private")
    client.get(address)
    client.cookies.clear()

    page = client.get(address)

    assert page.headers["cache-control"] == "no-cache"
    assert "Private" not in page.text
    assert "Sign in" in page.text


@pytest.mark.parametrize("address", ["/nowhere", "/tasks/999999", "/tasks/abc"])
def test_page_of_a_wrong_address_names_who_is_signed_in(
    client: TestClient, indexed: AppContext, address: str
) -> None:
    assert "Sign in" in client.get(address).text
    sign_in(client, indexed, "private")

    page = client.get(address)

    assert page.status_code == 404
    assert page.headers["cache-control"] == "no-store"
    assert "Sign out" in page.text


def test_data_for_programs_knows_no_cookies(client: TestClient, indexed: AppContext) -> None:
    plain = client.get("/api/v1/people").text
    sign_in(client, indexed, "private")
    assert client.get("/api/v1/people").text == plain
