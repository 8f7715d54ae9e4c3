"""The page of what happened to a person's account and data."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import What
from hub.services.account_events import KEPT_FOR, EventPage
from hub.services.personal_data import in_days
from hub.views.accounts import EventView, Viewer
from hub.web.pages.base import PrivatePage

# Facts stand in braces; one that was not noted is left empty.
_SENTENCES: Mapping[What, str] = {
    What.ACCOUNT_MADE: "You made your account.",
    What.LINK_AT_TERMINAL: "Somebody at the hub's own terminal made a link that signs you in.",
    What.SIGNED_IN: "You signed in: {browser}.",
    What.SESSION_ENDED: "You signed out: {browser}.",
    What.PROFILE_CHANGED: "You changed your profile: {fields}.",
    What.SUGGESTIONS_ASKED: "You asked to be suggested.",
    What.FINDING_ASKED: "You chose to be found among people.",
    What.FINDING_ENDED: "You chose not to be found among people any more.",
    What.NEVER_PEOPLE_CHANGED: "You changed with whom you want nothing to do.",
    What.SUGGESTIONS_PAUSED: "You paused being suggested, until {until}.",
    What.SUGGESTIONS_RESUMED: "You ended your pause.",
    What.SUGGESTIONS_ENDED: "You asked not to be suggested any more.",
    What.EXPORTED: "Everything about you was handed out {how}.",
    What.PROGRAM_ADMITTED: "You made the token “{token}”: {scopes}.",
    What.PROGRAM_CAME: "The token “{token}” was used for the first time.",
    What.PROGRAM_SHUT_OUT: "You ended the token “{token}”.",
    What.OPERATOR_MADE: "You became the operator, by the code of the terminal.",
    What.FORGE_JOINED: "You joined an account to yours: {account}.",
    What.FORGE_PARTED: "You parted from an account: {account}.",
    What.HISTORY_ASKED: "You asked for your work at {account} to be brought in.",
    What.HISTORY_READ: "Your work at {account} was brought in.",
    What.HISTORY_USED: "You let your work at {account} be used.",
    What.HISTORY_RESTED: "You kept your work at {account} from being used.",
    What.HISTORY_FORGOTTEN: "Your work at {account} was forgotten.",
    What.ADDRESS_SET: "Your mail address became another one.",
    What.ADDRESS_ENDED: "You took your mail address off.",
    What.CONTACT_LOOKED_UP: "You looked up how to reach somebody.",
    What.STEWARD_MADE: "You became a steward of {project}, {how}.",
    What.STEWARD_ASKED: "You asked somebody to look after {project} with you.",
    What.STEWARD_STEPPED_DOWN: "You stepped down as a steward of {project}.",
    What.STEWARD_REMOVED: "Whoever runs this hub ended that you look after {project}.",
    What.OFFERED: "You offered to help {project}.",
    What.OFFER_TAKEN_BACK: "You took back an offer to {project}.",
    What.OFFER_ANSWERED: "You answered an offer to {project}.",
    What.MAIL_CHOSEN: "You chose which mail you get: {mail}.",
}


@dataclass(frozen=True, slots=True)
class EventEntry:
    """Something that happened, as a sentence."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLogPage(PrivatePage):
    """What happened, the newest first; ``older_address`` is empty on the last page."""

    events: tuple[EventEntry, ...]
    older_address: str
    is_first: bool
    kept_for: str
    now: datetime


def account_log_page(
    viewer: Viewer, page: EventPage, *, cursor: str | None, is_first: bool, now: datetime
) -> AccountLogPage:
    """Show a person what happened; ``cursor`` leads to what is older."""
    return AccountLogPage(
        title="What happened to your account",
        section="account",
        form_token=viewer.form_token,
        events=tuple(EventEntry(event.at, sentence_of(event)) for event in page.events),
        older_address=f"/account/log?before={cursor}" if cursor else "",
        is_first=is_first,
        kept_for=in_days(KEPT_FOR),
        now=now,
    )


def sentence_of(event: EventView) -> str:
    """Say what happened."""
    return _SENTENCES[event.what].format_map(defaultdict(str, event.facts))
