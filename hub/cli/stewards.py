"""``otdhub stewards``: who looks after a project, for whoever runs the hub."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import print_table, say
from hub.services import stewards

app = typer.Typer(help="Who looks after a project.", no_args_is_help=True)

Project = Annotated[str, typer.Argument(help="The last part of its page's address.")]


@app.command("list")
def list_stewards(project: Project) -> None:
    """List who looks after a project, and by what proof."""
    with open_hub() as context, context.reading() as session:
        found = stewards.standing(session, project)
    if not found:
        say("Nobody looks after it yet. Its page has “Claim it” for who is signed in.")
        return
    print_table(
        ("person", "proof", "since"),
        [(each.handle, each.proof.value, f"{each.since:%Y-%m-%d}") for each in found],
    )


@app.command()
def remove(
    project: Project,
    person: Annotated[str, typer.Argument(help="As `otdhub stewards list` names them.")],
) -> None:
    """End that somebody looks after a project: it was not theirs. They read that in their log."""
    with open_hub() as context, context.transaction() as session:
        stewards.remove(session, project, person, now=context.clock.now())
    say(f"{person} does not look after {project} any more.")
