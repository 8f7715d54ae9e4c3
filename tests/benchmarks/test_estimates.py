import gzip
import json
from pathlib import Path

from benchmarks.estimates import PastChange, past_changes, right_of_files


def test_one_or_two_changed_files_are_small_and_more_are_not() -> None:
    assert [right_of_files(files) for files in (1, 2)] == [{"small"}, {"small"}]
    assert right_of_files(3) == {"medium"}


def test_past_change_is_read_once_and_only_with_its_files(tmp_path: Path) -> None:
    items = [
        {"project": "ferry", "text": "Fix typo\nIn the mail.", "paths": ["mail.txt"]},
        {"project": "ferry", "text": "Fix typo\nIn the mail.", "paths": ["mail.txt", "b.py"]},
        {"project": "ferry", "text": "Nothing is known of this", "paths": []},
    ]
    for part in ("dev", "dev-2025"):
        folder = tmp_path / "matching/data" / part
        folder.mkdir(parents=True)
        projects = {"projects": {"ferry": {"text_kind": "issue"}}}
        (folder / "meta.json").write_text(json.dumps(projects))
        with gzip.open(folder / "people.jsonl.gz", "wt") as file:
            file.write(json.dumps({"id": "p1", "items": items if part == "dev" else []}) + "\n")

    assert list(past_changes(tmp_path)) == [
        PastChange("matching:dev/p1/0", "ferry", "Fix typo", "In the mail.", 1, True)
    ]
