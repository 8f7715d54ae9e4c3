"""How people can be reached: who may look it up, and what its person learns of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Audience, ContactLook, Person
from hub.services import contacts, own_data
from hub.services.openness import open_to
from tests.hub.sample import Sample
from tests.hub.web.making_tokens import make_token, showing
from tests.hub.web.signing_in import send, sign_in

CONTACT = "@noor:chat.example <b>"
SHOWN = "@noor:chat.example &lt;b&gt;"
ADDRESS = "/people/noor/contact"
LOOK_UP = "Look it up"


def say(context: AppContext, person_id: int, audience: Audience = Audience.MEMBERS) -> None:
    with context.transaction() as session:
        person = session.get_one(Person, person_id)
        person.contact, person.contact_seen_by = CONTACT, audience


def looks(context: AppContext) -> list[tuple[int, str | None]]:
    with context.reading() as session:
        return [(each.person_id, each.viewer_handle) for each in session.exec(select(ContactLook))]


@pytest.fixture
def noor(indexed: AppContext, sample: Sample) -> int:
    say(indexed, sample.people["noor"])
    return sample.people["noor"]


def test_who_looks_it_up_sees_it_for_an_hour_and_is_told_of(
    client: TestClient, indexed: AppContext, noor: int
) -> None:
    sign_in(client, indexed, "teodor")
    before = client.get("/people/noor").text
    assert LOOK_UP in before
    assert "will see your name" in before
    assert SHOWN not in before
    for _ in range(2):
        answer = send(client, ADDRESS, {})
        assert (answer.status_code, answer.headers["location"]) == (303, "/people/noor#contact")
    assert SHOWN in client.get("/people/noor").text
    assert looks(indexed) == [(noor, "teodor")]
    assert "You looked up how to reach somebody." in client.get("/account/log").text
    sign_in(client, indexed, "noor")
    assert "Teodor" in client.get("/account/contact").text
    assert LOOK_UP not in client.get("/people/noor").text


def test_it_is_shown_no_longer_than_an_hour_and_to_no_one_else(
    client: TestClient, indexed: AppContext, noor: int
) -> None:
    now = indexed.clock.now()
    sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    with indexed.transaction() as session:
        look = session.exec(select(ContactLook)).one()
        look.at = now - contacts.SHOWN_FOR
    page = client.get("/people/noor").text
    assert SHOWN not in page
    assert LOOK_UP in page
    send(client, ADDRESS, {})
    assert len(looks(indexed)) == 2
    sign_in(client, indexed, "private")
    assert SHOWN not in client.get("/people/noor").text


@pytest.mark.parametrize("audience", [Audience.ONESELF, Audience.STEWARDS])
def test_closed_contact_is_looked_up_by_nobody(
    client: TestClient, indexed: AppContext, noor: int, audience: Audience
) -> None:
    sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    say(indexed, noor, audience)
    page = client.get("/people/noor").text
    assert SHOWN not in page
    assert LOOK_UP not in page
    assert send(client, ADDRESS, {}).status_code == 404
    assert len(looks(indexed)) == 1


def test_visitor_and_who_is_not_seen_are_told_nothing(
    client: TestClient, indexed: AppContext, noor: int
) -> None:
    # Even where it was opened to everyone by a way that goes past the form.
    say(indexed, noor, Audience.EVERYONE)
    assert LOOK_UP not in client.get("/people/noor").text
    answer = send(client, ADDRESS, {})
    assert answer.status_code in (303, 403)
    assert not looks(indexed)
    sign_in(client, indexed, "teodor")
    assert send(client, "/people/private/contact", {}).status_code == 404
    assert send(client, "/people/nobody/contact", {}).status_code == 404
    assert send(client, "/people/teodor/contact", {}).status_code == 400
    send(client, "/account/avoid", {"handles": "noor"})
    assert send(client, ADDRESS, {}).status_code == 404
    assert not looks(indexed)


def test_who_looked_is_told_even_where_the_two_keep_apart_by_now(
    client: TestClient, indexed: AppContext, noor: int
) -> None:
    sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    send(client, "/account/avoid", {"handles": "noor"})
    assert client.get("/people/noor").status_code == 404
    sign_in(client, indexed, "noor")
    assert "Teodor" in client.get("/account/contact").text


def test_who_leaves_leaves_no_name_and_no_contact(
    client: TestClient, indexed: AppContext, sample: Sample, noor: int
) -> None:
    teodor = sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    with indexed.transaction() as session:
        own_data.leave(session, teodor, "Teodor", now=indexed.clock.now())
    assert looks(indexed) == [(noor, None)]
    sign_in(client, indexed, "noor")
    page = client.get("/account/contact").text
    assert "Somebody who has left" in page
    assert "Teodor" not in page
    with indexed.transaction() as session:
        own_data.leave(session, noor, "Noor", now=indexed.clock.now())
        assert session.get_one(Person, noor).contact is None
    assert not looks(indexed)


def test_thirty_people_a_day_and_no_more(
    client: TestClient, indexed: AppContext, sample: Sample, noor: int
) -> None:
    now = indexed.clock.now()
    with indexed.transaction() as session:
        for number in range(contacts.MOST_A_DAY):
            other = Person(handle=f"other-{number}", name="Other", joined_at=now, changed_at=now)
            session.add(open_to(other, Audience.EVERYONE))
            session.flush()
            assert other.id is not None
            at = now - timedelta(hours=number / 2)
            session.add(ContactLook(person_id=other.id, viewer_handle="teodor", at=at))
    sign_in(client, indexed, "teodor")
    answer = send(client, ADDRESS, {})
    assert answer.status_code == 429
    assert "30 people within a day" in answer.text
    with indexed.transaction() as session:
        oldest = session.exec(select(ContactLook).order_by(col(ContactLook.at)).limit(1)).one()
        oldest.at = now - timedelta(days=1)
    assert send(client, ADDRESS, {}).status_code == 303


def test_form_offers_members_at_most(client: TestClient, indexed: AppContext, noor: int) -> None:
    sign_in(client, indexed, "noor")
    page = client.get("/account/profile").text
    offered = page.partition('id="seen-contact"')[2].partition("</select>")[0]
    assert 'value="members" selected' in offered
    assert "everyone" not in offered
    answer = send(
        client, "/account/profile",
        {"name": "Noor", "contact": "x", "seen-contact": "everyone"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert "Choose who sees this from the list." in answer.text


def test_no_program_gets_it_but_their_own(
    client: TestClient, indexed: AppContext, noor: int
) -> None:
    say(indexed, noor, Audience.EVERYONE)
    teodor = sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    token = make_token(indexed, teodor)
    client.cookies.clear()
    assert "contact" not in client.get("/api/v1/people/noor", headers=showing(token)).json()
    own = make_token(indexed, noor)
    assert client.get("/api/v1/me", headers=showing(own)).json()["contact"] == CONTACT


def test_export_tells_who_looked_it_up(client: TestClient, indexed: AppContext, noor: int) -> None:
    sign_in(client, indexed, "teodor")
    send(client, ADDRESS, {})
    sign_in(client, indexed, "noor")
    held = client.get("/account/export.json").json()
    [look] = held["contact_look"]
    assert look["viewer_handle"] == "teodor"
