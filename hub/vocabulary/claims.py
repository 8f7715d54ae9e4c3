"""How people say that they take an issue or give it back: the entries of ``claims.toml``."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import Entry, entries, flag_of, text_of, texts_of


@dataclass(frozen=True, slots=True)
class ClaimPhrase:
    """Patterns of one language; ``claim`` is ``takes`` or ``gives_back``.

    With ``asks_never`` a question of these words is about somebody else. ``is_unspaced`` ones are
    of a script without spaces between words.
    """

    claim: str
    spoken: str
    patterns: tuple[str, ...]
    asks_never: bool
    is_unspaced: bool
    source: str


@dataclass(frozen=True, slots=True)
class ClaimCommand:
    """Words that a bot acts upon, as a whole line or, where said so, as the whole comment."""

    claim: str
    words: tuple[str, ...]
    is_whole_comment: bool
    source: str


@dataclass(frozen=True, slots=True)
class Guards:
    """Patterns that undo a phrase: doubts and conditions before it, but for polite conditions."""

    doubts: tuple[str, ...]
    conditions: tuple[str, ...]
    polite: tuple[str, ...]


@cache
def claim_phrases() -> tuple[ClaimPhrase, ...]:
    """List the phrases, their shared lists filled in."""
    lists = {text_of(e, "name"): text_of(e, "words") for e in entries("claims.toml", "list")}
    return tuple(_phrase(entry, lists) for entry in entries("claims.toml", "phrase"))


@cache
def claim_commands() -> tuple[ClaimCommand, ...]:
    """List the commands that stand alone."""
    return tuple(map(_command, entries("claims.toml", "command")))


@cache
def bot_commands() -> tuple[ClaimCommand, ...]:
    """List the commands that follow the name of a bot: "@rustbot claim"."""
    return tuple(map(_command, entries("claims.toml", "bot_command")))


@cache
def claim_guards() -> Guards:
    """Give what undoes a phrase."""
    return Guards(
        doubts=_patterns("doubt"),
        conditions=_patterns("condition"),
        polite=_patterns("condition_that_counts_not"),
    )


def _patterns(name: str) -> tuple[str, ...]:
    found = entries("claims.toml", name)
    return tuple(pattern for entry in found for pattern in texts_of(entry, "patterns"))


def _phrase(entry: Entry, lists: dict[str, str]) -> ClaimPhrase:
    return ClaimPhrase(
        claim=text_of(entry, "claim"),
        spoken=text_of(entry, "spoken"),
        patterns=tuple(_filled(pattern, lists) for pattern in texts_of(entry, "patterns")),
        asks_never=flag_of(entry, "asks_never"),
        is_unspaced=flag_of(entry, "is_unspaced"),
        source=text_of(entry, "source"),
    )


def _command(entry: Entry) -> ClaimCommand:
    return ClaimCommand(
        claim=text_of(entry, "claim"),
        words=texts_of(entry, "words"),
        is_whole_comment=flag_of(entry, "is_whole_comment"),
        source=text_of(entry, "source"),
    )


def _filled(pattern: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern
