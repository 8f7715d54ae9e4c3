"""Who asks, and what of a person is open to them: the conditions that every statement adds.

A person chooses for each field who sees it, and the choice for their name bounds all others. What
is closed to who asks is left out by the database, so that nothing behind it can show it. So is who
wants nothing to do with who asks, or the other way round.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    and_,
    case,
    false,
    not_,
    null,
    or_,
    select,
    type_coerce,
)

from hub.documents import MEMBERS, PEOPLE
from hub.models import LIVE, Audience, Person
from hub.services.personal_data import SeenBy
from hub.services.personal_tables import HELD
from hub.services.tables import NEVER_PERSON, OFFER, PERSON, STEWARD, TASK
from search.base import IndexSchema

# The fields that a person opens or closes, in the order of the page on which they do.
FIELDS = (
    "name", "own_line", "skills", "kinds", "causes", "hours", "spoken", "asks", "level",
    "time_zone", "links", "contact", "past",
)  # fmt: skip
# What stands on no page: who wants it looks it up, signed in, and that is told to whose it is
# (:mod:`hub.services.contacts`).
LOOKED_UP = frozenset({"contact"})

Given: TypeAlias = BindParameter[Any]
"""The place of a value in a statement that is made once, and filled each time."""

# Made once: an alias names all its columns anew.
_NAMED_ONE = PERSON.alias("named_one")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks about people. ``audiences`` are the choices that open a field to them.

    ``person_id`` is theirs where somebody signed in asks: who stands apart from them is left out.
    """

    audiences: tuple[Audience, ...]
    person_id: int | None = None

    @property
    def unnamed(self) -> "Asker":
        """Give anybody who sees the same fields, for what is kept for all of them."""
        return Asker(self.audiences)

    @property
    def is_steward(self) -> bool:
        """Say whether they ask as who looks after projects: about who offered help to these."""
        return Audience.STEWARDS in self.audiences and Audience.ONESELF not in self.audiences


VISITOR = Asker((Audience.EVERYONE,))
# Anybody who is signed in. Who runs the hub sees what other members see.
A_MEMBER = Asker((Audience.MEMBERS, Audience.EVERYONE))
ONESELF = Asker(tuple(Audience))


def member(person_id: int) -> Asker:
    """Name the person who is signed in and asks."""
    return Asker(A_MEMBER.audiences, person_id)


def steward(person_id: int) -> Asker:
    """Name the person who asks as a steward: whoever did not offer help to them they do not see."""
    return Asker((Audience.STEWARDS, *A_MEMBER.audiences), person_id)


def audiences_of(field: str) -> tuple[Audience, ...]:
    """Give the choices that there are for a field, the fewest people first."""
    everybody = tuple(Audience)
    return everybody[:-1] if field in LOOKED_UP else everybody


def open_to(person: Person, audience: Audience) -> Person:
    """Let the same people see every field of a person, whom it gives back.

    What everyone cannot be let see, members do then.
    """
    for field in FIELDS:
        chosen = audience if audience in audiences_of(field) else Audience.MEMBERS
        setattr(person, f"{field}_seen_by", chosen)
    return person


def people_index(asker: Asker) -> IndexSchema:
    """Give the index of people that holds what is open to who asks, and nothing else."""
    return MEMBERS if Audience.MEMBERS in asker.audiences else PEOPLE


def is_suggested(now: datetime | Given) -> ColumnElement[bool]:
    """Say who may be suggested now: asked for it, and does not pause."""
    return and_(
        PERSON.c.suggested_since.is_not(None),
        PERSON.c.suggested_since <= now,
        or_(PERSON.c.paused_until.is_(None), PERSON.c.paused_until <= now),
    )


def may_be_suggested(now: datetime | Given, asker: Asker, *fields: str) -> ColumnElement[bool]:
    """Say who may be suggested now to who asks, going by what stands in some fields."""
    return and_(is_suggested(now), may_meet(asker), *(is_open(field, asker) for field in fields))


def may_be_found(asker: Asker) -> ColumnElement[bool]:
    """Say who stands in lists and searches of who asks: wished to be found."""
    return and_(PERSON.c.findable_since.is_not(None), may_meet(asker))


def may_be_seen(now: datetime, asker: Asker) -> ColumnElement[bool]:
    """Say whose page there is for who asks: who is found, suggested now, or offers them help."""
    if asker.is_steward:
        return may_meet(asker)
    return and_(or_(PERSON.c.findable_since.is_not(None), is_suggested(now)), may_meet(asker))


