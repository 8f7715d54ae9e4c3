"""``otdhub sources``: what the hub pulls."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import print_json, print_table, say
from hub.services import source_admin
from hub.services.sources import overview

app = typer.Typer(help="What the hub pulls.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Its id, or its address as it was added.")]


@app.command()
def add(
    place: Annotated[
        str, typer.Argument(help="https://github.com/OWNER[/REPOSITORY] or github:topic:A,B")
    ],
) -> None:
    """Add a source; `otdhub sync` pulls it."""
    with open_hub() as context, context.transaction() as session:
        parsed = source_admin.parse_place(place, hosts=tuple(context.forges))
        source = source_admin.add(session, parsed, now=context.clock.now())
        say(f"{parsed} is source {source.id}. `otdhub sync {source.id}` pulls it.")


@app.command("list")
def list_sources(
    page: Annotated[int, typer.Option(min=1, help="Page of fifty.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List sources: those in trouble first, paused ones last."""
    with open_hub() as context, context.reading() as session:
        view = overview(session, page=page, now=context.clock.now())
    rows = [
        {
            "id": source.source_id,
            "forge": source.forge,
            "host": source.host,
            "scope": source.scope,
            "locator": source.locator,
            "state": "paused" if source.is_paused else str(source.health),
            "repositories": source.repositories,
            "open_tasks": source.open_tasks,
            "last_good": source.good_at.isoformat() if source.good_at else None,
            "message": source.paused_because if source.is_paused else source.message,
        }
        for source in view.sources
    ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        say("No sources yet. Add one: otdhub sources add https://github.com/OWNER")
        return
    print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    if view.page_count > 1:
        say(f"Page {view.page} of {view.page_count}, {view.total} sources in all.")


@app.command()
def pause(
    name: Name, because: Annotated[str, typer.Option(help="Shown to everyone.")] = ""
) -> None:
    """Stop pulling a source. What was pulled stays."""
    with open_hub() as context, context.transaction() as session:
        [source] = source_admin.pick(session, [name], hosts=tuple(context.forges))
        source_admin.pause(source, because=because or "Paused by who runs this hub.")
        say(f"Source {source.id} is paused. `otdhub sources resume {source.id}` goes on.")


@app.command()
def resume(name: Name) -> None:
    """Pull a paused source again, from where it stopped."""
    with open_hub() as context, context.transaction() as session:
        [source] = source_admin.pick(session, [name], hosts=tuple(context.forges))
        source_admin.resume(source)
        say(f"Source {source.id} will be pulled by the next `otdhub sync`.")


@app.command()
def remove(name: Name) -> None:
    """Forget a source. Its projects stay listed, and are no longer read."""
    with open_hub() as context, context.transaction() as session:
        [source] = source_admin.pick(session, [name], hosts=tuple(context.forges))
        say(f"Source {source.id} ({source_admin.place_of(source)}) is removed.")
        source_admin.remove(session, source)
