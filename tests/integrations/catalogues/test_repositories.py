"""Which repository an address names, and for which label it asks."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.catalogues.repositories import label_in, repository_at

HOSTS = {"forge.example": "forgejo", "code.example:8443": "gitlab"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/riders/lanternbus", "github github.com riders/lanternbus"),
        ("http://www.github.com/riders/lanternbus/", "github github.com riders/lanternbus"),
        ("github.com/riders/lanternbus.git", "github github.com riders/lanternbus"),
        ("git@github.com:riders/lanternbus.git", "github github.com riders/lanternbus"),
        ("git+ssh://git@github.com:22/riders/lanternbus", "github github.com riders/lanternbus"),
        ("https://github.com/riders/lanternbus/issues?q=x", "github github.com riders/lanternbus"),
        ("https://gitlab.com/a/b/c/-/issues", "gitlab gitlab.com a/b/c"),
        ("https://gitlab.com/a/b/tree/main/x", "gitlab gitlab.com a/b"),
        ("https://gitlab.town.example/a/b", "gitlab gitlab.town.example a/b"),
        ("https://forge.example/a/b/src/branch/main", "forgejo forge.example a/b"),
        ("https://code.example:8443/a/b/c", "gitlab code.example:8443 a/b/c"),
        ("https://git.town.example/a/b", "unknown git.town.example a/b"),
        ("https://git.sr.ht/~somebody/thing", "sourcehut git.sr.ht ~somebody/thing"),
    ],
)
def test_repository_is_read_from_its_addresses(address: str, expected: str) -> None:
    place = repository_at(address, HOSTS)

    assert place is not None
    assert f"{place.kind} {place.host} {place.path}" == expected


@pytest.mark.parametrize(
    "address",
    ["", "https://github.com", "https://github.com/riders", "https://github.com/orgs/riders/x",
     "https://blog.example/2025/post", "https://gitlab.com/groups/a/b", "ftp://github.com/a/b",
     "https://somebody:secret@github.com/a/b", "https://github.com/../b", "https://[",
     "javascript:alert(1)//github.com/a/b", "https://github.com/a/b c", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_repository_is_none(address: str) -> None:
    assert repository_at(address, HOSTS) is None


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("https://github.com/a/b/labels/up%20for%20grabs", "up for grabs"),
        ("https://github.com/a/b/issues?labels=help+wanted", "help wanted"),
        ("https://gitlab.com/a/b/-/issues?label_name[]=Easy", "Easy"),
        ('https://github.com/a/b/issues?q=is:open+label:"good+first+issue"', "good first issue"),
        ("https://github.com/a/b/issues?q=is:open+label:easy", "easy"),
        ("https://github.com/a/b/issues?q=label:easy+label:go", None),
        ("https://codeberg.org/a/b/issues?labels=125723", None),
        ("https://github.com/a/b", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_label_is_read_from_a_link_to_issues(address: str | None, label: str | None) -> None:
    assert label_in(address) == label


@given(st.text(max_size=200))
def test_any_text_is_a_repository_or_none(text: str) -> None:
    place = repository_at(text, HOSTS)
    label_in(text)
    if place is not None:
        assert repository_at(place.url, {**HOSTS, place.host: place.kind}) == place


@pytest.mark.shared
def test_addresses_of_the_real_catalogue_are_understood(shared_dir: Path) -> None:
    with gzip.open(shared_dir / "data" / "catalog.jsonl.gz") as lines:
        rows = [json.loads(line) for line in lines]
    hosts = {row["host"]: row["forge"] for row in rows}

    places = [(row, repository_at(row["url"], hosts)) for row in rows]

    wrong = [
        row["url"]
        for row, place in places
        if place is None or place.path.casefold() != row["full_name"].casefold()
    ]
    assert len(rows) == 6129
    assert all("/groups/" in address for address in wrong), wrong
