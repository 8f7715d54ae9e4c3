"""Links to sign in with, printed on the hub's own terminal."""

import re
from pathlib import Path

from tests.hub.cli.test_cli import CommandLine


def test_link_is_printed_and_kept_as_a_hash_alone(tmp_path: Path) -> None:
    otdhub = CommandLine(tmp_path, HUB_PUBLIC_URL="https://hub.example/")

    done = otdhub.run("account", "link", "Ada@People.example")

    found = re.fullmatch(r"https://hub\.example/sign-in/link/([\w-]{43})\n", done.stdout)
    assert found
    assert "15 minutes" in done.stderr
    kept = b"".join(path.read_bytes() for path in (tmp_path / "hub-data").glob("hub.db*"))
    assert b"ada@people.example" in kept
    assert found[1].encode() not in kept


def test_what_is_no_address_is_misuse(tmp_path: Path) -> None:
    done = CommandLine(tmp_path).run("account", "link", "ada")
    assert done.returncode == 2
    assert "no mail address" in done.stderr
    assert done.stdout == ""
