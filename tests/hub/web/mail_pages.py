"""The pages of what one gets by mail, with invented values."""

from dataclasses import replace
from datetime import timedelta

from hub.models import NoticeKind, Rhythm
from hub.services.notice_examples import examples
from hub.services.notice_letters import Sender
from hub.views import SavedSearchView
from hub.views.accounts import Viewer
from hub.views.notices import MailState, MailWishes, ShownFor, WaitingMail
from hub.web.pages.base import Page
from hub.web.pages.mail import mail_page, stop_page
from tests.hub.sample import HOSTILE
from tests.hub.web.samples import NOW

SHOWN = (
    ShownFor(
        1,
        HOSTILE,
        HOSTILE,
        NOW - timedelta(hours=3),
        ("skills that you have", "a language that you speak"),
        {"skills that you have": 0.5, HOSTILE: 1.0},
    ),
    ShownFor(2, "Print the map", "Lanternbus", NOW - timedelta(days=3)),
)
WISHES = MailWishes(
    {kind: kind is not NoticeKind.WAS_SUGGESTED for kind in NoticeKind},
    Rhythm.WEEKLY,
    frozenset({1}),
    NOW + timedelta(days=3),
)
EXAMPLES = examples(
    Sender(HOSTILE, "https://hub.example"), "ada@people.example", minutes=15, now=NOW
)


def mail_pages(
    viewer: Viewer, searches: tuple[SavedSearchView, ...]
) -> dict[str, tuple[str, Page]]:
    """Map an address to its template and page."""
    full = MailState(WISHES, searches, (WaitingMail(HOSTILE, NOW),), "ada@people.example")
    bare = MailState(
        replace(WISHES, rhythm=Rhythm.NEVER, due_at=None), (), (), "ada@people.example"
    )
    page = "account/mail.html"
    kinds = (NoticeKind.SAVED_SEARCH, NoticeKind.ACCOUNT)
    return {
        "/account/mail": (page, mail_page(viewer, full, EXAMPLES, has_mail=True, now=NOW)),
        "/account/mail-bare": (
            page,
            mail_page(
                viewer, bare, EXAMPLES, has_mail=False, now=NOW, is_saved=True, error="Not saved."
            ),
        ),
        "/mail/stop": (
            "mail/stop.html",
            stop_page(kinds, "/mail/stop/abc?kind=account", is_stopped=False),
        ),
        "/mail/stopped": ("mail/stop.html", stop_page(kinds, "/mail/stop/abc", is_stopped=True)),
    }
