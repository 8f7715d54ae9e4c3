"""What a repository's path may look like, before it becomes part of an address of the API."""

import re

from integrations.errors import ForgeRefused

_PATH = re.compile(r"([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100})")


def checked_path(path: str) -> str:
    """Return a repository's path, or refuse one that could lead elsewhere in the API."""
    match = _PATH.fullmatch(path.strip().strip("/"))
    if match is None or {".", ".."} & set(match.groups()):
        raise ForgeRefused(f"“{path[:200]}” is not a repository. Write it as owner/name.")
    return match.group()


def owner_and_name(path: str) -> tuple[str, str]:
    """Part a repository's path, or refuse it."""
    owner, _, name = checked_path(path).partition("/")
    return owner, name
