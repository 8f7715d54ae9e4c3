"""What people type before a colon in a search, and what each list understands by it. Pure."""

from collections.abc import Mapping
from typing import Final

from hub.documents import PEOPLE, PROJECTS, TASKS
from search.base import Filter, IndexSchema
from search.fields import DateField, Field, FlagField, KeywordField, NumberField

# Other words for a filter, beside the names that the address of a search page uses.
_OTHER_NAMES: Final = {
    "lang": "language",
    "host": "forge",
    "type": "kind",
    "difficulty": "level",
    "license": "licence",
    "topic": "cause",
    "status": "freshness",
    "label": "mark",
    "size": "effort",
    "knows": "skill",
    "speaks": "spoken",
    "mentors": "mentor",
    "learns": "learning",
}
# What somebody worked on serves the matcher, and who they are the hub; nobody is looked up by it.
_NOT_ASKED: Final = {PEOPLE.name: frozenset({"worked_on", "person"})}


def _are(field: str, *values: str) -> tuple[Filter, ...]:
    return (Filter(field, values),)


# The words behind ``is:``.
_FLAGS: Final[Mapping[str, Mapping[str, tuple[Filter, ...]]]] = {
    TASKS.name: {
        "free": _are("freshness", "open", "quiet"),
        "open": _are("freshness", "open", "quiet"),
        "fresh": _are("freshness", "open"),
        "mentored": _are("mark", "mentor"),
        "newcomer": _are("mark", "newcomer"),
        "beginner": _are("mark", "newcomer"),
        "wanted": _are("mark", "help"),
        "taken": _are("freshness", "taken", "review"),
        "assigned": _are("freshness", "taken", "review"),
        "claimed": _are("freshness", "taken", "review"),
        "quiet": _are("freshness", "quiet"),
        "asleep": _are("freshness", "asleep"),
        "stale": _are("freshness", "asleep"),
    },
    PROJECTS.name: {
        "lively": _are("life", "lively"),
        "active": _are("life", "lively", "steady"),
        "quiet": _are("life", "quiet"),
        "asleep": _are("life", "asleep"),
        "ended": _are("life", "ended"),
        "archived": _are("life", "ended"),
    },
}
_DATES: Final = {
    TASKS.name: {"updated": "updated_at", "opened": "opened_at", "created": "opened_at"},
    PROJECTS.name: {
        "updated": "last_change_at",
        "changed": "last_change_at",
        "added": "added_at",
        "created": "added_at",
    },
}
_NUMBERS: Final = {
    TASKS.name: {"stars": "stars"},
    PROJECTS.name: {"stars": "stars", "tasks": "open_tasks"},
}


def states_called(field: str, word: str) -> tuple[str, ...]:
    """Give the values of a field that a word behind ``is:`` stands for, if any."""
    filters = (each for flags in _FLAGS.values() for each in flags.get(word, ()))
    return tuple(value for each in filters if each.field == field for value in each.values)


def fields_of(schema: IndexSchema) -> Mapping[str, Field]:
    """Map what may be typed before a colon to what it means in one list."""
    known = [name for name in schema.keywords if name not in _NOT_ASKED.get(schema.name, ())]
    keywords = {name: name for name in known}
    keywords |= {name: field for name, field in _OTHER_NAMES.items() if field in known}
    return {
        **{name: KeywordField(field) for name, field in keywords.items()},
        **{name: DateField(field) for name, field in _DATES.get(schema.name, {}).items()},
        **{name: NumberField(field) for name, field in _NUMBERS.get(schema.name, {}).items()},
        **({"is": FlagField(_FLAGS[schema.name])} if schema.name in _FLAGS else {}),
    }
