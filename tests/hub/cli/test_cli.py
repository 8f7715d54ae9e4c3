"""The command line as a person uses it: a process of its own, on an empty folder."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from typer.main import get_command
from typer.testing import CliRunner

from hub.cli import app
from hub.cli.verbs import VERBS
from integrations.records import ProjectRecord
from tests.conftest import NOW, PROJECT_ROOT
from tests.integrations.github_items import many_issues, repository_item
from tests.integrations.github_server import GitHubServer

SECRET = "ghp_averysecrettoken"


class CommandLine:
    """Runs ``otdhub`` in a folder with settings."""

    def __init__(self, folder: Path, **settings: str) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HUB_")}
        self._environment = kept | settings | {"PYTHONPATH": str(PROJECT_ROOT)}
        self.folder = folder

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "hub", *words],
            cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def json(self, *words: str) -> list[dict[str, object]]:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        assert isinstance(answer, list)
        return answer


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    with GitHubServer(now=NOW) as server:
        record = ProjectRecord("70", "acme/lamp", "lamp", "https://github.com/acme/lamp")
        server.put_repository("acme/lamp", repository_item(record), languages={"Python": 9})
        first_at = NOW - timedelta(days=2)
        server.put_items("acme/lamp", many_issues(120, path="acme/lamp", first_at=first_at))
        yield server


@pytest.fixture
def otdhub(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_help_of_every_command_can_be_shown() -> None:
    runner = CliRunner()

    everything = list(commands_of(get_command(app)))
    assert {words[0] for words in everything if words} == set(VERBS)
    assert ("sources", "add") in everything
    for words in everything:
        shown = runner.invoke(app, [*words, "--help"])
        assert shown.exit_code == 0, f"otdhub {' '.join(words)} --help: {shown.exception}"
    assert "OWNER[/REPOSITORY]" in runner.invoke(app, ["sources", "add", "--help"]).output


def commands_of(command: object, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command and of all below it."""
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from commands_of(below, *words, name)


def test_sources_are_added_synced_searched_and_removed(
    tmp_path: Path, github: GitHubServer
) -> None:
    otdhub = CommandLine(
        tmp_path, HUB_GITHUB_BASE_URL=github.url, HUB_PRIVATE_HOSTS=urlsplit(github.url).netloc
    )
    assert otdhub.run("sources", "add", "https://github.com/acme").returncode == 0

    [run] = otdhub.json("sync")
    assert (run["status"], run["repositories"], run["issues"]) == ("done", 1, 120)

    [source] = otdhub.json("sources", "list")
    assert (source["state"], source["open_tasks"]) == ("good", 120)
    counts = {"seen": 120, "changed": 120, "skipped": 0, "gone": 0, "problems": []}
    last_run = source["last_run"]
    assert isinstance(last_run, dict)
    assert {name: last_run[name] for name in counts} == counts
    found = json.loads(otdhub.run("search", "--where", "language=Python", "--json").stdout)
    assert found["total"] == 120
    assert otdhub.json("index", "status")[0]["waiting"] == 0
    assert otdhub.run("index", "rebuild").returncode == 0
    assert otdhub.run("sources", "pause", "1", "--because", "They asked.").returncode == 0
    assert otdhub.run("sync").returncode == 0
    assert otdhub.run("sources", "resume", "1").returncode == 0
    assert otdhub.run("sources", "remove", "1").returncode == 0
    assert otdhub.json("sources", "list") == []


def test_address_in_a_private_network_is_not_asked(tmp_path: Path, github: GitHubServer) -> None:
    otdhub = CommandLine(tmp_path, HUB_GITHUB_BASE_URL=github.url)
    otdhub.run("sources", "add", "github:acme")

    done = otdhub.run("sync")

    assert done.returncode == 1
    assert "HUB_PRIVATE_HOSTS" in done.stderr
    assert github.requests == []


def test_rate_limit_without_waiting_says_until_when(tmp_path: Path, github: GitHubServer) -> None:
    github.trouble(
        403,
        {"message": "API rate limit exceeded"},
        headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800"},
    )
    otdhub = CommandLine(
        tmp_path, HUB_GITHUB_BASE_URL=github.url, HUB_PRIVATE_HOSTS=urlsplit(github.url).netloc
    )
    otdhub.run("sources", "add", "github:acme")

    done = otdhub.run("sync", "--no-wait")

    assert done.returncode == 1
    assert "waiting" in done.stderr


