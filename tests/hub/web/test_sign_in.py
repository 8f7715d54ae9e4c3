"""Signing in by a link, from the form to the signed-in page, and everything that is refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from httpx2 import Response
from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Account, MailLink, OutgoingMail, Person, SignedIn
from hub.services import accounts
from hub.web.app import create_app
from tests.hub.running import SetClock
from tests.hub.web.signing_in import make_operator, send, sign_in

ADDRESS = "ada@people.example"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def context(context: AppContext, clock: SetClock) -> AppContext:
    """A hub that can send mail, whose clock can be moved."""
    settings = context.settings.model_copy(
        update={"mail_server": "127.0.0.1", "mail_from": "hub@hub.example"}
    )
    return replace(context, settings=settings, clock=clock)


@pytest.fixture
def client(context: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(context)) as opened:
        yield opened


def asked_link(
    client: TestClient, context: AppContext, address: str = ADDRESS, back: str = "/"
) -> str:
    """Ask for a link and read it out of the outbox; returns its secret."""
    client.get("/sign-in")
    assert send(client, "/sign-in", {"address": address, "next": back}).status_code == 303
    with context.reading() as session:
        text = session.exec(select(OutgoingMail.text).order_by(col(OutgoingMail.id).desc())).first()
    found = re.search(r"/sign-in/link/([\w-]+)", text or "")
    assert found
    return found[1]


def use(client: TestClient, secret: str, name: str = "Ada") -> Response:
    return send(client, "/sign-in/link", {"secret": secret, "name": name})


def test_link_makes_an_account_and_signs_in(client: TestClient, context: AppContext) -> None:
    secret = asked_link(client, context, " Ada@People.Example ")
    page = client.get(f"/sign-in/link/{secret}")
    assert "Your name" in page.text
    assert ADDRESS in page.text

    answer = use(client, secret)

    assert answer.headers["location"] == "/account/profile"
    assert "Ada" in client.get("/about").text
    with context.reading() as session:
        assert session.exec(select(Account.address)).all() == [ADDRESS]
        assert session.exec(select(Person.suggested_since)).all() == [None]


def test_looking_at_a_link_does_not_use_it(client: TestClient, context: AppContext) -> None:
    secret = asked_link(client, context)
    for _ in range(3):
        assert client.get(f"/sign-in/link/{secret}").status_code == 200
    with context.reading() as session:
        assert session.exec(select(Account)).all() == []


def test_link_works_once(client: TestClient, context: AppContext) -> None:
    secret = asked_link(client, context)
    use(client, secret)

    assert use(client, secret).status_code in (400, 403)
    assert client.get(f"/sign-in/link/{secret}").status_code == 400


def test_link_ends_after_its_time(client: TestClient, context: AppContext, clock: SetClock) -> None:
    secret = asked_link(client, context)
    clock.move(accounts.LINK_LASTS)

    assert client.get(f"/sign-in/link/{secret}").status_code == 400
    assert use(client, secret).status_code == 400


def test_link_is_refused_in_another_browser(client: TestClient, context: AppContext) -> None:
    secret = asked_link(client, context)
    other = TestClient(create_app(context))
    other.get("/sign-in")

    assert other.get(f"/sign-in/link/{secret}").status_code == 400
    assert send(other, "/sign-in/link", {"secret": secret, "name": "Eve"}).status_code == 400
    assert use(client, secret).status_code == 303


def test_link_of_the_terminal_works_in_any_browser(client: TestClient, context: AppContext) -> None:
    link = accounts.link_for_terminal(context, ADDRESS, now=context.clock.now())
    secret = link.rpartition("/")[2]
    client.get(f"/sign-in/link/{secret}")

    assert use(client, secret).status_code == 303
    assert client.get("/account").status_code == 200


def test_known_and_unknown_addresses_are_answered_alike(
    client: TestClient, context: AppContext
) -> None:
    use(client, asked_link(client, context))
    client.cookies.clear()
    answers, letters = [], []
    for address in (ADDRESS, "nobody@people.example"):
        client.get("/sign-in")
        answers.append(send(client, "/sign-in", {"address": address, "next": "/"}))
        with context.reading() as session:
            letters.append(
                session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id).desc())).first()
            )

    assert answers[0].status_code == answers[1].status_code == 303
    assert answers[0].headers["location"] == answers[1].headers["location"]
    shapes = [re.sub(r"link/[\w-]+", "link/", each.text) for each in letters if each]
    assert shapes[0] == shapes[1]


def test_secrets_are_stored_as_hashes(client: TestClient, context: AppContext) -> None:
    secret = asked_link(client, context)
    use(client, secret)
    with context.reading() as session:
        kept = [
            *session.exec(select(MailLink.secret_hash)),
            *session.exec(select(SignedIn.secret_hash)),
        ]
    assert secret not in kept
    assert client.cookies.get("session") not in kept
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in kept)


def test_signing_in_again_ends_the_session_before(client: TestClient, context: AppContext) -> None:
    use(client, asked_link(client, context))
    first = client.cookies.get("session")
    client.get("/sign-in")
    link = accounts.link_for_terminal(context, ADDRESS, now=context.clock.now())
    use(client, link.rpartition("/")[2])

    assert client.cookies.get("session") != first
    with context.reading() as session:
        assert len(session.exec(select(SignedIn)).all()) == 1


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_way_back_never_leaves_the_hub(client: TestClient, context: AppContext, back: str) -> None:
    use(client, asked_link(client, context))
    client.cookies.delete("session")
    answer = use(client, asked_link(client, context, back=back))
    assert answer.headers["location"] == "/"


def test_way_back_leads_to_where_one_came_from(client: TestClient, context: AppContext) -> None:
    use(client, asked_link(client, context))
    client.cookies.delete("session")
    answer = use(client, asked_link(client, context, back="/search?q=lamp"))
    assert answer.headers["location"] == "/search?q=lamp"


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "a b@c.example", "a@b.example\nBcc: x@y.example"]
)
def test_what_is_no_address_comes_back_with_a_sentence(
    client: TestClient, context: AppContext, address: str
) -> None:
    client.get("/sign-in")
    answer = send(client, "/sign-in", {"address": address, "next": "/"})
    assert answer.status_code == 400
    assert "no mail address" in answer.text
    with context.reading() as session:
        assert session.exec(select(OutgoingMail)).all() == []


def test_new_person_without_a_name_gets_the_form_back(
    client: TestClient, context: AppContext
) -> None:
    secret = asked_link(client, context)
    answer = use(client, secret, name="  ")
    assert answer.status_code == 400
    assert "A name has" in answer.text
    assert use(client, secret).status_code == 303


def test_links_to_one_address_are_limited(client: TestClient) -> None:
    client.get("/sign-in")
    statuses = [
        send(client, "/sign-in", {"address": ADDRESS, "next": "/"}).status_code for _ in range(6)
    ]
    assert statuses == [303] * 5 + [429]


def test_form_without_the_token_of_its_page_is_refused(client: TestClient) -> None:
    client.get("/sign-in")
    for token in ("", "0" * 64, "é"):
        answer = client.post("/sign-in", data={"address": ADDRESS, "form_token": token})
        assert answer.status_code == 403


def test_hub_without_mail_says_so(client: TestClient, context: AppContext) -> None:
    settings = context.settings.model_copy(update={"mail_server": ""})
    bare = TestClient(create_app(replace(context, settings=settings)))
    page = bare.get("/sign-in")
    assert "Mail is not set up" in page.text
    assert "otdhub account link" in page.text
    assert send(bare, "/sign-in", {"address": ADDRESS}).status_code == 503


def test_cookies_under_https_belong_to_this_host_alone(context: AppContext) -> None:
    settings = context.settings.model_copy(update={"public_url": "https://hub.example"})
    safe = TestClient(
        create_app(replace(context, settings=settings)), base_url="https://hub.example"
    )
    cookie = safe.get("/sign-in").headers["set-cookie"]
    assert cookie.startswith("__Host-browser=")
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


@pytest.mark.usefixtures("sample")
def test_session_ends_when_it_rests_and_when_it_is_old(
    client: TestClient, context: AppContext, clock: SetClock
) -> None:
    sign_in(client, context, "noor")
    for _ in range(9):
        clock.move(timedelta(days=9))
        assert client.get("/account").status_code == 200
    clock.move(timedelta(days=9, seconds=1))
    assert client.get("/account", follow_redirects=False).status_code == 303
    sign_in(client, context, "noor")
    clock.move(timedelta(days=14))
    assert client.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.usefixtures("sample")
def test_signing_out_ends_the_session_for_good(client: TestClient, context: AppContext) -> None:
    sign_in(client, context, "noor")
    secret = client.cookies.get("session") or ""
    assert send(client, "/sign-out", {}).headers["location"] == "/"
    client.cookies.set("session", secret)
    assert (
        client.get("/account", follow_redirects=False).headers["location"]
        == "/sign-in?next=/account"
    )


@pytest.mark.usefixtures("sample")
def test_code_makes_one_person_the_operator_once(client: TestClient, context: AppContext) -> None:
    now = context.clock.now()
    code = accounts.new_operator_code(context, now=now)
    sign_in(client, context, "noor")
    assert send(client, "/account/operator", {"code": "AAAA-AAAA"}).status_code == 400
    assert (
        send(client, "/account/operator", {"code": f" {(code or '').lower()} "}).status_code == 303
    )
    assert "You run this hub" in client.get("/account").text
    assert accounts.new_operator_code(context, now=now) is None
    sign_in(client, context, "teodor")
    assert send(client, "/account/operator", {"code": code or ""}).status_code == 400


@pytest.mark.usefixtures("sample")
def test_second_operator_needs_another_way(client: TestClient, context: AppContext) -> None:
    code = accounts.new_operator_code(context, now=context.clock.now())
    make_operator(context, sign_in(client, context, "teodor"))
    sign_in(client, context, "noor")
    assert send(client, "/account/operator", {"code": code or ""}).status_code == 409


def test_logs_hold_no_address_and_no_secret(client: TestClient, context: AppContext) -> None:
    with structlog.testing.capture_logs() as logs:
        secret = asked_link(client, context)
        client.get(f"/sign-in/link/{secret}")
        use(client, secret)
    assert logs
    for hidden in (ADDRESS, secret, client.cookies.get("session") or "?"):
        assert hidden not in repr(logs)
