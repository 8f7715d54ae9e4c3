"""Pages of offers: the form, the list of one's own, the desk, and the claim of a project."""

from collections.abc import Mapping

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Audience, Offer, OfferState, Person, Scope, Steward
from tests.hub.offering import answer, join, make_steward, narrow, offer, states, take_back
from tests.hub.sample import HOSTILE, Sample
from tests.hub.web.making_tokens import make_token, showing
from tests.hub.web.signing_in import make_operator, send, sign_in

SHOWN = "I listen to screens."


@pytest.fixture
def teodor(indexed: AppContext, sample: Sample) -> int:
    return make_steward(indexed, sample, "teodor")


@pytest.fixture
def form(sample: Sample) -> str:
    return f"/tasks/{sample.tasks['screen-reader']}/offer"


def test_whole_way_from_the_task_to_the_answer(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int, form: str
) -> None:
    task = form.removesuffix("/offer")
    assert f'href="{form}"' in client.get(task).text
    asked = client.get(form, follow_redirects=False)
    assert asked.headers["location"] == f"/sign-in?next={form}"
    sign_in(client, indexed, "noor")
    before = client.get(form).text
    assert "Teodor" in before
    assert "Your name, your line about yourself, your skills" in before
    sent = send(client, form, {"words": f"I can.\r\n{HOSTILE}", "hours": "1.5"})
    assert (sent.status_code, sent.headers["location"]) == (303, form)
    assert "Your offer is on its way" in client.get(form).text
    assert "It waits for an answer" in client.get("/account/offers").text

    sign_in(client, indexed, "teodor")
    desk = client.get("/desk").text
    assert "Waiting since" in desk
    assert HOSTILE not in desk
    assert SHOWN in desk
    with indexed.reading() as session:
        [offer_id] = session.exec(select(Offer.id))
    fields = {"offer": str(offer_id), "answer": "yes", "words": "Begin with the table."}
    assert send(client, "/desk/answer", fields).headers["location"] == "/desk"
    assert "You said yes" in client.get("/desk").text
    assert send(client, "/desk/answer", fields).status_code == 409

    sign_in(client, indexed, "noor")
    mine = client.get("/account/offers").text
    assert "They said yes" in mine
    assert "Begin with the table." in mine
    assert "They said yes" in client.get(form).text
    send(client, "/account/offers/take-back", {"offer": str(offer_id)})
    assert states(indexed) == [OfferState.ENDED]
    assert "You offered to help lanternbus." in client.get("/account/log").text
    held = client.get("/account/export.json").json()
    assert [each["words"] for each in held["offer"]] == [f"I can.\n{HOSTILE}"]
    assert held["steward"] == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Write a few words"),
        ({"words": " \n "}, "Write a few words"),
        ({"words": "x" * 601}, "longer than 600 letters"),
        ({"words": "I can", "hours": "many"}, "a number up to 80"),
        ({"words": "I can", "hours": "-1"}, "a number up to 80"),
        ({"words": "I can", "hours": "nan"}, "a number up to 80"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    client: TestClient, indexed: AppContext, *, teodor: int, form: str,
    fields: Mapping[str, str], sentence: str,
) -> None:  # fmt: skip
    sign_in(client, indexed, "noor")
    refused = send(client, form, dict(fields))
    assert refused.status_code == 400
    assert sentence in refused.text
    assert fields.get("words", "").strip() in refused.text
    assert states(indexed) == []


def test_project_that_nobody_looks_after_says_so(
    client: TestClient, indexed: AppContext, form: str
) -> None:
    page = client.get(form.removesuffix("/offer")).text
    assert "Nobody looks after this project here yet" in page
    assert "I want to help" not in page
    sign_in(client, indexed, "noor")
    assert "so nobody would read an offer" in client.get(form).text
    refused = send(client, form, {"words": "I can"})
    assert refused.status_code == 400
    assert "Nobody looks after this project" in refused.text


