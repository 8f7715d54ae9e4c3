"""What holding a fact about a person means: what it is, who sees it, how long, and who gets it.

The facts themselves stand in :mod:`hub.services.personal_tables`. What is said there is what is
done: the export, the job that forgets, and what is shown of people to others read it, and the page
``/privacy`` is printed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Column, Table


class SeenBy(StrEnum):
    """Who sees a fact; the value is the words for it."""

    NOBODY = "nobody"
    ONESELF = "you alone"
    STEWARDS = "you, and the stewards of the project"
    CHOSEN = "whom you choose, while you are suggested or found"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Ending:
    """When rows are forgotten: this long after the instant in a column, said by ``words``."""

    column: str
    words: str
    after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that is held, in one or more columns of a table.

    ``but`` names what of it is seen by fewer. What ``is_exported`` is handed out to the person.
    ``field`` names the choice of theirs that opens it: ``own_line`` for ``own_line_seen_by``.
    """

    words: str
    columns: tuple[str, ...]
    seen_by: SeenBy
    is_exported: bool = True
    but: str = ""
    field: str = ""

    def __post_init__(self) -> None:
        """Refuse a fact that others see by choice, without the choice."""
        assert bool(self.field) is (self.seen_by is SeenBy.CHOSEN), self.words


# Whose row it is stands in no fact of its own: the export is of that person.
WHOSE = Fact("whose it is", ("person_id",), SeenBy.NOBODY, is_exported=False)
NUMBER = Fact("its number here", ("id",), SeenBy.ONESELF)


def hashed(*columns: str, of: str) -> Fact:
    """Name the hashes of secrets: of no use to anybody, and no business of a reader."""
    return Fact(f"the hash of {of}", columns, SeenBy.NOBODY, is_exported=False)


def chosen(field: str, words: str, *columns: str, but: str = "") -> Fact:
    """Name what is seen by whom the person chooses for a field."""
    return Fact(words, columns, SeenBy.CHOSEN, but=but, field=field)


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table that holds something about people.

    ``kept`` says in words how long, and ``endings`` what the job that forgets goes by. Where the
    table ``is_of_others`` too, it is not about persons, and only the facts named here are.
    """

    title: str
    facts: tuple[Fact, ...]
    kept: str
    endings: tuple[Ending, ...] = ()
    is_of_others: bool = False

    @property
    def how_long(self) -> str:
        """Say how long rows are kept, with the times that the job goes by."""
        parts = (self.kept, *(ending.words for ending in self.endings))
        return ", ".join(part for part in parts if part)

    def columns(self) -> Mapping[str, Fact]:
        """Give each column with what it is."""
        return {column: fact for fact in self.facts for column in fact.columns}


def in_days(duration: timedelta) -> str:
    """Write a duration in its largest whole unit: 15 minutes, a day, 90 days."""
    days, minutes = duration.days, duration.seconds // 60
    if days:
        return "a day" if days == 1 else f"{days} days"
    return f"{minutes} minutes"


def exported_columns(table: Table, held: Mapping[str, PersonalTable]) -> tuple[Column[object], ...]:
    """Give the columns of a table that are handed out to the person; of what is not known, none."""
    facts = held[table.name].columns() if table.name in held else {}
    return tuple(
        column for column in table.c if column.name in facts and facts[column.name].is_exported
    )
