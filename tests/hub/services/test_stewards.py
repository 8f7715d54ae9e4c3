"""Who looks after a project: by proof, or by another steward; and who is shown of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import delete, select

from hub.context import AppContext
from hub.errors import Conflict, NotFound, Refused, TooOften
from hub.models import (
    Audience,
    Health,
    OfferState,
    Person,
    ProjectFile,
    Proof,
    Repository,
    Steward,
    StewardRequest,
    What,
)
from hub.normalise.project_files import NEEDS_FILE
from hub.services import account_events, never_people, retention, stewards
from hub.services.openness import VISITOR, member
from hub.services.personal_offers import ASKED_KEPT_FOR
from hub.services.steward_proof import SIGNED_IN_WITHIN
from hub.services.visibility import hide_unlisted
from tests.hub.offering import join, make_steward, narrow, offer, states
from tests.hub.sample import Sample


def claim(context: AppContext, person_id: int, slug: str = "lanternbus") -> Proof:
    with context.transaction() as session:
        stewards.claim(session, person_id, slug, now=context.clock.now())
    with context.reading() as session:
        [row] = session.exec(select(Steward).where(Steward.person_id == person_id))
        return row.proof


def say_in_file(context: AppContext, repository: str, *names: str) -> None:
    """Have the needs file of a repository name stewards."""
    with context.transaction() as session:
        row = session.exec(select(Repository).where(Repository.path == repository)).one()
        assert row.id is not None
        session.add(
            ProjectFile(
                repository_id=row.id, name=NEEDS_FILE, said={"stewards": list(names)},
                digest="x", read_at=context.clock.now(),
            )
        )  # fmt: skip


@pytest.mark.parametrize("handle", ["riders", "Riders"])
def test_account_that_owns_a_repository_is_proof(
    context: AppContext, sample: Sample, handle: str
) -> None:
    noor = sample.people["noor"]
    join(context, noor, handle)
    assert claim(context, noor) is Proof.OWNER
    assert claim(context, noor) is Proof.OWNER


def test_account_that_the_file_names_is_proof_on_that_forge_alone(
    context: AppContext, sample: Sample
) -> None:
    noor, teodor = sample.people["noor"], sample.people["teodor"]
    say_in_file(context, "riders/lanternbus", "Noor-A", "teo")
    join(context, noor, "noor-a")
    join(context, teodor, "teo", host="codeberg.org")
    assert claim(context, noor) is Proof.FILE
    with pytest.raises(Refused, match="stewards:"):
        claim(context, teodor)


@pytest.mark.parametrize(
    ("handle", "host"),
    [("riders", "codeberg.org"), ("rider", "github.com"), ("lanternbus", "github.com"),
     ("riders/lanternbus", "github.com"), ("", "github.com"), ("mirembe", "github.com")],
)  # fmt: skip
def test_another_account_is_no_proof(
    context: AppContext, sample: Sample, handle: str, host: str
) -> None:
    noor = sample.people["noor"]
    join(context, noor, handle, host=host)
    with pytest.raises(Refused, match="put your handle under"):
        claim(context, noor)
    with context.reading() as session:
        assert session.exec(select(Steward)).all() == []


def test_name_that_two_people_had_proves_nothing(context: AppContext, sample: Sample) -> None:
    join(context, sample.people["noor"], "riders")
    join(context, sample.people["teodor"], "RIDERS")
    for name in ("noor", "teodor"):
        with pytest.raises(Refused):
            claim(context, sample.people[name])


def test_repository_that_is_gone_proves_nothing(context: AppContext, sample: Sample) -> None:
    with context.transaction() as session:
        for row in session.exec(select(Repository).where(Repository.host == "github.com")):
            row.health = Health.GONE
    join(context, sample.people["noor"], "riders")
    with pytest.raises(Refused):
        claim(context, sample.people["noor"])


def test_project_that_is_not_listed_is_claimed_by_nobody(
    context: AppContext, sample: Sample
) -> None:
    join(context, sample.people["noor"], "quiet")
    with pytest.raises(NotFound):
        claim(context, sample.people["noor"], "hidden")


def test_who_is_asked_becomes_one_by_saying_yes_and_nobody_else_asks(
    context: AppContext, sample: Sample
) -> None:
    noor, teodor = make_steward(context, sample, "noor"), sample.people["teodor"]
    now, project_id = context.clock.now(), sample.projects["lanternbus"]
    with context.transaction() as session:
        for _ in range(2):
            stewards.ask(session, noor, "lanternbus", "teodor", now=now)
        assert not stewards.is_steward(session, teodor, project_id)
        assert [each.slug for each in stewards.asked(session, teodor)] == ["lanternbus"]
        stewards.agree(session, teodor, "lanternbus", now=now)
        assert stewards.is_steward(session, teodor, project_id)
        assert stewards.asked(session, teodor) == ()
    for steward_id, slug, handle in (
        (noor, "lanternbus", "private"),  # who is not to be seen
        (noor, "lanternbus", "nobody"),
        (noor, "seedswap", "teodor"),
        (sample.people["back"], "lanternbus", "teodor"),
    ):
        with pytest.raises(NotFound), context.transaction() as session:
            stewards.ask(session, steward_id, slug, handle, now=now)
    with context.transaction() as session:
        never_people.save(session, sample.people["back"], ["noor"], now=now)
    with pytest.raises(NotFound), context.transaction() as session:
        stewards.ask(session, noor, "lanternbus", "back", now=now)


def test_who_says_no_or_was_never_asked_is_none(context: AppContext, sample: Sample) -> None:
    noor, teodor = make_steward(context, sample, "noor"), sample.people["teodor"]
    now = context.clock.now()
    with pytest.raises(Conflict), context.transaction() as session:
        stewards.agree(session, teodor, "lanternbus", now=now)
    with context.transaction() as session:
        stewards.ask(session, noor, "lanternbus", "teodor", now=now)
        stewards.say_no(session, teodor, "lanternbus")
    with pytest.raises(Conflict), context.transaction() as session:
        stewards.agree(session, teodor, "lanternbus", now=now)
    with context.transaction() as session:
        session.add(
            StewardRequest(
                project_id=sample.projects["lanternbus"], person_id=teodor,
                asked_at=now - ASKED_KEPT_FOR,
            )
        )  # fmt: skip
    retention.forget_ended(context)
    with context.reading() as session:
        assert stewards.asked(session, teodor) == ()


def test_names_are_shown_as_far_as_they_are_open(context: AppContext, sample: Sample) -> None:
    noor, teodor = make_steward(context, sample, "noor"), make_steward(context, sample, "teodor")
    back, private = make_steward(context, sample, "back"), make_steward(context, sample, "private")
    now, project_id = context.clock.now(), sample.projects["lanternbus"]
    narrow(context, back, Audience.ONESELF)
    with context.transaction() as session:
        session.get_one(Person, teodor).name_seen_by = Audience.MEMBERS
    with context.reading() as session:
        visitor = stewards.of_project(session, project_id, now=now, asker=VISITOR)
        other = stewards.of_project(
            session, project_id, now=now, asker=member(sample.people["resting"])
        )
        own = stewards.of_project(session, project_id, now=now, asker=member(noor))
    assert ([each.name for each in visitor.named], visitor.more) == (["Noor"], 3)
    assert ([each.name for each in other.named], other.more) == (["Noor", "Teodor"], 2)
    assert ([each.name for each in own.named], own.more, own.is_own) == (["Teodor"], 2, True)
    assert private


def test_who_stands_apart_is_neither_named_nor_counted(context: AppContext, sample: Sample) -> None:
    make_steward(context, sample, "noor")
    teodor, now = sample.people["teodor"], context.clock.now()
    with context.transaction() as session:
        never_people.save(session, teodor, ["noor"], now=now)
    with context.reading() as session:
        found = stewards.of_project(
            session, sample.projects["lanternbus"], now=now, asker=member(teodor)
        )
    assert not found.is_claimed


def change_repositories(context: AppContext, **values: object) -> None:
    with context.transaction() as session:
        for row in session.exec(select(Repository).where(Repository.path == "riders/lanternbus")):
            for name, value in values.items():
                setattr(row, name, value)


@pytest.mark.parametrize(
    "values",
    [
        {"health": Health.UNREAD},
        {"health": Health.GONE},
        {"remote_id": None},
        {"good_at": None},
        {"good_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
    ids=lambda values: next(iter(values.items())),
)
def test_repository_that_was_not_read_lately_proves_nothing(
    context: AppContext, sample: Sample, values: dict[str, object]
) -> None:
    join(context, sample.people["noor"], "riders")
    change_repositories(context, **values)
    with pytest.raises(Refused):
        claim(context, sample.people["noor"])


def test_account_proves_as_long_as_somebody_signed_in_with_it_lately(
    context: AppContext, sample: Sample
) -> None:
    join(context, sample.people["noor"], "riders")
    later = context.clock.now() + SIGNED_IN_WITHIN
    change_repositories(context, good_at=later)
    with (
        pytest.raises(Refused, match="Sign in with the account"),
        context.transaction() as session,
    ):
        stewards.claim(session, sample.people["noor"], "lanternbus", now=later)


def test_steward_asks_so_many_within_a_day(context: AppContext, sample: Sample) -> None:
    teodor, today = make_steward(context, sample, "teodor"), context.clock.now()

    def ask_and_hear_no(now: datetime) -> None:
        with context.transaction() as session:
            stewards.ask(session, teodor, "lanternbus", "noor", now=now)
            stewards.say_no(session, sample.people["noor"], "lanternbus")

    for _ in range(stewards.MOST_ASKED_A_DAY):
        ask_and_hear_no(today)
    with pytest.raises(TooOften):
        ask_and_hear_no(today)
    ask_and_hear_no(today + timedelta(days=1, seconds=1))


def test_project_that_somebody_looks_after_stays_when_nothing_lists_it(
    context: AppContext, sample: Sample
) -> None:
    make_steward(context, sample, "teodor", project="seedswap")
    with context.transaction() as session:
        row = session.exec(select(Repository).where(Repository.path == "seeds/swap")).one()
        assert not hide_unlisted(session, row, now=context.clock.now())
        session.execute(delete(Steward))
        assert hide_unlisted(session, row, now=context.clock.now())


def test_whoever_runs_the_hub_ends_what_is_not_theirs(context: AppContext, sample: Sample) -> None:
    teodor, now = make_steward(context, sample, "teodor"), context.clock.now()
    offer(context, sample.people["noor"], sample.tasks["screen-reader"])
    with context.reading() as session:
        [row] = stewards.standing(session, "lanternbus")
    assert (row.handle, row.proof) == ("teodor", Proof.OWNER)
    for slug, handle in (("lanternbus", "nobody"), ("lanternbus", "noor"), ("seedswap", "teodor")):
        with pytest.raises(NotFound), context.transaction() as session:
            stewards.remove(session, slug, handle, now=now)
    with context.transaction() as session:
        stewards.remove(session, "lanternbus", "teodor", now=now)
    with context.reading() as session:
        assert stewards.standing(session, "lanternbus") == []
        [event] = account_events.listing(session, teodor).events
    assert event.what is What.STEWARD_REMOVED
    assert states(context) == [OfferState.ENDED]
