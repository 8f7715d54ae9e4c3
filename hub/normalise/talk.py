"""What the comments on an issue tell of it: who takes it, and when it was first answered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub.normalise.claims import Claim, read_claim
from hub.normalise.text import clean_line
from integrations.records import AuthorRecord, CommentRecord

# A month: long enough for an evening or two a week, and what bots that release claims wait at most
# (takanome-dev/assign-issue-action 7 days, zulipbot 10 and 4, datafusion#17733 proposes 90).
CLAIM_HOLDS = timedelta(days=30)
_MAX_LOGIN_CHARS = 200


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """What was learnt from comments so far.

    ``claimed_at`` is the last word of ``claimed_by``, from which the claim holds for CLAIM_HOLDS.
    Where nobody has it, ``claimed_at`` is when it was given back, or ``None``.
    ``answered_at`` is when somebody else than the issue's author first spoke; ``None`` if nobody
    did, or if the first comments were never seen.
    """

    claimed_by: str | None = None
    claimed_at: datetime | None = None
    answered_at: datetime | None = None


NO_TALK = TalkFacts()


def talk_facts(
    comments: Sequence[CommentRecord],
    *,
    author_id: str | None,
    is_whole: bool,
    before: TalkFacts = NO_TALK,
) -> TalkFacts:
    """Add comments, oldest first, to what was known before; adding them twice changes nothing.

    ``author_id`` is the forge's id of who opened the issue. ``is_whole`` says that with what came
    before no comment is missing: without that, the first that is seen may not be the first
    answer. What is older than the last word on who has the issue was read already, and is left.
    """
    facts = before
    for comment in sorted(comments, key=lambda each: each.created_at):
        if comment.author is not None and comment.author.is_bot:
            continue
        if is_whole and _is_answer(comment, author_id):
            facts = replace(facts, answered_at=_earlier(facts.answered_at, comment.created_at))
        if comment.author is not None:
            facts = _with_word(facts, comment, comment.author)
    return facts


def claim_ends_at(claimed_by: str | None, claimed_at: datetime | None) -> datetime | None:
    """Give the instant from which a claim counts no more; ``None`` where nobody has it."""
    if claimed_by is None or claimed_at is None:
        return None
    try:
        return claimed_at + CLAIM_HOLDS
    except OverflowError:
        return None


def _is_answer(comment: CommentRecord, author_id: str | None) -> bool:
    """Say whether somebody else speaks. Of two deleted accounts nobody can tell."""
    commenter_id = comment.author.remote_id if comment.author else None
    return commenter_id != author_id


def _with_word(facts: TalkFacts, comment: CommentRecord, speaker: AuthorRecord) -> TalkFacts:
    said_at = comment.created_at
    if facts.claimed_at is not None and said_at <= facts.claimed_at:
        return facts
    login = clean_line(speaker.login, max_chars=_MAX_LOGIN_CHARS)
    said = read_claim(comment.text, login=login)
    end = claim_ends_at(facts.claimed_by, facts.claimed_at)
    is_held = end is not None and said_at < end
    if is_held and facts.claimed_by == login:
        holder = None if said is Claim.GIVES_BACK else login
        return replace(facts, claimed_by=holder, claimed_at=said_at)
    if said is Claim.TAKES and not is_held and login:
        return replace(facts, claimed_by=login, claimed_at=said_at)
    return facts


def _earlier(known: datetime | None, new: datetime) -> datetime:
    return new if known is None else min(known, new)
