"""The label dictionary: what a label of a forge says, by its folded spelling.

Knows spellings one at a time; :mod:`hub.normalise.labels` takes labels apart and adds them up.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import Entry, entries, flag_of, optional_text_of, text_of, texts_of

_SHORTCODE = re.compile(r"(?:^|(?<=[\s\-_/]))::?[a-z0-9_+\-]+:(?=$|[\s\-_/])")
_ORNAMENTS = ("So", "Sk", "Cf", "Mn", "Me")
_NOT_A_KEY = re.compile(r"[^\w+#]|_")


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What one label says. ``likely_kinds`` hold unless the title speaks of other work.

    "bug" is such a label: mostly code, but a bug in a text is writing.
    """

    kinds: tuple[str, ...] = ()
    likely_kinds: tuple[str, ...] = ()
    level: str | None = None
    effort: str | None = None
    impact: str | None = None
    is_newcomer_fit: bool = False
    has_mentor: bool = False
    wants_help: bool = False
    is_blocked: bool = False
    is_claimed: bool = False
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """An entry of the data file: spellings with one meaning, and where they were seen.

    With ``scopes`` a spelling counts only behind one of them: "low" says nothing, but
    "difficulty: low" does.
    """

    spellings: tuple[str, ...]
    scopes: tuple[str, ...]
    meaning: LabelMeaning
    source: str

    def folded_spellings(self) -> tuple[str, ...]:
        """Fold the spellings, each behind each scope."""
        return tuple(self.by_folded_spelling())

    def by_folded_spelling(self) -> dict[str, str]:
        """Give each spelling as it is written, the first of those that fold to the same."""
        found: dict[str, str] = {}
        for scope in self.scopes or ("",):
            for spelling in self.spellings:
                written = f"{scope}: {spelling}" if scope else spelling
                found.setdefault(fold_label(written), written)
        return found


@cache
def label_entries() -> tuple[LabelEntry, ...]:
    """List the entries of the dictionary."""
    return tuple(
        LabelEntry(
            spellings=texts_of(entry, "spellings"),
            scopes=texts_of(entry, "scopes"),
            meaning=_meaning(entry),
            source=text_of(entry, "source"),
        )
        for entry in entries("labels.toml", "label")
    )


@cache
def silent_scopes() -> frozenset[str]:
    """List the folded scopes behind which nothing is of use to us, such as "priority".

    An entry for a whole label ("priority: high") is read all the same.
    """
    return frozenset(
        fold_label(name)
        for entry in entries("labels.toml", "silent_scope")
        for name in texts_of(entry, "names")
    )


def meaning_of_key(key: str) -> LabelMeaning | None:
    """Look up a folded spelling."""
    return _by_key().get(key)


def fold_label(label: str) -> str:
    """Bring a label to the form in which labels are compared: small letters without anything else.

    Case, accents, emoji, ``:shortcodes:``, separators and punctuation fall away;
    ``+`` and ``#`` stay.
    """
    lowered = _SHORTCODE.sub(" ", label.casefold())
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered).casefold()
        lowered = "".join(
            letter for letter in decomposed if unicodedata.category(letter) not in _ORNAMENTS
        )
    return _NOT_A_KEY.sub("", lowered)


@cache
def _by_key() -> dict[str, LabelMeaning]:
    return {key: entry.meaning for entry in label_entries() for key in entry.folded_spellings()}


def _meaning(entry: Entry) -> LabelMeaning:
    return LabelMeaning(
        kinds=texts_of(entry, "kinds"),
        likely_kinds=texts_of(entry, "likely_kinds"),
        level=optional_text_of(entry, "level"),
        effort=optional_text_of(entry, "effort"),
        impact=optional_text_of(entry, "impact"),
        is_newcomer_fit=flag_of(entry, "newcomer"),
        has_mentor=flag_of(entry, "mentor"),
        wants_help=flag_of(entry, "help"),
        is_blocked=flag_of(entry, "blocked"),
        is_claimed=flag_of(entry, "claimed"),
        skills=texts_of(entry, "skills"),
    )
