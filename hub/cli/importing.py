"""``otdhub import``: a catalogue of projects from a file."""

import gzip
import zlib
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from hub.cli.opening import open_hub
from hub.cli.output import bars, print_json, say
from hub.errors import BadRequest
from hub.services import indexing
from hub.services.catalogue import bounded_lines, import_catalogue


def import_file(
    file: Annotated[Path, typer.Argument(help="JSON lines, plain or gzipped.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Import a catalogue of projects. Safe to run twice; lines that cannot be read are named."""
    with _open(file) as lines, open_hub() as context, bars() as shown:
        try:
            result = import_catalogue(context, bounded_lines(lines), progress=shown)
        except (gzip.BadGzipFile, EOFError, zlib.error) as exc:
            raise BadRequest(f"{file} is not a whole gzip file: {exc}.") from exc
        indexing.index_changes(context, progress=shown)
    for problem in result.problems:
        say(problem)
    say(
        f"{result.added} projects added, {result.updated} added to, {result.unchanged} as before, "
        f"{result.skipped} lines skipped."
    )
    if as_json:
        print_json(
            {
                "added": result.added,
                "updated": result.updated,
                "unchanged": result.unchanged,
                "skipped": result.skipped,
                "problems": result.problems,
            }
        )


def _open(file: Path) -> BinaryIO:
    try:
        if file.suffix == ".gz":
            return cast("BinaryIO", gzip.open(file, "rb"))
        return file.open("rb")
    except OSError as exc:
        raise BadRequest(f"{file} cannot be read: {exc.strerror}.") from exc
