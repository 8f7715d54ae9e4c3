"""``otdhub doctor``: checks what a hub stands on, and says what to do."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from hub.bootstrap import make_context
from hub.cli.checks import Finding, check_forges, check_hub, check_offline
from hub.cli.opening import read_settings
from hub.cli.output import print_json, print_line
from hub.logs import set_up_logs
from hub.settings import Settings

_USER_INFO = re.compile(r"//[^/@\s]+@")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    online: Annotated[bool, typer.Option(help="Ask the forges about the tokens.")] = True,
) -> None:
    """Check what the hub stands on, sources and workers too, say what to do, print the settings."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    with ExitStack() as stack:
        context = make_context(settings, stack)
        findings = [*check_hub(context), *(check_forges(context) if online else [check_offline()])]
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
