"""The accounts of the in-memory forge, and what each did in public, in the order it came."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from integrations.records import AccountSpec, ContributionRecord


@dataclass(slots=True)
class MemoryAccounts:
    """Logins, whose they are, and what was done. A thing that is put anew comes last again."""

    _owners: dict[str, str] = field(default_factory=dict)
    _done: dict[str, list[tuple[int, ContributionRecord]]] = field(default_factory=dict)
    _count: int = 0

    def owner_of(self, login: str) -> str | None:
        """Give the number of the account that has a login now."""
        return self._owners.get(login.casefold())

    def behind(self, remote_id: str, place: int) -> Sequence[tuple[int, ContributionRecord]]:
        """Give what an account did behind a place, each with its own."""
        return [each for each in self._done.get(remote_id, []) if each[0] > place]

    def put(self, account: AccountSpec) -> None:
        """Let an account have a login, which another may have had before."""
        self._owners[account.login.casefold()] = account.remote_id

    def put_done(self, account: AccountSpec, done: ContributionRecord) -> None:
        """Let an account have done something, or let that be changed."""
        self.put(account)
        self._count += 1
        self.drop_done(account, done.remote_id)
        self._done[account.remote_id].append((self._count, done))

    def drop_done(self, account: AccountSpec, remote_id: str) -> None:
        """Tell nothing more of something that an account did."""
        held = self._done.setdefault(account.remote_id, [])
        held[:] = [each for each in held if each[1].remote_id != remote_id]
