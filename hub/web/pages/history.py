"""The page of what a person has brought in of their work on forges."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from hub.models import Contribution
from hub.services.own_history import OwnHistory, ToldOften
from hub.views.accounts import Viewer
from hub.vocabulary.kinds import kind
from hub.vocabulary.skills import skill_name
from hub.web.pages.base import PrivatePage


@dataclass(frozen=True, slots=True)
class WorkIn:
    """What was done in one repository, newest first."""

    path: str
    done: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One joined account: where reading stands, what was found, and what it would say."""

    account_id: int
    host: str
    handle: str
    is_wanted: bool
    read_at: datetime | None
    due_at: datetime | None
    problem: str | None
    count: int
    says: str
    offered: tuple[tuple[str, str], ...]
    places: tuple[WorkIn, ...]
    struck: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage(PrivatePage):
    """All joined accounts."""

    entries: tuple[HistoryEntry, ...]
    now: datetime


def history_page(
    viewer: Viewer, histories: tuple[OwnHistory, ...], *, now: datetime
) -> HistoryPage:
    """Show a person what was brought in."""
    return HistoryPage(
        title="Your work on forges",
        section="account",
        form_token=viewer.form_token,
        entries=tuple(map(_entry, histories)),
        now=now,
    )


def _entry(history: OwnHistory) -> HistoryEntry:
    account, reading = history.account, history.reading
    assert account.id is not None
    return HistoryEntry(
        account_id=account.id,
        host=account.host,
        handle=account.handle,
        is_wanted=account.history_since is not None,
        read_at=account.history_read_at,
        due_at=reading.due_at if reading else None,
        problem=reading.problem if reading else None,
        count=len(history.done),
        says=", ".join(
            [f"{skill_name(each.key)} ({each.times})" for each in history.skills]
            + [f"{_kind_name(each)} ({each.times})" for each in history.kinds]
        ),
        offered=tuple((key, skill_name(key)) for key in history.offered),
        places=_places(history.done),
        struck=history.struck,
    )


def _kind_name(told: ToldOften) -> str:
    found = kind(told.key)
    return (found.label if found else told.key).lower()


def _places(done: tuple[Contribution, ...]) -> tuple[WorkIn, ...]:
    """Group by repository, that of the newest work first."""
    order = {path: place for place, path in reversed([*enumerate(e.project_path for e in done)])}
    ordered = sorted(done, key=lambda each: order[each.project_path])
    grouped = groupby(ordered, key=lambda each: each.project_path)
    return tuple(WorkIn(path, tuple(each)) for path, each in grouped)
