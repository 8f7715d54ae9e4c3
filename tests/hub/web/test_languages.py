"""Reasons in the reader's language."""

import pytest
from fastapi.testclient import TestClient

from hub.web.languages import preferred
from tests.hub.sample import Sample


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("xx, es;q=0.3, de;q=0.2", "es"),
        ("en;q=0.2, es", "es"),
        ("de;q=0, *", "en"),
        ("de;q=nonsense", "en"),
        (";;;,,,=", "en"),
        ("x" * 5000, "en"),
        (",".join(["xx"] * 500) + ",de", "en"),
    ],
)
def test_language_is_the_most_wanted_one_that_there_is(header: str, language: str) -> None:
    assert preferred(header) == language


def test_reasons_of_a_page_say_their_language(client: TestClient, sample: Sample) -> None:
    address = f"/tasks/{sample.tasks['screen-reader']}"
    english = client.get(address).text
    german = client.get(address, headers={"Accept-Language": "de-CH, en;q=0.5"}).text
    assert '<ul class="reasons" lang="de">' in german
    assert "Spricht " in german or "Möchte " in german or "Kann " in german
    assert '<ul class="reasons">' in english


def test_program_gets_reasons_in_the_language_that_it_asks_for(
    client: TestClient, sample: Sample
) -> None:
    address = f"/api/v1/tasks/{sample.tasks['screen-reader']}/suggestions"
    answer = client.get(address, headers={"Accept-Language": "es"})
    assert answer.headers["content-language"] == "es"
    assert "Accept-Language" in answer.headers["vary"]
    assert client.get(address).headers["content-language"] == "en"
    spanish, english = (
        [reason["sentence"] for person in found["people"] for reason in person["reasons"]]
        for found in (answer.json(), client.get(address).json())
    )
    assert spanish
    assert set(spanish).isdisjoint(english)
