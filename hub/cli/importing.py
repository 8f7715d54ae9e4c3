"""``otdhub import``: a catalogue of projects, once."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import bars, print_json, say
from hub.errors import BadRequest
from hub.services import indexing
from hub.services.catalogue import import_catalogue
from hub.services.catalogue_addresses import catalogue_place, local_locator
from integrations.catalogues import CatalogueEntries
from integrations.catalogues.registry import FORMATS
from integrations.errors import ForgeError


def import_file(
    file: Annotated[
        str, typer.Argument(help="A file, folder, archive or https address of a catalogue.")
    ],
    as_format: Annotated[
        str, typer.Option("--format", help=f"Found out if not given: {', '.join(FORMATS)}.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Import a catalogue of projects. Safe to run twice; what cannot be read is named."""
    if as_format and as_format not in FORMATS:
        raise BadRequest(f"{as_format!r} is no format. There are {', '.join(FORMATS)}.")
    place = catalogue_place(local_locator(f"{as_format}:{file}" if as_format else file))
    with open_hub() as context, bars() as shown:
        hosts = {host: kind for kind, host in context.forges}
        try:
            opened = context.catalogues.read(place, hosts=hosts)
            assert isinstance(opened, CatalogueEntries)
            result = import_catalogue(context, opened.entries, progress=shown)
        except ForgeError as exc:
            raise BadRequest(str(exc)) from exc
        indexing.index_changes(context, progress=shown)
    for problem in result.problems:
        say(problem)
    say(
        f"{result.added} projects added, {result.updated} added to, {result.unchanged} as before, "
        f"{result.skipped} skipped."
    )
    if as_json:
        print_json(
            {
                "format": opened.format,
                "added": result.added,
                "updated": result.updated,
                "unchanged": result.unchanged,
                "skipped": result.skipped,
                "problems": result.problems,
            }
        )
