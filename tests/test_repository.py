"""Conventions that are checked: what the documents promise is there, and nothing is left out."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hub.settings import Settings
from integrations.catalogues.registry import FORMATS
from integrations.registry import FORGES
from search.registry import ENGINES
from tests.conftest import PROJECT_ROOT

README = PROJECT_ROOT / "README.md"
ROOMS = ("hub", "integrations", "search", "benchmarks", "tests")
LONGEST_FILE_LINES = 450
# Lists rather than programs: samples of every page, and what every engine must do.
LONG_ON_PURPOSE = {"tests/hub/web/samples.py", "tests/search/contract.py"}


def python_files() -> list[Path]:
    return [
        path
        for room in ROOMS
        for path in sorted((PROJECT_ROOT / room).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_every_setting_is_in_the_readme() -> None:
    readme = README.read_text()

    missing = [name for name in Settings.model_fields if f"`HUB_{name.upper()}`" not in readme]

    assert not missing, f"Describe these in the table of settings in README.md: {missing}"


def test_every_command_is_in_the_readme() -> None:
    readme = README.read_text()
    shown = subprocess.run(
        [sys.executable, "-m", "hub", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^│ (\w+)\s", shown, flags=re.MULTILINE)

    assert len(commands) >= 9
    missing = [command for command in commands if f"otdhub {command}" not in readme]
    assert not missing, f"Describe these commands in README.md: {missing}"


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"`make ([a-z-]+)`", README.read_text()))

    assert {"demo", "test"} <= named
    assert named <= targets


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = [
        f"{document.relative_to(PROJECT_ROOT)}: {target}"
        for document in [README, *sorted((PROJECT_ROOT / "docs").rglob("*.md"))]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert not broken


@pytest.mark.parametrize("forge", FORGES)
def test_every_forge_has_its_folder_tests_and_page(forge: str) -> None:
    assert (PROJECT_ROOT / "integrations" / forge / "__init__.py").is_file()
    assert (PROJECT_ROOT / "tests" / "integrations" / forge).is_dir()
    assert (PROJECT_ROOT / "docs" / "forges" / f"{forge}.md").is_file()


def test_forges_of_the_folder_are_those_of_the_registry() -> None:
    folders = {path.parent.name for path in (PROJECT_ROOT / "integrations").glob("*/__init__.py")}
    folders -= {"catalogues"}  # lists of projects, which are no forge
    assert folders == {str(forge) for forge in FORGES}
    registry = (PROJECT_ROOT / "integrations" / "registry.py").read_text()

    assert all(f"integrations.{folder} " in registry for folder in folders)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_its_folder_tests_and_page(engine: str) -> None:
    assert (PROJECT_ROOT / "search" / engine / "__init__.py").is_file()
    assert (PROJECT_ROOT / "tests" / "search" / f"test_{engine}.py").is_file()
    assert (PROJECT_ROOT / "docs" / "engines" / f"{engine}.md").is_file()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_of_catalogues_is_described(name: str) -> None:
    assert f"`{name}`" in (PROJECT_ROOT / "docs" / "catalogues.md").read_text()


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(PROJECT_ROOT)): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE_LINES
    }

    assert long.keys() <= LONG_ON_PURPOSE, f"Split these along their headings: {long}"


def test_modules_have_names_of_things() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "info"}

    found = [path for path in python_files() if path.stem in vague]

    assert not found, f"Name these for what they hold: {found}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path
        for path in python_files()
        if path.read_text().strip()
        and ast.get_docstring(ast.parse(path.read_text())) is None
        and "tests" not in path.relative_to(PROJECT_ROOT).parts
    ]

    assert not silent, f"Open these with a paragraph: {silent}"


def test_no_lock_names_an_address() -> None:
    for lock in PROJECT_ROOT.glob("*.lock"):
        assert "://" not in lock.read_text(), f"{lock.name}: lock with hashes only (make lock)"
    for path in tracked_files():
        if path.endswith("package-lock.json"):
            text = (PROJECT_ROOT / path).read_text()
            assert '"resolved"' not in text, (
                f"{path}: npm install --omit-lockfile-registry-resolved"
            )
            assert '"integrity"' in text


def test_nothing_names_a_place_of_one_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(work|root|farm)/")
    found = [
        path
        for path in tracked_files()
        if Path(path).suffix in {".py", ".md", ".toml", ".html", ".css", ".json", ".yaml", ""}
        and (PROJECT_ROOT / path).is_file()
        and path != "tests/test_repository.py"
        and pattern.search((PROJECT_ROOT / path).read_text(errors="ignore"))
    ]

    assert not found


def test_decisions_are_numbered_without_a_hole() -> None:
    numbers = sorted(int(p.name[:4]) for p in (PROJECT_ROOT / "docs" / "decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
