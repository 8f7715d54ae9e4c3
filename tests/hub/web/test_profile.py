"""The profile's form: saved, given back with what was typed, and followed by the index."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.documents import PEOPLE
from hub.models import Person, PersonSkill, Relation
from hub.services import people
from hub.services.indexing import index_changes
from search.base import SearchQuery
from tests.hub.sample import HOSTILE
from tests.hub.web.signing_in import send, sign_in

FULL: dict[str, str | list[str]] = {
    "name": "Ada L.",
    "own_line": "I count lamps.",
    "skill-0": "Rust",
    "relation-0": "mentor",
    "skill-level-0": "",
    "skill-1": "knot  tying",
    "relation-1": "learning",
    "skill-level-1": "",
    "skill-2": "php",
    "relation-2": "never",
    "skill-level-2": "",
    "kind": ["code", "doc"],
    "cause": ["climate"],
    "hours": "2,5",
    "hours_until": "2027-01-03",
    "time_zone": "europe/warsaw",
    "spoken-0": "Polish",
    "spoken-level-0": "native",
    "spoken-1": "en",
    "spoken-level-1": "",
    "asked_for": "Lamps.",
    "not_asked_for": "Candles.",
    "links": "https://ada.example/work\nada.example",
    "suggested_cause": ["climate"],
    "never_projects": "http://127.0.0.1:8000/projects/lanternbus\n",
    "findable": "on",
    "suggested": "on",
    "paused_until": "",
}


def saved(context: AppContext, person_id: int) -> Person:
    with context.reading() as session:
        return session.get_one(Person, person_id)


def test_profile_is_saved_as_it_was_said(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "private")

    assert send(client, "/account/profile", FULL).status_code == 303

    row = saved(indexed, person_id)
    assert (row.name, row.own_line, row.hours_per_week) == ("Ada L.", "I count lamps.", 2.5)
    assert (row.kinds, row.causes, row.spoken) == (
        ("code", "doc"),
        ("climate",),
        ("pl", "en"),
    )
    assert row.never_projects == ("lanternbus",)
    assert (row.hours_until, row.time_zone) == (date(2027, 1, 3), "Europe/Warsaw")
    assert row.spoken_levels == ("pl:native",)
    assert (row.asked_for, row.not_asked_for) == ("Lamps.", "Candles.")
    assert row.links == ("https://ada.example/work", "https://ada.example")
    assert row.suggested_causes == ("climate",)
    assert row.suggested_since == row.findable_since == indexed.clock.now()
    with indexed.reading() as session:
        skills = session.exec(select(PersonSkill).where(PersonSkill.person_id == person_id)).all()
    assert {each.skill: each.relation for each in skills} == {
        "rust": Relation.MENTOR, "knot tying": Relation.LEARNING, "php": Relation.NEVER,
    }  # fmt: skip


def test_form_shows_what_was_saved(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "private")
    send(client, "/account/profile", FULL)

    page = client.get("/account/profile?saved=yes").text

    for part in ("Saved.", 'value="Ada L."', 'value="Rust"', 'value="Polish"', "lanternbus"):
        assert part in page


def test_index_follows_what_is_saved(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "private")
    send(client, "/account/profile", FULL)
    index_changes(indexed)
    query = SearchQuery(PEOPLE.name, limit=100)
    assert person_id in {hit.id for hit in indexed.engine.search(query).hits}

    send(client, "/account/profile", FULL | {"suggested": "", "findable": ""})
    index_changes(indexed)

    assert person_id not in {hit.id for hit in indexed.engine.search(query).hits}


def test_nobody_is_suggested_without_asking(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "private")
    send(client, "/account/profile", {"name": "Ada"})

    assert saved(indexed, person_id).suggested_since is None
    assert client.get("/people/private").status_code == 404


def test_day_on_which_one_asked_to_be_suggested_stays(
    client: TestClient, indexed: AppContext
) -> None:
    person_id = sign_in(client, indexed, "noor")
    before = saved(indexed, person_id)
    send(client, "/account/profile", FULL)
    after = saved(indexed, person_id)
    assert after.suggested_since == before.suggested_since is not None
    assert after.findable_since == before.findable_since is not None


def test_pause_hides_until_its_day(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    send(client, "/account/profile", FULL | {"findable": "", "paused_until": "2027-01-15"})

    assert saved(indexed, person_id).paused_until == datetime(2027, 1, 15, tzinfo=UTC)
    assert client.get("/people/noor").status_code == 404
    with indexed.reading() as session:
        then = datetime(2027, 1, 15, 0, 1, tzinfo=UTC)
        assert people.view(session, "noor", now=then).card.name == "Ada L."


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "A name has"),
        ("own_line", "x" * 301, "longer than 300"),
        ("skill-0", "y" * 61, "1 to 60 letters"),
        ("relation-0", "owns", "Choose what each skill is"),
        ("hours", "many", "Hours a week are a number"),
        ("hours", "-1", "Hours a week are a number"),
        ("hours", "nan", "Hours a week are a number"),
        ("hours_until", "soon", "year, month, day"),
        ("time_zone", "Moon/Crater", "Choose a time zone"),
        ("asked_for", "x" * 301, "longer than 300"),
        ("not_asked_for", "x" * 301, "longer than 300"),
        ("suggested_cause", "none-of-ours", "Choose from the list"),
        ("spoken-level-0", "perfect", "Choose how well"),
        ("spoken-0", "Klingonese", "We do not know this language"),
        ("skill-level-0", "guru", "Choose the level from the list"),
        ("level", "guru", "Choose the level from the list"),
        ("kind", "juggling", "Choose from the list"),
        ("cause", "none-of-ours", "Choose from the list"),
        ("seen-name", "friends", "Choose who sees this"),
        ("never_projects", "no-such-project", "no project of this hub"),
        ("paused_until", "soon", "year, month, day"),
    ],
)
def test_wrong_field_comes_back_with_what_was_typed_and_why(
    client: TestClient, indexed: AppContext, field: str, value: str, sentence: str
) -> None:
    person_id = sign_in(client, indexed, "private")

    answer = send(client, "/account/profile", FULL | {field: value})

    assert answer.status_code == 400
    assert sentence in answer.text
    is_of_list = field.startswith(
        ("relation", "skill-level", "spoken-level", "level", "kind", "cause", "suggested", "seen")
    )
    assert value.strip() in answer.text or is_of_list
    assert "I count lamps." in answer.text or field == "own_line"
    assert saved(indexed, person_id).name == "Private"


def test_hostile_text_stays_text(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "private")
    fields = FULL | {
        "name": HOSTILE,
        "own_line": HOSTILE,
        "skill-1": HOSTILE[:50],
        "hours": HOSTILE,
    }
    pages = [
        send(client, "/account/profile", fields).text,
        send(client, "/account/profile", fields | {"hours": ""}).text,
        client.get("/account/profile").text,
        client.get("/account").text,
        client.get("/account/export").text,
        client.get("/people/private").text,
    ]
    assert not [page for page in pages if "<script>alert" in page]
