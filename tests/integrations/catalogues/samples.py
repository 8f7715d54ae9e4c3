"""Small catalogues of our own, exactly in the formats that their makers publish."""

import io
from collections.abc import Mapping
from functools import partial

from integrations.catalogues.base import Reading
from integrations.catalogues.records import CatalogueFile, Entry, ListingRecord
from integrations.catalogues.registry import FORMATS
from integrations.errors import RecordGone
from integrations.records import RecordProblem

UP_FOR_GRABS = {
    "_data/projects/lanternbus.yml": b"""---
name: Lanternbus
desc: Night buses for everyone
site: https://lanternbus.example/
tags:
- transport
- python
upforgrabs:
  name: jump in
  link: https://github.com/riders/lanternbus/labels/jump%20in
stats:
  issue-count: 7
  last-updated: '2025-10-29T17:43:15Z'
  fork-count: 3
""",
    "_data/projects/2048.yml": b"""---
name: 2048
desc: A game
site: https://codeberg.org/games/2048
tags: [game]
upforgrabs:
  name: up-for-grabs
  link: https://codeberg.org/games/2048/issues?labels=125723
""",
    "_data/projects/broken.yml": b"name: [unclosed\n",
    "_data/projects/elsewhere.yml": b"""name: Elsewhere
site: https://elsewhere.example/
upforgrabs:
  name: help
  link: https://jira.elsewhere.example/issues
""",
    ".github/workflows/ci.yml": b"on: push\n",
}
BEGINNERS = b"""{
    "sponsors": [{"name": "Somebody", "image": "https://x.example/a.png", "link": "https://x.example"}],
    "technologies": {"C#": "c-1"},
    "repositories": [
        {"name": "Seedshelf", "link": "https://github.com/seeds/seedshelf", "label": "Jump-In",
         "technologies": ["C#"], "description": "A shelf for seeds."},
        {"name": "PureLamp", "technologies": ["Go"], "description": "A lamp.",
         "link": "https://gitlab.com/lamps/pure/-/issues?label_name[]=GoodFirstIssue"},
        {"name": "Tracker", "link": "https://jira.tracker.example/issues/?jql=x", "label": null},
        {"label": "no link"},
        7
    ]
}
"""
GOOD_FIRST = b"""repositories = [
  'github.com/riders/lanternbus',
  'gitlab.com/lamps/deep/pure',
  'github.com/half',
  7,
]
"""
GOOD_FIRST_LABELS = b'{"labels": ["good first issue", "starter"]}'
PUBLIC_CODE = b"""publiccodeYmlVersion: "0.4"
name: Townledger
url: "https://gitlab.com/towns/townledger.git"
landingURL: https://townledger.example
releaseDate: 2025-01-01
developmentStatus: stable
categories:
  - accounting
description:
  it:
    shortDescription: Libro mastro
  en:
    shortDescription: A ledger for towns
legal:
  license: AGPL-3.0-or-later
"""
PUBLIC_CODE_LIST = b"""# what our towns use
https://files.example/townledger/publiccode.yml
- https://files.example/gone/publiccode.yml
"""
OPML = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="Code">
<outline text="Lanternbus" type="rss" category="/transport,buses"
 xmlUrl="https://github.com/riders/lanternbus/releases.atom" htmlUrl="https://github.com/riders/lanternbus"/>
<outline text="A blog" type="rss" xmlUrl="https://blog.example/feed.xml"/>
</outline></body></opml>
"""
PLAIN = b"""# our list

https://github.com/riders/lanternbus
- git@codeberg.org:seeds/seedshelf.git a shelf
<https://gitlab.com/lamps/deep/pure/-/tree/main>
https://blog.example/post
"""
JSON_LINES = (
    b'{"name": "Seedshelf", "forge": "forgejo", "host": "codeberg.org", '
    b'"full_name": "seeds/seedshelf", "url": "https://codeberg.org/seeds/seedshelf", '
    b'"help_wanted_labels": [{"name": "help wanted"}], "sources": ["a-list"]}\n{broken\n'
)


def files_of(contents: Mapping[str, bytes]) -> list[CatalogueFile]:
    """Make files of a catalogue that lie in memory."""
    return [CatalogueFile(name, partial(io.BytesIO, text)) for name, text in contents.items()]


def no_file(address: str) -> bytes:
    """Stand for a network without the file."""
    raise RecordGone(f"{address} is not there.")


READING = Reading(hosts={}, title="a list", fetch=no_file)


def read(
    name: str, contents: Mapping[str, bytes], reading: Reading = READING
) -> tuple[list[ListingRecord], list[RecordProblem]]:
    """Read a catalogue in one format; listings apart from problems."""
    entries: list[Entry] = list(FORMATS[name].read(files_of(contents), reading))
    return (
        [entry for entry in entries if isinstance(entry, ListingRecord)],
        [entry for entry in entries if isinstance(entry, RecordProblem)],
    )
