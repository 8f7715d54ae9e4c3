import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hub.cli import app
from hub.errors import BadRequest
from hub.normalise.project_files.needs_schema import needs_schema

RUNNER = CliRunner()


def test_file_without_mistakes_is_told_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "needs.yml"
    file.write_text("ai: Tell us.\nneeds:\n- title: Draw\n")
    done = RUNNER.invoke(app, ["check-file", str(file)])
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "It says: ai_rule; 1 need.\n"


def test_mistakes_are_printed_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text("name: x\ndevelopmentStatus: done\n")
    done = RUNNER.invoke(app, ["check-file", str(file)])
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{file}:2: developmentStatus has “done”, which is no stage.")


def test_bytes_that_are_no_text_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    file = tmp_path / "civic.json"
    file.write_bytes(b'{"name": "\xff\xfe"')
    done = RUNNER.invoke(app, ["check-file", str(file), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["is_readable"] is False
    assert told["problems"] == [{"line": 1, "words": "this is no JSON: expecting ',' delimiter."}]


def test_schema_is_printed() -> None:
    assert json.loads(RUNNER.invoke(app, ["check-file", "--schema"]).stdout) == needs_schema()


@pytest.mark.parametrize("words", [[], ["README.md"]])
def test_other_files_are_misuse(words: list[str]) -> None:
    assert isinstance(RUNNER.invoke(app, ["check-file", *words]).exception, BadRequest)
