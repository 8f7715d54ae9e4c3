"""The page of what one gets by mail, and the one that a letter leads to, to stop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.models import NoticeKind, Rhythm
from hub.services.notice_examples import Example
from hub.services.notice_kinds import NOTICES, NoticeEntry, entry_of
from hub.views.accounts import Viewer
from hub.views.notices import MailState
from hub.web.pages.base import Page, PrivatePage

RHYTHMS = (
    (Rhythm.DAILY.value, "Once a day, at six in the morning (UTC)"),
    (Rhythm.WEEKLY.value, "Once a week, on Mondays at six (UTC)"),
    (Rhythm.NEVER.value, "Never: I look here"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage(PrivatePage):
    """Every kind of mail with its switch, how often, what waits, and what each looks like."""

    state: MailState
    entries: tuple[tuple[NoticeEntry, bool], ...]
    rhythms: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...]
    has_mail: bool
    is_saved: bool
    error: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage(Page):
    """Stops mails at the press of a button: programs that look at mail follow links, too."""

    titles: tuple[str, ...]
    address: str
    is_stopped: bool


def mail_page(
    viewer: Viewer,
    state: MailState,
    examples: tuple[Example, ...],
    *,
    has_mail: bool,
    now: datetime,
    is_saved: bool = False,
    error: str = "",
) -> MailPage:
    """Show a person what they get by mail."""
    return MailPage(
        title="Mail",
        section="account",
        form_token=viewer.form_token,
        state=state,
        entries=tuple((each, state.wishes.kinds[each.key]) for each in NOTICES),
        rhythms=RHYTHMS,
        examples=examples,
        has_mail=has_mail,
        is_saved=is_saved,
        error=error,
        now=now,
    )


def stop_page(kinds: Sequence[NoticeKind], address: str, *, is_stopped: bool) -> StopPage:
    """Ask to press the button, or say that it was done. ``address`` is that of this page."""
    return StopPage(
        title="Stopped" if is_stopped else "Stop these mails?",
        is_indexed=False,
        is_private=True,
        titles=tuple(entry_of(kind).title for kind in kinds),
        address=address,
        is_stopped=is_stopped,
    )
