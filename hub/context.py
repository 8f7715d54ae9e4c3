"""What the running hub holds: made once in bootstrap, handed down, never a global."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.engine import Engine as DatabaseEngine
from sqlmodel import Session

from hub.clock import Clock
from hub.errors import NotConfigured
from hub.matching.likeness.keeping import HistoryKeeper
from hub.settings import Settings
from integrations.base import Forge
from integrations.catalogues import CatalogueEntries, CataloguePlace
from integrations.records import NotModified
from integrations.signing_in import SignInForge
from integrations.webhooks import WebhookReader
from search.base import SearchEngine

Transaction = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class RepositoryHint:
    """News that a repository may have changed: a hint to look, never a fact to believe.

    ``hint_id`` is that of the delivery: the same one twice is one job. ``has_lost_issues`` says
    that an issue was deleted or moved away, which no list of changes names; ``has_new_facts`` that
    the repository itself was pushed to, renamed or archived.
    """

    forge: str
    host: str
    path: str
    hint_id: str
    has_lost_issues: bool = False
    has_new_facts: bool = False


class Jobs(Protocol):
    """What may be asked to be done by a worker, soon. Asking is quick and outlives a crash."""

    def ask_for_source(self, source_id: int) -> str:
        """Ask for a pull of a source; returns the job's id."""

    def ask_for_repository(self, hint: RepositoryHint) -> str:
        """Ask for a pull of a repository that is said to have changed; returns the job's id."""


class NoJobs:
    """Stands where nothing can be asked for: commands that do their work themselves."""

    def ask_for_source(self, source_id: int) -> str:
        """Refuse."""
        raise NotConfigured(f"No worker can be asked here. `otdhub sync {source_id}` pulls it now.")

    def ask_for_repository(self, hint: RepositoryHint) -> str:
        """Refuse."""
        raise NotConfigured(f"No worker can be asked here to look at {hint.path}.")


class Catalogues(Protocol):
    """Reads lists of projects that others keep."""

    def read(
        self, place: CataloguePlace, *, hosts: Mapping[str, str], cursor: str | None = None
    ) -> CatalogueEntries | NotModified:
        """Open a catalogue; see :class:`integrations.catalogues.CatalogueReader`."""


class NoCatalogues:
    """Stands where no catalogue can be read."""

    def read(
        self, place: CataloguePlace, *, hosts: Mapping[str, str], cursor: str | None = None
    ) -> CatalogueEntries | NotModified:
        """Refuse."""
        raise NotConfigured(f"No catalogue can be read here: {place.address}.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address, in text and HTML.

    A notice says what it is about (``notice``), and its ``stop_address`` stops such mails: by a
    plain POST (RFC 8058), or by the button that is there.
    """

    address: str
    subject: str
    text: str
    html: str
    notice: str = ""
    stop_address: str = ""


class Mailer(Protocol):
    """Gives letters to a mail server."""

    def send(self, letter: Letter, *, letter_id: str) -> None:
        """Send one, or raise a :class:`hub.services.mail_errors.MailError`."""


class NoMailer:
    """Stands where no mail server is set."""

    def send(self, letter: Letter, *, letter_id: str) -> None:
        """Refuse."""
        raise NotConfigured(f"Letter {letter_id} cannot be sent. Set HUB_MAIL_SERVER.")


@dataclass(frozen=True, slots=True)
class AppContext:
    """The parts that services and pages are given.

    ``transaction`` opens a session that may write: it commits at the end of the block and rolls
    back on an error. ``reading`` opens one that sees a single state and never waits for a writer.
    ``forges`` maps (kind, host) to a forge; a host that is not there is not configured.
    ``webhooks`` maps (kind, host) to what reads the deliveries of that forge; without a secret a
    host is not there. ``jobs`` asks workers; it does nothing itself. ``catalogues`` reads lists of
    projects. ``histories`` keeps what was finished in projects, fitted for matching. ``mailer``
    sends letters; pages only put them into the outbox. ``sign_in_forges`` are, by host, those that
    people may sign in with.
    """

    settings: Settings
    database: DatabaseEngine
    transaction: Transaction
    reading: Transaction
    forges: Mapping[tuple[str, str], Forge]
    engine: SearchEngine
    clock: Clock
    webhooks: Mapping[tuple[str, str], WebhookReader] = field(default_factory=dict)
    jobs: Jobs = field(default_factory=NoJobs)
    catalogues: Catalogues = field(default_factory=NoCatalogues)
    histories: HistoryKeeper = field(default_factory=HistoryKeeper)
    mailer: Mailer = field(default_factory=NoMailer)
    sign_in_forges: Mapping[str, SignInForge] = field(default_factory=dict)
