"""Searches kept under a name: found again with their feeds, seen by nobody else."""

import re

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.services import saved_searches
from tests.hub.sample import HOSTILE, Sample
from tests.hub.web.signing_in import send, sign_in


def kept(client: TestClient) -> list[str]:
    """List the addresses of the searches that stand on the page."""
    return re.findall(r'<th scope="row"><a href="([^"]+)"', client.get("/account/searches").text)


def test_a_search_is_kept_from_its_page_and_found_again(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    page = client.get("/search?q=timetable&kind=a11y&page=1").text
    address = re.search(r'name="address" value="([^"]+)"', page)
    assert address
    sent = address[1].replace("&amp;", "&")

    answer = send(client, "/account/searches", {"address": sent, "name": " My  timetables "})

    assert (answer.status_code, answer.headers["location"]) == (303, "/account/searches")
    page = client.get("/account/searches").text
    assert "My timetables" in page
    assert kept(client) == ["/search?q=timetable&amp;kind=a11y"]
    assert "/search.atom?q=timetable&amp;kind=a11y" in page
    assert client.get("/search.atom?q=timetable&kind=a11y").status_code == 200


def test_a_visitor_is_offered_no_name_to_keep_it_by(
    client: TestClient, indexed: AppContext
) -> None:
    assert 'action="/account/searches"' not in client.get("/search?q=timetable").text


def test_the_same_name_takes_the_place_of_the_older_search(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    for text in ("one", "two"):
        send(client, "/account/searches", {"address": f"/search?q={text}", "name": "Mine"})
    assert kept(client) == ["/search?q=two"]


def test_searches_of_others_are_neither_seen_nor_let_go(
    client: TestClient, indexed: AppContext
) -> None:
    noor = sign_in(client, indexed, "noor")
    send(client, "/account/searches", {"address": "/search?q=one", "name": "Mine"})
    with indexed.reading() as session:
        [search] = saved_searches.listing(session, noor)
    other = TestClient(client.app)
    sign_in(other, indexed, "teodor")
    assert kept(other) == []
    send(other, "/account/searches/forget", {"search": str(search.search_id)})
    assert kept(client) == ["/search?q=one"]
    send(client, "/account/searches/forget", {"search": str(search.search_id)})
    assert kept(client) == []


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/?q=bus", "//elsewhere.example/search?q=bus", "javascript:?q=bus"],
)
def test_an_address_of_another_site_becomes_a_search_of_this_hub(
    client: TestClient, indexed: AppContext, address: str
) -> None:
    sign_in(client, indexed, "noor")
    send(client, "/account/searches", {"address": address, "name": HOSTILE[:80]})
    assert kept(client) == ["/search?q=bus"]
    assert "<script>alert" not in client.get("/account/searches").text


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "x" * 81])
def test_a_name_that_is_none_is_refused(client: TestClient, indexed: AppContext, name: str) -> None:
    sign_in(client, indexed, "noor")
    answer = send(client, "/account/searches", {"address": "/search?q=one", "name": name})
    assert answer.status_code == 400
    assert "1 to 80 letters" in answer.text


def test_there_is_an_end_to_how_many_are_kept(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    noor = sign_in(client, indexed, "noor")
    with indexed.transaction() as session:
        for number in range(saved_searches.MOST):
            saved_searches.keep(
                session, noor, name=f"{number}", address="/search", now=indexed.clock.now()
            )
    answer = send(client, "/account/searches", {"address": "/search", "name": "One more"})
    assert answer.status_code == 400
    assert "Let go of one first" in answer.text
