"""The published schema, the documented example and the code cannot drift apart."""

import json
import re
from datetime import date

import jsonschema_rs
import pytest
import yaml

from hub.normalise.project_files import NEEDS_FILE, read_project_file
from hub.normalise.project_files.needs import FILE_NAMES, NEED_NAMES
from hub.normalise.project_files.needs_schema import needs_schema
from hub.vocabulary.kinds import kinds
from tests.conftest import PROJECT_ROOT

DOCS = PROJECT_ROOT / "docs" / "needs-file.md"
TODAY = date(2026, 11, 23)


def example() -> str:
    found = re.search(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert found
    return found[1]


def plain(text: str) -> object:
    """Load YAML as editors do, with days as texts."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_published_schema_is_that_of_the_code() -> None:
    published = json.loads((PROJECT_ROOT / "docs" / "needs.schema.json").read_text())
    assert published == needs_schema(), "otdhub check-file --schema > docs/needs.schema.json"


def test_schema_is_one() -> None:
    jsonschema_rs.meta.validate(needs_schema())


def test_schema_names_exactly_what_is_read() -> None:
    properties = needs_schema()["properties"]
    assert isinstance(properties, dict)
    assert tuple(properties) == FILE_NAMES
    assert tuple(properties["needs"]["items"]["properties"]) == NEED_NAMES


def test_example_of_the_documents_is_right_and_uses_every_name() -> None:
    reading = read_project_file(NEEDS_FILE, example(), today=TODAY)
    assert reading.problems == ()
    assert len(reading.needs) == 2
    jsonschema_rs.validate(needs_schema(), plain(example()))
    assert all(f"{name}:" in example() for name in (*FILE_NAMES, *NEED_NAMES) if name != "list_us")


def test_documents_name_every_field_and_kind() -> None:
    text = DOCS.read_text()
    assert all(f"`{name}`" in text for name in (*FILE_NAMES, *NEED_NAMES))
    assert all(f"`{kind.key}`" in text for kind in kinds())


@pytest.mark.parametrize(
    "text",
    ["listing: maybe", "newcomers_a_month: 1001", "needs: [{what: x}]", "colour: red",
     "needs: [{title: x, kinds: [coder]}]", "needs: [{title: x, level: expert}]",
     "needs: [{title: x, colour: red}]", "needs: soon", "labels: {a: b}"],
)  # fmt: skip
def test_schema_and_reader_refuse_alike(text: str) -> None:
    assert read_project_file(NEEDS_FILE, text, today=TODAY).problems
    assert not jsonschema_rs.is_valid(needs_schema(), plain(text))
