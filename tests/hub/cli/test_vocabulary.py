import json

from typer.testing import CliRunner

from hub.cli import app
from hub.vocabulary.labels import label_entries


def test_label_dictionary_is_printed_as_data() -> None:
    done = CliRunner().invoke(app, ["vocabulary", "labels", "--json"])

    rows = {row["folded"]: row for row in json.loads(done.stdout)}
    assert len(rows) == len({key for each in label_entries() for key in each.folded_spellings()})
    assert rows["priorityhigh"]["impact"] == "high"
    assert rows["goodfirstissue"]["newcomer"] is True
    assert rows["goodfirstissue"]["level"] is None
    assert all(row["source"] for row in rows.values())


def test_label_dictionary_is_a_table_for_readers() -> None:
    done = CliRunner().invoke(app, ["vocabulary", "labels"])

    [line] = [line for line in done.stdout.splitlines() if line.startswith("bitesize ")]
    assert "effort=small newcomer" in line
