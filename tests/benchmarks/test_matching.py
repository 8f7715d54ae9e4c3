"""Ranking a small folder of the form of the shared benchmark of matching."""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.matching import SETTINGS, main

DAY = 86_400
T = 1_600_000_000
ITEM = {"labels": [], "paths": ["src/a.py"], "langs": ["Python"]}


def finished(text: str) -> list[dict[str, Any]]:
    days = range(1, 9)
    return [
        {**ITEM, "t": T - day * DAY, "project": "ferry", "text": f"{text} {day}"} for day in days
    ]


PEOPLE = [
    {"id": "p1", "items": finished("Print timetable\u2028of a stop")},
    {"id": "p2", "items": finished("Translate the map into Polish")},
    {"id": "p3", "items": [
        {**ITEM, "t": T - 2 * DAY, "project": "seeds", "text": "Water the beds"},
        {**ITEM, "t": T + DAY, "project": "ferry", "text": "Translate all into Polish"},
    ]},
]  # fmt: skip
TASK = {"labels": [], "created_at": T + DAY, "T": T, "text_kind": "issue", "pooled": True}
TASKS = [
    {**TASK, "id": "t1", "project": "ferry", "text": "Translate the settings into Polish"},
    {**TASK, "id": "t2", "project": "ferry", "text": "The timetable is printed twice"},
    {**TASK, "id": "t3", "project": "seeds", "text": "Water more beds"},
]
NEWCOMERS = [
    {
        "id": "q1", "person": "p2", "project": "ferry", "asof": T,
        "candidates_project": ["t2", "t1"], "candidates_pool": ["t3", "t2", "t1"],
    },
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("people", PEOPLE), ("tasks", TASKS), ("newcomers", NEWCOMERS)):
        write(tmp_path / f"{name}.jsonl.gz", rows)
    return tmp_path


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode()))


def rank(monkeypatch: pytest.MonkeyPatch, folder: Path, setting: str) -> dict[str, list[str]]:
    out = folder / "rankings.jsonl"
    given = ["matching", "rank", "--data", str(folder), "--setting", setting, "--out", str(out)]
    monkeypatch.setattr(sys, "argv", given)
    main()
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    return {row.get("task_id") or row["query_id"]: row["ranked"] for row in rows}


@pytest.mark.parametrize("setting", ["within", "pool", "blind"])
def test_people_are_ranked_by_what_they_did_before(
    monkeypatch: pytest.MonkeyPatch, folder: Path, setting: str
) -> None:
    ranked = rank(monkeypatch, folder, setting)
    assert {name: people[0] for name, people in ranked.items()} == {
        "t1": "p2", "t2": "p1", "t3": "p3",
    }  # fmt: skip
    if setting == "within":
        # What p3 did for the ferry came later, and is not known.
        assert ranked["t1"] == ["p2", "p1"]


@pytest.mark.parametrize("setting", ["newcomer-project", "newcomer-pool"])
def test_tasks_are_ranked_for_a_newcomer(
    monkeypatch: pytest.MonkeyPatch, folder: Path, setting: str
) -> None:
    ranked = rank(monkeypatch, folder, setting)
    assert ranked["q1"][0] == "t1"
    assert len(ranked["q1"]) == (2 if setting == "newcomer-project" else 3)


def test_all_settings_of_the_benchmark_are_known() -> None:
    assert set(SETTINGS) == {"within", "pool", "blind", "newcomer-project", "newcomer-pool"}


def test_a_folder_without_its_files_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="There is no tasks"):
        rank(monkeypatch, tmp_path, "within")
