"""What was finished in a project, read with consent and fitted anew when it changes."""

from datetime import timedelta

from sqlalchemy import update

from hub.context import AppContext
from hub.matching.likeness.project import ProjectHistory
from hub.models import Contribution
from hub.services.histories import history_of
from hub.services.tables import PERSON
from tests.hub.sample import Sample

PLACE = "github.com/riders/lanternbus"


def history(context: AppContext) -> ProjectHistory:
    with context.reading() as session:
        return history_of(session, context, PLACE, now=context.clock.now())


def add(
    context: AppContext, person_id: int, number: int, *, path: str = "Riders/Lanternbus"
) -> None:
    with context.transaction() as session:
        session.add(
            Contribution(
                person_id=person_id, host="github.com", remote_id=str(number),
                project_path=path, title=f"Print ferry {number}", url="https://example.org/1",
                done_at=context.clock.now() - timedelta(days=number),
            )
        )  # fmt: skip


def test_a_project_without_work_has_an_empty_history(context: AppContext, sample: Sample) -> None:
    assert history(context).people == ()


def test_work_is_found_whatever_the_case_of_its_path(context: AppContext, sample: Sample) -> None:
    add(context, sample.people["noor"], 1)
    add(context, sample.people["teodor"], 2, path="riders/lanternbus")
    add(context, sample.people["noor"], 3, path="riders/other")
    found = history(context)
    assert found.people == tuple(sorted((sample.people["noor"], sample.people["teodor"])))
    work = found.work_of(found.ask("ferry"), sample.people["noor"])
    assert work is not None
    assert work.count == 1


def test_what_has_not_changed_is_the_same_and_new_work_is_seen_at_once(
    context: AppContext, sample: Sample
) -> None:
    add(context, sample.people["noor"], 1)
    first = history(context)
    assert history(context) is first
    add(context, sample.people["noor"], 2)
    work = history(context).work_of(history(context).ask("ferry"), sample.people["noor"])
    assert work is not None
    assert work.count == 2


def test_work_of_who_does_not_want_it_or_pauses_is_not_read(
    context: AppContext, sample: Sample
) -> None:
    for number, name in enumerate(("noor", "private", "resting"), 1):
        add(context, sample.people[name], number)
    assert history(context).people == (sample.people["noor"],)
    with context.transaction() as session:
        session.connection().execute(
            update(PERSON).where(PERSON.c.id == sample.people["noor"]).values(suggested_since=None)
        )
    assert history(context).people == ()
