"""One table says what is held about people; the export, the job and public views go by it."""

from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel, select

from hub.context import AppContext
from hub.documents import PersonRow
from hub.models import AccountEvent, ApiToken, SignedIn, What
from hub.services import account_events, own_data, retention, sessions
from hub.services.openness import FIELDS, LOOKED_UP, ONESELF, VISITOR, opened_columns
from hub.services.personal_data import SeenBy, exported_columns
from hub.services.personal_tables import ABOUT_NOBODY, HELD
from hub.views.people import PersonCard, PersonView
from hub.views.suggestions import Mentor
from hub.web.pages.privacy import privacy_page
from hub.web.schemas import PersonDetail
from tests.conftest import PROJECT_ROOT
from tests.hub.sample import Sample

TABLES = SQLModel.metadata.tables
# Values of public views that are made of a column of another name.
MADE_OF = {
    "person_id": "id",
    "can": "skill",
    "has": "skill",
    "learning": "skill",
    "mentors": "skill",
    "is_reachable": "contact",
    "past": "title",
    "worked_on": "project_path",
}
# Not shown: they order documents, and keep who pauses out of searches.
NOT_SHOWN = {"changed_at", "found_since"}
# Columns that name people in tables which are about something else.
NAMES_PEOPLE = ("login", "author", "assignee", "claimed_by", "answered_by", "mentor")


def is_of_people(table: Table) -> bool:
    """Say whether rows of a table belong to a person: by a key, or by a mail address."""
    lengths = [getattr(c.type, "length", None) for c in table.c if c.name == "address"]
    return (
        any(key.column.table.name in ("person", "account") for key in table.foreign_keys)
        or 254 in lengths
        or table.name == "person"
    )


def test_every_table_is_named_as_about_people_or_about_nobody() -> None:
    assert set(TABLES) == set(HELD) | ABOUT_NOBODY, (
        "Name a new table in hub/services/personal_tables.py: what it holds, or that it is nothing"
    )
    assert not set(HELD) & ABOUT_NOBODY


def test_every_table_of_people_is_held_as_a_whole() -> None:
    of_people = {name for name, table in TABLES.items() if is_of_people(table)}
    assert len(of_people) > 10
    assert {name for name, held in HELD.items() if not held.is_of_others} >= of_people


@pytest.mark.parametrize("name", HELD)
def test_every_column_is_named_once_and_nothing_else(name: str) -> None:
    named = [column for fact in HELD[name].facts for column in fact.columns]
    columns = {column.name for column in TABLES[name].c}
    assert len(named) == len(set(named))
    assert set(named) <= columns
    if not HELD[name].is_of_others:
        assert columns == set(named), "Say in hub/services/personal_tables.py what these hold"


def test_no_column_that_names_people_is_left_out() -> None:
    for name, table in TABLES.items():
        known = HELD[name].columns() if name in HELD else {}
        for column in table.c:
            if any(word in column.name for word in NAMES_PEOPLE) and column.name != "has_mentor":
                assert column.name in known, f"{name}.{column.name}"


def test_no_secret_is_handed_out() -> None:
    for name in HELD:
        for column in exported_columns(TABLES[name], HELD):
            assert "hash" not in column.name
            assert column.name not in ("text", "html") or name == "contribution"


def test_export_is_what_the_table_says(context: AppContext, sample: Sample, now: datetime) -> None:
    person_id = sample.people["noor"]
    with context.transaction() as session:
        sessions.begin(session, person_id, user_agent="Firefox", now=now)
    with context.reading() as session:
        holdings = own_data.export(session, person_id)
    assert {each.name for each in holdings} == {name for name in HELD if is_of_people(TABLES[name])}
    for each in holdings:
        expected = {column.name for column in exported_columns(TABLES[each.name], HELD)}
        assert all(set(row) == expected for row in each.rows), each.name


def test_column_that_the_table_does_not_name_is_neither_handed_out_nor_shown() -> None:
    known = {"person": HELD["account"]}
    assert "own_line" not in {column.name for column in exported_columns(TABLES["person"], known)}


