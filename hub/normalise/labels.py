"""The labels of an issue, read with the label dictionary and added up.

Knows how projects write labels (scopes, prefixes, numbers), not what each of them means.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from hub.vocabulary.labels import LabelMeaning, fold_label, meaning_of_key, silent_scopes
from hub.vocabulary.skills import find_skill
from hub.vocabulary.terms import effort_rank, impact_rank, level_rank

_SCOPE_END = re.compile(r"::|[:/=>|\\]|\s-\s|\s–\s")
_LETTER_SCOPE = re.compile(r"^\W*([A-Za-z]{1,2})-(?=\w)")
_LEADING_NUMBER = re.compile(r"^\W*\d+\W*(?=[^\W\d])")
_LANGUAGE_SCOPES = frozenset({"lang", "language", "languages", "tech", "stack", "skill", "skills"})
_NOTHING = LabelMeaning()


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What the labels of an issue say together.

    ``likely_kinds`` come from labels such as "bug", which mostly mean code; they hold where
    neither a clearer label nor the title says otherwise.
    """

    kinds: tuple[str, ...] = ()
    level: str | None = None
    effort: str | None = None
    impact: str | None = None
    is_newcomer_fit: bool = False
    has_mentor: bool = False
    wants_help: bool = False
    is_blocked: bool = False
    is_claimed: bool = False
    skills: tuple[str, ...] = ()
    likely_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpLabels:
    """Folded labels under which catalogues say that a repository asks for help."""

    wanted: frozenset[str] = frozenset()
    for_newcomers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, wanted: Iterable[str], for_newcomers: Iterable[str]) -> "HelpLabels":
        """Fold labels as a catalogue writes them; those for newcomers ask for help as well."""
        newcomers = frozenset(map(fold_label, for_newcomers)) - {""}
        return cls((frozenset(map(fold_label, wanted)) | newcomers) - {""}, newcomers)

    def meanings_of(self, labels: tuple[str, ...]) -> list[LabelMeaning]:
        """Read what the catalogues say of these labels."""
        keys = set(map(fold_label, labels)) if self.wanted else set()
        if self.wanted.isdisjoint(keys):
            return []
        fits = not self.for_newcomers.isdisjoint(keys)
        return [LabelMeaning(wants_help=True, is_newcomer_fit=fits)]


NO_HELP_LABELS = HelpLabels()


def read_labels(labels: tuple[str, ...], catalogue: HelpLabels = NO_HELP_LABELS) -> LabelFacts:
    """Add up what labels say. Of several levels, efforts and impacts the highest counts.

    ``catalogue`` tells which labels ask for help in this repository, besides the dictionary.
    """
    meanings = [meaning for meaning in map(read_label, labels) if meaning is not _NOTHING]
    said = _joined([*meanings, *catalogue.meanings_of(labels)])
    return LabelFacts(
        kinds=said.kinds,
        level=said.level or ("beginner" if said.is_newcomer_fit else None),
        effort=said.effort,
        impact=said.impact,
        is_newcomer_fit=said.is_newcomer_fit,
        has_mentor=said.has_mentor,
        wants_help=said.wants_help,
        is_blocked=said.is_blocked,
        is_claimed=said.is_claimed,
        skills=said.skills,
        likely_kinds=said.likely_kinds,
    )


@lru_cache(maxsize=8192)
def read_label(label: str) -> LabelMeaning:
    """Read one label; a label that says nothing gives an empty meaning.

    The whole label is tried first ("difficulty: low"), then what stands behind each scope
    ("type: bug"), then the scope itself ("docs: install"), at last the name of a skill.
    """
    found = [meaning for piece in label.split(",") if (meaning := _read_piece(piece))]
    return _joined(found)


def _read_piece(piece: str) -> LabelMeaning | None:
    return meaning_of_key(fold_label(piece)) or read_by_rule(piece)


def read_by_rule(piece: str) -> LabelMeaning | None:
    """Read a label that the dictionary does not have as a whole: what stands behind its scope."""
    scopes_and_values = tuple(_splits(piece))
    if any(scope in silent_scopes() for scope, _ in scopes_and_values):
        return None
    for _, value in scopes_and_values:
        meaning = meaning_of_key(fold_label(value)) or _without_number(value)
        if meaning:
            return meaning
    for scope, _ in scopes_and_values:
        meaning = meaning_of_key(scope)
        if meaning:
            return meaning
    return _without_number(piece) or _skill_meaning(piece, scopes_and_values)


def _splits(piece: str) -> Iterator[tuple[str, str]]:
    """Yield (folded scope, rest) at each place where a scope may end, the first place first."""
    letter = _LETTER_SCOPE.match(piece)
    if letter:
        yield letter[1].casefold(), piece[letter.end() :]
    for end in _SCOPE_END.finditer(piece):
        scope, value = fold_label(piece[: end.start()]), piece[end.end() :]
        if scope and value.strip():
            yield scope, value


def _without_number(text: str) -> LabelMeaning | None:
    bare = _LEADING_NUMBER.sub("", text, count=1)
    return meaning_of_key(fold_label(bare)) if bare != text else None


def _skill_meaning(
    piece: str, scopes_and_values: tuple[tuple[str, str], ...]
) -> LabelMeaning | None:
    candidates = [(value, scope) for scope, value in scopes_and_values] or [(piece, "")]
    for text, scope in candidates:
        name = text.strip()
        is_clear = len(name) > 1 or scope in _LANGUAGE_SCOPES
        found = find_skill(name) if is_clear else None
        if found:
            return LabelMeaning(skills=(found.key,))
    return None


def _joined(meanings: list[LabelMeaning]) -> LabelMeaning:
    if len(meanings) < 2:
        return meanings[0] if meanings else _NOTHING
    levels = [each.level for each in meanings if each.level]
    efforts = [each.effort for each in meanings if each.effort]
    impacts = [each.impact for each in meanings if each.impact]
    return LabelMeaning(
        kinds=_once(kind for each in meanings for kind in each.kinds),
        likely_kinds=_once(kind for each in meanings for kind in each.likely_kinds),
        level=max(levels, key=level_rank, default=None),
        effort=max(efforts, key=effort_rank, default=None),
        impact=max(impacts, key=impact_rank, default=None),
        is_newcomer_fit=any(each.is_newcomer_fit for each in meanings),
        has_mentor=any(each.has_mentor for each in meanings),
        wants_help=any(each.wants_help for each in meanings),
        is_blocked=any(each.is_blocked for each in meanings),
        is_claimed=any(each.is_claimed for each in meanings),
        skills=_once(skill for each in meanings for skill in each.skills),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
