"""The parameters of the API. Filters carry the names that the address of a search page uses."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

from fastapi import Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
)

from hub.services.questions import MAX_TEXT_CHARS

# A filter's value is a key of the vocabulary, a host, a slug or a language: short.
_NO_NUL = r"^[^\x00]*$"  # PostgreSQL takes no NUL
Value = Annotated[str, StringConstraints(max_length=120, pattern=_NO_NUL)]
Values: TypeAlias = Annotated[
    list[Value],
    Field(max_length=30, description="Any of these values; may be repeated."),
]
_Cursor = Field(
    max_length=300,
    pattern=r"^[A-Za-z0-9_-]*$",
    description="`next` of the page before, unchanged.",
)
_Limit = Field(ge=1, le=100, description="How many on a page.")
_Since = Field(description="An instant with its offset (RFC 3339).")


def _in_utc(instant: datetime) -> datetime:
    """Refuse what is an instant where it was written, but before or behind all years in UTC."""
    try:
        return instant.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError("is no instant that a calendar holds") from exc


def _begins_with_a_year(text: object) -> object:
    """Refuse a bare number: it would pass for seconds since 1970."""
    if isinstance(text, str) and not re.match(r"\d{4}-", text):
        raise ValueError("is no instant like 2026-11-01T00:00:00Z")
    return text


Since: TypeAlias = Annotated[
    AwareDatetime, BeforeValidator(_begins_with_a_year), AfterValidator(_in_utc)
]

Cursor: TypeAlias = Annotated[str | None, Query(), _Cursor]
Limit: TypeAlias = Annotated[int, Query(), _Limit]


class ProjectFilters(BaseModel):
    """What projects can be filtered by."""

    cause: Values = []
    language: Values = []
    skill: Values = []
    forge: Values = []

    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Give the filters that are on, by name."""
        every = {name: getattr(self, name) for name in type(self).filter_names()}
        return {name: tuple(chosen) for name, chosen in every.items() if chosen}

    @classmethod
    def filter_names(cls) -> tuple[str, ...]:
        """Name the fields that are filters: those that hold a list."""
        return tuple(
            name for name, field in cls.model_fields.items() if isinstance(field.default, list)
        )


class TaskFilters(ProjectFilters):
    """What tasks can be filtered by."""

    kind: Values = []
    level: Values = []
    freshness: Values = []
    effort: Values = []
    spoken: Values = []
    mark: Values = []
    project: Values = []


class TaskQuery(TaskFilters):
    """Parameters of the list of tasks."""

    updated_since: Annotated[Since | None, _Since] = None
    cursor: Annotated[str | None, _Cursor] = None
    limit: Annotated[int, _Limit] = 20


class ProjectQuery(ProjectFilters):
    """Parameters of the list of projects."""

    changed_since: Annotated[Since | None, _Since] = None
    cursor: Annotated[str | None, _Cursor] = None
    limit: Annotated[int, _Limit] = 20


class SearchParameters(TaskFilters):
    """Parameters of the search."""

    q: Annotated[
        str,
        Field(
            max_length=MAX_TEXT_CHARS,
            pattern=_NO_NUL,
            description="What to look for; empty finds all.",
            examples=["bus timetable"],
        ),
    ] = ""
    tab: Annotated[
        Literal["tasks", "projects", "people"],
        Field(
            description="What to look among. People are those who opened their name to everyone."
        ),
    ] = "tasks"
    sort: Annotated[
        Literal["best", "fresh", "new", "old", "wanted", "unseen"],
        Field(
            description=(
                "`best`: by how well it fits; `fresh`: last word; `new`, `old`: age; `wanted`: by "
                "how many ask for it; `unseen`: from the least known projects."
            )
        ),
    ] = "best"
    exact: Annotated[bool, Field(description="True: typing errors are not forgiven.")] = False
    life: Values = []
    licence: Values = []
    mentor: Values = []
    learning: Values = []
    cursor: Annotated[str | None, _Cursor] = None
