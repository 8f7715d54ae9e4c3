"""The files of other standards: publiccode.yml, codemeta.json, civic.json."""

from datetime import date

import pytest

from hub.normalise.project_files import read_project_file
from hub.normalise.project_files.values import FileReading

PUBLICCODE = """\
publiccodeYmlVersion: "0.4"
name: Lanternbus
url: https://git.example/riders/lanternbus
landingURL: https://lanternbus.example/
developmentStatus: beta
categories: [transportation]
tags: [accessibility]
intendedAudience:
  scope: [local-authorities]
description:
  it:
    shortDescription: Orari notturni.
  en:
    shortDescription: >
      Night bus times
      for small towns.
    longDescription: Much more.
legal:
  license: AGPL-3.0-only
maintenance:
  type: community
  contacts:
    - name: Mirembe N.
      email: mirembe@riders.example
      phone: "+256 1"
    - name: teo@riders.example
"""
CODEMETA = """{
  "@context": "https://w3id.org/codemeta/3.0",
  "name": "Tidewatch",
  "description": "Tides, measured by schools.",
  "developmentStatus": "https://www.repostatus.org/#active",
  "keywords": "climate, education",
  "url": "https://tidewatch.example",
  "license": "https://spdx.org/licenses/MIT",
  "author": [{"givenName": "Not", "familyName": "Named"}],
  "maintainer": [
    {"givenName": "Abeba", "familyName": "T.", "email": "a@tide.example"},
    {"@type": "Organization", "name": "Coast Lab"}
  ]
}
"""
CIVIC = """{
\t"name": "Code Corner",
\t"description": "Help neighbours.",
\t"status": "Production",
\t"homepage": "https://corner.example",
\t"tags": "housing, health",
\t"categories": [{"category": "Education"}],
\t"needs": [{"need": "Web Designer"}],
\t"contact": {"name": "Jo \\ud83d\\ude00", "email": "jo@corner.example"},
\t"thumbnailUrl": "https://corner.example/x.png"
}
"""


def read(name: str, text: str) -> FileReading:
    return read_project_file(name, text, today=date(2026, 11, 23))


def test_publiccode_is_read_in_english_without_addresses_of_people() -> None:
    reading = read("publiccode.yml", PUBLICCODE)
    words = reading.words
    assert reading.problems == ()
    assert words.name == "Lanternbus"
    assert words.summary == "Night bus times for small towns."
    assert words.homepage == "https://lanternbus.example/"
    assert words.stage == "beta"
    assert words.causes == ("getting_around", "access")
    assert words.licence == "AGPL-3.0-only"
    assert words.maintainers == ("Mirembe N.",)


def test_publiccode_without_english_takes_its_first_language() -> None:
    text = "description:\n  it:\n    longDescription: |\n      Prima.\n\n      Poi.\n  fr: {}\n"
    assert read("publiccode.yml", text).words.summary == "Prima."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("developmentStatus: done", "line 1: developmentStatus has “done”, which is no stage. "
         "Use one of: concept, development, beta, stable, obsolete."),
        ("name: x\ndescription: words", "line 2: description has “words”, and should have values "
         "by name."),
        ("description:\n  en:\n    genericName: x", "line 3: description has no "
         "shortDescription."),
        ("landingURL: javascript:alert(1)", "line 1: landingURL has “javascript:alert(1)”, which "
         "is no address that begins with https://."),
        ("developmentstatus: beta", "line 1: “developmentstatus” is no name that we read. Did you "
         "mean developmentStatus?"),
    ],
)  # fmt: skip
def test_mistake_in_publiccode_is_told(text: str, sentence: str) -> None:
    assert [str(each) for each in read("publiccode.yml", text).problems] == [sentence]


def test_codemeta_is_read_and_only_maintainers_are_named() -> None:
    reading = read("codemeta.json", CODEMETA)
    words = reading.words
    assert reading.problems == ()
    assert (words.name, words.summary) == ("Tidewatch", "Tides, measured by schools.")
    assert words.homepage == "https://tidewatch.example"
    assert words.stage == "stable"
    assert words.licence == "MIT"
    assert words.maintainers == ("Abeba T.", "Coast Lab")
    assert words.causes


def test_licence_of_codemeta_may_be_a_work_with_a_name() -> None:
    text = '{"license": {"@type": "CreativeWork", "name": "MIT"}}'
    assert read("codemeta.json", text).words.licence == "MIT"


def test_civic_with_tabs_and_escapes_is_read() -> None:
    reading = read("civic.json", CIVIC)
    words = reading.words
    assert reading.problems == ()
    assert words.name == "Code Corner"
    assert words.stage == "stable"
    assert words.homepage == "https://corner.example"
    assert words.maintainers == ("Jo \N{GRINNING FACE}",)
    assert words.causes
    assert reading.needs == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{\n"name": "x"\n"status": "Beta"}', "line 3: this is no JSON: expecting ',' delimiter."),
        ("[1]", "line 1: the file has a list where values by name should stand."),
        ("", "line 1: this is no JSON: expecting value."),
        ("[" * 100_000, "line 1: far too many levels stand in one another."),
    ],
)
def test_json_that_cannot_be_read_says_where(text: str, sentence: str) -> None:
    reading = read("civic.json", text)
    assert not reading.is_readable
    assert [str(each) for each in reading.problems] == [sentence]


def test_mistake_in_json_has_its_line() -> None:
    reading = read("civic.json", '{\n "name": "x",\n "status":\n  "Dreaming",\n "name": "y"\n}')
    assert [each.line for each in reading.problems] == [4, 5]
    assert reading.words.name == "x"


def test_summary_that_is_long_ends_at_a_word() -> None:
    reading = read("civic.json", '{"description": "' + "word " * 400 + '"}')
    assert reading.problems == ()
    assert reading.words.summary is not None
    assert reading.words.summary.endswith("word…")
    assert len(reading.words.summary) <= 600
