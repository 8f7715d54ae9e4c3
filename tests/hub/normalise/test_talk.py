"""What comments tell of an issue, however they arrive: at once, in pieces, or twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.talk import CLAIM_HOLDS, NO_TALK, TalkFacts, claim_ends_at, talk_facts
from integrations.records import AuthorRecord, CommentRecord

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def person(login: str, *, is_bot: bool = False) -> AuthorRecord:
    return AuthorRecord(f"id-{login}", login, f"https://forge.example/{login}", is_bot)


def comment(days: float, login: str | None, text: str, *, is_bot: bool = False) -> CommentRecord:
    at = START + days * DAY
    author = person(login, is_bot=is_bot) if login else None
    return CommentRecord(f"{days}{login}", 7, author, text, at, at)


def facts(
    *comments: CommentRecord, before: TalkFacts = NO_TALK, is_whole: bool = True
) -> TalkFacts:
    return talk_facts(comments, author_id="id-mirembe", is_whole=is_whole, before=before)


def test_first_word_of_somebody_else_is_the_answer() -> None:
    found = facts(
        comment(0, "mirembe", "More on this."),
        comment(1, "tidy", "Thank you for opening this.", is_bot=True),
        comment(2, "jule", "Yes please."),
        comment(3, "teodor", "Me too."),
    )
    assert found == TalkFacts(answered_at=START + 2 * DAY)


def test_answer_is_not_known_where_the_first_comments_were_not_seen() -> None:
    assert facts(comment(2, "jule", "Yes please."), is_whole=False).answered_at is None


def test_deleted_account_answers_who_is_still_there() -> None:
    ghost = comment(1, None, "I'd like to work on this")
    assert facts(ghost) == TalkFacts(answered_at=START + DAY)
    assert talk_facts([ghost], author_id=None, is_whole=True) == NO_TALK


def test_claim_holds_from_the_last_word_of_who_claims() -> None:
    found = facts(comment(1, "noor", "I'd like to work on this"), comment(5, "noor", "Half done."))
    assert (found.claimed_by, found.claimed_at) == ("noor", START + 5 * DAY)
    assert claim_ends_at(found.claimed_by, found.claimed_at) == START + 5 * DAY + CLAIM_HOLDS


def test_bot_claims_nothing() -> None:
    assert facts(comment(1, "tidy", "I'm working on it", is_bot=True)) == NO_TALK


def test_author_may_take_the_own_issue_and_answers_nobody() -> None:
    found = facts(comment(1, "mirembe", "I'll work on this"))
    assert found == TalkFacts("mirembe", START + DAY, None)


def test_second_claim_waits_until_the_first_has_ended() -> None:
    first, second = comment(1, "noor", "I'll take this"), comment(2, "jule", "I'll take this")
    assert facts(first, second).claimed_by == "noor"
    late = replace(second, created_at=first.created_at + CLAIM_HOLDS)
    assert facts(first, late).claimed_by == "jule"


def test_only_who_claims_can_give_back() -> None:
    claim = comment(1, "noor", "I'll take this")
    assert facts(claim, comment(2, "jule", "/unassign")).claimed_by == "noor"
    given_back = facts(claim, comment(2, "noor", "/unassign"))
    assert (given_back.claimed_by, given_back.claimed_at) == (None, START + 2 * DAY)
    assert claim_ends_at(None, given_back.claimed_at) is None


def test_who_speaks_after_the_end_of_a_claim_does_not_renew_it() -> None:
    found = facts(comment(1, "noor", "I'll take this"), comment(40, "noor", "Sorry for the wait."))
    assert found.claimed_at == START + DAY


def test_comment_that_comes_again_after_giving_back_does_not_revive_the_claim() -> None:
    claim, back = comment(1, "noor", "I'll take this"), comment(2, "noor", "I don't have time.")
    assert facts(claim, before=facts(claim, back)).claimed_by is None


def test_name_of_who_claims_is_made_fit_to_be_stored() -> None:
    found = facts(comment(1, "no\x00or\n", "I'll take this"))
    assert found.claimed_by == "no or"


COMMENTS = st.lists(
    st.builds(
        comment,
        st.integers(0, 90),
        st.sampled_from(["mirembe", "noor", "jule", None]),
        st.sampled_from(["I'll take this", "/unassign", "Hello.", "Is anyone on this?"]),
    ),
    max_size=12,
    unique_by=lambda each: each.created_at,
).map(lambda found: sorted(found, key=lambda each: each.created_at))


@given(COMMENTS, st.integers(0, 12))
def test_comments_in_pieces_tell_the_same_as_at_once(
    comments: list[CommentRecord], cut: int
) -> None:
    in_pieces = facts(*comments[cut:], before=facts(*comments[:cut]))
    assert in_pieces == facts(*comments)


@given(COMMENTS)
def test_comments_that_come_twice_change_nothing(comments: list[CommentRecord]) -> None:
    once = facts(*comments)
    assert facts(*comments, before=once) == once
