"""What an account did on a forge, told once and written by each local server in its own way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from integrations.base import Forge
from integrations.memory import MemoryForge
from integrations.records import AccountSpec, ContributionRecord, ForgeKind, WorkSort
from tests.integrations.worlds import NOW

NOOR = AccountSpec("41", "noor")
MIREMBE = AccountSpec("8", "mirembe")


@dataclass(frozen=True, slots=True)
class Place:
    """A repository where something was done."""

    path: str = "acme/lamp"
    number: int = 77
    is_public: bool = True
    languages: tuple[str, ...] = ("Rust", "Shell")
    topics: tuple[str, ...] = ("lamps",)
    pushed_at: datetime = NOW - timedelta(days=3)


LAMP = Place()
HIDDEN = Place("acme/secret", 78, is_public=False)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that ``by`` did; ``author`` is who wrote a change or opened an issue.

    ``is_done`` is false for what is still open, or was closed without being done.
    """

    number: int
    sort: WorkSort = WorkSort.CHANGE
    by: AccountSpec = NOOR
    author: AccountSpec = NOOR
    place: Place = LAMP
    title: str = "Mend the lamp"
    text: str = "It shines again."
    labels: tuple[str, ...] = ("bug",)
    done_at: datetime = NOW - timedelta(days=30)
    updated_at: datetime = NOW - timedelta(days=30)
    is_done: bool = True


@dataclass
class Deeds:
    """What a local server holds of who did what. ``logins`` are those of accounts, by number."""

    done: dict[tuple[str, str, int, str], Deed] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    own: dict[str, list[Place]] = field(default_factory=dict)

    def put(self, deed: Deed) -> None:
        """Add something, or change it."""
        self.logins.setdefault(deed.by.remote_id, deed.by.login)
        key = (deed.place.path, deed.sort, deed.number, deed.by.remote_id)
        self.done[key] = deed

    def put_own(self, account: AccountSpec, place: Place) -> None:
        """Let an account have a repository."""
        self.logins.setdefault(account.remote_id, account.login)
        self.own.setdefault(account.remote_id, []).append(place)

    def hand_over(self, old: AccountSpec, new: AccountSpec) -> None:
        """Let somebody else take a login that its account gave up."""
        self.logins[old.remote_id] = f"{old.login}-before"
        self.logins[new.remote_id] = old.login

    def number_of(self, login: str) -> str | None:
        """Find whose login it is."""
        found = (number for number, held in self.logins.items() if held == login)
        return next(found, None)

    def of(self, remote_id: str | None, *sorts: WorkSort) -> list[Deed]:
        """List what an account did, the last change last."""
        held = (
            deed
            for deed in self.done.values()
            if deed.by.remote_id == remote_id and deed.sort in sorts
        )
        return sorted(held, key=lambda deed: (deed.updated_at, deed.number))

    def place(self, name: str) -> Place | None:
        """Find a repository by its path or number."""
        places = [deed.place for deed in self.done.values()]
        places += [place for held in self.own.values() for place in held]
        found = (one for one in places if name in {one.path, str(one.number)})
        return next(found, None)


class HistoryWorld(Protocol):
    """A forge with what stands behind it: ``deeds`` may be changed at any time."""

    forge: Forge
    deeds: Deeds

    def set_now(self, now: datetime) -> None: ...
    def limit(self, until: datetime, *, after_requests: int = 0) -> None: ...
    def heal(self) -> None: ...


class _MemoryDeeds(Deeds):
    """Hands everything on to the in-memory forge, which keeps it as records."""

    def __init__(self, memory: MemoryForge) -> None:
        super().__init__()
        self._memory = memory

    def put(self, deed: Deed) -> None:
        super().put(deed)
        self._memory.put_account(AccountSpec(deed.by.remote_id, deed.by.login))
        is_own = deed.sort is WorkSort.REVIEW and deed.author == deed.by
        if deed.is_done and deed.place.is_public and not is_own:
            self._memory.put_contribution(deed.by, _record(deed))

    def hand_over(self, old: AccountSpec, new: AccountSpec) -> None:
        super().hand_over(old, new)
        self._memory.put_account(AccountSpec(new.remote_id, old.login))

    def put_own(self, account: AccountSpec, place: Place) -> None:
        super().put_own(account, place)
        if place.is_public:
            name = place.path.rpartition("/")[2]
            deed = Deed(place.number, WorkSort.REPOSITORY, by=account, place=place, title=name)
            self._memory.put_contribution(account, _record(deed))


class MemoryHistoryWorld:
    """The in-memory forge."""

    def __init__(self) -> None:
        self.memory = MemoryForge(ForgeKind.GITHUB, "github.com", page_size=50)
        self.forge: Forge = self.memory
        self.deeds: Deeds = _MemoryDeeds(self.memory)

    def set_now(self, now: datetime) -> None:
        """Do nothing: it has no clock."""

    def limit(self, until: datetime, *, after_requests: int = 0) -> None:
        self.memory.limit_until(until, after_requests=after_requests)

    def heal(self) -> None:
        self.memory.heal()


def _record(deed: Deed) -> ContributionRecord:
    return ContributionRecord(
        remote_id=f"{deed.sort}:{deed.place.number}:{deed.number}",
        project_path=deed.place.path,
        title=deed.title,
        url=f"https://github.com/{deed.place.path}/{deed.number}",
        done_at=deed.done_at,
        text=deed.text,
        labels=deed.labels,
        languages=deed.place.languages,
        topics=deed.place.topics,
        sort=deed.sort,
        repository_id=str(deed.place.number),
    )
