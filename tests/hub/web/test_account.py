"""A person's own account: sessions, all their data, and leaving with nothing left behind."""

import json

import pytest
from sqlalchemy import inspect, text
from sqlmodel import col, select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.documents import PEOPLE
from hub.models import Contribution, MailLink, OutgoingMail, Person, SignedIn, SuggestionShown
from hub.services import accounts, retention
from hub.services.indexing import index_changes
from hub.web.app import create_app
from search.base import SearchQuery
from tests.hub.sample import Sample
from tests.hub.web.making_tokens import make_token
from tests.hub.web.signing_in import send, sign_in

ADDRESS = "noor.alquist@people.example"


def everything_in(context: AppContext) -> str:
    """Write out every row of every table."""
    with context.database.connect() as connection:
        names = context_tables(context)
        return "\n".join(
            repr(row)
            for name in names
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        )


def context_tables(context: AppContext) -> list[str]:
    return inspect(context.database).get_table_names()


def fill(context: AppContext, sample: Sample, person_id: int) -> None:
    """Leave something of a person in every table that knows persons."""
    now = context.clock.now()
    with context.transaction() as session:
        session.add(
            Contribution(
                person_id=person_id, host="forge.example", remote_id="1", project_path="a/b",
                title="Alquistian lamp", url="https://forge.example/a/b/1", done_at=now,
            )
        )  # fmt: skip
        session.add(
            SuggestionShown(
                task_id=sample.tasks["screen-reader"], person_id=person_id, shown_on=now.date(),
                shown_at=now, score=1.0, weights_version="alquist",
            )
        )  # fmt: skip
    make_token(context, person_id, name="Alquistian clock")
    accounts.ask_for_link(context, ADDRESS, browser="b", next_address="/", now=now)


def test_sessions_are_seen_and_ended(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    other = TestClient(create_app(indexed))
    sign_in(other, indexed, "noor")
    page = client.get("/account").text
    assert page.count("Firefox on Linux") >= 2
    with indexed.reading() as session:
        ids = session.exec(select(SignedIn.id).order_by(col(SignedIn.id))).all()

    assert send(client, "/account/sessions/end", {"session": str(ids[1])}).status_code == 303

    assert other.get("/account", follow_redirects=False).status_code == 303
    assert client.get("/account").status_code == 200


def test_sessions_of_others_stay(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    with indexed.reading() as session:
        own = session.exec(select(SignedIn.id)).one()
    other = TestClient(create_app(indexed))
    sign_in(other, indexed, "teodor")

    send(other, "/account/sessions/end", {"session": str(own)})

    assert client.get("/account").status_code == 200


def test_export_holds_every_row_and_no_secret(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    person_id = sign_in(client, indexed, "noor", address=ADDRESS)
    fill(indexed, sample, person_id)

    data = json.loads(client.get("/account/export.json").text)
    page = client.get("/account/export").text

    assert data["person"][0]["own_line"] == "I listen to screens."
    assert data["account"][0]["address"] == ADDRESS
    assert {each["skill"] for each in data["person_skill"]} == {
        "accessibility",
        "html",
        "python",
        "php",
    }
    for table in ("contribution", "suggestion_shown", "signed_in", "mail_link", "outgoing_mail",
                  "api_token"):  # fmt: skip
        assert len(data[table]) == 1
    assert "Alquistian lamp" in page
    assert ADDRESS in page
    for name in ("secret_hash", "browser_hash", "link/"):
        assert name not in json.dumps(data)


def test_leaving_takes_the_name_as_it_stands(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    answer = send(client, "/account/delete", {"typed_name": "noor", "words": "stay"})
    assert answer.status_code == 400
    assert "Type your name" in answer.text
    assert 'value="stay" checked' in answer.text
    assert 'value="go" checked' not in answer.text
    assert client.get("/account").status_code == 200


def test_nothing_is_left_of_who_leaves(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    person_id = sign_in(client, indexed, "noor", address=ADDRESS)
    fill(indexed, sample, person_id)

    answer = send(client, "/account/delete", {"typed_name": "Noor"})

    assert answer.headers["location"] == "/"
    assert client.get("/people/noor").status_code == 404
    assert client.get("/account", follow_redirects=False).status_code == 303
    index_changes(indexed)
    retention.forget_ended(indexed)
    kept = everything_in(indexed).lower()
    for trace in ("noor", "alquist", "i listen to screens"):
        assert trace not in kept
    found = indexed.engine.search(SearchQuery(PEOPLE.name, limit=100))
    assert person_id not in {hit.id for hit in found.hits}
    with indexed.reading() as session:
        assert session.get(Person, person_id) is None
        for table in (Contribution, SuggestionShown, SignedIn, MailLink, OutgoingMail):
            assert session.exec(select(table)).all() == []


def test_who_left_is_not_shown_before_the_index_has_heard(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    send(client, "/account/delete", {"typed_name": "Noor"})
    retention.forget_ended(indexed)

    assert "Noor" not in client.get("/people").text
    assert "Noor" not in client.get("/search?tab=people").text


@pytest.mark.parametrize("session_id", ["", "x", "-1", "9" * 40])
def test_any_session_id_is_answered(
    client: TestClient, indexed: AppContext, session_id: str
) -> None:
    sign_in(client, indexed, "noor")
    assert send(client, "/account/sessions/end", {"session": session_id}).status_code == 303
