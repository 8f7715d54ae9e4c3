"""A person's mail address: added, changed and taken off, and everything that is refused."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Account, AddressLink, JoinedAccount, OutgoingMail
from hub.services.accounts import LINK_LASTS
from hub.services.retention import forget_ended
from hub.web.app import create_app
from integrations.signing_in import SignInForge
from tests.hub.running import SetClock
from tests.hub.sample import Sample
from tests.hub.web.signing_in import send, sign_in

BEFORE, AFTER = "noor@people.example", "noor@new.example"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def context(context: AppContext, clock: SetClock, sample: Sample) -> AppContext:
    """A hub with people that can send mail."""
    assert sample.people
    settings = context.settings.model_copy(
        update={"mail_server": "127.0.0.1", "mail_from": "hub@hub.example"}
    )
    return replace(context, settings=settings, clock=clock)


@pytest.fixture
def client(context: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(context)) as opened:
        yield opened


def letters(context: AppContext) -> list[tuple[str, str]]:
    """Give address and text of every letter that waits, the oldest first."""
    with context.reading() as session:
        rows = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.id))).all()
        return [(row.address, row.text) for row in rows]


def asked(client: TestClient, context: AppContext, address: str = AFTER) -> str:
    """Ask for another address; returns the secret of the link in the letter."""
    assert send(client, "/account/address", {"address": address}).status_code == 200
    found = re.search(r"/account/address/([\w-]+)", letters(context)[-1][1])
    assert found
    return found[1]


def address_of(context: AppContext, person_id: int) -> str | None:
    with context.reading() as session:
        return session.exec(select(Account.address).where(Account.person_id == person_id)).first()


def test_address_is_changed_by_the_link_and_the_old_one_is_told(
    client: TestClient, context: AppContext
) -> None:
    person_id = sign_in(client, context, "noor", address=BEFORE)
    secret = asked(client, context, " Noor@New.Example ")
    assert address_of(context, person_id) == BEFORE
    assert AFTER in client.get(f"/account/address/{secret}").text

    assert send(client, "/account/address/use", {"secret": secret}).status_code == 303

    assert address_of(context, person_id) == AFTER
    assert letters(context)[-1][0] == BEFORE
    assert "taken off" in letters(context)[-1][1]
    assert "mail address became another one" in client.get("/account/log").text
    assert send(client, "/account/address/use", {"secret": secret}).status_code == 400


def test_who_came_with_a_forge_adds_one(client: TestClient, context: AppContext) -> None:
    person_id = sign_in(client, context, "noor")
    with context.transaction() as session:
        session.delete(session.exec(select(Account).where(Account.person_id == person_id)).one())
    assert "You have none here" in client.get("/account").text
    send(client, "/account/address/use", {"secret": asked(client, context)})
    assert address_of(context, person_id) == AFTER
    assert [to for to, _ in letters(context)] == [AFTER]


def test_link_is_good_for_its_person_alone(client: TestClient, context: AppContext) -> None:
    noor = sign_in(client, context, "noor", address=BEFORE)
    secret = asked(client, context)
    teodor = sign_in(client, context, "teodor")
    assert client.get(f"/account/address/{secret}").status_code == 400
    assert send(client, "/account/address/use", {"secret": secret}).status_code == 400
    assert (address_of(context, noor), address_of(context, teodor)) == (
        BEFORE,
        "teodor@people.example",
    )


def test_link_signs_nobody_in(client: TestClient, context: AppContext) -> None:
    sign_in(client, context, "noor", address=BEFORE)
    secret = asked(client, context)
    client.cookies.clear()
    answer = client.get(f"/account/address/{secret}", follow_redirects=False)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]
    client.get("/sign-in")
    assert client.get(f"/sign-in/link/{secret}").status_code == 400


def test_link_ends_and_an_older_one_gives_way(
    client: TestClient, context: AppContext, clock: SetClock
) -> None:
    sign_in(client, context, "noor", address=BEFORE)
    first = asked(client, context, "first@new.example")
    second = asked(client, context)
    assert client.get(f"/account/address/{first}").status_code == 400
    assert client.get(f"/account/address/{second}").status_code == 200
    clock.move(LINK_LASTS + timedelta(seconds=1))
    assert client.get(f"/account/address/{second}").status_code == 400
    forget_ended(context)
    with context.reading() as session:
        assert session.exec(select(AddressLink)).all() == []


def test_address_of_another_account_is_told_to_its_owner_alone(
    client: TestClient, context: AppContext
) -> None:
    sign_in(client, context, "teodor", address="teodor@people.example")
    sign_in(client, context, "noor", address=BEFORE)
    free = send(client, "/account/address", {"address": AFTER})
    taken = send(client, "/account/address", {"address": "teodor@people.example"})
    assert taken.status_code == free.status_code == 200
    assert taken.text.replace("teodor@people.example", AFTER) == free.text
    to, text = letters(context)[-1]
    assert to == "teodor@people.example"
    assert "has an account there already" in text
    assert "http" not in text


def test_address_that_was_taken_meanwhile_is_a_clear_refusal(
    client: TestClient, context: AppContext
) -> None:
    noor = sign_in(client, context, "noor", address=BEFORE)
    secret = asked(client, context)
    sign_in(client, context, "teodor", address=AFTER)
    sign_in(client, context, "noor")
    answer = send(client, "/account/address/use", {"secret": secret})
    assert answer.status_code == 409
    assert "another account here" in answer.text
    assert address_of(context, noor) == BEFORE


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("nonsense", "no mail address"), (BEFORE, "your address already"), ("", "no mail address")],
)
def test_what_is_no_new_address_is_said_at_the_field(
    client: TestClient, context: AppContext, address: str, sentence: str
) -> None:
    sign_in(client, context, "noor", address=BEFORE)
    answer = send(client, "/account/address", {"address": address})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert letters(context) == []


def test_links_to_one_address_are_few(client: TestClient, context: AppContext) -> None:
    sign_in(client, context, "noor", address=BEFORE)
    answers = [send(client, "/account/address", {"address": AFTER}) for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]


def test_last_way_to_sign_in_stays(client: TestClient, context: AppContext) -> None:
    person_id = sign_in(client, context, "noor", address=BEFORE)
    answer = send(client, "/account/address/end", {})
    assert answer.status_code == 409
    assert "only way to sign in" in answer.text
    assert address_of(context, person_id) == BEFORE


def test_address_is_taken_off_where_a_forge_is_another_way_in(context: AppContext) -> None:
    forges = {"codeberg.org": cast("SignInForge", _Forge())}
    context = replace(context, sign_in_forges=forges)
    with TestClient(create_app(context)) as client:
        person_id = sign_in(client, context, "noor", address=BEFORE)
        with context.transaction() as session:
            session.add(
                JoinedAccount(
                    person_id=person_id, forge="forgejo", host="codeberg.org", remote_id="1",
                    handle="noor", joined_at=context.clock.now(),
                )
            )  # fmt: skip
        assert send(client, "/account/address/end", {}).status_code == 303
    assert address_of(context, person_id) is None
    assert [to for to, _ in letters(context)] == [BEFORE]


class _Forge:
    """A forge that is set up, of which nothing is asked here."""

    host = "codeberg.org"
