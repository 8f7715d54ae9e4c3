"""What the doctor looks at, one check a function; each finding says what to do.

Only what is asked of forges by ``check_forges`` leaves this machine.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from hub import schema
from hub.context import AppContext
from hub.documents import SCHEMAS
from hub.services import indexing, sources, vitals
from hub.services.budgets import budgets
from hub.services.concentration import concentration
from integrations.base import Allowing
from integrations.errors import ForgeError
from integrations.records import Allowance
from search.errors import SearchError

LOW_DISK_BYTES = 1_000_000_000
ODD_CLOCK = timedelta(minutes=5)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``advice`` is what to do where it is not well."""

    subject: str
    is_well: bool
    sentence: str
    advice: str | None = None


def check_hub(context: AppContext) -> Iterator[Finding]:
    """Look at database, index, disk, sources, budgets, workers and the spread of suggestions."""
    database = _check_database(context)
    yield database
    index = _check_index(context)
    yield index or (_check_waiting(context) if database.is_well else _not_counted(context))
    yield _check_disk(context)
    if database.is_well:
        with context.reading() as session:
            yield from _check_sources(context, session)
            yield from _check_budgets(context, session)
            yield _check_workers(context, session)
            yield _check_suggestions(context, session)


def check_offline() -> Finding:
    """Say that nobody was asked."""
    return Finding("clock", True, "Not compared: no forge was asked what time it is.")


def _check_database(context: AppContext) -> Finding:
    name = context.database.dialect.name
    try:
        with context.database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as exc:
        reason = str(exc.__cause__ or type(exc).__name__).splitlines()[0]
        return Finding(
            "database", False, f"{name} does not answer: {reason}", "See HUB_DATABASE_URL."
        )
    is_current = schema.is_current(context.database)
    return Finding(
        "database",
        is_current,
        f"{name} answers; its tables are {'up to date' if is_current else 'of another version'}.",
        None if is_current else "Run `otdhub db upgrade`.",
    )


def _check_index(context: AppContext) -> Finding | None:
    """Say what is wrong with the index itself; counting opens it, as a search does."""
    try:
        outdated = [s.name for s in SCHEMAS if not context.engine.is_current(s)]
        if outdated:
            names = ", ".join(outdated)
            return Finding("index", False, f"Not built: {names}.", "Run `otdhub index rebuild`.")
        for each in SCHEMAS:
            context.engine.count(each.name)
    except SearchError as exc:
        return Finding("index", False, str(exc), "Run `otdhub index rebuild`.")
    return None


def _not_counted(context: AppContext) -> Finding:
    return Finding("index", True, f"{context.engine.name} answers.")


def _check_waiting(context: AppContext) -> Finding:
    with context.reading() as session:
        counts = indexing.count_stale(session)
    waiting = sum(counts[room.name] for room in indexing.ROOMS)
    return Finding(
        "index",
        waiting == 0,
        f"{context.engine.name} answers; {waiting} rows wait to be indexed.",
        "Run `otdhub sync`; it brings them." if waiting else None,
    )


def _check_disk(context: AppContext) -> Finding:
    free = shutil.disk_usage(context.settings.data_dir).free
    return Finding(
        "disk",
        free >= LOW_DISK_BYTES,
        f"{free / 1e9:.1f} GB are free where the data is.",
        None if free >= LOW_DISK_BYTES else "Make room, or move HUB_DATA_DIR to a larger disk.",
    )


def _check_sources(context: AppContext, session: Session) -> Iterator[Finding]:
    now = context.clock.now()
    states = sources.count_by_state(session)
    read = sum(number for (is_paused, _), number in states.items() if not is_paused)
    troubled = sum(
        number
        for (is_paused, health), number in states.items()
        if health.is_in_trouble and not is_paused
    )
    lately, long_unread = sources.count_by_age(session, now=now)
    yield Finding(
        "sources",
        troubled == 0,
        f"{lately} of {read} read within 6 hours, {troubled} in trouble.",
        "`otdhub sources list` shows them first, with what is in the way." if troubled else None,
    )
    if long_unread:
        oldest = vitals.oldest_reads(session, now=now, limit=min(long_unread, _NAMED))
        names = ", ".join(each.name for each in oldest)
        yield Finding(
            "sources",
            False,
            f"{long_unread} not read for more than 8 days: {names}.",
            "`otdhub sync SOURCE` reads one now; `otdhub sources pause SOURCE` gives it up.",
        )


def _check_budgets(context: AppContext, session: Session) -> Iterator[Finding]:
    for each in budgets(session, now=context.clock.now()):
        if each.is_low:
            name = f"token {each.number}" if each.number else "asking without a token"
            yield Finding(
                each.host,
                False,
                f"{name}: {each.left} of {each.limit} ({each.resource}) left.",
                "The hub waits and goes on by itself. Another token would let it read sooner.",
            )


def _check_workers(context: AppContext, session: Session) -> Finding:
    now = context.clock.now()
    alive = vitals.count_workers(session, now=now)
    overdue = vitals.count_overdue(session, now=now)
    is_well = alive > 0 or overdue == 0
    waiting = f"; sources that wait for their turn: {overdue}" if overdue else ""
    return Finding(
        "workers",
        is_well,
        f"{alive} at work{waiting}.",
        None if is_well else "`otdhub serve` runs a worker; `otdhub sync` reads everything once.",
    )


def _check_suggestions(context: AppContext, session: Session) -> Finding:
    """Tell how suggestions spread; nothing about it is a fault that somebody could mend here."""
    found = concentration(session, now=context.clock.now())
    sentence = (
        f"{found.people} people ask for them; {found.ever} were ever suggested for a task, "
        f"{found.lately} in the last 30 days."
    )
    if found.top_tenth is not None and found.gini is not None:
        sentence += (
            f" The tenth suggested most have {found.top_tenth:.0%} of these"
            f" (Gini {found.gini:.2f})."
        )
    return Finding("suggestions", True, sentence)


def check_forges(context: AppContext) -> Iterator[Finding]:
    """Ask every forge about our tokens, and what time it is there."""
    for forge in context.forges.values():
        if not isinstance(forge, Allowing):
            continue
        for answer in forge.allowances():
            yield _token_finding(forge.host, answer)
            if isinstance(answer, Allowance) and answer.server_at is not None:
                yield _clock_finding(forge.host, answer.server_at - context.clock.now())


_HINT = "With a token it lets us ask more: see docs/forges."


def _token_finding(host: str, answer: Allowance | ForgeError) -> Finding:
    if isinstance(answer, ForgeError):
        return Finding(host, False, str(answer), "See docs/forges for the token that is needed.")
    left = f"{answer.left} of {answer.limit} requests left until {answer.full_at:%H:%M} UTC."
    if answer.number == 0:
        return Finding(host, True, f"No token is set; {left}", _HINT)
    return Finding(host, True, f"Token {answer.number} works; {left}")


def _clock_finding(host: str, difference: timedelta) -> Finding:
    seconds = difference.total_seconds()
    is_well = abs(difference) <= ODD_CLOCK
    return Finding(
        "clock",
        is_well,
        f"Our clock and that of {host} differ by {abs(seconds):.0f} s.",
        None if is_well else "Set this machine's clock: freshness and waiting depend on it.",
    )
