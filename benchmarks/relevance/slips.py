"""Counts which kinds of slips are forgiven: ``python -m benchmarks.relevance.slips``.

Queries are made from names of the catalogue, each with a slip of one kind, so that a kind has more
than the few queries that the judged set has of it. Names of projects that the test half judges
are left out: what is seen here may be tuned on.
"""

import argparse
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.relevance.corpora import Addresses, addresses_of, judged_hub
from benchmarks.relevance.judged import JudgedSet
from benchmarks.relevance.measures import has_same_first, mean
from benchmarks.relevance.systems import NOW, System, embedded, project_documents, served
from benchmarks.report import Report
from hub.documents import PROJECTS
from hub.services.questions import question_of
from hub.views.search import SearchRequest

MOST_WORDS, LONGEST = 5, 24
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST = 10
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

Edit = Callable[[str, int, random.Random], str]
EDITS: dict[str, Edit] = {
    "transposed": lambda word, at, _: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    "left out": lambda word, at, _: word[:at] + word[at + 1 :],
    "doubled": lambda word, at, _: word[:at] + word[at] + word[at:],
    "another": lambda word, at, chance: word[:at] + chance.choice(LETTERS) + word[at + 1 :],
    "too many": lambda word, at, chance: word[:at] + chance.choice(LETTERS) + word[at:],
}


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed, and the projects that are called what was meant."""

    typed: str
    wanted: frozenset[int]


# How a name is typed; ``None`` where the kind does not apply to it.
Kind = Callable[[str, random.Random], str | None]


def main() -> None:
    """Ask both engines for names with slips."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=60, help="queries of a kind (default 60)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    parsed = parser.parse_args()
    report = Report("slips")
    with TemporaryDirectory() as folder, judged_hub(Path(folder)) as context:
        names = {each.id: each.text["name"] for each in project_documents(context)}
        usable = _usable(names, addresses_of(context))
        with served(context, Path(folder)) as server:
            systems = [embedded(context), *([server] if server else [])]
            for title, kind in KINDS.items():
                cases = list(_cases(kind, names, usable, most=parsed.most, seed=title))
                _measure(report, title, cases, systems)
    report.finish(parsed.json)


def _measure(report: Report, row: str, cases: Sequence[Case], systems: Sequence[System]) -> None:
    answers = [[_ask(system, case) for case in cases] for system in systems]
    for system, found in zip(systems, answers, strict=True):
        pairs = list(zip(found, cases, strict=True))
        hits = mean(not case.wanted.isdisjoint(each[:FIRST]) for each, case in pairs)
        first = mean(not case.wanted.isdisjoint(each[:1]) for each, case in pairs)
        report.add(row, system.name, metric="queries", value=len(cases))
        report.add(row, system.name, metric="hit_at_10", value=hits)
        report.add(row, system.name, metric="first", value=first)
    if len(answers) > 1:
        same = mean(has_same_first(*map(_named, pair)) for pair in zip(*answers, strict=True))
        report.add(row, "both engines", metric="same_first_share", value=same)


def _ask(system: System, case: Case) -> list[int]:
    request = SearchRequest(case.typed, tab=PROJECTS.name)
    return list(system.search(question_of(request, now=NOW).query))


def _named(ids: Sequence[int]) -> list[str]:
    return [str(each) for each in ids]


def _usable(names: dict[int, str], addresses: Addresses) -> list[int]:
    """List projects that the test half says nothing of; half of them, by their addresses."""
    spoilt = {each for query in JudgedSet.load().of_halves(("test",)) for each in query.grades}
    of = addresses.by_index[PROJECTS.name]
    return [
        each
        for each in names
        if of[each] not in spoilt and sha256(of[each].encode()).digest()[0] % 2 == 0
    ]


def _cases(
    kind: Kind, names: dict[int, str], usable: Sequence[int], *, most: int, seed: str
) -> Iterator[Case]:
    """Make the queries of a kind, the same ones each time."""
    chance = random.Random(seed)
    called: dict[str, set[int]] = {}
    for project_id, name in names.items():
        called.setdefault(_bare(name), set()).add(project_id)
    made = 0
    for project_id in chance.sample(usable, len(usable)):
        typed = kind(names[project_id], chance)
        if typed is not None and made < most:
            made += 1
            yield Case(typed, frozenset(called[_bare(names[project_id])]))


def _bare(name: str) -> str:
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _slipped(word: str, edit: Edit, chance: random.Random, *, at: int | None = None) -> str | None:
    """Make a slip at a place, anywhere after the first letter if none is named."""
    place = chance.randrange(1, len(word)) if at is None else at
    found = edit(word, place, chance)
    return found if found != word else None


def _with_slip(edit: Edit, *, least: int, most: int, at: int | None = None) -> Kind:
    """Slip in one word of letters alone, of so many of them, beside others."""

    def typed(name: str, chance: random.Random) -> str | None:
        words = _words(name)
        fitting = [word for word in words if word.isalpha() and least <= len(word) <= most]
        if not 1 < len(words) <= MOST_WORDS or not fitting:
            return None
        word = chance.choice(fitting)
        slipped = _slipped(word, edit, chance, at=at)
        return slipped and " ".join(words).replace(word, slipped, 1)

    return typed


def _digit(name: str, chance: random.Random) -> str | None:
    """Slip in a name of one word with a digit in it."""
    word = _bare(name)
    is_one = len(_words(name)) == 1
    if not is_one or len(word) <= MOST_WORDS or word.isalpha() or word.isdigit():
        return None
    return _slipped(word, chance.choice(list(EDITS.values())), chance)


def _joined(name: str, _: random.Random) -> str | None:
    """Write two or three words as one."""
    words = _words(name)
    is_fit = len(words) in (2, 3) and len(_bare(name)) <= LONGEST
    return "".join(words) if is_fit else None


def _parted(name: str, _: random.Random) -> str | None:
    """Write a name of one word, with capitals in it, as several."""
    parts = _PARTS.sub(" ", name).split()
    is_fit = len(_words(name)) == 1 and len(parts) in (2, 3) and all(map(str.isalnum, parts))
    return " ".join(parts).lower() if is_fit else None


def _then_slip(kind: Kind) -> Kind:
    """Slip in the longest word of what another kind makes."""

    def typed(name: str, chance: random.Random) -> str | None:
        written = kind(name, chance)
        longest = max((written or "").split(), key=len, default="")
        if written is None or len(longest) <= MOST_WORDS:
            return None
        slipped = _slipped(longest, chance.choice(list(EDITS.values())), chance)
        return slipped and written.replace(longest, slipped, 1)

    return typed


KINDS: dict[str, Kind] = {
    **{f"a letter {name}": _with_slip(edit, least=5, most=12) for name, edit in EDITS.items()},
    "first letters transposed": _with_slip(EDITS["transposed"], least=5, most=12, at=1),
    "first letter left out": _with_slip(EDITS["left out"], least=5, most=12, at=0),
    "first letter another": _with_slip(EDITS["another"], least=5, most=12, at=0),
    **{f"of four letters, one {name}": _with_slip(e, least=4, most=4) for name, e in EDITS.items()},
    "a name with a digit": _digit,
    "words as one": _joined,
    "words as one, with a slip": _then_slip(_joined),
    "one word as several": _parted,
    "one word as several, with a slip": _then_slip(_parted),
}


if __name__ == "__main__":
    main()
