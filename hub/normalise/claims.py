"""Whether a comment takes an issue or gives it back. Pure; the phrases are the vocabulary's.

What the author quotes, or shows as code, is not the author's word. A sentence that denies, doubts
or waits for a condition claims nothing. Reads the first few thousand characters: nobody claims
behind a log file, and a comment may be 65,536 characters of one word.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from hub.normalise.openings import guard
from hub.vocabulary.claims import (
    ClaimCommand,
    bot_commands,
    claim_commands,
    claim_guards,
    claim_phrases,
)

MAX_CHARS_READ = 4000

_FENCE = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_HIDDEN = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_CODE_SPAN = re.compile(r"`[^`\n]*`")
_QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_QUOTATION = re.compile(r"\"[^\"\n]{3,200}\"|“[^”\n]{3,200}”|«[^»\n]{3,200}»")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)|https?://\S+")
_EMPHASIS = re.compile(r"[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}")
# What is left out, in this order: signs without which there is none, its form, what stands for it.
_NOT_OWN = (
    (("```", "~~~"), _FENCE, "\n"),
    (("<!--",), _HIDDEN, "\n"),
    ((">",), _QUOTED_LINE, "\n"),
    (("`",), _CODE_SPAN, "…"),
    (('"', "“", "«"), _QUOTATION, "…"),
    (("](", "http"), _LINK, r" \1 "),
    (("*", "_", "~"), _EMPHASIS, ""),
)
_SENTENCE = re.compile(r"[^.!?…;\n。！？]+[.!?…;\n。！？]*")
_CLAUSE_END = re.compile(r"[,:()–—]| - | (?:but|so|and|aber|mais|pero|mas|ma|но) ")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


class Claim(StrEnum):
    """What a comment says of who does the work."""

    TAKES = "takes"
    GIVES_BACK = "gives_back"


def read_claim(text: str, *, login: str = "") -> Claim | None:
    """Tell whether the author of a comment takes the issue, gives it back, or neither.

    ``login`` is the author's, for commands that name it ("/assign @noor"). Of several the last
    one counts.
    """
    words = own_words(text)
    command = _read_command(words, login.casefold())
    if command is not None:
        return command
    found = [said for sentence in _SENTENCE.findall(words) for said in _said_in(sentence)]
    return found[-1] if found else None


def own_words(text: str) -> str:
    """Leave out quotes, code and addresses, and fold case and apostrophes."""
    kept = text[:MAX_CHARS_READ].replace("\r", "\n")
    for marks, gone, instead in _NOT_OWN:
        if any(mark in kept for mark in marks):
            kept = gone.sub(instead, kept)
    return kept.translate(_APOSTROPHES).casefold().strip()


def _read_command(words: str, login: str) -> Claim | None:
    found: Claim | None = None
    for line in words.splitlines():
        said = _command_of(" ".join(line.rstrip(" .!").split()), login, whole=words)
        found = said or found
    return found


def _command_of(line: str, login: str, *, whole: str) -> Claim | None:
    """Read one line. A command that names somebody else is about them."""
    name, _, rest = line.partition(" ")
    if name.startswith("@"):
        return _by_words(bot_commands()).get(rest)
    if line in (is_alone := _alone()) and line == " ".join(whole.rstrip(" .!").split()):
        return is_alone[line]
    names_oneself = rest in {"", "me", "@me", "to me", "myself", f"@{login}", login}
    is_number = rest.lstrip("#").isdigit()
    return _by_words(_standing()).get(name) if names_oneself or is_number else None


@cache
def _standing() -> tuple[ClaimCommand, ...]:
    return tuple(each for each in claim_commands() if not each.is_whole_comment)


@cache
def _alone() -> dict[str, Claim]:
    return _by_words(tuple(each for each in claim_commands() if each.is_whole_comment))


@cache
def _by_words(commands: tuple[ClaimCommand, ...]) -> dict[str, Claim]:
    return {word: Claim(each.claim) for each in commands for word in each.words}


def _said_in(sentence: str) -> Iterator[Claim]:
    """Yield what one sentence says, in its order; what gives back hides what it denies."""
    sentence = sentence.strip()
    is_question, is_ascii = sentence.endswith(("?", "？")), sentence.isascii()
    giving_back = _phrases(Claim.GIVES_BACK, is_ascii=is_ascii)
    given_back = [match.span() for match in giving_back.finditer(sentence)]
    said = [(start, Claim.GIVES_BACK) for start, _ in given_back]
    taking = _phrases(Claim.TAKES, is_ascii=is_ascii, may_ask=not is_question)
    for start, end in (match.span() for match in taking.finditer(sentence)):
        is_denied = any(start < last and end > first for first, last in given_back)
        if not is_denied and _is_meant(sentence, start, end):
            said.append((start, Claim.TAKES))
    yield from (claim for _, claim in sorted(said, key=lambda pair: pair[0]))


def _is_meant(sentence: str, start: int, end: int) -> bool:
    """Say whether nothing before a claim takes it back, and it waits for no condition."""
    guards = claim_guards()
    polite = _compiled(guards.polite)
    before, behind = polite.sub(" ", sentence[:start]), polite.sub(" ", sentence[end:])
    if _compiled(guards.doubts).search(_CLAUSE_END.split(before)[-1]):
        return False
    return not _compiled(guards.conditions).search(f"{before} … {behind}")


@cache
def _phrases(claim: Claim, *, is_ascii: bool, may_ask: bool = True) -> re.Pattern[str]:
    """Put all phrases of a claim into one pattern; in a question some do not count.

    No phrase of a script without spaces stands in a sentence of ASCII.
    """
    found = [
        phrase
        for phrase in claim_phrases()
        if phrase.claim == claim and (may_ask or not phrase.asks_never)
    ]
    spaced = [pattern for each in found if not each.is_unspaced for pattern in each.patterns]
    unspaced = [pattern for each in found if each.is_unspaced for pattern in each.patterns]
    bordered = rf"(?<!\w){guard(spaced)}{_bordered(spaced)}"
    return re.compile(bordered if is_ascii else f"{bordered}|{_alternatives(unspaced)}")


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_bordered(patterns))


def _bordered(patterns: Iterable[str]) -> str:
    return rf"(?<!\w){_alternatives(patterns)}(?!\w)"


def _alternatives(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(map(_regular, patterns)) + ")"


def _regular(pattern: str) -> str:
    """Turn a pattern of the vocabulary into a regular expression."""
    spaced = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    ended = re.sub(r"\$$", r"(?=[\\s.!?,;…]*$)", spaced)
    return re.sub(r"\((?!\?)", "(?:", ended)
