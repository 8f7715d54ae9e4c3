"""A project's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from hub.models import Health
from hub.services.life import life_of, of_repositories
from hub.views import OwnFileView, PaceView, ProjectView
from hub.views.offers import StewardsView
from hub.views.search import SearchRequest
from hub.web.addresses import search_address
from hub.web.dates import counted, span_words
from hub.web.pages.base import DatedPage
from hub.web.pages.charts import Chart, MonthRow, by_month, has_life, life_chart
from hub.web.pages.suggestions import initial_of
from hub.web.wording import away_words, is_away

HALF_A_YEAR_WEEKS = 26
LANGUAGES_SHOWN = 6
_NOBODY = StewardsView()


@dataclass(frozen=True, slots=True)
class KindBar:
    """How many open tasks of a kind there are; ``share`` is in hundredths of the longest bar."""

    key: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class PaceRow:
    """How fast something is done: its name, how long it takes, and what that is known from."""

    name: str
    words: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage(DatedPage):
    """A project. ``chart`` is ``None`` where nothing happened for a year that we know of.

    ``faulty_files`` are its own files with mistakes, ``issues_asked`` the open tasks that are no
    needs of such a file, ``away`` says until when nobody answers.
    """

    project: ProjectView
    stewards: StewardsView
    life: str | None
    initial: str
    main_kind: str
    licences: tuple[str, ...]
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    chart: Chart | None
    small_chart: Chart | None
    months: tuple[MonthRow, ...]
    opened_lately: int
    closed_lately: int
    pace: tuple[PaceRow, ...]
    away: Markup | None
    bars: tuple[KindBar, ...]
    tasks_address: str
    troubles: tuple[str, ...]
    faulty_files: tuple[OwnFileView, ...]
    issues_asked: int


def project_page(
    project: ProjectView, stewards: StewardsView = _NOBODY, *, now: datetime
) -> ProjectPage:
    """Make the page of a project."""
    facts = of_repositories(project.repositories)
    is_alive = has_life(project.weeks)
    own = project.own_words
    lately = [week for week in project.weeks if now - week.starts_at <= timedelta(days=90)]
    return ProjectPage(
        title=project.name,
        section="projects",
        description=(project.summary or "")[:200],
        project=project,
        stewards=stewards,
        life=life_of(project.last_change_at, is_archived=facts.is_archived, now=now),
        initial=initial_of(project.name),
        main_kind=project.kinds[0][0] if project.kinds else "",
        licences=(own.licence,) if own and own.licence else facts.licences,
        hosts=facts.hosts,
        languages=facts.languages[:LANGUAGES_SHOWN],
        chart=life_chart(project.weeks) if is_alive else None,
        small_chart=life_chart(project.weeks[-HALF_A_YEAR_WEEKS:]) if is_alive else None,
        months=by_month(project.weeks) if is_alive else (),
        opened_lately=sum(week.opened for week in lately),
        closed_lately=sum(week.closed for week in lately),
        pace=pace_rows(project.pace),
        away=_away(project, now),
        bars=_bars(project.kinds),
        tasks_address=search_address(SearchRequest(filters={"project": (project.slug,)})),
        troubles=tuple(
            each.message
            for each in project.repositories
            if each.message and each.health not in (Health.GOOD, Health.UNREAD)
        ),
        faulty_files=tuple(file for file in own.files if file.problems) if own else (),
        issues_asked=project.open_tasks - (own.open_needs if own else 0),
        now=now,
    )


def pace_rows(pace: PaceView) -> tuple[PaceRow, ...]:
    """Say how fast issues are answered and closed, and of how many that is known."""
    return (
        _pace_row("Answers", pace.answers_within, pace.answered, "answered"),
        _pace_row("Closes", pace.closes_within, pace.closed, "closed"),
    )


def _pace_row(name: str, span: timedelta | None, number: int, done: str) -> PaceRow:
    issues = counted(number, f"issue {done}", f"issues {done}")
    if span is None:
        return PaceRow(name, "Not known", f"Too few to say: {issues} in the last year")
    words = f"Usually within {span_words(span)}"
    return PaceRow(name, words, f"Middle value of {issues} in the last year")


def _away(project: ProjectView, now: datetime) -> Markup | None:
    if not is_away(project.away_until, now):
        return None
    return away_words(project.answered_by, project.away_until, now, nobody="The team")


def _bars(kinds: tuple[tuple[str, int], ...]) -> tuple[KindBar, ...]:
    most = max((count for _, count in kinds), default=1)
    return tuple(KindBar(key, count, max(round(count * 100 / most), 2)) for key, count in kinds)
