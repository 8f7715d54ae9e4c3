"""The parts of the pages once, in all states: invented values, shown on ``/patterns``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.matching.facts import Fit, Reason, Suggestion
from hub.matching.sentences import said, say
from hub.models import Freshness
from hub.views import Ending, FreshnessView, ProjectCard, TaskCard
from hub.views.people import PersonCard
from hub.views.search import Facet, FacetValue, FoundPerson
from hub.views.suggestions import EasierTask, Mentor, SuggestedPerson, WayToLearn
from hub.vocabulary.kinds import kinds
from hub.web.pages.base import DatedPage
from hub.web.pages.search import FacetGroup, FoundSeat, ProjectEntry, facet_group
from hub.web.pages.suggestions import PersonEntry, face_of, initial_of, person_entry
from search.base import Span

_NOOR = PersonCard("noor", "Noor", "Tests with a screen reader, 3 hours a week", 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternsPage(DatedPage):
    """What the parts are shown with."""

    freshness: tuple[FreshnessView, ...]
    kinds: tuple[str, ...]
    person: PersonEntry
    found_person: FoundSeat
    tasks: tuple[TaskCard, ...]
    way: WayToLearn
    project: ProjectEntry
    facets: tuple[FacetGroup, ...]
    lives: tuple[tuple[str | None, datetime | None], ...]


def patterns_page(now: datetime) -> PatternsPage:
    """Make the page; every date is counted from ``now``."""
    return PatternsPage(
        title="Parts and their states",
        section="hub",
        is_indexed=False,
        freshness=_freshness(now),
        kinds=tuple(kind.key for kind in kinds()),
        person=person_entry(_suggested()),
        found_person=_found_person(),
        tasks=(_task(now, Freshness.OPEN), _task(now, Freshness.TAKEN)),
        way=WayToLearn(
            "svelte",
            "Svelte",
            EasierTask(1, "Name the buttons of the map", "Kerbside"),
            Mentor("noor", "Noor"),
        ),
        project=_project(now),
        facets=tuple(_facets()),
        lives=(
            ("lively", now - timedelta(days=1)),
            ("quiet", now - timedelta(days=250)),
            ("asleep", now - timedelta(days=600)),
            ("ended", None),
            (None, None),
        ),
        now=now,
    )


def _freshness(now: datetime) -> tuple[FreshnessView, ...]:
    return (
        FreshnessView(Freshness.OPEN, now - timedelta(days=2)),
        FreshnessView(Freshness.QUIET, now - timedelta(weeks=7)),
        FreshnessView(
            Freshness.QUIET,
            now - timedelta(days=2),
            away_until=(now + timedelta(days=9)).date(),
            steward="Mirembe",
        ),
        FreshnessView(Freshness.TAKEN, now - timedelta(days=1), ("noor",)),
        FreshnessView(Freshness.TAKEN, now - timedelta(days=1), ("noor", "jule", "teodor")),
        FreshnessView(
            Freshness.TAKEN, now - timedelta(days=4), ("noor",), until=now + timedelta(days=26)
        ),
        FreshnessView(Freshness.REVIEW, now - timedelta(days=3)),
        FreshnessView(Freshness.ASLEEP, now - timedelta(days=400)),
        FreshnessView(Freshness.UNKNOWN),
        FreshnessView(Freshness.CLOSED, now - timedelta(hours=3)),
        FreshnessView(Freshness.CLOSED, now - timedelta(hours=3), ending=Ending.GONE),
        FreshnessView(Freshness.CLOSED, now - timedelta(hours=3), ending=Ending.ARCHIVED),
    )


def _suggested() -> SuggestedPerson:
    reasons = (
        _reason(Fit.CLEAR, 1.0, 0.4, "Uses NVDA every day and offers testing with it."),
        _reason(Fit.PARTLY, 0.5, 0.2, "Works in English; the team also speaks Polish."),
        _reason(Fit.NOT_YET, 0.0, 0.1, "Has not worked with Lanternbus before. That is fine."),
    )
    score = sum(reason.weight * reason.value for reason in reasons)
    return SuggestedPerson(_NOOR, Suggestion(1, 1, score, reasons))


def _found_person() -> FoundSeat:
    found = FoundPerson(
        person_id=1,
        card=_NOOR,
        own_line=(Span("Tests with a "), Span("screen reader", is_match=True), Span(", by ear")),
        can=("screen-reader-testing", "web-accessibility"),
        mentors=("screen-reader-testing",),
    )
    return FoundSeat(found, initial_of(_NOOR.name), face_of(_NOOR.handle))


def _facets() -> Iterator[FacetGroup]:
    """Give a short list, a long one, one that was looked through, and one where nothing is left."""
    kinds_of_work = (
        FacetValue("design", 5, is_on=True),
        FacetValue("doc", 6, is_on=False),
        FacetValue("translation", 4, is_on=False),
        FacetValue("research", 0, is_on=False),
    )
    names = (
        "Python JavaScript TypeScript Java Elixir Elm Go Rust C Ada Clojure Crystal D Dart Erlang "
        "Fortran Haskell Julia Kotlin Lua Nim OCaml"
    )
    languages = tuple(FacetValue(name, 9, is_on=False) for name in names.split())
    yield facet_group(Facet("kind", kinds_of_work))
    yield facet_group(Facet("language", languages))
    yield facet_group(Facet("skill", languages), "java")
    yield facet_group(Facet("forge", languages), "no such")


def _reason(fit: Fit, value: float, weight: float, words: str) -> Reason:
    source = say("from-profile", name="Noor")
    return Reason(f"reason_{fit.value}", fit, value, weight, said(words, words), source)


def _task(now: datetime, state: Freshness) -> TaskCard:
    return TaskCard(
        task_id=1,
        title=(Span("Read the "), Span("timetable", is_match=True), Span(" table aloud")),
        excerpt=(Span("Sighted riders scan it in a second. We need ears, no code."),),
        kinds=("a11y", "test"),
        skills=(),
        project_slug="lanternbus",
        project_name="Lanternbus",
        host="git.lanternbus.example",
        freshness=FreshnessView(state, now - timedelta(days=2), ("noor",)),
        opened_at=now - timedelta(days=12),
        updated_at=now - timedelta(days=2),
        spoken="en",
        effort="small",
        is_newcomer_fit=True,
    )


def _project(now: datetime) -> ProjectEntry:
    card = ProjectCard(
        project_id=1,
        slug="lanternbus",
        name=(Span("Lanternbus"),),
        summary=(Span("Night bus times and maps for small towns."),),
        causes=("getting_around",),
        languages=(),
        hosts=("git.lanternbus.example",),
        stars=None,
        is_archived=False,
        added_at=now - timedelta(days=100),
        last_change_at=now - timedelta(days=1),
        open_tasks=(("code", 5), ("a11y", 3)),
    )
    return ProjectEntry(card, "L", "translation", "lively")
