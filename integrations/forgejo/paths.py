"""What a path and a login may be, since each becomes part of an address: pure."""

import re

from integrations.errors import ForgeRefused

_PATH = re.compile(r"([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100})")
_LOGIN = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def checked_path(path: str) -> str:
    """Return a repository's path, or refuse one that could lead elsewhere in the API."""
    match = _PATH.fullmatch(path.strip().strip("/"))
    if match is None or {".", ".."} & set(match.groups()):
        raise ForgeRefused(f"“{path[:200]}” is not a repository. Write it as owner/name.")
    return match.group()


def is_login(text: str) -> bool:
    """Say whether this can be the login of an account."""
    return _LOGIN.fullmatch(text) is not None and text not in {".", ".."}
