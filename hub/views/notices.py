"""What a person may hear by mail, as the page of it and the letters show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hub.models import NoticeKind, Rhythm
from hub.views import SavedSearchView


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that waits to be sent, and when it is tried next."""

    subject: str
    try_at: datetime


@dataclass(frozen=True, slots=True)
class MailWishes:
    """What a person wants to hear by mail. ``searches`` are the ids of those with news."""

    kinds: Mapping[NoticeKind, bool]
    rhythm: Rhythm
    searches: frozenset[int] = frozenset()
    due_at: datetime | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailState:
    """All that the page of mail shows."""

    wishes: MailWishes
    searches: tuple[SavedSearchView, ...] = ()
    waiting: tuple[WaitingMail, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class ShownFor:
    """A task for which a person was suggested. ``why`` is the largest reasons in words.

    ``values`` are those of all reasons, as they were noted, by what they are about.
    """

    task_id: int
    title: str
    project_name: str
    last_at: datetime
    why: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that a letter tells of, with the path of its page; a task or a project."""

    title: str
    place: str
    why: str
    path: str
    task_id: int | None = None
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewsPart:
    """What a letter tells of one kind. ``told`` is all that is not told again."""

    kind: NoticeKind
    heading: str
    items: tuple[NewsItem, ...]
    more: str
    more_path: str
    told: tuple[NewsItem, ...] = ()