def may_meet(asker: Asker) -> ColumnElement[bool]:
    """Say whose name is open to who asks, and who does not stand apart from them.

    A steward meets as such only who offers help to a project of theirs.
    """
    is_named = is_open("name", asker)
    if asker.is_steward:
        is_named = and_(is_named, offers_help(asker.person_id))
    if asker.person_id is None:
        return is_named
    return and_(is_named, not_(stands_apart(asker.person_id)))


def offers_help(steward_id: int | None) -> ColumnElement[bool]:
    """Say who offers help to a project that a person looks after, and was not told no."""
    if steward_id is None:
        return false()
    offering = (
        select(OFFER.c.person_id)
        .select_from(
            OFFER.join(TASK, TASK.c.id == OFFER.c.task_id).join(
                STEWARD, STEWARD.c.project_id == TASK.c.project_id
            )
        )
        .where(
            STEWARD.c.person_id == steward_id,
            OFFER.c.state.in_(LIVE),
            OFFER.c.person_id.is_not(None),
        )
    )
    return PERSON.c.id.in_(offering)


def stands_apart(person_id: int | Given) -> ColumnElement[bool]:
    """Say who named a person as one with whom they want nothing to do, or was named so by them.

    Which of the two it was, no page tells: each is to the other as absent as who never was.
    """
    named = select(NEVER_PERSON.c.handle).where(NEVER_PERSON.c.person_id == person_id)
    return or_(PERSON.c.handle.in_(named), named_person(person_id))


def is_missing_for(now: datetime, asker: Asker) -> ColumnElement[bool]:
    """Say who would be seen by who asks, were it not that one of the two keeps apart.

    Counts leave out these alone. Whom nobody sees stays a number among others: names that somebody
    puts on their list one by one must not tell who it is, nor that they put them on theirs.
    """
    if asker.person_id is None:
        return false()
    return and_(stands_apart(asker.person_id), may_be_seen(now, asker.unnamed))


def named_person(person_id: int | Given) -> ColumnElement[bool]:
    """Say who named a person as one with whom they want nothing to do."""
    naming = (
        select(NEVER_PERSON.c.person_id)
        .join(_NAMED_ONE, _NAMED_ONE.c.handle == NEVER_PERSON.c.handle)
        .where(_NAMED_ONE.c.id == person_id)
    )
    return PERSON.c.id.in_(naming)


def is_open(field: str, asker: Asker) -> ColumnElement[bool]:
    """Say whether a person's own choice opens a field to who asks."""
    chosen = PERSON.c[f"{field}_seen_by"]
    # Not ``in_``: its list is written into the statement anew each time that one is asked.
    return or_(*(chosen == audience for audience in asker.audiences))


def is_reachable(asker: Asker) -> ColumnElement[bool]:
    """Say who lets somebody who is signed in look up how to reach them; visitors never may."""
    if asker.person_id is None:
        return false()
    return and_(PERSON.c.contact.is_not(None), is_open("contact", asker))


def opened_columns(asker: Asker) -> tuple[ColumnElement[Any], ...]:
    """Give the columns of a person that others may see, empty where one is closed to who asks.

    The statement adds one of the conditions above, so that the name is open.
    """
    return _opened_columns(asker.unnamed)


@lru_cache
def _opened_columns(asker: Asker) -> tuple[ColumnElement[Any], ...]:
    facts = HELD[PERSON.name].columns()
    return tuple(
        _masked(column, facts[column.name].field, asker)
        for column in PERSON.c
        if column.name in facts
        and facts[column.name].seen_by is SeenBy.CHOSEN
        and facts[column.name].field not in LOOKED_UP
    )


def choices() -> ColumnElement[str]:
    """Give who sees each field in one column, for :func:`closed_fields`."""
    chosen: Iterator[ColumnElement[str]] = (
        type_coerce(PERSON.c[f"{field}_seen_by"], String) for field in FIELDS
    )
    return reduce(lambda said, each: said.concat(" ").concat(each), chosen).label("choices")


@lru_cache(maxsize=4096)
def closed_fields(chosen: str, asker: Asker) -> frozenset[str]:
    """Name the fields that are closed to who asks, by a value of :func:`choices`."""
    said = zip(FIELDS, chosen.split(), strict=True)
    return frozenset(field for field, each in said if each not in asker.audiences)


def _masked(column: ColumnElement[Any], field: str, asker: Asker) -> ColumnElement[Any]:
    if field == "name":
        return column
    return case((is_open(field, asker), column), else_=null()).label(column.key)
