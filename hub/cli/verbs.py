"""The verbs of ``otdhub``, and what of them is read when: a verb's module only if it is asked for.

All modules together take seconds to read (clients of forges, the engine of jobs, the web), which
``otdhub check-file`` in a hook of an editor should not wait for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

Command = TyperCommand | TyperGroup


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb stands: the function of its module, or ``app`` for a group of verbs."""

    module: str
    member: str


# In the order of `otdhub --help`.
VERBS: Mapping[str, Verb] = {
    "serve": Verb("serving", "serve"),
    "worker": Verb("working", "worker"),
    "sync": Verb("syncing", "sync"),
    "import": Verb("importing", "import_file"),
    "check-file": Verb("checking", "check_file"),
    "search": Verb("searching", "search"),
    "suggest": Verb("suggesting", "suggest"),
    "doctor": Verb("doctor", "doctor"),
    "demo": Verb("demo", "demo"),
    "jobs": Verb("jobs", "app"),
    "sources": Verb("sources", "app"),
    "index": Verb("index", "app"),
    "db": Verb("database", "app"),
}


class Verbs(TyperGroup):
    """Reads a verb's module when the verb is asked for; ``--help`` asks for all."""

    def list_commands(self, ctx: object) -> list[str]:
        """Name the verbs."""
        return list(VERBS)

    def get_command(self, ctx: object, cmd_name: str) -> Command | None:
        """Make the command of a verb; ``None`` if there is no such verb."""
        return _command(cmd_name, VERBS[cmd_name]) if cmd_name in VERBS else None


def _command(name: str, verb: Verb) -> Command:
    member = getattr(import_module(f"hub.cli.{verb.module}"), verb.member)
    around = typer.Typer(pretty_exceptions_enable=False)
    if isinstance(member, typer.Typer):
        around.add_typer(member, name=name)
    else:
        around.command(name)(member)
    command = get_group(around).commands[name]
    if not isinstance(command, Command):
        raise TypeError(f"{name} is no command of typer.")
    return command
