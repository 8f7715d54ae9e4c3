"""Which issues a pull request says it will close: read from its text, as Forgejo itself does.

Source: https://forgejo.org/docs/latest/user/linked-references/, whose default words are GitHub's.
"""

import re
from collections.abc import Mapping

from integrations.json_values import LARGEST_NUMBER, web_url
from integrations.records import LinkedChange

_MOST_ISSUES = 50
_CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+"
    r"(?:https?://(?P<host>[\w.:-]+)/(?P<page>[\w.-]+/[\w.-]+)/issues/"
    r"|(?P<path>[\w.-]+/[\w.-]+)?#)"
    r"(?P<number>\d{1,10})\b",
    re.IGNORECASE,
)


def linked_change(item: Mapping[str, object], *, host: str, path: str) -> LinkedChange | None:
    """Read the issues of ``path`` that a pull request will close, or ``None`` if it names none."""
    body, number = item.get("body"), item.get("number")
    if not isinstance(body, str) or not isinstance(number, int):
        return None
    closes = dict.fromkeys(
        int(match["number"])
        for match in _CLOSING.finditer(body)
        if _is_here(match, host=host, path=path)
    )
    numbers = tuple(one for one in closes if 0 < one <= LARGEST_NUMBER)[:_MOST_ISSUES]
    if not numbers:
        return None
    written = item.get("html_url")
    url = web_url(written if isinstance(written, str) else None)
    return LinkedChange(
        url=url or f"https://{host}/{path}/pulls/{number}",
        is_open=item.get("state") == "open",
        closes=numbers,
    )


def _is_here(match: re.Match[str], *, host: str, path: str) -> bool:
    if match["page"] is not None:
        return match["host"].casefold() == host and match["page"].casefold() == path.casefold()
    return match["path"] is None or match["path"].casefold() == path.casefold()
