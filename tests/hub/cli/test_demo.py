"""The folder of a demo: emptied at each start, and never under a demo that runs."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from hub.cli.demo import MARKER, claim, demo_settings
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


@pytest.mark.parametrize(
    ("told", "port", "expected"),
    [
        ({}, None, "http://127.0.0.1:8000"),
        ({"HUB_PORT": "8123"}, None, "http://127.0.0.1:8123"),
        ({"HUB_PORT": "8123"}, 8456, "http://127.0.0.1:8456"),
        (
            {"HUB_PUBLIC_URL": "https://hub.example", "HUB_PORT": "8123"},
            None,
            "https://hub.example",
        ),
    ],
)
def test_link_that_signs_in_leads_to_where_the_demo_is_served(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    told: Mapping[str, str],
    port: int | None,
    expected: str,
) -> None:
    for name in ("HUB_PORT", "HUB_PUBLIC_URL", "HUB_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)  # away from an .env of the developer

    assert demo_settings(tmp_path, None, port).public_url == expected
