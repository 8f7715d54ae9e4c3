"""What comments say of an issue: who takes it, and when somebody else first answered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from integrations.records import CommentRecord


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """Who said last that they take the issue, and when; when somebody first answered."""

    claimed_by: str | None = None
    claimed_at: datetime | None = None
    answered_at: datetime | None = None


def talk_facts(
    comments: Sequence[CommentRecord],
    *,
    author_id: str | None,
    is_whole: bool,
    before: TalkFacts,
) -> TalkFacts:
    """Add what these comments (oldest first) say to what is known already."""
    answers = [
        comment.created_at
        for comment in comments
        if comment.author and not comment.author.is_bot and comment.author.remote_id != author_id
    ]
    first = min([*answers, *([before.answered_at] if before.answered_at else [])], default=None)
    return TalkFacts(before.claimed_by, before.claimed_at, first)
