"""Which issues a merge request says it will close: read from its text, by GitLab's own pattern.

Source: https://docs.gitlab.com/user/project/issues/managing_issues/#default-closing-pattern
"""

import re
from collections.abc import Iterator, Mapping

from integrations.json_values import LARGEST_NUMBER, web_url
from integrations.records import LinkedChange

_MOST_ISSUES = 50
_VERB = re.compile(
    r"\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)"
    r":? +",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:issues? +)?"
    r"(?:https://(?P<host>[\w.:-]+)/(?P<page>[\w./-]+?)(?:/-)?/(?:issues|work_items)/"
    r"|(?P<path>[\w.-]+(?:/[\w.-]+)*)?#)"
    r"(?P<number>\d{1,10})\b",
    re.IGNORECASE,
)
_AND = re.compile(r" *,? +and +| *, *| +", re.IGNORECASE)


def linked_change(item: Mapping[str, object], *, host: str, path: str) -> LinkedChange | None:
    """Read the issues of ``path`` that a merge request will close, or ``None`` if it names none."""
    url, title, text = item.get("web_url"), item.get("title"), item.get("description")
    if not isinstance(url, str) or web_url(url) is None:
        return None
    written = "\n".join(part for part in (title, text) if isinstance(part, str))
    closes = dict.fromkeys(
        int(match["number"])
        for match in _references(written)
        if _is_here(match, host=host, path=path)
    )
    numbers = tuple(number for number in closes if 0 < number <= LARGEST_NUMBER)[:_MOST_ISSUES]
    if not numbers:
        return None
    return LinkedChange(url=url, is_open=item.get("state") == "opened", closes=numbers)


def _references(text: str) -> Iterator[re.Match[str]]:
    """Find what stands behind each closing word: ``Closes #4, #6 and group/project#7``."""
    for verb in _VERB.finditer(text):
        reference = _REFERENCE.match(text, verb.end())
        while reference is not None:
            yield reference
            link = _AND.match(text, reference.end())
            reference = _REFERENCE.match(text, link.end()) if link else None


def _is_here(match: re.Match[str], *, host: str, path: str) -> bool:
    if match["page"] is not None:
        is_this_host = match["host"].casefold() == host.casefold()
        return is_this_host and match["page"].casefold() == path.casefold()
    written = match["path"]
    if written is None:
        return True
    # Within its own group a project is named without the group: lamp#3.
    return written.casefold() in {path.casefold(), path.rpartition("/")[2].casefold()}
