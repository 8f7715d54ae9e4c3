"""A file as a tree of nodes that know their lines: what YAML and JSON have in common."""

from dataclasses import dataclass
from typing import TypeAlias

from hub.normalise.text import clean_line

MAX_DEPTH = 12
MAX_NODES = 10_000
_SHOWN_CHARS = 60
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it is written: what it means depends on the field that it stands in."""

    line: int
    text: str
    is_quoted: bool = True

    @property
    def is_nothing(self) -> bool:
        """Say whether it stands for no value."""
        return not self.is_quoted and self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and its value; ``line`` is that of the name."""

    line: int
    name: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Group:
    """Names with values, in the order of the file; names may be there twice."""

    line: int
    entries: tuple[Entry, ...]


Node: TypeAlias = Scalar | Items | Group


class Unreadable(Exception):
    """The whole file cannot be read; says where, and what is wrong."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


class Builder:
    """Puts a tree together from its parts as they come; refuses what is too deep or too much."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._count = 0
        self.root: Node | None = None

    def scalar(self, line: int, text: str, *, is_quoted: bool) -> None:
        """Add a text, which may be the name of an entry."""
        self._count_one(line)
        top = self._open[-1] if self._open else None
        if top and top.entries is not None and top.name is None:
            top.name = Scalar(line, text)
        else:
            self._put(Scalar(line, text, is_quoted))

    def begin(self, line: int, *, is_group: bool) -> None:
        """Open a list or a group."""
        self._count_one(line)
        if len(self._open) >= MAX_DEPTH:
            raise Unreadable(line, f"more than {MAX_DEPTH} levels stand in one another here.")
        top = self._open[-1] if self._open else None
        if top and top.entries is not None and top.name is None:
            raise Unreadable(line, "a name was expected here, such as “title:”.")
        self._open.append(_Open(line, entries=[] if is_group else None))

    def end(self) -> None:
        """Close what was opened last."""
        done = self._open.pop()
        if done.entries is not None:
            self._put(Group(done.line, tuple(done.entries)))
        else:
            self._put(Items(done.line, tuple(done.nodes)))

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if top.entries is None:
            top.nodes.append(node)
        elif top.name is not None:
            top.entries.append(Entry(top.name.line, top.name.text, node))
            top.name = None

    def _count_one(self, line: int) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise Unreadable(line, f"the file holds more than {MAX_NODES:,} values.")


class _Open:
    """A list or a group whose end has not come."""

    def __init__(self, line: int, *, entries: list[Entry] | None) -> None:
        self.line = line
        self.entries = entries
        self.nodes: list[Node] = []
        self.name: Scalar | None = None


def shown(text: str) -> str:
    """Quote a foreign text in a sentence: one short line."""
    line = clean_line(text)
    return f"“{line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + '…'}”"


def sort_of(node: Node) -> str:
    """Say what a node is."""
    match node:
        case Items():
            return "a list"
        case Group():
            return "a group of values"
    return shown(node.text)
