"""The folder of a demo: emptied at each start, and never under a demo that runs."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from hub.cli.demo import MARKER, claim
from hub.errors import NotConfigured


def test_folder_of_an_earlier_demo_is_emptied(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    (tmp_path / "hub.db").touch()
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "tasks.json").touch()

    with ExitStack() as stack:
        claim(tmp_path, stack)

    assert [each.name for each in tmp_path.iterdir()] == [MARKER]


def test_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()

    with ExitStack() as stack, pytest.raises(NotConfigured, match="something else"):
        claim(tmp_path, stack)

    assert (tmp_path / "thesis.txt").exists()


def test_folder_where_a_demo_runs_is_left_alone(tmp_path: Path) -> None:
    with ExitStack() as first, ExitStack() as second:
        claim(tmp_path, first)
        (tmp_path / "hub.db").touch()

        with pytest.raises(NotConfigured, match="runs in"):
            claim(tmp_path, second)

    assert (tmp_path / "hub.db").exists()


def test_link_in_the_folder_is_removed_and_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "thesis.txt").touch()
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / MARKER).touch()
    (demo / "index").symlink_to(kept)

    with ExitStack() as stack:
        claim(demo, stack)

    assert (kept / "thesis.txt").exists()
    assert not (demo / "index").exists()
