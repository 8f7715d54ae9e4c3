"""The pages of offers and of the desk, with invented values."""

from dataclasses import replace
from datetime import timedelta

from hub.models import OfferState, Proof
from hub.views.accounts import Viewer
from hub.views.offers import (
    AskedToSteward,
    ClaimView,
    Desk,
    DeskOffer,
    DeskOffers,
    DeskProject,
    OfferDraft,
    OwnOffer,
    StewardsView,
)
from hub.views.people import PersonCard
from hub.web.forms.offer import TypedOffer
from hub.web.pages.base import Page
from hub.web.pages.desk import claim_page, desk_page
from hub.web.pages.offers import offer_page, offers_page
from tests.hub.sample import HOSTILE
from tests.hub.web import samples
from tests.hub.web.samples import NOW

NAMED = (PersonCard("teodor", HOSTILE, None, None), PersonCard("jule", "Jule", None, 3.0))
STEWARDS = StewardsView(NAMED, 2)
OFFER = OwnOffer(
    1, 1, HOSTILE, HOSTILE, f"{HOSTILE}\nand more", 2.5, OfferState.SENT,
    NOW - timedelta(days=3), None, "",
)  # fmt: skip
OWN = tuple(
    replace(OFFER, offer_id=number, state=state, settled_at=NOW, answer=HOSTILE)
    for number, state in enumerate(OfferState, start=2)
    if state is not OfferState.SENT
)
DRAFT = OfferDraft(
    1, HOSTILE, "lanternbus", HOSTILE, STEWARDS, ("name", "skills", "contact"), None,
    timedelta(days=2),
)  # fmt: skip
ON_DESK = DeskOffer(
    1, 1, HOSTILE, HOSTILE, f"{HOSTILE}\nand more", 2.0, NOW - timedelta(days=3), None, "",
    samples.PERSON, False,
)  # fmt: skip
PROJECTS = (
    DeskProject("lanternbus", HOSTILE, NOW, Proof.OWNER, STEWARDS),
    DeskProject("seedswap", "Seedswap", NOW, Proof.STEWARD, StewardsView(is_own=True)),
)
DESK = Desk(
    waiting=DeskOffers(
        (ON_DESK, replace(ON_DESK, offer_id=2, person=None, hours_per_week=None)), has_more=True
    ),
    accepted=DeskOffers((replace(ON_DESK, offer_id=3, settled_at=NOW, answer=HOSTILE),)),
    left=DeskOffers((replace(ON_DESK, offer_id=4, settled_at=NOW, person=None, has_left=True),)),
    projects=PROJECTS,
)
CLAIM = ClaimView("lanternbus", HOSTILE, StewardsView(), (f"{HOSTILE} on x",), ("codeberg.org",))


ASKED = (AskedToSteward("lanternbus", HOSTILE, NOW), AskedToSteward("seedswap", "Seeds", NOW))


def offer_pages(viewer: Viewer) -> dict[str, tuple[str, Page]]:
    """Map an address to its template and page."""
    form, wrong = "offers/offer.html", {"words": "Write a few words.", "hours": "A number."}
    nobody = replace(DRAFT, stewards=StewardsView(), opened=(), answers_within=None)
    pages: dict[str, tuple[str, Page]] = {
        "/tasks/1/offer": (form, offer_page(viewer, DRAFT, now=NOW)),
        "/tasks/1/offer-wrong": (
            form, offer_page(viewer, DRAFT, TypedOffer(HOSTILE, "many"), wrong, now=NOW),
        ),
        "/tasks/1/offer-refused": (
            form, offer_page(viewer, DRAFT, TypedOffer(HOSTILE), {"form": "Ten wait."}, now=NOW),
        ),
        "/tasks/1/offer-nameless": (
            form,
            offer_page(
                viewer,
                replace(DRAFT, opened=(), stewards=StewardsView(more=1), answers_within=None),
                now=NOW,
            ),
        ),
        "/tasks/1/offer-nobody": (form, offer_page(viewer, nobody, now=NOW)),
        "/tasks/1/offer-own": (
            form, offer_page(viewer, replace(nobody, stewards=StewardsView(is_own=True)), now=NOW),
        ),
        "/account/offers": (
            "offers/index.html",
            offers_page(viewer, (OFFER, *OWN, replace(OFFER, title=None)), ASKED, now=NOW),
        ),
        "/account/offers-none": ("offers/index.html", offers_page(viewer, (), now=NOW)),
        "/desk": ("desk/index.html", desk_page(viewer, DESK, now=NOW)),
        "/desk-empty": (
            "desk/index.html",
            desk_page(viewer, Desk(projects=PROJECTS), has_asked=True, now=NOW),
        ),
        "/projects/lanternbus/claim": ("projects/claim.html", claim_page(viewer, CLAIM)),
        "/projects/lanternbus/claim-refused": (
            "projects/claim.html",
            claim_page(viewer, replace(CLAIM, accounts=()), error="We found no proof."),
        ),
        "/projects/lanternbus/claim-own": (
            "projects/claim.html",
            claim_page(viewer, replace(CLAIM, stewards=StewardsView(is_own=True))),
        ),
    }  # fmt: skip
    for each in (OFFER, *OWN[:2]):
        draft = replace(DRAFT, own=each)
        pages[f"/tasks/1/offer-{each.state}"] = (form, offer_page(viewer, draft, now=NOW))
    return pages
