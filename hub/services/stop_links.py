"""Links that stop mails without signing in (RFC 8058): each letter has its own, kept as a hash.

Who holds the letter may stop mails like it, and nothing else. A link stays good for long: people
stop mails that they find years later, and stopping twice does no harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.errors import NotFound
from hub.models import NoticeKind, StopLink
from hub.services.notice_kinds import in_order
from hub.services.secrets import hash_of, new_secret

LASTS = timedelta(days=2 * 365)
PATH = "/mail/stop/"


@dataclass(frozen=True, slots=True)
class FoundStop:
    """Whose mails a link stops, and of which kinds."""

    person_id: int
    kinds: tuple[NoticeKind, ...]

    def only(self, kind: str) -> tuple[NoticeKind, ...]:
        """Give the one kind that is named, or all that the link stops where none is.

        Raises :class:`NotFound` for another kind.
        """
        chosen = tuple(each for each in self.kinds if kind in ("", each.value))
        if not chosen:
            raise NotFound("This link does not stop mails of that kind.")
        return chosen


def make(session: Session, person_id: int, kinds: Iterable[NoticeKind], *, now: datetime) -> str:
    """Make the link of a letter; returns its path, whose secret is kept nowhere else."""
    secret = new_secret()
    session.add(
        StopLink(
            secret_hash=hash_of(secret),
            person_id=person_id,
            kinds=tuple(kind.value for kind in in_order(kinds)),
            made_at=now,
        )
    )
    return f"{PATH}{secret}"


def find(session: Session, secret: str) -> FoundStop:
    """Look at a link. Raises :class:`NotFound` for one that there is not."""
    row = session.get(StopLink, hash_of(secret))
    if row is None:
        raise NotFound(
            "This link is not one of ours, or is too old. What you get by mail is chosen on your "
            "account’s page, under “Mail”."
        )
    return FoundStop(row.person_id, in_order(map(NoticeKind, row.kinds)))
