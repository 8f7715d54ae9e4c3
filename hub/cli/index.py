"""``otdhub index``: the search index, which can be made anew from the database at any time."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Plain, bars, print_json, print_table, say
from hub.documents import SCHEMAS
from hub.services import indexing
from search.base import IndexSchema, SearchEngine

app = typer.Typer(help="The search index.", no_args_is_help=True)


@app.command()
def rebuild() -> None:
    """Build every index anew beside the old one; searches are answered all the while."""
    with open_hub() as context, bars() as shown:
        counts = indexing.rebuild(context, progress=shown)
    say(", ".join(f"{count} {name}" for name, count in counts.items()) + " indexed.")


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say what is indexed, and what waits to be."""
    with open_hub() as context:
        with context.reading() as session:
            waiting = indexing.count_stale(session)
        rows = [_row(context.engine, schema, waiting=waiting[schema.name]) for schema in SCHEMAS]
    if as_json:
        print_json(rows)
        return
    print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    if any(row["waiting"] or not row["is_current"] for row in rows):
        say("`otdhub sync` brings what waits; `otdhub index rebuild` builds the indexes anew.")


def _row(engine: SearchEngine, schema: IndexSchema, *, waiting: int) -> dict[str, Plain]:
    is_current = engine.is_current(schema)
    return {
        "index": schema.name,
        "is_current": is_current,
        "documents": engine.count(schema.name) if is_current else 0,
        "waiting": waiting,
    }
