"""Two things at once, each in a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from sqlmodel import Session

from hub.context import AppContext

Done = TypeVar("Done")
# One database lets the second begin only when the first has ended, so it is not waited for long.
_BEGINS_WITHIN_S = 0.5
_ENDS_WITHIN_S = 20


def at_once(
    context: AppContext, first: Callable[[Session], object], second: Callable[[Session], Done]
) -> Done:
    """Do the first, and before it is committed begin the second, which waits where it must.

    Gives what the second gives, and raises what it raises.
    """
    begun = Event()

    def do_second() -> Done:
        with context.transaction() as session:
            begun.set()
            return second(session)

    with ThreadPoolExecutor(1) as threads:
        with context.transaction() as session:
            first(session)
            session.flush()
            later = threads.submit(do_second)
            begun.wait(_BEGINS_WITHIN_S)
        return later.result(timeout=_ENDS_WITHIN_S)
