"""``otdhub sources``: what the hub pulls."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from hub.cli.opening import open_hub
from hub.cli.output import Json, Plain, print_json, print_table, say
from hub.services import source_admin
from hub.services.sources import overview
from hub.views.sources import SourcesView, SourceView

app = typer.Typer(help="What the hub pulls.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Its id, or its address as it was added.")]


@app.command()
def add(
    place: Annotated[
        str,
        typer.Argument(
            help=escape("https://github.com/OWNER[/REPOSITORY], github:topic:A,B, or a catalogue")
        ),
    ],
) -> None:
    """Add a source; `otdhub sync` pulls it."""
    with open_hub() as context, context.transaction() as session:
        parsed = source_admin.parse_local_place(place, hosts=tuple(context.forges))
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
    if as_json:
        print_json([_row(source) for source in view.sources])
        return
    if not view.sources:
        say("No sources yet. Add one: otdhub sources add https://github.com/OWNER")
        return
    rows = [_short_row(source) for source in view.sources]
    print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    _say_the_whole(view)


def _short_row(source: SourceView) -> dict[str, Plain]:
    """Give what fits into a line of a terminal."""
    run = source.last_run
    first = run.problems[0] if run and run.problems else None
    return {
        "id": source.source_id,
        "source": f"{source.host}:{source.locator}",
        "state": _state(source),
        "tasks": source.open_tasks,
        "seen": run.issues_seen if run else None,
        "changed": run.tasks_changed if run else None,
        "skipped": run.records_skipped if run else None,
        "gone": run.records_gone if run else None,
        "last_good": _minute(source.good_at),
        "next": _minute(source.next_at),
        "message": _message(source) or first,
    }


def _row(source: SourceView) -> dict[str, Json]:
    """Give what the sources page and the API give."""
    run = source.last_run
    return {
        "id": source.source_id,
        "forge": source.forge,
        "host": source.host,
        "scope": source.scope,
        "locator": source.locator,
        "state": _state(source),
        "repositories": source.repositories,
        "open_tasks": source.open_tasks,
        "last_good": source.good_at.isoformat() if source.good_at else None,
        "next": source.next_at.isoformat() if source.next_at else None,
        "message": _message(source),
        "troubles": source.troubles,
        "last_run": {
            "status": str(run.status),
            "started_at": run.started_at.isoformat(),
            "seen": run.issues_seen,
            "changed": run.tasks_changed,
            "skipped": run.records_skipped,
            "gone": run.records_gone,
            "requests": run.requests_made,
            "problems": run.problems,
        }
        if run
        else None,
    }


def _state(source: SourceView) -> str:
    return "paused" if source.is_paused else str(source.health)


def _message(source: SourceView) -> str | None:
    return source.paused_because if source.is_paused else source.message


def _minute(instant: datetime | None) -> str | None:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else None


def _say_the_whole(view: SourcesView) -> None:
    for budget in view.budgets:
        if budget.is_low and budget.full_at:
            say(
                f"{budget.host}: token {budget.number} has {budget.left} of {budget.limit} "
                f"({budget.resource}) left until {budget.full_at:%H:%M} UTC."
            )
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
