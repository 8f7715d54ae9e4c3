"""There and back: the first time, again, joined, and taken off."""

import re
from dataclasses import replace

from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Account, ForgeArrival, ForgeVisit, JoinedAccount, Person
from hub.services import forge_sign_in, own_data
from hub.web.app import create_app
from tests.hub.web.forge_sign_in.ways import (
    HUB,
    away,
    come_back,
    first_time,
    signed_in,
)
from tests.hub.web.signing_in import send
from tests.signing_in.provider import ForgeUser, Provider


def test_first_time_asks_for_a_name_and_makes_an_account(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    assert "Sign in with" in client.get("/sign-in").text
    answer = come_back(client, provider.approve(away(client)))
    page = client.get(answer.headers["location"]).text
    assert 'value="Ada Maple"' in page
    assert signed_in(context) == 0

    answer = send(
        client,
        "/sign-in/name",
        {"secret": answer.headers["location"].rpartition("/")[2], "name": "Ada M."},
    )

    assert answer.headers["location"] == "/account/profile"
    account = client.get("/account").text
    assert "Ada M." in account
    assert "one.example" in account
    with context.reading() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
        assert (joined.host, joined.remote_id, joined.handle) == ("one.example", "17", "ada")
        assert session.exec(select(Account)).all() == []
        assert session.exec(select(Person.suggested_since)).all() == [None]


def test_second_time_signs_in_and_goes_where_one_wanted(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    client.cookies.clear()
    provider.user = replace(provider.user, handle="ada-renamed")

    answer = come_back(client, provider.approve(away(client)))

    assert answer.headers["location"] == "/tasks"
    assert "ada-renamed" in client.get("/account").text
    with context.reading() as session:
        assert len(session.exec(select(Person.id)).all()) == 1


def test_least_is_asked_for_and_no_key_is_kept(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    assert provider.scopes in ([""], ["openid profile"], ["openid profile read:user"])
    with context.reading() as session:
        for table in (JoinedAccount, ForgeVisit, ForgeArrival):
            for row in session.exec(select(table)).all():
                assert not any(token in str(row.model_dump()) for token in provider.tokens)


def test_several_accounts_are_joined_to_one_person(
    client: TestClient, context: AppContext, provider: Provider, other: Provider
) -> None:
    first_time(client, provider)
    page = send(client, "/account/forges/join", {"host": "two.example"})
    found = re.search(r'class="button main" href="([^"]+)"', page.text)
    assert found
    address = found[1].replace("&amp;", "&")
    answer = come_back(client, other.approve(address))

    assert answer.headers["location"] == "/account"
    with context.reading() as session:
        joined = session.exec(select(JoinedAccount).order_by(col(JoinedAccount.id))).all()
    assert [each.host for each in joined] == ["one.example", "two.example"]
    assert len({each.person_id for each in joined}) == 1

    client.cookies.clear()
    answer = come_back(client, other.approve(away(client, "two.example")))
    assert answer.headers["location"] == "/tasks"
    assert client.get("/account").status_code == 200


def test_account_of_somebody_else_is_not_joined(
    client: TestClient, context: AppContext, provider: Provider, other: Provider
) -> None:
    first_time(client, provider)
    eve = TestClient(create_app(context), base_url=HUB, follow_redirects=False)
    provider.user = ForgeUser(18, "eve", "Eve")
    first_time(eve, provider, "Eve")
    provider.user = ForgeUser()
    page = send(eve, "/account/forges/join", {"host": "one.example"})
    address = re.search(r'class="button main" href="([^"]+)"', page.text)
    assert address
    answer = come_back(eve, provider.approve(address[1].replace("&amp;", "&")))

    assert answer.status_code == 409
    assert "joined to another person" in answer.text


def test_joining_ends_with_the_session(
    client: TestClient, context: AppContext, provider: Provider, other: Provider
) -> None:
    first_time(client, provider)
    page = send(client, "/account/forges/join", {"host": "two.example"})
    address = re.search(r'class="button main" href="([^"]+)"', page.text)
    assert address
    send(client, "/sign-out", {})
    answer = come_back(client, other.approve(address[1].replace("&amp;", "&")))

    assert answer.status_code == 400
    with context.reading() as session:
        assert len(session.exec(select(JoinedAccount)).all()) == 1


def test_last_way_in_is_not_taken_off(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    with context.reading() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
    answer = send(client, "/account/forges/part", {"joined": str(joined.id)})
    assert answer.status_code == 409
    assert "last way to sign in" in answer.text

    with context.transaction() as session:
        session.add(
            Account(person_id=joined.person_id, address="a@b.example", verified_at=joined.joined_at)
        )
    assert send(client, "/account/forges/part", {"joined": str(joined.id)}).status_code == 303
    with context.reading() as session:
        assert session.exec(select(JoinedAccount)).all() == []


def test_account_on_a_forge_that_is_no_more_set_up_is_no_way_in(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    with context.transaction() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
        joined_id = joined.id
        session.add(
            JoinedAccount(
                person_id=joined.person_id, forge="gitlab", host="before.example", remote_id="1",
                handle="ada", joined_at=context.clock.now(),
            )
        )  # fmt: skip
    answer = send(client, "/account/forges/part", {"joined": str(joined_id)})
    assert answer.status_code == 409
    assert "last way to sign in" in answer.text


def test_account_of_another_person_is_not_taken_off(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    with context.transaction() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
        forge_sign_in.part(
            session, joined.person_id + 1, joined.id or 0,
            hosts=context.sign_in_forges.keys(), now=context.clock.now(),
        )  # fmt: skip
    with context.reading() as session:
        assert len(session.exec(select(JoinedAccount)).all()) == 1


def test_mail_address_that_a_forge_tells_opens_nothing(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    now = context.clock.now()
    with context.transaction() as session:
        owner = Person(handle="owner", name="Owner", joined_at=now, changed_at=now)
        session.add(owner)
        session.flush()
        owner_id = owner.id
        session.add(Account(person_id=owner.id or 0, address=provider.user.mail, verified_at=now))
    first_time(client, provider)
    with context.reading() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
        assert joined.person_id != owner_id


def test_joined_accounts_are_handed_out_and_leave_with_the_person(
    client: TestClient, context: AppContext, provider: Provider
) -> None:
    first_time(client, provider)
    assert "one.example" in client.get("/account/export.json").text
    with context.transaction() as session:
        [joined] = session.exec(select(JoinedAccount)).all()
        own_data.leave(session, joined.person_id, "Ada", now=context.clock.now())
    with context.reading() as session:
        assert session.exec(select(JoinedAccount)).all() == []
