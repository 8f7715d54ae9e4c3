"""Links, time zones and languages as people type them: what is taken, and what is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Audience, Fluency, Person
from hub.services.spoken_levels import as_texts, levels_in
from hub.web.forms.links import is_link, read_links
from hub.web.forms.profile_fields import Errors, read_spoken, read_time_zone
from hub.web.forms.typed_profile import TypedSpoken
from hub.web.time_zones import offered_time_zones, offset_at
from tests.hub.sample import Sample


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://noor.example", "https://noor.example"),
        ("http://noor.example:8080/a?b=c#d", "http://noor.example:8080/a?b=c#d"),
        ("  noor.example/work ", "https://noor.example/work"),
        ("https://bücher.example/", "https://bücher.example/"),
    ],
)
def test_web_address_is_a_link(typed: str, expected: str) -> None:
    errors = Errors()
    assert read_links(typed, errors) == (expected,)
    assert errors.sentences == {}


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://noor.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://noor.example/",
        "mailto:noor@people.example",
        "//noor.example",
        "https://",
        "https:///work",
        "https://localhost/",
        "https://.",
        "https://good.example@evil.example/",
        "https://noor:secret@noor.example/",
        "https://noor.example:99999/",
        "https://noor.example:0/",
        "https://noor.example/a b",
        'https://noor.example/"onclick=alert(1)',
        "https://noor.example/<script>",
        "https://noor.example\\@evil.example/",
        "https://noor.example/\u202egnp.exe",
        "https://no\u200bor.example/",
        "https://[::1",
        "nothing at all",
    ],
)
def test_anything_else_is_none(typed: str) -> None:
    errors = Errors()
    read_links(typed, errors)
    assert "links" in errors.sentences


def test_links_have_a_number_and_a_length() -> None:
    errors = Errors()
    read_links("\n".join(f"https://{number}.example" for number in range(6)), errors)
    assert "Up to 5" in errors.sentences["links"]
    errors = Errors()
    read_links("https://noor.example/" + "x" * 300, errors)
    assert "300 letters" in errors.sentences["links"]
    errors = Errors()
    assert len(read_links("\n".join(["https://noor.example"] * 9), errors)) == 1
    assert errors.sentences == {}


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_and_what_is_taken_is_of_the_web(text: str) -> None:
    errors = Errors()
    links = [link for link in read_links(text, errors) if link]
    assert all(link.startswith(("https://", "http://")) and is_link(link) for link in links)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("europe/warsaw", "Europe/Warsaw"), (" America/New  York ", "America/New_York"),
     ("utc", "UTC"), ("", None), ("  ", None)],
)  # fmt: skip
def test_time_zone_is_found_by_its_name(typed: str, expected: str | None) -> None:
    errors = Errors()
    assert read_time_zone(typed, errors) == expected
    assert errors.sentences == {}


@pytest.mark.parametrize(
    "typed", ["Moon/Crater", "../etc/passwd", "/etc/localtime", "\x00", "CET+9"]
)
def test_time_zone_that_there_is_not_is_refused(typed: str) -> None:
    errors = Errors()
    if typed.strip():
        assert read_time_zone(typed, errors) is None
    assert "time_zone" in errors.sentences


def test_offset_follows_the_season() -> None:
    winter, summer = datetime(2026, 1, 9, tzinfo=UTC), datetime(2026, 7, 9, tzinfo=UTC)
    assert [offset_at("Europe/Warsaw", now) for now in (winter, summer)] == [
        "UTC+01:00", "UTC+02:00",
    ]  # fmt: skip
    assert offset_at("America/St_Johns", winter) == "UTC-03:30"
    assert offset_at("Asia/Kathmandu", winter) == "UTC+05:45"
    assert offset_at("Moon/Crater", winter) == ""
    assert offset_at("../../etc/passwd", winter) == ""


def test_every_place_that_is_offered_is_understood() -> None:
    offered = offered_time_zones()
    assert len(offered) > 300
    assert all(read_time_zone(name.lower(), Errors()) == name for name in offered)


def test_languages_keep_their_order_and_how_well() -> None:
    errors = Errors()
    typed = (TypedSpoken("polski", "native"), TypedSpoken("en"), TypedSpoken("Polish", "basic"))
    assert list(read_spoken(typed, errors).items()) == [("pl", Fluency.NATIVE), ("en", None)]
    assert errors.sentences == {}


def test_how_well_is_read_as_it_was_written() -> None:
    levels = {"pt-BR": Fluency.NATIVE, "de": Fluency.BASIC}
    assert levels_in(as_texts(levels)) == levels
    assert levels_in(("de:perfect", "de", ":", "")) == {}


def test_page_of_a_person_shows_what_they_opened(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    with indexed.transaction() as session:
        person = session.get_one(Person, sample.people["noor"])
        person.time_zone, person.links = "Africa/Cairo", ("https://noor.example/<b>",)
        person.asked_for, person.not_asked_for = "How it <b>sounds", "Logos"
        person.spoken_levels = ("ar:native",)
        person.hours_until = datetime(2999, 1, 3, tzinfo=UTC).date()
    page = client.get("/people/noor").text
    for part in ("Africa/Cairo", "UTC+0", "How it &lt;b&gt;sounds", "Logos", "Arabic (native)",
                 "3 January 2999", 'rel="nofollow ugc noopener"'):  # fmt: skip
        assert part in page
    assert "<b>sounds" not in page
    answer = client.get("/api/v1/people/noor").json()
    assert answer["time_zone"] == "Africa/Cairo"
    assert answer["spoken_levels"] == {"ar": "native"}
    assert answer["hours_until"] == "2999-01-03"
    with indexed.transaction() as session:
        person = session.get_one(Person, sample.people["noor"])
        for name in ("time_zone", "links", "asks", "spoken", "hours"):
            setattr(person, f"{name}_seen_by", Audience.MEMBERS)
    page = client.get("/people/noor").text
    for part in ("Cairo", "UTC+", "sounds", "Logos", "native", "2999", "nofollow ugc"):
        assert part not in page


def test_time_is_not_said_any_more_when_it_is_over(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    assert "About 3 hours" in client.get("/people/noor").text
    with indexed.transaction() as session:
        person = session.get_one(Person, sample.people["noor"])
        person.hours_until = datetime(2020, 1, 3, tzinfo=UTC).date()
    assert "About 3 hours" not in client.get("/people/noor").text
