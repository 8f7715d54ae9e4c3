"""``otdhub db``: the tables."""

from contextlib import ExitStack

import typer

from hub import schema
from hub.bootstrap import make_context
from hub.cli.opening import read_settings
from hub.cli.output import say

app = typer.Typer(help="The database's tables.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """The database's tables."""


@app.command()
def upgrade() -> None:
    """Bring the tables up to this version. Safe to run twice."""
    with ExitStack() as stack:
        context = make_context(read_settings(), stack)
        before, after = schema.upgrade(context.database)
    say(
        f"The tables are at revision {after}, as before."
        if before == after
        else f"The tables went from revision {before or 'none'} to {after}."
    )
