"""With which letters a phrase can begin, so that a text is not searched where none does.

A search for hundreds of phrases tries each of them at every word. A list of their beginnings in
front lets it pass most words at once and changes nothing of what is found. Pure; knows the few
signs that patterns of the vocabulary are written with: ``( | )``, ``?`` and what it leaves alone.
"""

import re
from collections.abc import Iterable, Iterator

_QUANTIFIERS = "?*+{"
_SPECIAL = "^$.[]\\*+{}"
# More beginnings than this from one pattern are not listed: it is shortened where they branch.
_MOST_OF_ONE = 60


def guard(patterns: Iterable[str]) -> str:
    """Give a lookahead that holds wherever one of the patterns could begin."""
    found = {opening for pattern in patterns for opening in openings(pattern)}
    shortest = [
        one for one in sorted(found) if not any(one[:end] in found for end in range(len(one)))
    ]
    return f"(?={'|'.join(map(_regular, shortest))})"


def openings(pattern: str) -> frozenset[str]:
    """List the letters with which a pattern begins, up to and with its first space.

    Before a sign that is not known here they end earlier. ``^`` stands for the beginning of the
    text; an empty one for a pattern that may begin anyhow.
    """
    if pattern.startswith("^"):
        return frozenset("^")
    return frozenset(opening for opening, _ in _begun(pattern))


def _regular(opening: str) -> str:
    return opening if opening == "^" else re.escape(opening).replace(r"\ ", r"\s")


def _begun(pattern: str) -> set[tuple[str, bool]]:
    """List beginnings, each with whether it may go on behind the pattern."""
    begun: set[tuple[str, bool]] = {("", True)}
    for atom, quantifier in _atoms(pattern):
        following = _of_atom(atom, quantifier)
        grown = {
            (opening + more, is_open and goes_on)
            for opening, is_open in begun
            for more, goes_on in (following if is_open else {("", True)})
        }
        if len(grown) > _MOST_OF_ONE:
            return {(opening, False) for opening, _ in begun}
        begun = grown
        if not any(is_open for _, is_open in begun):
            break
    return begun


def _of_atom(atom: str, quantifier: str) -> set[tuple[str, bool]]:
    """Tell what a letter or a group adds to a beginning."""
    is_group = atom.startswith("(") and not atom.startswith("(?")
    is_letter = len(atom) == 1 and atom not in _SPECIAL and atom != " "
    if atom == " " and not quantifier:
        return {(" ", False)}
    if quantifier not in {"", "?"} or not (is_group or is_letter):
        return {("", False)}
    added = {(atom, True)} if is_letter else set[tuple[str, bool]]()
    if is_group:
        added = {begun for branch in _branches(atom[1:-1]) for begun in _begun(branch)}
    return added | {("", True)} if quantifier else added


def _atoms(pattern: str) -> Iterator[tuple[str, str]]:
    """Part a pattern into letters and groups, each with the sign of how often it comes."""
    place = 0
    while place < len(pattern):
        end = _end_of_group(pattern, place) if pattern[place] == "(" else place + 1
        quantifier = pattern[end : end + 1]
        is_quantified = quantifier != "" and quantifier in _QUANTIFIERS
        yield pattern[place:end], quantifier if is_quantified else ""
        place = end + is_quantified


def _branches(inside: str) -> Iterator[str]:
    """Part the inside of a group at its own bars."""
    start = place = 0
    while place < len(inside):
        if inside[place] == "|":
            yield inside[start:place]
            start = place + 1
        place = _end_of_group(inside, place) if inside[place] == "(" else place + 1
    yield inside[start:]


def _end_of_group(pattern: str, start: int) -> int:
    depth = 0
    for place in range(start, len(pattern)):
        depth += (pattern[place] == "(") - (pattern[place] == ")")
        if depth == 0:
            return place + 1
    return len(pattern)
