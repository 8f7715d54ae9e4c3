"""Reads the values of a group by name, each as what its field takes. A bad one is told, not lost.

Every text that leaves here is cleaned; see :mod:`hub.normalise.text`.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from hub.normalise.project_files.nodes import Entry, Group, Items, Node, Scalar, shown, sort_of
from hub.normalise.project_files.values import MAX_PERSON_CHARS, Problems
from hub.normalise.text import clean_line, clean_text, web_url

_YES = frozenset({"yes", "true", "on", "y"})
_NO = frozenset({"no", "false", "off", "n"})
# Not the handle of somebody in the fediverse, which begins with an @.
_MAIL = re.compile(r"[<(\[]?(?:mailto:)?(?<![@\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w[>)\]]?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Found = TypeVar("Found")


def without_mail(text: str) -> str:
    """Take mail addresses out of a text: we keep none that a person did not give us."""
    return clean_line(_MAIL.sub(" ", text)).strip(" ,;:-")


class Fields:
    """The values of one group. A name that stands twice counts as it stands first."""

    def __init__(self, group: Group, problems: Problems) -> None:
        self.line = group.line
        self._problems = problems
        self._entries: dict[str, Entry] = {}
        for entry in group.entries:
            first = self._entries.setdefault(entry.name, entry)
            if first is not entry:
                self.tell(
                    entry.line,
                    f"{shown(entry.name)} stands on line {first.line} already. The first counts.",
                )

    def tell(self, line: int, words: str) -> None:
        """Note a mistake."""
        self._problems.add(line, words)

    def line_of(self, name: str) -> int:
        """Give the line of a name; that of the group where it is missing."""
        entry = self._entries.get(name)
        return entry.line if entry else self.line

    def has(self, name: str) -> bool:
        """Say whether the name is there, with a value."""
        return self.node(name) is not None

    def names(self) -> tuple[str, ...]:
        """List the names, in the order of the file."""
        return tuple(self._entries)

    def node(self, name: str) -> Node | None:
        """Give a value as it stands; ``None`` where there is none."""
        entry = self._entries.get(name)
        if entry is None or (isinstance(entry.node, Scalar) and entry.node.is_nothing):
            return None
        return entry.node

    def text(self, name: str) -> str | None:
        """Give a text as it is written, not cleaned."""
        node = self.node(name)
        if isinstance(node, Items | Group):
            self.tell(node.line, f"{name} has {sort_of(node)}, and should have a text.")
            return None
        return node.text if node else None

    def words(self, name: str, *, max_chars: int) -> str | None:
        """Give one line of text."""
        text = self.text(name)
        return self._cut(name, clean_line(text, max_chars=MAX_READ), max_chars) if text else None

    def prose(self, name: str, *, max_chars: int) -> str | None:
        """Give a text of many lines."""
        text = self.text(name)
        return self._cut(name, clean_text(text).strip(), max_chars) if text else None

    def person(self, name: str) -> str | None:
        """Give a name or a place where people talk; a mail address is told and not kept."""
        text = self.words(name, max_chars=MAX_PERSON_CHARS)
        if text is None or not _MAIL.search(text):
            return text
        self.tell(
            self.line_of(name),
            f"{name} holds a mail address, which we do not keep. Name who it is, "
            "or where you talk.",
        )
        return without_mail(text) or None

    def address(self, name: str) -> str | None:
        """Give an address of the web."""
        text = self.text(name)
        found = web_url(text)
        if text and found is None:
            self.tell(
                self.line_of(name),
                f"{name} has {shown(text)}, which is no address that begins with https://.",
            )
        return found

    def flag(self, name: str) -> bool | None:
        """Give yes or no."""
        text = self.text(name)
        word = text.strip().casefold() if text else ""
        if word in _YES or word in _NO:
            return word in _YES
        if text is not None:
            self.tell(self.line_of(name), f"{name} has {shown(text)}. Write yes or no.")
        return None

    def count(self, name: str, *, most: int) -> int | None:
        """Give a whole number from 0 to ``most``."""
        text = self.text(name)
        if text is None:
            return None
        digits = text.strip()
        if digits.isascii() and digits.isdigit() and len(digits) <= 9 and int(digits) <= most:
            return int(digits)
        self.tell(
            self.line_of(name),
            f"{name} has {shown(text)}. Write a whole number from 0 to {most:,}.",
        )
        return None

    def day(self, name: str) -> date | None:
        """Give a day."""
        text = self.text(name)
        if text is None:
            return None
        try:
            if _DAY.fullmatch(text.strip()):
                return date.fromisoformat(text.strip())
        except ValueError:
            pass
        self.tell(self.line_of(name), f"{name} has {shown(text)}. Write a day as 2027-03-31.")
        return None

    def scalars(self, name: str) -> tuple[Scalar, ...]:
        """Give the texts of a list; one text alone is a list of one."""
        node = self.node(name)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node,)
        if isinstance(node, Group):
            self.tell(node.line, f"{name} has {sort_of(node)}, and should have a list of texts.")
            return ()
        found = []
        for each in node.nodes:
            if not isinstance(each, Scalar):
                self.tell(each.line, f"{name} has {sort_of(each)} where a text should stand.")
            elif not each.is_nothing:
                found.append(each)
        return tuple(found)

    def lines(self, name: str, *, max_chars: int, max_items: int) -> tuple[str, ...]:
        """Give a list of lines, each once."""
        found = dict.fromkeys(
            clean_line(each.text, max_chars=max_chars) for each in self.scalars(name)
        )
        found.pop("", None)
        if len(found) > max_items:
            self.tell(self.line_of(name), f"{name} has more than {max_items}. The first count.")
        return tuple(found)[:max_items]

    def choices(
        self, name: str, find: Callable[[str], str | None], *, what: str, known: Iterable[str]
    ) -> tuple[str, ...]:
        """Give those of a list that are of a closed set; what is not is told with the set."""
        found: dict[str, None] = {}
        for each in self.scalars(name):
            key = find(each.text)
            if key is None:
                self.tell(
                    each.line,
                    f"{name} has {shown(each.text)}, which is no {what}. "
                    f"Use one of: {', '.join(known)}.",
                )
            else:
                found[key] = None
        return tuple(found)

    def group(self, name: str) -> "Fields | None":
        """Give a group within this one."""
        node = self.node(name)
        if node is None:
            return None
        if isinstance(node, Group):
            return Fields(node, self._problems)
        self.tell(
            self.line_of(name), f"{name} has {sort_of(node)}, and should have values by name."
        )
        return None

    def groups(self, name: str) -> tuple["Fields", ...]:
        """Give the groups of a list, or the one that stands there alone; texts are left out."""
        node = self.node(name)
        nodes = node.nodes if isinstance(node, Items) else (node,)
        return tuple(Fields(each, self._problems) for each in nodes if isinstance(each, Group))

    def tell_unknown(self, known: Iterable[str]) -> None:
        """Tell of every name that is not known, and which one may be meant."""
        names = tuple(known)
        for entry in self._entries.values():
            if entry.name not in names:
                self.tell(
                    entry.line,
                    f"{shown(entry.name)} is no name that we read.{_hint(entry.name, names)}",
                )

    def tell_misspelt(self, known: Iterable[str]) -> None:
        """Tell of names that look like a known one that is not there; others are none of ours."""
        names = tuple(name for name in known if name not in self._entries)
        for entry in self._entries.values():
            if hint := _hint(entry.name, names, likeness=0.87):
                self.tell(entry.line, f"{shown(entry.name)} is no name that we read.{hint}")

    def _cut(self, name: str, text: str, max_chars: int) -> str | None:
        if len(text) > max_chars:
            self.tell(
                self.line_of(name),
                f"{name} is longer than {max_chars:,} characters. The rest is left out.",
            )
        return text[:max_chars].rstrip() or None


MAX_READ = 10_000


def _hint(name: str, known: tuple[str, ...], *, likeness: float = 0.6) -> str:
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold()[:60], folded, n=1, cutoff=likeness)
    return f" Did you mean {folded[near[0]]}?" if near else ""