def opened_of(table: str) -> set[str]:
    """Name the columns that a person may open to others."""
    return {name for name, fact in HELD[table].columns().items() if fact.seen_by is SeenBy.CHOSEN}


def test_what_others_see_is_what_the_table_says_by_the_choice_it_names() -> None:
    looked_up = {name for name, fact in HELD["person"].columns().items() if fact.field in LOOKED_UP}
    assert looked_up == {"contact"}
    assert {column.key for column in opened_columns(VISITOR)} == opened_of("person") - looked_up
    fields = {fact.field for held in HELD.values() for fact in held.facts if fact.field}
    assert fields == set(FIELDS)
    assert {f"{field}_seen_by" for field in FIELDS} < set(TABLES["person"].c.keys())


@pytest.mark.parametrize("view", [PersonCard, PersonView, Mentor, PersonRow])
def test_public_views_carry_only_what_is_open_to_others(view: type) -> None:
    opened = {
        column for name in ("person", "person_skill", "contribution") for column in opened_of(name)
    }
    names = {field.name for field in fields(view)} - NOT_SHOWN - {"card"}
    assert {MADE_OF.get(name, name) for name in names} <= opened


def test_api_shows_of_people_what_their_page_shows() -> None:
    shown = {field.name for view in (PersonView, PersonCard) for field in fields(view)}
    assert set(PersonDetail.model_fields) <= shown


def test_people_are_read_without_what_is_theirs_alone() -> None:
    read = {column.key for column in opened_columns(ONESELF)}
    assert {"name", "handle", "suggested_since"} <= read
    assert not {"never_projects", "paused_until", "joined_at", "left_at"} & read


def test_job_forgets_by_the_same_times(context: AppContext, sample: Sample, now: datetime) -> None:
    person_id, second = sample.people["noor"], timedelta(seconds=1)
    with context.transaction() as session:
        for ago in (account_events.KEPT_FOR - second, account_events.KEPT_FOR):
            account_events.note(session, person_id, What.EXPORTED, now=now - ago, how="x")
        for number, ends_at in enumerate((now + second, now)):
            session.add(
                ApiToken(
                    person_id=person_id, name=str(number), secret_hash=str(number), made_at=now,
                    ends_at=ends_at,
                )
            )  # fmt: skip
            session.add(
                SignedIn(
                    person_id=person_id, secret_hash=str(number), browser="", began_at=now,
                    seen_at=now - sessions.IDLE_FOR + number * second, ends_at=now + second,
                )
            )  # fmt: skip

    retention.forget_ended(context)

    with context.reading() as session:
        for model in (AccountEvent, ApiToken, SignedIn):
            assert len(session.exec(select(model)).all()) == 1, model


def test_privacy_page_names_every_table() -> None:
    page = privacy_page()
    assert {group.table for group in (*page.own, *page.of_others)} == set(HELD)
    assert {group.table for group in page.of_others} == {
        "author", "task", "project", "project_file", "repository",
    }  # fmt: skip
    assert all(group.facts and group.how_long for group in (*page.own, *page.of_others))


def lines_for_the_documents() -> str:
    """Write the table as it stands in docs/accounts.md."""
    lines = [
        "| what | where | who sees it | how long | in your data |",
        "| --- | --- | --- | --- | --- |",
    ]
    page = privacy_page()
    for group in (*page.own, *page.of_others):
        for fact in group.facts:
            words = f"{group.title}: {fact.words}"
            taken = "yes" if fact.is_exported else "no"
            lines.append(
                f"| {words} | `{group.table}` | {fact.seen_by} | {group.how_long} | {taken} |"
            )
    return "\n".join(lines)


def test_document_holds_the_same_table() -> None:
    document = (PROJECT_ROOT / "docs" / "accounts.md").read_text()
    expected = lines_for_the_documents()
    assert expected in document, f"Put this into docs/accounts.md:\n{expected}"


def test_words_for_who_sees_it_are_those_of_the_page() -> None:
    assert {fact.seen_by for held in HELD.values() for fact in held.facts} == set(SeenBy)
