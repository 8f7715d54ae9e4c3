"""The page on which people offer help for a task, and the list of their offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import OfferState
from hub.services.offers import MOST_CHARS
from hub.services.personal_data import in_days
from hub.services.personal_offers import SETTLED_KEPT_FOR
from hub.views.accounts import Viewer
from hub.views.offers import AskedToSteward, OfferDraft, OwnOffer
from hub.web.dates import span_words
from hub.web.forms.offer import TypedOffer
from hub.web.pages.base import PrivatePage

FIELDS = {
    "name": "your name",
    "own_line": "your line about yourself",
    "skills": "your skills",
    "kinds": "kinds of work",
    "causes": "causes",
    "hours": "hours a week",
    "spoken": "languages",
    "asks": "what to ask you for",
    "time_zone": "time zone",
    "links": "links",
    "contact": "how to reach you, which they look up and you see that they did",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage(PrivatePage):
    """The form as it was typed, and what is said before it is sent."""

    draft: OfferDraft
    opened: tuple[str, ...]
    answers_within: str
    typed: TypedOffer
    errors: Mapping[str, str]
    now: datetime
    most: int = MOST_CHARS


@dataclass(frozen=True, slots=True)
class OfferEntry:
    """An offer in its table; ``is_live`` says that it can be taken back or handed back."""

    offer: OwnOffer
    is_waiting: bool
    is_live: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersPage(PrivatePage):
    """The offers of a person, the last first, and what they are asked to look after."""

    asked: tuple[AskedToSteward, ...]
    entries: tuple[OfferEntry, ...]
    now: datetime
    kept_for: str = in_days(SETTLED_KEPT_FOR)


_STATES: Mapping[OfferState, str] = {
    OfferState.SENT: "It waits for an answer",
    OfferState.ACCEPTED: "They said yes",
    OfferState.DECLINED: "Not this time. Thank you for offering",
    OfferState.TAKEN_BACK: "You took it back",
    OfferState.ENDED: "It is over: handed back, never answered, or the task is closed by now",
}


def offer_page(
    viewer: Viewer,
    draft: OfferDraft,
    typed: TypedOffer | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    now: datetime,
) -> OfferPage:
    """Tell a person what an offer means, and take it."""
    within = draft.answers_within
    return OfferPage(
        title="Offer to help",
        section="tasks",
        form_token=viewer.form_token,
        draft=draft,
        opened=tuple(FIELDS[name] for name in draft.opened),
        answers_within=span_words(within) if within else "",
        typed=typed or TypedOffer(),
        errors=errors or {},
        now=now,
    )


def offers_page(
    viewer: Viewer,
    offers: tuple[OwnOffer, ...],
    asked: tuple[AskedToSteward, ...] = (),
    *,
    now: datetime,
) -> OffersPage:
    """Show a person what they offered."""
    return OffersPage(
        title="Your offers",
        section="for-you",
        form_token=viewer.form_token,
        asked=asked,
        entries=tuple(
            OfferEntry(
                offer=each,
                is_waiting=each.state is OfferState.SENT,
                is_live=each.state in (OfferState.SENT, OfferState.ACCEPTED),
                words=_STATES[each.state],
            )
            for each in offers
        ),
        now=now,
    )
