"""``otdhub account``: signing in from the hub's own terminal."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import print_line, say
from hub.services import accounts

app = typer.Typer(help="Signing in from the hub's own terminal.", no_args_is_help=True)


@app.callback()
def account() -> None:
    """Signing in from the hub's own terminal."""


@app.command()
def link(
    address: Annotated[str, typer.Argument(help="Mail address of whom the link signs in.")],
) -> None:
    """Print a link that signs in the holder of a mail address, once, within 15 minutes.

    It works in any browser: hand it to nobody else. Without an account it makes one.
    """
    normal = accounts.normal_address(address)
    with open_hub() as context:
        print_line(accounts.link_for_terminal(context, normal, now=context.clock.now()))
    say("It works once, for 15 minutes, in any browser.")
