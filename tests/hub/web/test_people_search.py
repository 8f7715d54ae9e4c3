"""People are looked for by visitors, members and programs, each by what is open to them."""

import re

from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Audience, Person
from hub.services.indexing import index_changes
from tests.hub.sample import Sample
from tests.hub.web.signing_in import sign_in


def members_only(context: AppContext, person_id: int, field: str) -> None:
    with context.transaction() as session:
        row = session.get_one(Person, person_id)
        setattr(row, f"{field}_seen_by", Audience.MEMBERS)
        row.changed_at = row.narrowed_at = context.clock.now()


def examples(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="(/search\?q=[^"]+)" dir="auto">([^<]+)</a>', page)
    return {words: address.replace("&amp;", "&") for address, words in found}


def test_list_has_a_box_and_examples_that_find_somebody(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    page = client.get("/people").text
    assert 'id="q-people"' in page
    assert '<input type="hidden" name="tab" value="people">' in page
    found = examples(page)
    assert "can mentor: accessibility" in found
    assert "wants to learn: python" in found
    assert not [words for words in found if words == "speaks: en"]
    for words, address in found.items():
        answer = client.get(address).text
        assert "We read" in answer
        assert 'class="card person"' in answer, words


def test_examples_are_of_what_is_open_to_who_asks(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    members_only(indexed, sample.people["noor"], "skills")
    for is_indexed in (False, True):
        if is_indexed:
            index_changes(indexed)
        assert "can mentor: accessibility" not in client.get("/people").text
    sign_in(client, indexed, "teodor")
    assert "can mentor: accessibility" in client.get("/people").text


def test_visitor_and_member_find_and_count_what_is_open_to_them(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    members_only(indexed, sample.people["noor"], "name")
    index_changes(indexed)
    visitor = client.get("/search?tab=people").text
    assert "2 people" in visitor
    assert "Noor" not in visitor
    assert "sign in" in visitor
    assert "Can mentor</legend>" not in visitor
    nobody = client.get("/search?tab=people&q=can+mentor:+accessibility").text
    assert "No people" in nobody
    assert "We read “can mentor: accessibility”" in nobody

    sign_in(client, indexed, "teodor")
    member = client.get("/search?tab=people").text
    assert "3 people" in member
    assert "Noor" in member
    assert "to look among them too" not in member
    for legend in ("Can do", "Speaks", "Likes", "Cares about", "Can mentor", "Wants to learn"):
        assert f"{legend}</legend>" in member
    assert "1 person" in client.get("/search?tab=people&q=can+mentor:+accessibility").text


def test_a_name_that_is_closed_is_no_correction(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    for handle in ("", "private"):
        if handle:
            sign_in(client, indexed, handle)
        page = client.get("/search?tab=people&q=Restimg").text
        assert "No people" in page
        assert "Resting" not in page


def test_people_are_searched_as_far_as_they_are_open_to_everyone(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    asked = {"tab": "people", "q": "can mentor: accessibility", "sort": "old"}
    found = client.get("/api/v1/search", params=asked).json()
    [noor] = found["people"]
    assert (noor["handle"], noor["mentors"], noor["path"]) == (
        "noor", ["accessibility"], "/people/noor",
    )  # fmt: skip
    assert (found["total"], found["tasks"], found["projects"]) == (1, [], [])
    assert found["notes"] == [
        "We read “can mentor: accessibility” as: who can mentor Web accessibility. "
        "In short: mentor:accessibility"
    ]
    assert {facet["name"] for facet in found["facets"]} >= {"mentor", "learning", "spoken"}
    chosen = client.get("/api/v1/search?tab=people&mentor=accessibility&learning=python").json()
    assert [each["handle"] for each in chosen["people"]] == ["noor"]

    with indexed.transaction() as session:
        row = session.get_one(Person, sample.people["noor"])
        row.skills_seen_by = Audience.MEMBERS
        row.changed_at = row.narrowed_at = indexed.clock.now()
    assert client.get("/api/v1/search", params=asked).json()["people"] == []
    index_changes(indexed)
    assert client.get("/api/v1/search", params=asked).json()["people"] == []
    [noor] = client.get("/api/v1/search?tab=people&q=noor").json()["people"]
    assert (noor["can"], noor["mentors"]) == ([], [])
