"""What a person is on, put off or liked, as it is now: by their word and by their forges."""

from datetime import timedelta

import pytest

from hub.context import AppContext
from hub.models import Freshness, JoinedAccount, Project, Task, Verdict
from hub.services import feedback
from hub.services.my_tasks import my_tasks
from hub.views import Ending
from hub.views.my_tasks import MyTasks
from tests.hub.sample import Sample


def tasks_of(context: AppContext, person_id: int) -> MyTasks:
    with context.reading() as session:
        return my_tasks(session, person_id, now=context.clock.now())


def say(context: AppContext, person_id: int, task_id: int, verdict: Verdict) -> None:
    with context.transaction() as session:
        feedback.give(session, person_id, task_id, verdict, now=context.clock.now())


def join(context: AppContext, person_id: int, handle: str, host: str = "github.com") -> None:
    with context.transaction() as session:
        session.add(
            JoinedAccount(
                person_id=person_id, forge="github", host=host, remote_id=handle, handle=handle,
                joined_at=context.clock.now(),
            )
        )  # fmt: skip


def test_what_was_said_stands_in_its_part(context: AppContext, sample: Sample) -> None:
    noor = sample.people["noor"]
    for short, verdict in (
        ("screen-reader", Verdict.ON_IT),
        ("town", Verdict.LATER),
        ("need", Verdict.GREAT),
        ("bump", Verdict.NOT_FOR_ME),
    ):
        say(context, noor, sample.tasks[short], verdict)
    found = tasks_of(context, noor)
    assert [each.task_id for each in found.on_it] == [sample.tasks["screen-reader"]]
    assert [each.task_id for each in found.later] == [sample.tasks["town"]]
    assert [each.task_id for each in found.great] == [sample.tasks["need"]]
    assert found.on_forges == ()
    assert found.later[0].until == context.clock.now() + feedback.LATER
    assert found.on_it[0].freshness.state is Freshness.OPEN
    assert tasks_of(context, sample.people["teodor"]) == MyTasks((), (), (), ())


def test_state_is_that_of_now_whatever_was_stored(context: AppContext, sample: Sample) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["screen-reader"]
    say(context, noor, task_id, Verdict.ON_IT)
    with context.transaction() as session:
        task = session.get_one(Task, task_id)
        task.is_open, task.closed_at = False, context.clock.now() - timedelta(days=3)
    [found] = tasks_of(context, noor).on_it
    assert found.freshness.ending is Ending.CLOSED
    assert found.closed_at == context.clock.now() - timedelta(days=3)


def test_a_task_of_a_project_that_was_taken_down_is_not_named(
    context: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    say(context, noor, sample.tasks["screen-reader"], Verdict.ON_IT)
    with context.transaction() as session:
        session.get_one(Project, sample.projects["lanternbus"]).is_listed = False
    [found] = tasks_of(context, noor).on_it
    assert (found.title, found.project_name, found.url) == (None, "", None)


@pytest.mark.parametrize("handle", ["teodor", "TeoDor"])
def test_forge_names_an_account_that_is_joined(
    context: AppContext, sample: Sample, handle: str
) -> None:
    join(context, sample.people["noor"], handle)
    [found] = tasks_of(context, sample.people["noor"]).on_forges
    assert (found.task_id, found.names) == (sample.tasks["gtfs"], ("teodor",))
    assert (found.verdict, found.said_at) == (None, None)


@pytest.mark.parametrize(
    ("handle", "host"),
    [("teodor", "codeberg.org"), ("teo", "github.com"), ("%", "github.com"),
     ("_eodor", "github.com"), ('"', "github.com"), ("", "github.com")],
)  # fmt: skip
def test_another_account_or_host_is_somebody_else(
    context: AppContext, sample: Sample, handle: str, host: str
) -> None:
    join(context, sample.people["noor"], handle, host)
    assert tasks_of(context, sample.people["noor"]).on_forges == ()


def test_claim_in_a_comment_counts_as_long_as_it_holds(context: AppContext, sample: Sample) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["town"]
    join(context, noor, "Noor-K")
    for age, is_hers in ((timedelta(days=1), True), (timedelta(days=300), False)):
        with context.transaction() as session:
            task = session.get_one(Task, task_id)
            task.claimed_by, task.claimed_at = "noor-k", context.clock.now() - age
            task.freshness = Freshness.TAKEN
        found = tasks_of(context, noor).on_forges
        assert [each.task_id for each in found] == ([task_id] if is_hers else [])


def test_a_task_that_is_theirs_both_ways_stands_once(context: AppContext, sample: Sample) -> None:
    noor, task_id = sample.people["noor"], sample.tasks["gtfs"]
    join(context, noor, "teodor")
    say(context, noor, task_id, Verdict.ON_IT)
    found = tasks_of(context, noor)
    assert found.on_forges == ()
    assert found.on_it[0].names == ("teodor",)


def test_login_of_other_scripts_is_found(context: AppContext, sample: Sample) -> None:
    with context.transaction() as session:
        session.get_one(Task, sample.tasks["gtfs"]).assignees = ("Zoë",)
    join(context, sample.people["noor"], "zoë")
    assert [each.names for each in tasks_of(context, sample.people["noor"]).on_forges] == [("Zoë",)]
