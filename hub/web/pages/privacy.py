"""What is held about people, printed from the table that the export and the job go by."""

from dataclasses import dataclass

from hub.services.personal_data import PersonalTable, SeenBy
from hub.services.personal_tables import HELD
from hub.web.pages.base import Page

# What is of no use to a reader: whose row it is, and the numbers of rows.
_SAID_ELSEWHERE = ("whose it is", "its number here")


@dataclass(frozen=True, slots=True)
class HeldFact:
    """One thing that is held, in words."""

    words: str
    seen_by: str
    is_exported: bool


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """What one table of the database holds; ``table`` is its name there."""

    title: str
    table: str
    how_long: str
    facts: tuple[HeldFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyPage(Page):
    """What is held about whoever signs in, and about people seen on forges."""

    own: tuple[HeldGroup, ...]
    of_others: tuple[HeldGroup, ...]


def privacy_page() -> PrivacyPage:
    """Make the page of the table."""
    groups = [(_group(name, held), held) for name, held in HELD.items()]
    return PrivacyPage(
        title="What this hub holds about people",
        section="hub",
        description="What is held, who sees it, how long, and what you can take with you.",
        own=tuple(group for group, held in groups if not _is_of_forges(held)),
        of_others=tuple(group for group, held in groups if _is_of_forges(held)),
    )


def _group(name: str, held: PersonalTable) -> HeldGroup:
    return HeldGroup(
        title=held.title,
        table=name,
        how_long=held.how_long,
        facts=tuple(
            HeldFact(fact.words, f"{fact.seen_by}; {fact.but}" if fact.but else fact.seen_by.value,
                     fact.is_exported)
            for fact in held.facts
            if fact.words not in _SAID_ELSEWHERE
        ),
    )  # fmt: skip


def _is_of_forges(held: PersonalTable) -> bool:
    """Say whether a table holds what everyone sees on forges anyway."""
    return all(fact.seen_by is SeenBy.EVERYONE for fact in held.facts)