def test_steward_sees_the_page_of_who_offers_as_long_as_it_stands(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int
) -> None:
    noor = sample.people["noor"]
    narrow(indexed, noor, Audience.STEWARDS)
    with indexed.transaction() as session:
        session.get_one(Person, noor).contact = "@noor:chat.example"
    sign_in(client, indexed, "teodor")
    assert client.get("/people/noor").status_code == 404
    made = offer(indexed, noor, sample.tasks["screen-reader"])
    assert SHOWN in client.get("/people/noor").text
    assert send(client, "/people/noor/contact", {}).status_code == 303
    assert "@noor:chat.example" in client.get("/people/noor").text
    for other in ("back", "private"):
        sign_in(client, indexed, other)
        assert client.get("/people/noor").status_code == 404
        assert send(client, "/people/noor/contact", {}).status_code == 404
    take_back(indexed, noor, made)
    sign_in(client, indexed, "teodor")
    assert client.get("/people/noor").status_code == 404
    assert send(client, "/people/noor/contact", {}).status_code == 404
    assert SHOWN not in client.get("/desk").text


def test_what_is_for_oneself_stays_closed_to_stewards(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int
) -> None:
    with indexed.transaction() as session:
        person = session.get_one(Person, sample.people["noor"])
        person.own_line_seen_by = Audience.ONESELF
        person.hours_seen_by = Audience.STEWARDS
    offer(indexed, sample.people["noor"], sample.tasks["screen-reader"])
    sign_in(client, indexed, "teodor")
    for address in ("/desk", "/people/noor"):
        page = client.get(address).text
        assert SHOWN not in page
        assert "a week" in page
    client.cookies.clear()
    assert "3 hours a week" not in client.get("/people/noor").text


@pytest.mark.parametrize("who", ["noor", "operator"])
def test_desk_is_for_stewards_alone(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int, who: str
) -> None:
    made = offer(indexed, sample.people["noor"], sample.tasks["screen-reader"])
    person_id = sign_in(client, indexed, "private" if who == "operator" else who)
    if who == "operator":
        make_operator(indexed, person_id)
    assert client.get("/desk").status_code == 403
    assert "Your desk" not in client.get("/account").text
    for address, fields in (
        ("/desk/answer", {"offer": str(made), "answer": "yes"}),
        ("/desk/stewards", {"project": "lanternbus", "handle": "noor"}),
        ("/desk/step-down", {"project": "lanternbus"}),
    ):
        assert send(client, address, fields).status_code == 403
    assert states(indexed) == [OfferState.SENT]


def test_steward_of_another_project_is_as_good_as_none(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int
) -> None:
    made = offer(indexed, sample.people["noor"], sample.tasks["screen-reader"])
    make_steward(indexed, sample, "back", project="seedswap")
    sign_in(client, indexed, "back")
    assert "Nobody is waiting for you." in client.get("/desk").text
    for address, fields in (
        ("/desk/answer", {"offer": str(made), "answer": "yes"}),
        ("/desk/stewards", {"project": "lanternbus", "handle": "noor"}),
        ("/desk/step-down", {"project": "lanternbus"}),
    ):
        assert send(client, address, fields).status_code == 404
    assert send(client, "/account/offers/take-back", {"offer": str(made)}).status_code == 409
    assert states(indexed) == [OfferState.SENT]


@pytest.mark.parametrize(
    "fields",
    [{"answer": "maybe"}, {}, {"answer": "yes", "words": "x" * 601}],
)
def test_answer_that_is_none_is_refused_in_a_sentence(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int,
    fields: Mapping[str, str],
) -> None:  # fmt: skip
    made = offer(indexed, sample.people["noor"], sample.tasks["screen-reader"])
    sign_in(client, indexed, "teodor")
    assert send(client, "/desk/answer", {**fields, "offer": str(made)}).status_code == 400
    assert states(indexed) == [OfferState.SENT]


