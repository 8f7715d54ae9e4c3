"""The news of a search in feed readers: what real readers make of it, and how little it costs."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from tests.hub.sample import HOSTILE, Sample
from tests.hub.web.bare import client_without_index

ATOM = "{http://www.w3.org/2005/Atom}"
BOTH = pytest.mark.parametrize("suffix", ["atom", "json"])


def test_reader_understands_the_atom_feed(client: TestClient, sample: Sample) -> None:
    response = client.get("/search.atom?q=timetable+is:free")

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/atom+xml"
    found = feedparser.parse(response.content)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "Tasks: “timetable is:free” · OTD Hub"
    (entry,) = found.entries
    task = sample.tasks["screen-reader"]
    assert entry.id == entry.link == f"http://127.0.0.1:8000/tasks/{task}"
    assert entry.title == "Read the timetable table with a screen reader"
    assert entry.summary.startswith("Lanternbus · Accessibility, Testing · Open, nobody on it")
    assert "accessibility" in {tag.term for tag in entry.tags}
    assert entry.author == "Lanternbus"
    assert entry.published_parsed < entry.updated_parsed


def test_atom_feed_keeps_the_rules_of_the_format(client: TestClient) -> None:
    """What RFC 4287 wants of every feed and entry, and the validator of the W3C asks for."""
    root = ET.fromstring(client.get("/search.atom").content)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == root.findtext(f"{ATOM}id") == "http://127.0.0.1:8000/search.atom"
    assert links["alternate"] == "http://127.0.0.1:8000/search"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 9
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 9
    for element in (root, *entries):
        assert element.findtext(f"{ATOM}title")
        instant = element.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(instant).tzinfo is not None
    newest = max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
    assert root.findtext(f"{ATOM}updated") == newest


def test_json_feed_says_the_same(client: TestClient, sample: Sample) -> None:
    response = client.get("/search.json", params={"q": "timetable is:free"})

    assert response.headers["content-type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert parse_qs(urlsplit(feed["feed_url"]).query) == {"q": ["timetable is:free"]}
    assert parse_qs(urlsplit(feed["home_page_url"]).query) == {"q": ["timetable is:free"]}
    (item,) = feed["items"]
    assert (
        item["id"]
        == item["url"]
        == (f"http://127.0.0.1:8000/tasks/{sample.tasks['screen-reader']}")
    )
    assert item["content_text"].startswith("Lanternbus · Accessibility, Testing")
    assert datetime.fromisoformat(item["date_published"]).tzinfo is not None


def test_newest_task_stands_first(client: TestClient, sample: Sample) -> None:
    need = f"http://127.0.0.1:8000/tasks/{sample.tasks['need']}"
    assert client.get("/search.json").json()["items"][0]["id"] == need
    assert feedparser.parse(client.get("/search.atom").content).entries[0].id == need


def test_projects_have_a_feed_too(client: TestClient) -> None:
    found = feedparser.parse(client.get("/search.atom?tab=projects&cause=accessibility").content)
    assert not found.bozo
    assert "http://127.0.0.1:8000/projects/lanternbus" in {entry.id for entry in found.entries}


def test_hostile_text_stays_text(client: TestClient) -> None:
    found = feedparser.parse(client.get("/search.atom?kind=code&skill=ruby").content)
    assert not found.bozo
    assert found.entries[0].title_detail.type == "text/plain"
    assert HOSTILE in {entry.title for entry in found.entries}


def test_signs_that_xml_has_no_place_for_are_left_out(client: TestClient) -> None:
    found = feedparser.parse(client.get("/search.atom?q=zqx%01yqj%ef%bf%be").content)
    assert not found.bozo
    assert found.entries == []


@BOTH
def test_reader_that_has_it_gets_nothing_again(client: TestClient, suffix: str) -> None:
    first = client.get(f"/search.{suffix}?q=timetable")
    same = client.get(
        f"/search.{suffix}?q=timetable", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == first.headers["etag"]
    other = client.get(f"/search.{suffix}?q=timetable", headers={"If-None-Match": '"else"'})
    assert other.status_code == 200


@BOTH
def test_reader_may_ask_by_date(client: TestClient, suffix: str) -> None:
    changed = client.get(f"/search.{suffix}").headers["last-modified"]
    asked = {"If-Modified-Since": changed}
    assert client.get(f"/search.{suffix}", headers=asked).status_code == 304
    before = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    for since in (before, "yesterday", "Thu, 01 Jan 99999 00:00:00 GMT"):
        asked = {"If-Modified-Since": since}
        assert client.get(f"/search.{suffix}", headers=asked).status_code == 200
    assert parsedate_to_datetime(changed).tzinfo is not None


def test_search_page_names_its_feeds(client: TestClient) -> None:
    page = client.get("/search?q=timetable&kind=a11y").text
    address = "/search.atom?q=timetable&amp;kind=a11y"
    assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in page
    assert f'<a href="{address}" type="application/atom+xml">Atom</a>' in page


def test_wrong_search_is_refused_as_on_the_page(client: TestClient) -> None:
    assert client.get("/search.atom?tab=trees").status_code == 400


@BOTH
def test_reader_is_told_to_come_back_while_the_engine_is_down(
    indexed: AppContext, tmp_path: Path, suffix: str
) -> None:
    with client_without_index(indexed, tmp_path) as client:
        assert client.get(f"/search.{suffix}").status_code == 503
