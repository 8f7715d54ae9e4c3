"""Where a pull of a GitLab project stands: in its issues, and in its merge requests, kept apart.

Of merge requests the open ones are read once, and from then on what changes: one that is closed or
merged comes again as such. One that is to close an issue is noted at that issue, which changes it:
so while the issues stay as they are, merge requests are asked for once a day. An issue does not
count as changed again within a minute, nor when a merge request is closed unmerged; that day is for
those. Sources: https://docs.gitlab.com/user/project/issues/crosslinking_issues/ and, of GitLab,
``app/models/note.rb`` (``touch_noteable``) and ``app/models/concerns/throttled_touch.rb``.

It must not know records.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from integrations.issue_cursor import IssueCursor, Phase, instant

CHANGES_EVERY = timedelta(days=1)

_STATES = {Phase.OPEN: "opened", Phase.CLOSED: "closed", Phase.WATCH: "all"}


@dataclass(frozen=True, slots=True)
class GitLabCursor:
    """The state of both lists of a project.

    ``changes_at`` is when the merge requests were read to their end, or refused; ``None`` while
    they have to be read whatever the clock says.
    """

    issues: IssueCursor = field(default_factory=IssueCursor)
    changes: IssueCursor = field(default_factory=IssueCursor)
    changes_at: datetime | None = None

    @classmethod
    def parse(cls, text: str | None) -> "GitLabCursor":
        """Read a cursor; one that cannot be read starts the pull anew."""
        try:
            values = json.loads(text or "{}")
            issues, changes = values.get("issues"), values.get("changes")
            changes_at = instant(values.get("changes_at"))
        except (ValueError, TypeError, AttributeError):
            return cls()
        return cls(
            IssueCursor.parse(json.dumps(issues) if issues else None),
            IssueCursor.parse(json.dumps(changes) if changes else None),
            changes_at,
        )

    def __str__(self) -> str:
        values: dict[str, object] = {
            "issues": self.issues.values(),
            "changes": self.changes.values(),
        }
        if self.changes_at is not None:
            values["changes_at"] = self.changes_at.isoformat()
        return json.dumps(values)

    def are_changes_due(self, now: datetime) -> bool:
        """Say whether the merge requests are to be asked for."""
        return self.changes_at is None or abs(now - self.changes_at) >= CHANGES_EVERY


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
