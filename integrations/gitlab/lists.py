"""GitLab's lists, page by page: which addresses are asked, never one twice, never on another host.

It also holds what a path may be, since a path becomes part of an address.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from integrations.answers import Answer
from integrations.errors import ForgeRefused
from integrations.gitlab.client import GitLabClient
from integrations.http import next_page

# A group may stand in 20 others: https://docs.gitlab.com/user/group/subgroups/
_SEGMENT = r"[A-Za-z0-9_.-]{1,255}"
_PROJECT = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{1,21}}")
_GROUP = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,20}}")
_MOST_PAGES = 10_000


def checked_path(path: str) -> str:
    """Return a project's path, or refuse one that could lead elsewhere in the API."""
    return _checked(path, _PROJECT, "repository. Write it as group/project, or group/sub/project")


def checked_group(path: str) -> str:
    """Return the path of a user or a group, or refuse one that could lead elsewhere."""
    return _checked(path, _GROUP, "user or group. Write it as group, or group/subgroup")


def quoted(path: str) -> str:
    """Write a path as one segment of an address: ``group%2Fsub%2Fproject``."""
    return quote(path, safe="")


def _checked(path: str, pattern: re.Pattern[str], what: str) -> str:
    trimmed = path.strip().strip("/")
    if pattern.fullmatch(trimmed) is None or {".", ".."} & set(trimmed.split("/")):
        raise ForgeRefused(f"“{path[:200]}” is no {what}.")
    return trimmed


@dataclass(frozen=True, slots=True)
class ListCursor:
    """What was known of a list: where it stands, and the ETag of each of its pages."""

    root: str = ""
    etags: tuple[str | None, ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> "ListCursor":
        """Read a cursor; one that cannot be read knows nothing."""
        try:
            values = json.loads(text or "{}")
            etags = tuple(str(etag) if etag else None for etag in values.get("etags", ()))
            return cls(str(values.get("root", "")), etags)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def __str__(self) -> str:
        return json.dumps({"root": self.root, "etags": list(self.etags)})

    def at(self, root: str) -> "ListCursor":
        """Keep what is known, if it is of the list at ``root``."""
        return self if self.root == root else ListCursor(root)

    def etag(self, number: int) -> str | None:
        """Give what is known of the page of this number, counted from 0."""
        return self.etags[number] if number < len(self.etags) else None

    def knowing(self, number: int, etag: str | None) -> "ListCursor":
        """Know the page of this number, too."""
        filled = [*self.etags, *[None] * (number + 1 - len(self.etags))]
        filled[number] = etag
        return ListCursor(self.root, tuple(filled))


def changed_pages(
    client: GitLabClient, query: Mapping[str, str], known: ListCursor, *, subject: str
) -> Iterator[tuple[Answer, ListCursor]]:
    """Yield the pages of the list at ``known.root`` that changed, each with what is known then."""
    url, parameters = known.root, dict(query)
    visited: set[str] = set()
    for number in range(_MOST_PAGES):
        answer = client.get(url, parameters, subject=subject, etag=known.etag(number))
        is_lost = "link" not in answer.headers and number + 1 < len(known.etags)
        if answer.status == 304 and is_lost:
            answer = client.get(url, parameters, subject=subject)  # it said not where to go on
        if answer.status != 304:
            known = known.knowing(number, answer.headers.get("etag"))
            yield answer, known
        visited.add(answer.url)
        following = next_page(answer.headers, answer.url)
        if following is None or following in visited:
            return
        url, parameters = following, {}