def test_import_reports_bad_lines_and_finds_what_it_took(otdhub: CommandLine) -> None:
    good = {
        "name": "Seedshelf", "forge": "forgejo", "host": "codeberg.org",
        "full_name": "seeds/seedshelf", "url": "https://codeberg.org/seeds/seedshelf",
        "description": "A shelf for seeds.",
    }  # fmt: skip
    with gzip.open(otdhub.folder / "list.jsonl.gz", "wt") as lines:
        lines.write(json.dumps(good) + "\n{broken\n")

    done = otdhub.run("import", "list.jsonl.gz", "--json")

    assert done.returncode == 0
    counts = json.loads(done.stdout)
    assert (counts["added"], counts["skipped"]) == (1, 1)
    assert "Line 2" in done.stderr
    found = json.loads(otdhub.run("search", "seed", "--in", "projects", "--json").stdout)
    assert found["total"] == 1


def test_doctor_masks_secrets_and_says_what_to_do(tmp_path: Path) -> None:
    agreed = f"github.com={SECRET}"
    otdhub = CommandLine(
        tmp_path,
        HUB_GITHUB_TOKENS=SECRET,
        HUB_SEARCH_KEY=SECRET,
        HUB_SEARCH_READ_KEY=SECRET,
        HUB_WEBHOOK_SECRETS=agreed,
    )

    done = otdhub.run("doctor", "--no-online")

    assert done.returncode == 1
    assert SECRET not in done.stdout + done.stderr
    assert "HUB_GITHUB_TOKENS=***" in done.stdout
    assert "HUB_WEBHOOK_SECRETS=***" in done.stdout
    assert "otdhub db upgrade" in done.stdout
    assert otdhub.run("db", "upgrade").returncode == 0
    assert otdhub.run("index", "rebuild").returncode == 0
    assert otdhub.run("doctor", "--no-online").returncode == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("sources", "add", "nonsense"), 2),
        (("search", "--where", "nonsense"), 2),
        (("search", "--sort", "nonsense"), 2),
        (("suggest",), 2),
        (("import", "no-such-file"), 2),
        (("nonsense",), 2),
        (("suggest", "--for", "nobody"), 1),
        (("sync", "77"), 1),
    ],
)
def test_misuse_is_one_sentence_and_never_a_traceback(
    otdhub: CommandLine, words: tuple[str, ...], code: int
) -> None:
    done = otdhub.run(*words)

    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUB_PORT", "high"), ("HUB_DATABASE_URL", "mysql://x"), ("HUB_REQUEST_TIMEOUT_S", "0")],
)
def test_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = CommandLine(tmp_path, **{name: value}).run("sources", "list")

    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_demo_refuses_a_folder_that_is_not_its_own(otdhub: CommandLine) -> None:
    precious = otdhub.folder / "precious"
    precious.mkdir()
    (precious / "letters.txt").write_text("keep me")

    done = otdhub.run("demo", "--directory", "precious", "--no-serve")

    assert done.returncode == 1
    assert (precious / "letters.txt").read_text() == "keep me"


def test_demo_fills_a_hub_and_can_be_run_again(otdhub: CommandLine) -> None:
    for _ in range(2):
        done = otdhub.run("demo", "--no-serve")
        assert done.returncode == 0, done.stderr
    in_demo = CommandLine(otdhub.folder, HUB_DATA_DIR="demo-data")

    found = json.loads(in_demo.run("search", "timetable", "--json").stdout)
    assert found["total"] >= 1
    stewards = in_demo.run("stewards", "list", "lanternbus").stdout
    assert re.findall(r"^(\w+) +file ", stewards, re.MULTILINE) == ["mirembe", "jule"]
    assert in_demo.run("stewards", "remove", "lanternbus", "jule").returncode == 0
    assert "jule" not in in_demo.run("stewards", "list", "lanternbus").stdout
    task = found["results"][0]["task"]
    suggested = in_demo.json("suggest", str(task))
    projects = in_demo.json("suggest", "--for", "noor", "--projects")
    assert suggested
    assert projects[0]["project"] == "lanternbus"
    for suggestion in [*suggested, *projects]:
        reasons = suggestion["reasons"]
        assert isinstance(reasons, list)
        total = sum(reason["weight"] * reason["value"] for reason in reasons)
        assert total == pytest.approx(suggestion["score"])


