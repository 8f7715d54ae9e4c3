"""Lists as plain text: one address a line, comments and blank lines aside."""

import re
from collections.abc import Iterator

_BULLET = re.compile(r"^(?:[-*+]|\d+[.)])\s+")


def addresses_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield ("Line 3", address): the first word of each line that is no comment.

    Bullets and pointed brackets around an address fall away.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = _BULLET.sub("", line.strip())
        if stripped and not stripped.startswith(("#", "//")):
            yield f"Line {number}", stripped.split(maxsplit=1)[0].strip("<>,;")


def is_text(start: str) -> bool:
    """Tell whether a beginning looks like text rather than bytes of some other kind."""
    return "\x00" not in start and start.count("\ufffd") * 20 <= len(start)
