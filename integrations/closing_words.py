"""Which issues a text says it will close, by the words that GitHub, Forgejo and Gitea share. Pure.

Sources: https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
and https://forgejo.org/docs/latest/user/linked-references/, whose default words are GitHub's.
"""

import re

from integrations.json_values import LARGEST_NUMBER

MOST_ISSUES = 50
_CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+"
    r"(?:https?://(?P<host>[\w.:-]+)/(?P<page>[\w.-]+/[\w.-]+)/issues/"
    r"|(?P<path>[\w.-]+/[\w.-]+)?#)"
    r"(?P<number>\d{1,10})\b",
    re.IGNORECASE,
)


def issues_closed_by(text: object, *, host: str, path: str) -> tuple[int, ...]:
    """Give the numbers of the issues of ``path`` that a text will close, in its order.

    At most MOST_ISSUES; none where it is no text.
    """
    if not isinstance(text, str):
        return ()
    closes = dict.fromkeys(
        int(match["number"])
        for match in _CLOSING.finditer(text)
        if _is_here(match, host=host, path=path)
    )
    return tuple(number for number in closes if 0 < number <= LARGEST_NUMBER)[:MOST_ISSUES]


def _is_here(match: re.Match[str], *, host: str, path: str) -> bool:
    if match["page"] is not None:
        return match["host"].casefold() == host and match["page"].casefold() == path.casefold()
    return match["path"] is None or match["path"].casefold() == path.casefold()
