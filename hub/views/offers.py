"""Stewards and offers, as the pages of offerers and stewards show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.models import OfferState, Proof
from hub.views.people import PersonCard, PersonView


@dataclass(frozen=True, slots=True)
class StewardsView:
    """Who looks after a project: those whose name is open to who asks, and how many others.

    ``is_own`` says that who asks is one of them; they are in neither.
    """

    named: tuple[PersonCard, ...] = ()
    more: int = 0
    is_own: bool = False

    @property
    def is_claimed(self) -> bool:
        """Say whether anybody looks after it."""
        return bool(self.named or self.more or self.is_own)


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """An offer, for who sent it. Of a task that is not listed any more there is no title.

    ``answer`` is what the project wrote; empty where it wrote nothing. ``settled_at`` is ``None``
    while it waits.
    """

    offer_id: int
    task_id: int
    title: str | None
    project_name: str
    words: str
    hours_per_week: float | None
    state: OfferState
    sent_at: datetime
    settled_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """What somebody is told before they offer help for a task.

    ``opened`` are the fields of theirs that the stewards will see. ``own`` is the offer of theirs
    that stands already. ``answers_within`` is how soon the project usually answers, if known.
    """

    task_id: int
    title: str
    project_slug: str
    project_name: str
    stewards: StewardsView
    opened: tuple[str, ...]
    own: OwnOffer | None
    answers_within: timedelta | None


@dataclass(frozen=True, slots=True)
class DeskOffer:
    """An offer, for the stewards of its project.

    ``person`` is ``None`` where they show them no name; ``has_left`` says that they left.
    """

    offer_id: int
    task_id: int
    title: str
    project_name: str
    words: str
    hours_per_week: float | None
    sent_at: datetime
    settled_at: datetime | None
    answer: str
    person: PersonView | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class DeskProject:
    """A project that somebody looks after: since when, by what, and with whom."""

    slug: str
    name: str
    since: datetime
    proof: Proof
    stewards: StewardsView


@dataclass(frozen=True, slots=True)
class DeskOffers:
    """Offers on a desk; ``has_more`` says that there are others beyond those that are shown."""

    shown: tuple[DeskOffer, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a steward, the oldest first; what was said yes to; and their projects."""

    waiting: DeskOffers = DeskOffers()
    accepted: DeskOffers = DeskOffers()
    left: DeskOffers = DeskOffers()
    projects: tuple[DeskProject, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedToSteward:
    """A project that somebody is asked to look after, and when they were."""

    slug: str
    name: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A project that somebody may claim, with the accounts by which that may be proved."""

    slug: str
    name: str
    stewards: StewardsView
    accounts: tuple[str, ...]
    hosts: tuple[str, ...]
