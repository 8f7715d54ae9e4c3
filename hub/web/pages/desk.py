"""The desk of a steward, and the page on which a project is claimed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.models import Proof
from hub.normalise.project_files import NEEDS_FILE
from hub.services.given_hours import hours_now
from hub.services.offers import MOST_CHARS
from hub.views.accounts import Viewer
from hub.views.offers import ClaimView, Desk, DeskOffer
from hub.web.pages.base import PrivatePage
from hub.web.pages.suggestions import face_of, initial_of

PROOFS: Mapping[Proof, str] = {
    Proof.OWNER: "the account that owns its repository is yours",
    Proof.FILE: "its own file names your account",
    Proof.STEWARD: "another steward asked you",
}


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """An offer with the face of who sent it; ``hours`` are those of their profile, now."""

    offer: DeskOffer
    initial: str
    face: str
    hours: float | None


@dataclass(frozen=True, slots=True)
class Unasked:
    """Whom a steward wished to ask for a project, as typed, and why that did not go."""

    slug: str
    typed: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage(PrivatePage):
    """What waits, what was said yes to, what people who left let stay, and the projects.

    ``has_asked`` says that they asked somebody a moment ago to look after one too, ``unasked``
    that they could not.
    """

    desk: Desk
    waiting: tuple[DeskEntry, ...]
    accepted: tuple[DeskEntry, ...]
    left: tuple[DeskEntry, ...]
    proofs: Mapping[Proof, str]
    has_asked: bool
    unasked: Unasked
    now: datetime
    most: int = MOST_CHARS


_NOBODY = Unasked("", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage(PrivatePage):
    """A project that may be claimed, and what is wrong if it could not."""

    claim: ClaimView
    file: str
    error: str


def desk_page(
    viewer: Viewer,
    desk: Desk,
    *,
    now: datetime,
    has_asked: bool = False,
    unasked: Unasked = _NOBODY,
) -> DeskPage:
    """Show a steward their desk."""
    return DeskPage(
        title="Your desk",
        section="projects",
        form_token=viewer.form_token,
        desk=desk,
        waiting=tuple(_entry(each, now) for each in desk.waiting.shown),
        accepted=tuple(_entry(each, now) for each in desk.accepted.shown),
        left=tuple(_entry(each, now) for each in desk.left.shown),
        proofs=PROOFS,
        has_asked=has_asked,
        unasked=unasked,
        now=now,
    )


def claim_page(viewer: Viewer, claim: ClaimView, *, error: str = "") -> ClaimPage:
    """Ask whether a project is somebody's."""
    return ClaimPage(
        title="Is it yours?",
        section="projects",
        form_token=viewer.form_token,
        claim=claim,
        file=NEEDS_FILE,
        error=error,
    )


def _entry(offer: DeskOffer, now: datetime) -> DeskEntry:
    if offer.person is None:
        return DeskEntry(offer, "", face_of(""), None)
    card = offer.person.card
    hours = hours_now(card.hours_per_week, card.hours_until, now=now)
    return DeskEntry(offer, initial_of(card.name), face_of(card.handle), hours)
