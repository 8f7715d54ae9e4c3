"""``otdhub --version``."""

from typing import Annotated

import typer

from hub import __version__
from hub.cli.output import print_line


def _print_version(is_asked: bool) -> None:
    if is_asked:
        print_line(__version__)
        raise typer.Exit


def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Open tech development hub."""