def test_project_is_claimed_with_proof_and_looked_after_by_more(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    project, claim = "/projects/lanternbus", "/projects/lanternbus/claim"
    assert f'href="{claim}"' in client.get(project).text
    noor = sign_in(client, indexed, "noor")
    refused = send(client, claim, {})
    assert refused.status_code == 403
    assert "put your handle under “stewards:” in .otd/needs.yml" in refused.text
    join(indexed, noor, "riders")
    assert send(client, claim, {}).headers["location"] == "/desk"
    assert "the account that owns its repository is yours" in client.get("/desk").text
    assert "You do" in client.get(project).text
    asked = send(client, "/desk/stewards", {"project": "lanternbus", "handle": "/people/teodor"})
    assert asked.headers["location"] == "/desk?asked=yes"
    assert "once they say yes" in client.get("/desk?asked=yes").text
    for handle in ("nobody", "private", "", "a\nb"):
        fields = {"project": "lanternbus", "handle": handle}
        answer = send(client, "/desk/stewards", fields)
        assert answer.status_code == 400
        assert 'id="add-1-error"' in answer.text
        assert f'value="{handle.strip().splitlines()[0] if handle else ""}' in answer.text
    log = client.get("/account/log").text
    assert "You became a steward of lanternbus, as the account that owns" in log
    assert "You asked somebody to look after lanternbus with you." in log
    assert "/people/teodor" not in client.get(project).text
    sign_in(client, indexed, "teodor")
    assert "Would you look after <bdi>Lanternbus</bdi>?" in client.get("/account/offers").text
    assert send(client, "/account/offers/steward", {"project": "lanternbus"}).status_code == 400
    said = {"project": "lanternbus", "answer": "yes"}
    assert send(client, "/account/offers/steward", said).headers["location"] == "/desk"
    assert send(client, "/account/offers/steward", said).status_code == 409
    assert "another steward asked you" in client.get("/desk").text
    sign_in(client, indexed, "noor")
    assert send(client, "/desk/step-down", {"project": "lanternbus"}).status_code == 303
    assert client.get("/desk").status_code == 403
    page = client.get(project).text
    assert 'href="/people/teodor"' in page
    assert claim not in page
    client.cookies.clear()
    assert 'href="/people/teodor"' in client.get(project).text


def test_who_leaves_chooses_what_becomes_of_their_words(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int
) -> None:
    noor = sign_in(client, indexed, "noor")
    made = offer(indexed, noor, sample.tasks["screen-reader"], words="Words that stay.")
    answer(indexed, teodor, made, is_yes=True)
    assert "Stays without your name" in client.get("/account").text
    send(client, "/account/delete", {"typed_name": "Noor", "words": "stay"})
    sign_in(client, indexed, "teodor")
    desk = client.get("/desk").text
    assert "Words that stay." in desk
    assert "Noor" not in desk
    send(client, "/account/delete", {"typed_name": "Teodor"})
    with indexed.reading() as session:
        assert session.exec(select(Steward)).all() == []
        assert session.exec(select(Offer.words)).all() == ["Words that stay."]


def test_program_reads_the_offers_of_its_person_alone(
    client: TestClient, indexed: AppContext, sample: Sample, teodor: int
) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    made = offer(indexed, noor, task_id)
    answer(indexed, teodor, made, is_yes=True, words="Begin.")
    address = "/api/v1/me/offers"
    [own] = client.get(address, headers=showing(make_token(indexed, noor))).json()["offers"]
    assert (own["task_id"], own["state"], own["answer"]) == (task_id, "accepted", "Begin.")
    others = client.get(address, headers=showing(make_token(indexed, teodor)))
    assert others.json() == {"offers": []}
    only_write = showing(make_token(indexed, noor, Scope.WRITE_OWN, name="other"))
    assert client.get(address, headers=only_write).status_code == 403
