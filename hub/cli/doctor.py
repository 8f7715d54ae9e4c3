"""``otdhub doctor``: checks what a hub stands on, and says what to do."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from hub import schema
from hub.bootstrap import make_context
from hub.cli.opening import read_settings
from hub.cli.output import print_json, print_line
from hub.context import AppContext
from hub.documents import SCHEMAS
from hub.logs import set_up_logs
from hub.services import indexing
from hub.settings import Settings
from integrations.base import Allowing
from integrations.errors import ForgeError
from integrations.records import Allowance
from search.errors import SearchError

LOW_DISK_BYTES = 1_000_000_000
_USER_INFO = re.compile(r"//[^/@\s]+@")
ODD_CLOCK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``advice`` is what to do where it is not well."""

    subject: str
    is_well: bool
    sentence: str
    advice: str | None = None


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    online: Annotated[bool, typer.Option(help="Ask the forges about the tokens.")] = True,
) -> None:
    """Check database, index, tokens, disk and clock, and say what to do. Prints the settings."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    with ExitStack() as stack:
        context = make_context(settings, stack)
        findings = [*_check(context), *(_check_forges(context) if online else [_check_offline()])]
    if as_json:
        print_json(
            {
                "settings": dict(_shown_settings(settings)),
                "findings": [
                    {
                        "subject": finding.subject,
                        "is_well": finding.is_well,
                        "sentence": finding.sentence,
                        "advice": finding.advice,
                    }
                    for finding in findings
                ],
            }
        )
    else:
        _print(settings, findings)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _print(settings: Settings, findings: list[Finding]) -> None:
    print_line("Settings")
    for name, value in _shown_settings(settings):
        print_line(f"  {name}={value}")
    print_line("Findings")
    for finding in findings:
        print_line(
            f"  {'ok  ' if finding.is_well else 'TO DO'} {finding.subject}: {finding.sentence}"
        )
        if finding.advice:
            print_line(f"        {finding.advice}")


def _shown_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    for name in Settings.model_fields:
        yield f"HUB_{name.upper()}", _shown(name, getattr(settings, name))


def _shown(name: str, value: object) -> str:
    if value is None or value == ():
        return ""
    if name == "database_url" and isinstance(value, SecretStr):
        # Without the query, where a driver takes passwords too.
        url = make_url(value.get_secret_value()).set(query={})
        return url.render_as_string(hide_password=True)
    if isinstance(value, tuple):
        return ",".join(_shown("", part) for part in value)
    return "***" if isinstance(value, SecretStr) else _USER_INFO.sub("//***@", str(value))


def _check(context: AppContext) -> Iterator[Finding]:
    database = _check_database(context)
    yield database
    index = _check_index(context)
    yield index or (_check_waiting(context) if database.is_well else _not_counted(context))
    yield _check_disk(context)


def _check_offline() -> Finding:
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
        waiting = sum(indexing.count_stale(session).values())
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


def _check_forges(context: AppContext) -> Iterator[Finding]:
    for forge in context.forges.values():
        if not isinstance(forge, Allowing):
            continue
        for answer in forge.allowances():
            yield _token_finding(forge.host, answer)
            if isinstance(answer, Allowance) and answer.server_at is not None:
                yield _clock_finding(forge.host, answer.server_at - context.clock.now())


def _token_finding(host: str, answer: Allowance | ForgeError) -> Finding:
    if isinstance(answer, ForgeError):
        return Finding(host, False, str(answer), "See docs/forges for the token that is needed.")
    left = f"{answer.left} of {answer.limit} requests left until {answer.full_at:%H:%M} UTC."
    if answer.number == 0:
        return Finding(host, True, f"No token is set; {left}", "Set HUB_GITHUB_TOKENS for 5,000.")
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