def test_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = CommandLine(tmp_path, HUB_DATA_DIR="file").run("sources", "list")

    assert done.returncode == 1
    assert "HUB_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("sources", "list"), ("serve", "--port", "0")])
def test_file_that_is_no_database_is_one_sentence(
    tmp_path: Path, otdhub: CommandLine, command: tuple[str, ...]
) -> None:
    (tmp_path / "hub-data").mkdir()
    (tmp_path / "hub-data" / "hub.db").write_bytes(b"nonsense" * 1000)

    done = otdhub.run(*command)

    assert done.returncode == 1
    assert "file is not a database" in done.stderr
    assert "Traceback" not in done.stderr
    assert "SELECT" not in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://hub:s3cret@127.0.0.1:notaport/hub",
        "postgresql://hub:s3cret@127.0.0.1:1/hub?sslpassword=s3cret",
        "s3cret",
    ],
)
@pytest.mark.parametrize("command", [("sources", "list"), ("doctor", "--no-online")])
def test_password_of_the_database_is_never_printed(
    tmp_path: Path, url: str, command: tuple[str, ...]
) -> None:
    done = CommandLine(tmp_path, HUB_DATABASE_URL=url).run(*command)

    assert done.returncode == 1
    assert "s3cret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_setting_that_is_set_to_nothing_has_its_default(tmp_path: Path) -> None:
    emptied = dict.fromkeys(("HUB_DATABASE_URL", "HUB_SEARCH_URL", "HUB_PORT", "HUB_NAME"), "")
    done = CommandLine(tmp_path, **emptied).run("sources", "list")
    assert done.returncode == 0, done.stderr


def test_index_that_cannot_be_opened_is_found_by_the_doctor(
    tmp_path: Path, otdhub: CommandLine
) -> None:
    otdhub.run("index", "rebuild")
    [meta] = (tmp_path / "hub-data" / "index").glob("tasks-*/meta.json")
    meta.write_text("{")

    done = otdhub.run("doctor", "--no-online")

    assert done.returncode == 1
    assert "TO DO index" in done.stdout
    assert "otdhub index rebuild" in done.stdout


def test_damaged_gzip_file_is_one_sentence(tmp_path: Path, otdhub: CommandLine) -> None:
    packed = bytearray(gzip.compress(os.urandom(2000).hex().encode()))
    packed[200:260] = b"\xff" * 60
    (tmp_path / "bad.jsonl.gz").write_bytes(packed)

    done = otdhub.run("import", "bad.jsonl.gz")

    assert done.returncode == 2
    assert "is not a whole gzip file" in done.stderr
    assert "Traceback" not in done.stderr


def test_postgresql_is_changed_only_on_purpose_and_then_serves_as_well(
    tmp_path: Path, github: GitHubServer, postgres_server: str
) -> None:
    otdhub = CommandLine(
        tmp_path,
        HUB_DATABASE_URL=empty_postgres(postgres_server),
        HUB_GITHUB_BASE_URL=github.url,
        HUB_PRIVATE_HOSTS=urlsplit(github.url).netloc,
    )
    refused = otdhub.run("sources", "list")
    assert refused.returncode == 1
    assert "otdhub db upgrade" in refused.stderr

    assert otdhub.run("db", "upgrade").returncode == 0
    assert otdhub.run("sources", "add", "github:acme").returncode == 0
    [run] = otdhub.json("sync")

    assert (run["status"], run["issues"]) == ("done", 120)
    found = json.loads(otdhub.run("search", "--json").stdout)
    assert found["total"] == 120


def empty_postgres(base: str) -> str:
    """Make a database without tables; gives its URL."""
    name = f"hub_cli_{uuid4().hex}"
    admin = create_engine(base.replace("DATABASE", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return base.replace("DATABASE", name)
