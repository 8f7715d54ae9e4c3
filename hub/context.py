"""What the running hub holds: made once in bootstrap, handed down, never a global."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy.engine import Engine as DatabaseEngine
from sqlmodel import Session

from hub.clock import Clock
from hub.settings import Settings
from integrations.base import Forge
from search.base import SearchEngine

Transaction = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class AppContext:
    """The parts that services and pages are given.

    ``transaction`` opens a session that may write: it commits at the end of the block and rolls
    back on an error. ``reading`` opens one that sees a single state and never waits for a writer.
    ``forges`` maps (kind, host) to a forge; a host that is not there is not configured.
    """

    settings: Settings
    database: DatabaseEngine
    transaction: Transaction
    reading: Transaction
    forges: Mapping[tuple[str, str], Forge]
    engine: SearchEngine
    clock: Clock
