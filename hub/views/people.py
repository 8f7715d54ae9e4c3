"""People as others see them: what is open to who asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person who asked to be suggested, in a list.

    ``hours_until`` is the last day for which the hours hold; it may be over.
    """

    handle: str
    name: str
    own_line: str | None
    hours_per_week: float | None
    hours_until: date | None = None


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A page of the people who asked to be suggested; the order changes every day."""

    people: tuple[PersonCard, ...]
    total: int
    page: int
    page_count: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person's page, as it is open to who asks. ``None`` and empty are not said, or closed.

    ``suggested_since`` is ``None`` of who is not suggested now. ``spoken_levels`` says how well
    they speak a language, by code, where they said it. ``links`` are of their own making.
    ``is_reachable`` says that who asks may look up how to reach them.
    """

    person_id: int
    card: PersonCard
    kinds: tuple[str, ...]
    causes: tuple[str, ...]
    spoken: tuple[str, ...]
    can: tuple[str, ...]
    learning: tuple[str, ...]
    mentors: tuple[str, ...]
    suggested_since: datetime | None
    spoken_levels: Mapping[str, str] = field(default_factory=dict)
    time_zone: str | None = None
    asked_for: str | None = None
    not_asked_for: str | None = None
    links: tuple[str, ...] = ()
    is_reachable: bool = False
