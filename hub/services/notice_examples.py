"""What each letter of the hub looks like, with invented news, for the page of mail. Pure."""

from dataclasses import dataclass
from datetime import datetime

from hub.context import Letter
from hub.models import NoticeKind
from hub.services.mail_letters import sign_in_letter
from hub.services.notice_letters import (
    Sender,
    digest_letter,
    new_browser_letter,
    offer_answered_letter,
    offer_arrived_letter,
)
from hub.views.notices import NewsItem, NewsPart

_STOP_PATH = "/mail/stop/EXAMPLE"
_TITLE = "Read the timetable with a screen reader"
_PARTS = (
    NewsPart(
        NoticeKind.NEW_SUGGESTIONS,
        "1 new task for you",
        (
            NewsItem(
                _TITLE,
                "Lanternbus",
                "You have Accessibility, which this asks for.",
                "/tasks/1",
            ),
        ),
        "Your whole list",
        "/for-you",
    ),
    NewsPart(
        NoticeKind.WAS_SUGGESTED,
        "You were suggested for 1 task",
        (
            NewsItem(
                "Print the map in black and white",
                "Lanternbus",
                "Because of skills that you have and a language that you speak.",
                "/tasks/2",
            ),
        ),
        "All of this week",
        "/for-you#shown",
    ),
    NewsPart(
        NoticeKind.SAVED_SEARCH,
        "1 new in “Maps to draw”",
        (NewsItem("Draw the stops of the night bus", "Lanternbus", "", "/tasks/3"),),
        "All of “Maps to draw”",
        "/search?q=map&sort=new",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A letter as it would be sent, and in one sentence when it is."""

    title: str
    when: str
    letter: Letter


def examples(sender: Sender, address: str, *, minutes: int, now: datetime) -> tuple[Example, ...]:
    """Give one letter of each that the hub ever sends."""
    return (
        Example(
            "The letter of the day or week",
            "Only with the parts that you switched on, and only if there is anything to tell.",
            digest_letter(sender, address, _PARTS, stop_path=_STOP_PATH),
        ),
        Example(
            "An offer came",
            "At once, if you look after a project and switched it on.",
            offer_arrived_letter(sender, address, _TITLE, stop_path=_STOP_PATH),
        ),
        Example(
            "Your offer was answered",
            "At once, if you switched it on.",
            offer_answered_letter(sender, address, _TITLE, is_yes=True, stop_path=_STOP_PATH),
        ),
        Example(
            "A new browser signed in",
            "At once.",
            new_browser_letter(sender, address, "Firefox on Linux", now, stop_path=_STOP_PATH),
        ),
        Example(
            "A link to sign in with",
            "When somebody asks for one with your address. It cannot be switched off here: "
            "without it nobody could sign in.",
            sign_in_letter(
                address, sender.at("/sign-in/link/EXAMPLE"), hub=sender.hub, minutes=minutes
            ),
        ),
    )
