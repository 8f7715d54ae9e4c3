"""The first page, people, sources, this hub, and the choice of colours."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web.addresses import way_back
from hub.web.pages.home import home_page
from hub.web.pages.people import page_address
from hub.web.pages.sources import whole_sentence
from tests.hub.web import samples
from tests.hub.web.bare import client_without_index
from tests.hub.web.samples import NOW


def test_home_shows_every_kind_and_cause_even_with_nothing_now() -> None:
    page = home_page(samples.EMPTY_HOME, name="OTD Hub", now=NOW)
    assert len(page.kinds) == 11
    assert len(page.causes) == 12
    assert page.kinds[0].address == "/path?kind=code"
    assert page.causes[0].address == "/search?tab=projects&cause=climate"


def test_home_offers_nothing_that_does_not_work_yet(client: TestClient) -> None:
    html = client.get("/").text
    for promise in ("Post a need", "Make a profile", "Send me new ones"):
        assert promise not in html


def test_every_link_of_the_home_page_leads_somewhere(client: TestClient) -> None:
    addresses = set(re.findall(r'<a [^>]*?href="(/[^"]*)"', client.get("/").text))
    assert len(addresses) > 20
    statuses = {each: client.get(unescape(each)).status_code for each in sorted(addresses)}
    assert {each for each, status in statuses.items() if status != 200} == set()


@pytest.mark.parametrize("address", ["/", "/people/noor", "/projects/lanternbus", "/sources"])
def test_page_stands_without_the_index(indexed: AppContext, tmp_path: Path, address: str) -> None:
    with client_without_index(indexed, tmp_path) as client:
        response = client.get(address)
    assert response.status_code == 200
    if address == "/people/noor":
        assert "We cannot work out suggestions" in response.text


def test_person_page_shows_tasks_with_reasons(client: TestClient) -> None:
    html = client.get("/people/noor").text
    assert '<meta name="robots" content="noindex">' in html
    assert 'class="card task"' in html
    assert "How this was worked out" in html


@pytest.mark.parametrize("address", ["/people?page=x", "/people?page=999", "/sources?page=0"])
def test_page_that_is_not_there_is_refused_in_words(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_addresses_of_pages_end_where_the_list_ends() -> None:
    assert page_address("/people", 0, 3) == ""
    assert page_address("/people", 1, 3) == "/people"
    assert page_address("/people", 3, 3) == "/people?page=3"
    assert page_address("/people", 4, 3) == ""


def test_sources_are_summed_up_in_one_sentence() -> None:
    assert whole_sentence(samples.SOURCES) == (
        "97 of 103 sources read within 6 hours, 1 in trouble, 2 not read for over a week, 1 paused."
    )
    all_well = replace(samples.SOURCES, read_lately=103, in_trouble=0, long_unread=0, paused=1)
    assert whole_sentence(all_well) == "103 of 103 sources read within 6 hours, 1 paused."
    assert whole_sentence(samples.NO_SOURCES).startswith("This hub has no source yet")


def test_sources_page_says_troubles_in_plain_words(client: TestClient) -> None:
    html = client.get("/sources").text
    assert "gitlab.com refused our key." in html
    assert html.index("Refused") < html.index("In good health")


def test_about_page_shows_no_secret(client: TestClient, indexed: AppContext) -> None:
    html = client.get("/about").text
    assert "tantivy" in html
    assert str(indexed.settings.data_dir) not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_colours_come_back_with_the_next_page(client: TestClient, theme: str) -> None:
    chosen = client.post(
        "/theme", content=f"theme={theme}&next=%2Fsearch%3Fq%3Dx", follow_redirects=False
    )
    assert chosen.status_code == 303
    assert chosen.headers["location"] == "/search?q=x"
    assert f'data-theme="{theme}"' in client.get("/about").text
    client.post("/theme", content="theme=system")
    assert "data-theme" not in client.get("/about").text


def test_cookie_that_names_no_theme_is_left_aside(client: TestClient) -> None:
    client.cookies.set("theme", '"><script>')
    assert "data-theme" not in client.get("/about").text


def test_colours_that_there_are_not_are_refused(client: TestClient) -> None:
    assert client.post("/theme", content="theme=pink").status_code == 400
    assert client.post("/theme", content=b"\xff\xfe").status_code == 400


def test_colours_are_not_chosen_by_another_site(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/theme", content="theme=dark", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/search?q=x", "/search?q=x"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
    ],
)
def test_way_back_never_leaves_this_hub(asked: str, given: str) -> None:
    assert way_back(asked) == given
