"""Makes people of the sample stewards, and lets others offer help to them."""

from sqlmodel import col, select

from hub.context import AppContext
from hub.models import Audience, JoinedAccount, Offer, OfferState, Person, Proof, Steward
from hub.services import desk, offers
from hub.services.openness import member, open_to, steward
from hub.views.offers import Desk
from tests.hub.sample import Sample

WORDS = "I would like to listen to the table."


def make_steward(
    context: AppContext, sample: Sample, handle: str, *, project: str = "lanternbus"
) -> int:
    """Make somebody a steward; returns their id."""
    person_id, project_id = sample.people[handle], sample.projects[project]
    with context.transaction() as session:
        session.add(
            Steward(
                person_id=person_id,
                project_id=project_id,
                proof=Proof.OWNER,
                since=context.clock.now(),
            )
        )
    return person_id


def join(context: AppContext, person_id: int, handle: str, *, host: str = "github.com") -> None:
    """Join an account on a forge to somebody."""
    with context.transaction() as session:
        session.add(
            JoinedAccount(
                person_id=person_id, forge="github", host=host, remote_id=f"{person_id}-{handle}",
                handle=handle, joined_at=context.clock.now(), seen_at=context.clock.now(),
            )
        )  # fmt: skip


def offer(
    context: AppContext,
    person_id: int,
    task_id: int,
    *,
    words: str = WORDS,
    hours_per_week: float | None = None,
) -> int:
    """Send an offer; returns its id."""
    with context.transaction() as session:
        offers.send(
            context, session, person_id, task_id, words,
            hours_per_week=hours_per_week, now=context.clock.now(),
        )  # fmt: skip
        session.flush()
        found = session.exec(select(Offer.id).order_by(col(Offer.id).desc()).limit(1)).one()
        assert found is not None
        return found


def answer(
    context: AppContext, steward_id: int, offer_id: int, *, is_yes: bool, words: str = ""
) -> None:
    """Answer an offer as a steward."""
    with context.transaction() as session:
        desk.answer(
            context, session, steward_id, offer_id,
            is_yes=is_yes, words=words, now=context.clock.now(),
        )  # fmt: skip


def take_back(context: AppContext, person_id: int, offer_id: int) -> None:
    """Take an offer back."""
    with context.transaction() as session:
        offers.take_back(session, person_id, offer_id, now=context.clock.now())


def narrow(context: AppContext, person_id: int, audience: Audience) -> None:
    """Let the same people see every field of somebody, who is neither found nor suggested."""
    with context.transaction() as session:
        person = open_to(session.get_one(Person, person_id), audience)
        person.findable_since = person.suggested_since = None


def states(context: AppContext) -> list[OfferState]:
    """Give the states of all offers, in the order in which they were sent."""
    with context.reading() as session:
        return [each.state for each in session.exec(select(Offer).order_by(col(Offer.id)))]


def desk_of(context: AppContext, steward_id: int) -> Desk:
    """Read the desk of somebody."""
    with context.reading() as session:
        return desk.desk(session, steward_id, now=context.clock.now())


def is_seen_by(context: AppContext, handle: str, steward_id: int) -> bool:
    """Say whether somebody sees a person as their steward does."""
    with context.reading() as session:
        now = context.clock.now()
        asker = desk.asker_towards(session, handle, member(steward_id), now=now)
        return asker == steward(steward_id)
