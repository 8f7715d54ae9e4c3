"""Where a pull of a GitLab project stands: in its issues, and in its merge requests, kept apart.

Of merge requests the open ones are read once, and from then on what changes: one that is closed or
merged comes again as such. It must not know records.
"""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from integrations.issue_cursor import IssueCursor, Phase

_STATES = {Phase.OPEN: "opened", Phase.CLOSED: "closed", Phase.WATCH: "all"}


@dataclass(frozen=True, slots=True)
class GitLabCursor:
    """The state of both lists of a project."""

    issues: IssueCursor = field(default_factory=IssueCursor)
    changes: IssueCursor = field(default_factory=IssueCursor)

    @classmethod
    def parse(cls, text: str | None) -> "GitLabCursor":
        """Read a cursor; one that cannot be read starts the pull anew."""
        try:
            values = json.loads(text or "{}")
            issues, changes = values.get("issues"), values.get("changes")
        except (ValueError, AttributeError):
            return cls()
        return cls(
            IssueCursor.parse(json.dumps(issues) if issues else None),
            IssueCursor.parse(json.dumps(changes) if changes else None),
        )

    def __str__(self) -> str:
        values = {"issues": json.loads(str(self.issues)), "changes": json.loads(str(self.changes))}
        return json.dumps(values)


def query_of(here: IssueCursor) -> dict[str, str]:
    """Ask either list for what comes next.

    ``updated_after`` is inclusive: https://docs.gitlab.com/api/issues/#list-project-issues
    """
    query = {
        "state": _STATES[here.phase],
        "scope": "all",
        "order_by": "updated_at",
        "sort": "asc",
        "per_page": str(here.per_page),
    }
    if here.since_text is not None:
        query["updated_after"] = here.since_text
    if here.place is not None:
        query["cursor"] = here.place
    if here.page > 1:
        query["page"] = str(here.page)
    return query


def issue_query_of(here: IssueCursor) -> dict[str, str]:
    """Ask for issues that all may see, by place where GitLab can (18.3 and later, issues only).

    Source: https://docs.gitlab.com/api/rest/#supported-resources
    """
    by_place = {"pagination": "keyset"} if here.page == 1 else {}
    return {**query_of(here), **by_place, "confidential": "false"}


def place_in(url: str | None) -> str | None:
    """Read the place in the list from the address of a next page, where GitLab names one."""
    found = parse_qs(urlsplit(url or "").query).get("cursor")
    return found[0] if found else None
