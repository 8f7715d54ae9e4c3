"""What is refused, each with a page that says so and nobody signed in."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
import structlog
from pydantic import SecretStr
from sqlmodel import select
from starlette.testclient import TestClient

from hub.bootstrap import make_sign_in_forges
from hub.context import AppContext
from hub.errors import NotConfigured
from hub.models import ForgeVisit
from hub.services import forge_sign_in
from hub.services.retention import forget_ended
from hub.web.app import create_app
from integrations.records import ForgeKind
from tests.hub.running import SetClock
from tests.hub.web.forge_sign_in.ways import HUB, away, come_back, first_time, is_refused
from tests.hub.web.signing_in import send
from tests.replay.loopback import Reply
from tests.signing_in.provider import CLIENT_ID, CLIENT_SECRET, Lies, Provider

WITH_ID_TOKENS = (ForgeKind.GITLAB, ForgeKind.FORGEJO)


def test_wrong_state_is_refused(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    address = provider.approve(away(client))
    wrong = re.sub(r"state=[^&]+", "state=made-up", address)
    assert is_refused(come_back(client, wrong), context)
    assert is_refused(come_back(client, re.sub(r"&state=[^&]+", "", address)), context)


def test_state_of_another_browser_is_refused(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    address = provider.approve(away(client))
    victim = TestClient(create_app(context), base_url=HUB, follow_redirects=False)
    victim.get("/sign-in")
    assert is_refused(come_back(victim, address), context)
    assert come_back(client, address).status_code == 303


def test_way_back_works_once(client: TestClient, context: AppContext, provider: Provider) -> None:
    address = provider.approve(away(client))
    assert come_back(client, address).status_code == 303
    assert is_refused(come_back(client, address), context)


def test_code_that_was_used_is_refused(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    used = re.search(r"code=([^&]+)", provider.approve(away(client)))
    again = re.search(r"code=([^&]+)", first := provider.approve(away(client)))
    assert used
    assert again
    assert come_back(client, first).status_code == 303
    replayed = provider.approve(away(client))
    replayed = re.sub(r"code=[^&]+", f"code={again[1]}", replayed)
    assert is_refused(come_back(client, replayed), context)


def test_code_of_another_way_is_refused(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    """An attacker's code, put into the victim's way back: the PKCE verifier does not fit it."""
    attacker = TestClient(create_app(context), base_url=HUB, follow_redirects=False)
    theirs = re.search(r"code=([^&]+)", provider.approve(away(attacker)))
    assert theirs
    own = re.sub(r"code=[^&]+", f"code={theirs[1]}", provider.approve(away(client)))
    assert is_refused(come_back(client, own), context)


def test_way_back_ends_after_its_time(
    client: TestClient, context: AppContext, provider: Provider, clock: SetClock
) -> None:
    address = provider.approve(away(client))
    clock.move(forge_sign_in.VISIT_LASTS)
    assert is_refused(come_back(client, address), context)
    away(client)
    clock.move(forge_sign_in.VISIT_LASTS)
    forget_ended(context)
    with context.reading() as session:
        assert session.exec(select(ForgeVisit)).all() == []


def test_way_of_one_forge_is_no_way_back_from_another(
    client: TestClient, context: AppContext, provider: Provider, other: Provider
) -> None:
    address = provider.approve(away(client)).replace("one.example", "two.example")
    assert is_refused(come_back(client, address), context)


def test_answer_that_names_another_issuer_is_refused(
    client: TestClient, context: AppContext, provider: Provider, other: Provider
) -> None:
    address = provider.approve(away(client))
    assert is_refused(come_back(client, f"{address}&iss={other.url}"), context)
    address = provider.approve(away(client))
    assert come_back(client, f"{address}&iss={provider.url}").status_code == 303


@pytest.mark.parametrize("kind", WITH_ID_TOKENS, ids=str)
@pytest.mark.parametrize(
    "lies",
    [
        Lies(claims={"nonce": "another"}),
        Lies(claims={"nonce": None}),
        Lies(claims={"iss": "https://evil.example"}),
        Lies(claims={"aud": "another-hub"}),
        Lies(claims={"aud": [CLIENT_ID, "another"], "azp": "another"}),
        Lies(claims={"exp": 1}),
        Lies(claims={"iat": "soon"}),
        Lies(claims={"sub": ""}),
        Lies(is_unsigned=True),
        Lies(is_signed_with_secret=True),
        Lies(is_signed_with_another_key=True),
        Lies(other_subject=True),
    ],
    ids=str,
)
def test_id_token_that_does_not_hold_is_refused(
    client: TestClient, context: AppContext, provider: Provider, lies: Lies
) -> None:
    provider.lies = lies
    assert is_refused(come_back(client, provider.approve(away(client))), context)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, b"<b>oh</b>"),
        Reply(200, b"no json"),
        Reply(200, b"[" * 100_000),
        Reply(200, b'{"access_token": ""}'),
        Reply(200, b"x" * 1_000_000),
        Reply(302, b"", {"Location": "http://127.0.0.1:1/"}),
        Reply(200, b'{"error": "<script>alert(1)</script>"}'),
    ],
    ids=lambda reply: f"{reply.status} {reply.body[:12]!r}",
)
def test_forge_that_answers_nonsense_is_said_to_be_away(
    client: TestClient, context: AppContext, provider: Provider, reply: Reply
) -> None:
    for lies in (Lies(token_answer=reply), Lies(user_answer=reply)):
        provider.lies = lies
        answer = come_back(client, provider.approve(away(client)))
        assert is_refused(answer, context, 503)
        assert "<script>alert" not in answer.text
        assert "Nothing was changed" in answer.text


def test_somebody_who_says_no_at_the_forge_is_told_so(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    state = re.search(r"state=([^&]+)", away(client))
    assert state
    address = f"/sign-in/with/one.example/back?error=access_denied&state={state[1]}"
    answer = client.get(address)
    assert is_refused(answer, context)
    assert "sign in another way" in answer.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_way_back_stays_inside_the_hub(client: TestClient, provider: Provider, back: str) -> None:
    first_time(client, provider)
    client.cookies.clear()
    answer = come_back(client, provider.approve(away(client, back=back)))
    assert answer.headers["location"] == "/"


def test_forge_that_nobody_set_up_is_not_found(client: TestClient) -> None:
    assert client.get("/sign-in/with/evil.example").status_code == 404
    assert client.get("/sign-in/with/evil.example/back?state=x&code=y").status_code == 404


def test_name_is_asked_for_in_the_same_browser_alone(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    page = come_back(client, provider.approve(away(client))).headers["location"]
    other_browser = TestClient(create_app(context), base_url=HUB, follow_redirects=False)
    other_browser.get("/sign-in")
    secret = page.rpartition("/")[2]
    assert other_browser.get(page).status_code == 400
    answer = send(other_browser, "/sign-in/name", {"secret": secret, "name": "Eve"})
    assert is_refused(answer, context)
    answer = send(client, "/sign-in/name", {"secret": secret, "name": " "})
    assert answer.status_code == 400
    assert "A name has" in answer.text
    assert send(client, "/sign-in/name", {"secret": secret, "name": "Ada"}).status_code == 303
    assert send(client, "/sign-in/name", {"secret": secret, "name": "Ada"}).status_code in (
        400,
        403,
    )


def test_nothing_secret_is_logged(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    with structlog.testing.capture_logs() as logs:
        first_time(client, provider)
    text = str(logs)
    assert CLIENT_SECRET not in text
    assert "state=" not in text
    assert not any(token in text for token in provider.tokens)


# What an operator sets


@pytest.mark.parametrize(
    ("sign_in_with", "secrets", "words"),
    [
        (("gitea:x.example=a",), ("x.example=b",), "names no forge"),
        (("gitlab:x.example",), ("x.example=b",), "names no forge"),
        (("gitlab:x.example=a",), (), "needs its secret"),
        ((), ("x.example=b",), "stands not in HUB_SIGN_IN_WITH"),
        (("gitlab:x.example=a", "forgejo:x.example=a"), ("x.example=b",), "named twice"),
        (("gitlab:x.example=a@http://x.example",), ("x.example=b",), "https alone"),
        (("gitlab:x.example=a@ftp://x",), ("x.example=b",), "http"),
    ],
)
def test_half_a_setting_says_what_is_missing(
    context: AppContext, sign_in_with: tuple[str, ...], secrets: tuple[str, ...], words: str
) -> None:
    settings = context.settings.model_copy(
        update={
            "sign_in_with": sign_in_with,
            "sign_in_secrets": tuple(map(SecretStr, secrets)),
        }
    )
    with ExitStack() as stack, pytest.raises(NotConfigured, match=words):
        make_sign_in_forges(settings, stack)


def test_ways_are_counted(client: TestClient, context: AppContext, clock: SetClock) -> None:
    answers = {client.get("/sign-in/with/one.example").status_code for _ in range(70)}
    assert answers == {303, 429}
    clock.move(timedelta(hours=1))
