"""What the doctor finds, on a database alone."""

from datetime import datetime, timedelta

from hub.cli.checks import Finding, check_hub
from hub.context import AppContext
from hub.matching.facts import Suggestion
from hub.models import Side, Source, Worker
from hub.services.budgets import store_budgets
from hub.services.shown import note_shown
from integrations.memory import MemoryForge
from integrations.records import Allowance, ForgeKind
from tests.hub.sample import Sample


def findings(context: AppContext, subject: str) -> list[Finding]:
    return [each for each in check_hub(context) if each.subject == subject]


def test_sources_in_trouble_are_counted_and_who_shows_them_is_named(indexed: AppContext) -> None:
    [found] = findings(indexed, "sources")
    assert not found.is_well
    assert found.sentence == "1 of 3 read within 6 hours, 1 in trouble."
    assert found.advice is not None
    assert "otdhub sources list" in found.advice


def test_source_not_read_for_long_is_named(
    indexed: AppContext, sample: Sample, now: datetime
) -> None:
    with indexed.transaction() as session:
        session.get_one(Source, sample.sources["good"]).good_at = now - timedelta(days=9)
    [_, found] = findings(indexed, "sources")
    assert not found.is_well
    assert "1 not read for more than 8 days: " in found.sentence


def test_low_budget_is_said_by_the_number_of_the_token(indexed: AppContext, now: datetime) -> None:
    forge = MemoryForge(ForgeKind.GITHUB, "github.com")
    forge.tell_budgets(
        Allowance(1, 5000, 4000, now + timedelta(hours=1)),
        Allowance(2, 5000, 7, now + timedelta(hours=1)),
    )
    with indexed.transaction() as session:
        store_budgets(session, forge, now)
    [found] = findings(indexed, "github.com")
    assert found.sentence == "token 2: 7 of 5000 (core) left."


def test_missing_worker_matters_only_where_something_waits(
    indexed: AppContext, sample: Sample, now: datetime
) -> None:
    [waiting] = findings(indexed, "workers")
    assert not waiting.is_well
    assert waiting.sentence == "0 at work; sources that wait for their turn: 1."
    with indexed.transaction() as session:
        session.add(Worker(id="w", host="here", process_id=1, started_at=now, seen_at=now))
    [worked] = findings(indexed, "workers")
    assert worked.is_well


def test_spread_of_suggestions_is_told_without_names(
    indexed: AppContext, sample: Sample, now: datetime
) -> None:
    [before] = findings(indexed, "suggestions")
    assert before.sentence == (
        "3 people ask for them; 0 were ever suggested for a task, 0 in the last 30 days."
    )
    suggestion = Suggestion(sample.tasks["town"], sample.people["noor"], 20.0, ())
    note_shown(indexed, [suggestion], side=Side.PROJECT, now=now)
    [after] = findings(indexed, "suggestions")
    assert after.is_well
    assert after.sentence == (
        "3 people ask for them; 1 were ever suggested for a task, 1 in the last 30 days. "
        "The tenth suggested most have 100% of these (Gini 0.67)."
    )
