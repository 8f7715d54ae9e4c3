"""The pages of what a person has brought in of their work on forges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import Contribution, StruckWork
from hub.services.history_rows import is_whole
from hub.services.told_history import OwnHistory, ToldOften, WorkedIn, WorkPage
from hub.views.accounts import Viewer
from hub.vocabulary.skills import skill_name
from hub.web.dates import counted
from hub.web.pages.base import PrivatePage
from hub.web.wording import kind_label, listed
from integrations.records import WorkSort

SORTS: Mapping[WorkSort, tuple[str, str]] = {
    WorkSort.CHANGE: ("merged change", "merged changes"),
    WorkSort.ISSUE: ("issue done", "issues done"),
    WorkSort.REVIEW: ("review", "reviews"),
    WorkSort.REPOSITORY: ("repository of yours", "repositories of yours"),
}


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A repository, with what was done there in words; ``work_id`` names one thing of it."""

    path: str
    work_id: int
    says: str


@dataclass(frozen=True, slots=True)
class StruckEntry:
    """Something that was struck: ``name`` is what we still know of it, the forge's number."""

    remote_id: str
    name: str
    struck_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One joined account: where reading stands, what was found, and what it would say."""

    account_id: int
    host: str
    handle: str
    is_readable: bool
    is_wanted: bool
    is_used: bool
    read_at: datetime | None
    due_at: datetime | None
    problem: str | None
    count: int
    finished: int
    skills: str
    kinds: str
    offered: tuple[tuple[str, str], ...]
    places: tuple[PlaceEntry, ...]
    struck: tuple[StruckEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage(PrivatePage):
    """All joined accounts; ``can_join`` says whether one could be joined here."""

    entries: tuple[HistoryEntry, ...]
    can_join: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """One thing that was found."""

    work_id: int
    title: str
    url: str
    host: str
    path: str
    sort: str
    says: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksPage(PrivatePage):
    """What was found, one by one; ``older_address`` is empty on the last page."""

    works: tuple[WorkEntry, ...]
    older_address: str
    is_first: bool
    now: datetime


def history_page(
    viewer: Viewer, histories: tuple[OwnHistory, ...], *, can_join: bool, now: datetime
) -> HistoryPage:
    """Show a person what was brought in, and what it would say."""
    return HistoryPage(
        title="Your work on forges",
        section="account",
        form_token=viewer.form_token,
        entries=tuple(map(_entry, histories)),
        can_join=can_join,
        now=now,
    )


def works_page(
    viewer: Viewer, found: WorkPage, *, cursor: str | None, is_first: bool, now: datetime
) -> WorksPage:
    """Show a person what was found, one by one; ``cursor`` leads to what is older."""
    return WorksPage(
        title="What was found",
        section="account",
        form_token=viewer.form_token,
        works=tuple(map(_work, found.works)),
        older_address=f"/account/history/works?before={cursor}" if cursor else "",
        is_first=is_first,
        now=now,
    )


def _entry(history: OwnHistory) -> HistoryEntry:
    account, reading = history.account, history.reading
    return HistoryEntry(
        account_id=account.id or 0,
        host=account.host,
        handle=account.handle,
        is_readable=history.is_readable,
        is_wanted=account.history_since is not None,
        is_used=reading is not None and reading.used_since is not None,
        read_at=account.history_read_at,
        due_at=reading.due_at if reading else None,
        problem=reading.problem if reading else None,
        count=history.count,
        finished=history.finished,
        skills=_often((skill_name(each.key), each) for each in history.skills),
        kinds=_often((kind_label(each.key).lower(), each) for each in history.kinds),
        offered=tuple((key, skill_name(key)) for key in history.offered),
        places=tuple(map(_place, history.places)),
        struck=tuple(map(_struck, history.struck)),
    )


def _often(named: Iterable[tuple[str, ToldOften]]) -> str:
    return listed(tuple(f"{name} ({each.times})" for name, each in named))


def _place(place: WorkedIn) -> PlaceEntry:
    says = listed(tuple(counted(count, *SORTS[sort]) for sort, count in place.counts))
    return PlaceEntry(place.path, place.work_id, says)


def _struck(struck: StruckWork) -> StruckEntry:
    number = struck.remote_id.rpartition(":")[2]
    name = f"Repository {number}, all of it" if is_whole(struck.remote_id) else f"Number {number}"
    return StruckEntry(struck.remote_id, name, struck.struck_at)


def _work(work: Contribution) -> WorkEntry:
    words = [skill_name(key) for key in work.skills]
    words += [kind_label(key).lower() for key in work.kinds]
    return WorkEntry(
        work_id=work.id or 0,
        title=work.title,
        url=work.url,
        host=work.host,
        path=work.project_path,
        sort=SORTS[work.sort][0],
        says=", ".join(words),
        done_at=work.done_at,
    )
