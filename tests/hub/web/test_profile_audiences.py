"""Who sees each field, chosen in the profile's form, and the looks at one's own page as others."""

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.services import profiles
from hub.services.openness import FIELDS, audiences_of
from tests.hub.web.filled_forms import filled_form
from tests.hub.web.signing_in import send, sign_in

FORM = "/account/profile"


def as_shown(client: TestClient) -> dict[str, str | list[str]]:
    return filled_form(client.get(FORM).text, FORM)


def read(context: AppContext, person_id: int) -> profiles.Profile:
    with context.reading() as session:
        return profiles.read(session, person_id)


@pytest.mark.parametrize("handle", ["noor", "teodor", "resting", "private"])
def test_saving_the_form_as_it_is_shown_changes_nothing(
    client: TestClient, indexed: AppContext, handle: str
) -> None:
    person_id = sign_in(client, indexed, handle)
    first = read(indexed, person_id)
    assert send(client, FORM, as_shown(client)).status_code == 303
    before = read(indexed, person_id)
    assert (before.seen_by, before.is_findable, before.is_suggested, before.name) == (
        first.seen_by, first.is_findable, first.is_suggested, first.name,
    )  # fmt: skip
    assert send(client, FORM, as_shown(client)).status_code == 303
    assert read(indexed, person_id) == before


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_opened_and_closed_alone(
    client: TestClient, indexed: AppContext, field: str
) -> None:
    person_id = sign_in(client, indexed, "noor")
    widest = {name: audiences_of(name)[-1] for name in FIELDS}
    for audience in audiences_of(field):
        send(client, FORM, as_shown(client) | {f"seen-{field}": audience.value})
        expected = widest | {field: audience}
        assert read(indexed, person_id).seen_by == expected
        assert as_shown(client)[f"seen-{field}"] == [audience.value]


def test_page_says_at_each_field_who_sees_it(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "private")
    page = client.get(FORM).text
    assert [field for field in FIELDS if f'name="seen-{field}"' not in page] == []
    assert page.count("Who sees it") == len(FIELDS)
    assert "nobody but you" in page
    assert "Seen by: you alone" in page


def test_choices_are_kept_where_another_field_is_wrong(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    typed = as_shown(client) | {"hours": "many", "seen-hours": "oneself", "findable": []}
    page = send(client, FORM, typed).text
    shown = filled_form(page, FORM)
    assert shown["seen-hours"] == ["oneself"]
    assert shown["hours"] == ["many"]
    assert "findable" not in shown
    assert shown["suggested"] == ["on"]


def test_form_without_the_choices_leaves_them(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    before = read(indexed, person_id).seen_by
    send(client, FORM, {"name": "Noor"})
    assert read(indexed, person_id).seen_by == before


def test_found_and_suggested_are_two_switches(client: TestClient, indexed: AppContext) -> None:
    person_id = sign_in(client, indexed, "noor")
    send(client, FORM, as_shown(client) | {"suggested": []})
    profile = read(indexed, person_id)
    assert (profile.is_findable, profile.is_suggested) == (True, False)
    send(client, FORM, as_shown(client) | {"findable": [], "suggested": "on"})
    profile = read(indexed, person_id)
    assert (profile.is_findable, profile.is_suggested) == (False, True)


def test_saved_page_leads_to_what_others_see_and_to_nothing_else(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    assert "/people/noor?as=visitor" in client.get(FORM).text
    send(client, FORM, as_shown(client) | {"seen-name": "members"})
    page = client.get(FORM + "?saved=yes").text
    assert "/people/noor?as=member" in page
    assert "/people/noor?as=visitor" not in page
    send(client, FORM, as_shown(client) | {"seen-name": "stewards"})
    page = client.get(FORM).text
    assert "/people/noor" not in page
    assert "Nobody but you sees any of this now" in page


def test_own_page_is_seen_as_others_see_it(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    typed = as_shown(client) | {"seen-own_line": "members", "seen-hours": "oneself"}
    send(client, FORM, typed)

    own, member, visitor = (
        client.get(f"/people/noor{wanted}").text for wanted in ("", "?as=member", "?as=visitor")
    )

    assert ["I listen to screens." in page for page in (own, member, visitor)] == [
        True, True, False,
    ]  # fmt: skip
    assert not [page for page in (own, member, visitor) if "About 3 hours" in page]
    assert "as members see it" in member
    assert "as visitors see it" in visitor
    assert "You want to help with" in own
    assert "Wants to help with" in visitor


def test_name_closed_to_visitors_closes_the_look_as_one(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    send(client, FORM, as_shown(client) | {"seen-name": "members"})
    assert client.get("/people/noor?as=visitor").status_code == 404
    assert client.get("/people/noor?as=member").status_code == 200


@pytest.mark.parametrize("wanted", ["member", "visitor", "oneself", "everyone", "noor"])
def test_as_opens_nothing_to_anybody(client: TestClient, indexed: AppContext, wanted: str) -> None:
    sign_in(client, indexed, "noor")
    send(client, FORM, as_shown(client) | {"seen-own_line": "members", "seen-hours": "oneself"})
    client.cookies.clear()
    page = client.get(f"/people/noor?as={wanted}")
    assert page.status_code == 200
    assert "I listen to screens." not in page.text
    assert "see it" not in page.text
    sign_in(client, indexed, "teodor")
    assert "I listen to screens." in client.get(f"/people/noor?as={wanted}").text
