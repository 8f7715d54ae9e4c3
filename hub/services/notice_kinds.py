"""Every kind of notice that the hub would ever send: the one table of it. Pure.

Nothing is sent that was not asked for, with one exception that is said as such: a new browser that
signs in to an account is told of until its owner says no. Links to sign in with are no notices:
each was asked for a moment before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.models import NoticeKind

# What a letter of several kinds is called in the outbox; one of the account goes alone.
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A kind of notice: what it says, whether it is on before anybody chose, and how it goes.

    What ``is_digested`` waits for the letter of the day or week; other kinds go at once.
    """

    key: NoticeKind
    title: str
    says: str
    is_on: bool = False
    is_digested: bool = True


NOTICES = (
    NoticeEntry(
        NoticeKind.NEW_SUGGESTIONS,
        "New tasks that fit you",
        "Tasks that have come among the first ten of your own list, each once, with its main "
        "reason. Only while you ask to be suggested, and do not pause.",
    ),
    NoticeEntry(
        NoticeKind.WAS_SUGGESTED,
        "You were suggested",
        "Tasks on whose pages you were shown to others, each once, and for which reasons.",
    ),
    NoticeEntry(
        NoticeKind.SAVED_SEARCH,
        "News of your searches",
        "Tasks and projects that are new in the searches that you choose below.",
    ),
    NoticeEntry(
        NoticeKind.OFFER_ARRIVED,
        "An offer came",
        "Somebody offers to help a project that you look after. It goes at once, names the task, "
        "and leads to your desk.",
        is_digested=False,
    ),
    NoticeEntry(
        NoticeKind.OFFER_ANSWERED,
        "Your offer was answered",
        "A project said yes, or no this time, to an offer of yours. It goes at once.",
        is_digested=False,
    ),
    NoticeEntry(
        NoticeKind.ACCOUNT,
        "A new browser signed in",
        "Which browser, and when, so that you notice if it was not you. It goes at once, and is "
        "on until you switch it off.",
        is_on=True,
        is_digested=False,
    ),
)
DIGESTED = frozenset(each.key for each in NOTICES if each.is_digested)


def entry_of(kind: NoticeKind) -> NoticeEntry:
    """Give what the table says of a kind."""
    return next(each for each in NOTICES if each.key is kind)


def letter_of(kind: NoticeKind) -> str:
    """Name the letters in which notices of a kind go."""
    return DIGEST if kind in DIGESTED else kind.value


def with_defaults(chosen: Mapping[NoticeKind, bool]) -> dict[NoticeKind, bool]:
    """Say for every kind whether it is on, by what was chosen or else by the table."""
    return {each.key: chosen.get(each.key, each.is_on) for each in NOTICES}


def in_order(kinds: Iterable[NoticeKind]) -> tuple[NoticeKind, ...]:
    """Give kinds in the order of the table."""
    wanted = set(kinds)
    return tuple(each.key for each in NOTICES if each.key in wanted)
