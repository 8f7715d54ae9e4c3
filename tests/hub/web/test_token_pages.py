"""The pages of tokens, of what happened, and of privacy: what is shown, once, and to whom."""

import re
from datetime import timedelta

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import AccountEvent, ApiToken, What
from hub.services import account_events, accounts, api_tokens
from hub.services.personal_tables import HELD
from hub.services.secrets import hash_of
from hub.web.app import create_app
from tests.hub.sample import HOSTILE
from tests.hub.web.making_tokens import make_token
from tests.hub.web.signing_in import send, sign_in

HERE = "/account/tokens"
FORM: dict[str, str | list[str]] = {"name": "clock", "scope": ["read:own"], "days": "30"}


def tokens_in(text: str) -> list[str]:
    return re.findall(api_tokens.PREFIX + r"[\w-]{43}", text)


def told(context: AppContext) -> list[tuple[What, dict[str, str]]]:
    with context.reading() as session:
        rows = session.exec(select(AccountEvent).order_by(col(AccountEvent.id))).all()
        return [(row.what, row.facts) for row in rows]


def test_token_is_shown_once_and_kept_as_a_hash(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    answer = send(client, HERE, FORM)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    [token] = tokens_in(answer.text)

    assert tokens_in(client.get(HERE).text) == []
    with indexed.reading() as session:
        row = session.exec(select(ApiToken)).one()
    assert (row.secret_hash, row.name, row.scopes) == (hash_of(token), "clock", ("read:own",))
    assert row.ends_at - row.made_at == timedelta(days=30)


def test_form_that_is_sent_again_makes_no_second_token(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    send(client, HERE, FORM)
    again = send(client, HERE, FORM)
    assert again.status_code == 409
    assert "You have a token of this name" in again.text
    assert tokens_in(again.text) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": " \t\n"}, {"name": "x" * 81}, {"scope": []}, {"scope": "admin"},
        {"scope": ["read:own", "all"]}, {"days": ""}, {"days": "0"}, {"days": "36500"},
        {"days": "-7"}, {"days": "x"},
    ],
)  # fmt: skip
def test_form_that_cannot_be_comes_back(
    client: TestClient, indexed: AppContext, wrong: dict[str, str | list[str]]
) -> None:
    sign_in(client, indexed, "noor")
    answer = send(client, HERE, FORM | wrong)
    assert answer.status_code == 400
    assert "No token was made." in answer.text
    assert tokens_in(answer.text) == []


def test_name_is_any_text_and_is_escaped(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    for name in (HOSTILE, "часы 🕰 ساعة", "{0} {browser.__class__} %s"):
        assert send(client, HERE, FORM | {"name": name}).status_code == 200
    for address in (HERE, "/account/log", "/account/export"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "часы 🕰 ساعة" in page
        assert "{0} {browser.__class__} %s" in page


def test_twenty_tokens_are_the_most(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    for number in range(api_tokens.MOST):
        make_token(indexed, person_id, name=str(number))
    answer = send(client, HERE, FORM)
    assert answer.status_code == 400
    assert "End one first" in answer.text


def test_token_is_ended_by_its_person_alone(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    make_token(indexed, person_id)
    with indexed.reading() as session:
        token_id = session.exec(select(ApiToken.id)).one()
    other = TestClient(create_app(indexed))
    sign_in(other, indexed, "teodor")
    for wrong in (str(token_id), "", "x", "-1", "9" * 40):
        assert send(other, f"{HERE}/end", {"token": wrong}).status_code == 303
    assert "clock" in client.get(HERE).text
    assert "clock" not in other.get(HERE).text

    send(client, f"{HERE}/end", {"token": str(token_id)})

    assert "clock" not in client.get(HERE).text
    assert (What.PROGRAM_SHUT_OUT, {"token": "clock"}) in told(indexed)


def test_form_without_its_token_makes_none(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    assert client.post(HERE, data=FORM).status_code == 403
    with indexed.reading() as session:
        assert session.exec(select(ApiToken)).all() == []


def test_what_happens_is_told_without_what_was_written(
    client: TestClient, indexed: AppContext
) -> None:
    person_id = sign_in(client, indexed, "private")
    saved = {
        "name": "Private", "own_line": "a secret line", "skill-0": "rust", "relation-0": "has",
        "suggested": "on", "paused_until": "2027-01-31",
    }  # fmt: skip
    assert send(client, "/account/profile", saved).status_code == 303
    assert send(client, "/account/profile", saved).status_code == 303
    client.get("/account/export.json")
    client.get("/account/export.json")
    send(client, HERE, FORM)
    accounts.link_for_terminal(indexed, "private@people.example", now=indexed.clock.now())
    events = told(indexed)
    assert [what for what, _ in events] == [
        What.SIGNED_IN, What.PROFILE_CHANGED, What.SUGGESTIONS_ASKED, What.SUGGESTIONS_PAUSED,
        What.EXPORTED, What.PROGRAM_ADMITTED, What.LINK_AT_TERMINAL,
    ]  # fmt: skip
    assert "secret" not in repr(events)

    page = client.get("/account/log").text

    assert page.index("Somebody at the hub") < page.index("You signed in: Firefox on Linux.")
    assert "You changed your profile: line about you, skills" in page
    assert "You paused being suggested, until 2027-01-31." in page
    assert person_id


def test_signing_out_is_told(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    send(client, "/sign-out", {})
    assert told(indexed)[-1] == (What.SESSION_ENDED, {"browser": "Firefox on Linux"})


def test_log_is_read_page_by_page_without_a_hole(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    other = TestClient(create_app(indexed))
    sign_in(other, indexed, "teodor")
    now = indexed.clock.now()
    with indexed.transaction() as session:
        for number in range(2 * account_events.EVENTS_A_PAGE):
            at = now - timedelta(minutes=number // 7)  # several at the same instant
            account_events.note(session, person_id, What.EXPORTED, now=at, how=f"no. {number} end")
    address, seen = "/account/log", []
    while address:
        page = client.get(address).text
        seen += re.findall(r"no\. (\d+) end", page)
        older = re.search(r'href="(/account/log\?before=[^"]+)"', page)
        address = older[1] if older else ""
    assert len(seen) == len(set(seen)) == 2 * account_events.EVENTS_A_PAGE
    assert "no. " not in other.get("/account/log").text


@pytest.mark.parametrize("before", ["x", "é", "WzFd", "A" * 400])
def test_log_page_that_cannot_be_read_is_a_sentence(
    client: TestClient, indexed: AppContext, before: str
) -> None:
    sign_in(client, indexed, "noor")
    assert client.get("/account/log", params={"before": before}).status_code == 400


def test_privacy_page_is_for_everyone_and_linked_everywhere(client: TestClient) -> None:
    assert 'href="/privacy"' in client.get("/").text
    page = client.get("/privacy")
    assert page.status_code == 200
    for name, held in HELD.items():
        assert f'<code dir="ltr">{name}</code>' in page.text
        assert held.how_long in page.text
