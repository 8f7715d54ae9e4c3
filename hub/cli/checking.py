"""``otdhub check-file``: whether a project's own file says what it means, before it is pushed."""

from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from hub.cli.output import print_json, print_line, say
from hub.clock import SystemClock
from hub.errors import BadRequest
from hub.normalise.project_files import read_project_file
from hub.normalise.project_files.needs_schema import needs_schema
from hub.normalise.project_files.values import FileReading, to_plain
from integrations.records import MAX_FILE_BYTES, PROJECT_FILES

_NAMES = {PurePosixPath(name).name: name for name in PROJECT_FILES}


def check_file(
    file: Annotated[
        Path | None, typer.Argument(help="needs.yml, publiccode.yml, codemeta.json or civic.json.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of needs.yml.")
    ] = False,
) -> None:
    """Read a project's own file as a hub does; exit code 1 where it has mistakes."""
    if schema:
        print_json(needs_schema())  # type: ignore[arg-type]  # made of JSON values alone
        return
    if file is None:
        raise BadRequest("Name a file, such as .otd/needs.yml.")
    name = _NAMES.get(file.name)
    if name is None:
        raise BadRequest(f"{file.name} is none of the files we read: {', '.join(_NAMES)}.")
    today = SystemClock().now().astimezone(UTC).date()
    reading = read_project_file(name, _text_of(file), today=today)
    if as_json:
        _print_json(reading)
    else:
        _print(file, reading)
    if reading.problems:
        raise typer.Exit(1)


def _text_of(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(MAX_FILE_BYTES).decode("utf-8", "replace")


def _print(file: Path, reading: FileReading) -> None:
    for problem in reading.problems:
        print_line(f"{file}:{problem.line}: {problem.words}")
    if not reading.is_readable:
        say("Nothing of it counts until this is mended. What it said before stays.")
        return
    said = ", ".join(to_plain(reading.words)) or "nothing of the project itself"
    needs = len(reading.needs)
    say(f"It says: {said}; {needs} {'need' if needs == 1 else 'needs'}.")


def _print_json(reading: FileReading) -> None:
    print_json(
        {
            "is_readable": reading.is_readable,
            "problems": [{"line": each.line, "words": each.words} for each in reading.problems],
            "needs": [each.title for each in reading.needs],
        }
    )
