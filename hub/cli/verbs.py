"""The verbs of ``otdhub``, and what of them is read when: a verb's module only if it is asked for.

All modules together take seconds to read (clients of forges, the engine of jobs, the web), which
``otdhub check-file`` in a hook of an editor should not wait for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

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
    "match": Verb("match", "app"),
    "doctor": Verb("doctor", "doctor"),
    "demo": Verb("demo", "demo"),
    "jobs": Verb("jobs", "app"),
    "sources": Verb("sources", "app"),
    "index": Verb("index", "app"),
    "vocabulary": Verb("vocabulary", "app"),
    "account": Verb("account", "app"),
    "stewards": Verb("stewards", "app"),
    "db": Verb("database", "app"),
}


class _Commands(Mapping[str, Command]):
    """The commands by the names of their verbs, each made when it is looked up."""

    def __getitem__(self, name: str) -> Command:
        verb = VERBS[name]
        member = getattr(import_module(f"hub.cli.{verb.module}"), verb.member)
        around = typer.Typer()
        if isinstance(member, typer.Typer):
            around.add_typer(member, name=name)
        else:
            around.command(name)(member)
        command = get_group(around).commands[name]
        assert isinstance(command, Command)  # typer makes nothing else
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


class Verbs(TyperGroup):
    """Reads a verb's module when the verb is asked for; ``--help`` asks for all."""

    def __init__(self, *, commands: object = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands()  # type: ignore[assignment]  # read only, as is enough
