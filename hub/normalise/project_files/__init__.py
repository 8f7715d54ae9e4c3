"""What a project says about itself in files of its repository, read leniently, with line numbers.

A field that is wrong is skipped and told; the rest counts. A file that is no YAML or JSON says
nothing, and what it said before stays. Pure: text and a day in, frozen values out.
"""

from collections.abc import Callable
from datetime import date

from hub.normalise.project_files.civic import read_civic
from hub.normalise.project_files.codemeta import read_codemeta
from hub.normalise.project_files.fields import Fields
from hub.normalise.project_files.json_nodes import read_json
from hub.normalise.project_files.needs import read_needs, read_needs_file
from hub.normalise.project_files.nodes import Group, Node, Scalar, Unreadable, sort_of
from hub.normalise.project_files.publiccode import read_publiccode
from hub.normalise.project_files.values import FileReading, OwnWords, Problems
from hub.normalise.project_files.yaml_nodes import read_yaml
from integrations.records import MAX_FILE_BYTES, PROJECT_FILES

__all__ = ["NEEDS_FILE", "READER", "read_project_file"]

NEEDS_FILE, _PUBLICCODE, _CODEMETA, _CIVIC = PROJECT_FILES
# Counted up when files should be read anew although they did not change.
READER = 2

_WORDS: dict[str, Callable[[Fields], OwnWords]] = {
    NEEDS_FILE: read_needs_file,
    _PUBLICCODE: read_publiccode,
    _CODEMETA: read_codemeta,
    _CIVIC: read_civic,
}


def read_project_file(name: str, text: str, *, today: date) -> FileReading:
    """Read one of PROJECT_FILES by its name; never raises on account of its text.

    ``today`` tells which needs are over. Every problem has the line that it stands on.
    """
    problems = Problems()
    try:
        root = _root(name, text, problems)
    except Unreadable as exc:
        problems.add(exc.line, exc.words)
        return FileReading(problems=problems.in_order(), is_readable=False)
    if root is None or (isinstance(root, Scalar) and root.is_nothing):
        return FileReading(problems=problems.in_order())
    if not isinstance(root, Group):
        problems.add(root.line, f"the file has {sort_of(root)} where values by name should stand.")
        return FileReading(problems=problems.in_order(), is_readable=False)
    fields = Fields(root, problems)
    words = _WORDS[name](fields)
    needs = read_needs(fields, problems, today=today) if name == NEEDS_FILE else ()
    return FileReading(words, needs, problems.in_order())


def _root(name: str, text: str, problems: Problems) -> Node | None:
    if len(text.encode("utf-8", "replace")) >= MAX_FILE_BYTES:
        last_line = text.count("\n") + 1
        raise Unreadable(
            last_line, f"the file goes on past {MAX_FILE_BYTES // 1024} KB, which is all we read."
        )
    return read_json(text) if name.endswith(".json") else read_yaml(text, problems)
