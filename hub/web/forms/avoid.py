"""Reads whom a person wants nothing to do with: a name or the address of a page a line. Pure."""

import re

_HANDLE = re.compile(r"[a-z0-9-]{1,60}")
_BEHIND_A_PATH = re.compile(r"[?#].*")


def read_handles(text: str) -> tuple[tuple[str, ...], str]:
    """Give the names, each once, and a sentence on the first line that cannot be one."""
    lines = [line.strip() for line in text.splitlines()]
    handles = tuple(dict.fromkeys(_handle(line) for line in lines if line))
    wrong = [line for line in lines if line and not _HANDLE.fullmatch(_handle(line))]
    if not wrong:
        return handles, ""
    return handles, f"This cannot be the address of anybody here: {wrong[0][:80]}."


def _handle(line: str) -> str:
    """Take the last part of an address: "https://hub.example/people/noor/" names noor."""
    path = _BEHIND_A_PATH.sub("", line).rstrip("/")
    return path.rpartition("/")[2].removeprefix("@").lower()
