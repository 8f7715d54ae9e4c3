"""What people type behind the colon of a field, and the values of an index that it stands for.

The label dictionary reads what projects call kinds and levels, so "bug", "docs" and "easy" mean the
same here as they do on an issue. Pure.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from hub.models import Freshness
from hub.normalise.causes import causes_of
from hub.normalise.labels import read_label
from hub.services.life import LIVES
from hub.services.question_fields import states_called
from hub.vocabulary.causes import causes, find_cause
from hub.vocabulary.kinds import find_kind, kinds
from hub.vocabulary.skills import find_skill
from hub.vocabulary.spoken import find_spoken
from hub.vocabulary.terms import efforts, levels
from search.base import Filter

# Forges that people call by a short name; every other one is asked for by its host.
_HOSTS: Final[Mapping[str, tuple[str, ...]]] = {
    "github": ("github.com",),
    "gitlab": ("gitlab.com",),
    "codeberg": ("codeberg.org",),
    "gitea": ("gitea.com",),
    "bitbucket": ("bitbucket.org",),
    "sourcehut": ("git.sr.ht", "sr.ht"),
    "framagit": ("framagit.org",),
    "gnome": ("gitlab.gnome.org",),
    "kde": ("invent.kde.org",),
    "debian": ("salsa.debian.org",),
    "salsa": ("salsa.debian.org",),
}
# Ids of licences that are not written in capitals alone, or have versions that are asked for
# together (https://spdx.org/licenses).
_LICENCES: Final = (
    "0BSD", "AGPL-3.0", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
    "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2",
    "GPL-2.0", "GPL-3.0", "ISC", "LGPL-2.1", "LGPL-3.0", "MIT", "MPL-2.0", "ODbL-1.0", "OFL-1.1",
    "Unlicense", "Zlib",
)  # fmt: skip
_GNU_VERSIONS: Final = ("", "-only", "-or-later")
# Fields with few values, which a note can list.
_LISTED: Final[Mapping[str, Callable[[], tuple[str, ...]]]] = {
    "kind": lambda: tuple(each.key for each in kinds()),
    "cause": lambda: tuple(each.key for each in causes()),
    "level": lambda: tuple(each.key for each in levels()),
    "effort": lambda: tuple(each.key for each in efforts()),
    "freshness": lambda: tuple(each for each in Freshness if each is not Freshness.CLOSED),
    "life": lambda: LIVES,
    "mark": lambda: ("newcomer", "mentor", "help", "answered"),
}


def with_spellings(typed: Filter) -> Filter:
    """Let typed values stand for what the index has: "js", "docs", "codeberg", "mit,isc"."""
    spellings = (each for value in typed.values for each in _spellings(typed.field, value))
    return replace(typed, values=tuple(dict.fromkeys(spellings)))


def notes_on(typed: Iterable[Filter]) -> tuple[str, ...]:
    """Say of each value that no task or project can have what there is instead."""
    unknown = (
        (each.field, value)
        for each in typed
        if each.field in _LISTED
        for value in _parts(each.values)
        if not set(_LISTED[each.field]()).intersection(_one(each.field, value))
    )
    return tuple(
        f"There is no {field} “{value}”. “{field}:” takes one of: {', '.join(_LISTED[field]())}."
        for field, value in dict.fromkeys(unknown)
    )


def _spellings(field: str, value: str) -> Iterable[str]:
    yield from _one(field, value)
    for part in _parts((value,)):
        yield from _one(field, part)


def _parts(values: Iterable[str]) -> Iterable[str]:
    """Part what was typed with commas between."""
    return (part.strip() for value in values for part in value.split(",") if part.strip())


def _one(field: str, value: str) -> Iterable[str]:
    yield value
    yield value.lower()
    if field in _MEANT:
        yield from _MEANT[field](" ".join(value.casefold().split()))


def _skills(value: str) -> Iterable[str]:
    found = find_skill(value)
    return (found.key,) if found else ()


def _languages(value: str) -> Iterable[str]:
    found = find_skill(value)
    return (found.name,) if found else ()


def _spoken(value: str) -> Iterable[str]:
    found = find_spoken(value)
    return (found.code,) if found else ()


def _kinds(value: str) -> Iterable[str]:
    """Take the key or name of a kind, else what a label of these words says first."""
    named = find_kind(value)
    if named:
        return (named.key,)
    said = read_label(value)
    return (*said.kinds, *said.likely_kinds)[:1]


def _causes(value: str) -> Iterable[str]:
    """Take the key or name of a cause, else what a topic of these words speaks for most."""
    named = find_cause(value)
    return (named.key,) if named else causes_of((value,), None)[:1]


def _levels(value: str) -> Iterable[str]:
    named = next((each.key for each in levels() if value == each.label.casefold()), None)
    said = read_label(value)
    found = named or said.level or read_label(f"difficulty: {value}").level
    found = found or ("beginner" if said.is_newcomer_fit else None)
    return (found,) if found else ()


def _efforts(value: str) -> Iterable[str]:
    labels = ((each.key, (each.label, each.filter_label)) for each in efforts())
    named = next((key for key, said in labels if value in map(str.casefold, said)), None)
    found = named or read_label(value).effort or read_label(f"effort: {value}").effort
    return (found,) if found else ()


def _marks(value: str) -> Iterable[str]:
    """Take the narrowest mark that a label of these words gives a task."""
    said = read_label(value)
    if said.has_mentor:
        return ("mentor",)
    if said.is_newcomer_fit:
        return ("newcomer",)
    return ("help",) if said.wants_help else ()


def _states(field: str, value: str) -> Iterable[str]:
    """Take a state by its own name, else what it means behind ``is:``."""
    return () if value in _LISTED[field]() else states_called(field, value)


def _forges(value: str) -> Iterable[str]:
    """Take the host of an address, and what a short name stands for."""
    host = value.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return (host.partition("/")[0], *_HOSTS.get(value, ()))


def _licences(value: str) -> Iterable[str]:
    """Take all versions of a licence where none is named, and all ways to write one that is."""
    yield value.upper()
    for each in _LICENCES:
        is_meant = f"{each.casefold()}-".startswith(f"{value}-")
        for version in _GNU_VERSIONS if "GPL" in each else ("",):
            written = f"{each}{version}"
            if is_meant or written.casefold() == value:
                yield written


_MEANT: Final[Mapping[str, Callable[[str], Iterable[str]]]] = {
    "skill": _skills,
    "mentor": _skills,
    "learning": _skills,
    "language": _languages,
    "spoken": _spoken,
    "kind": _kinds,
    "cause": _causes,
    "level": _levels,
    "effort": _efforts,
    "mark": _marks,
    "freshness": lambda value: _states("freshness", value),
    "life": lambda value: _states("life", value),
    "forge": _forges,
    "licence": _licences,
}
