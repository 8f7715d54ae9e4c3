"""Views of an invented hub, rich in cases: what templates and browser tests are given."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hub.matching.facts import Fit, Reason, Suggestion
from hub.matching.project_facts import FittingTask, ProjectSuggestion
from hub.matching.sentences import said
from hub.models import Freshness, Health, Origin, RunStatus
from hub.views import (
    AuthorView,
    Ending,
    EstimateView,
    FreshnessView,
    HomeView,
    HubNumbers,
    OwnFileView,
    OwnWordsView,
    PaceView,
    ProjectCard,
    ProjectView,
    RepositoryView,
    TaskCard,
    TaskView,
    WeekOfLife,
)
from hub.views.path import PathAnswer, PathQuestion, PathRequest
from hub.views.people import PeopleView, PersonCard, PersonView
from hub.views.search import (
    Facet,
    FacetValue,
    FoundPerson,
    GlimpseView,
    SearchAnswer,
    SearchRequest,
    Widening,
)
from hub.views.sources import BudgetView, DayOfSource, RunView, SourcesView, SourceView
from hub.views.suggestions import (
    EasierTask,
    Mentor,
    SuggestedPerson,
    SuggestedProject,
    SuggestedTask,
    WayToLearn,
)
from search.base import Correction, Span

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def spans(text: str) -> tuple[Span, ...]:
    """Make spans of a text whose matches stand in *stars*."""
    return tuple(
        Span(piece, is_match=place % 2 == 1) for place, piece in enumerate(text.split("*")) if piece
    )


def card(
    task_id: int,
    title: str,
    *,
    kinds: tuple[str, ...] = ("code",),
    project: str = "Lanternbus",
    host: str = "git.lanternbus.example",
    text: str = "",
    state: Freshness = Freshness.OPEN,
    days: float = 2,
    who: tuple[str, ...] = (),
    effort: str | None = None,
    level: str | None = None,
    spoken: str | None = None,
    is_first: bool = False,
    has_mentor: bool = False,
) -> TaskCard:
    return TaskCard(
        task_id=task_id,
        title=spans(title),
        excerpt=spans(text),
        kinds=kinds,
        skills=("python",),
        project_slug=project.lower().replace(" ", "-"),
        project_name=project,
        host=host,
        freshness=FreshnessView(state, ago(days=days), who),
        opened_at=ago(days=days + 10),
        updated_at=ago(days=days),
        spoken=spoken,
        level=level,
        effort=effort,
        is_newcomer_fit=is_first,
        has_mentor=has_mentor,
    )


CARDS = (
    card(
        1,
        "Read the *timetable* table with a screen reader and note every column that is lost",
        kinds=("a11y", "test"),
        text="The *bus* *timetable* is one wide table. Sighted riders scan it, but with a screen "
        "reader the stop name is gone after the third column. We need ears, no code.",
        effort="small",
        spoken="en",
        is_first=True,
    ),
    card(
        2,
        "Say in the route which *bus* stops have step-free *access*",
        kinds=("a11y",),
        project="Rampfinder",
        host="gitlab.com",
        text="The data is there since the spring. What is missing is the wording and an icon that "
        "does not need colour to be understood.",
        days=6,
        effort="medium",
        spoken="en",
        has_mentor=True,
    ),
    card(
        3,
        "Check 40 *timetables* against the poster at your own stop",
        kinds=("test",),
        project="Open Departures",
        host="github.com",
        text="Walk to a stop, take a look, tick a box. Every city helps; nine are covered so far.",
        state=Freshness.QUIET,
        days=49,
        effort="small",
    ),
    card(
        4,
        "Keyboard focus vanishes after choosing a *bus* line",
        kinds=("test", "code"),
        project="Kerbside",
        host="codeberg.org",
        text="Steps to repeat it are in the issue. Probably one line in the line picker.",
        state=Freshness.TAKEN,
        days=0.1,
        who=("noor",),
        level="intermediate",
        spoken="es",
    ),
    card(
        5,
        "أضف خريطة الحافلات الليلية بالعربية",
        kinds=("translation",),
        text="الخريطة جاهزة، وينقصها النص من اليمين إلى اليسار.",
        state=Freshness.REVIEW,
        spoken="ar",
    ),
    card(
        6,
        "Averyveryverylongwordwithoutanyspacesthatmustbreaksomewhere" * 3,
        kinds=("security", "infra", "media", "research", "organise"),
        project="Tidewatch",
        host="a-very-long-host-name-of-a-forge.example.org",
        state=Freshness.ASLEEP,
        days=500,
    ),
    card(7, "Say what is meant", kinds=(), state=Freshness.UNKNOWN, days=70),
    card(8, "<script>alert('title')</script> & friends", kinds=("design", "doc"), level="advanced"),
)

PROJECT_CARDS = (
    ProjectCard(
        project_id=1,
        slug="lanternbus",
        name=spans("*Lanternbus*"),
        summary=spans(
            "Night *bus* times and maps for small towns, printed, spoken and on a phone."
        ),
        causes=("getting_around",),
        languages=("Python",),
        hosts=("git.lanternbus.example",),
        stars=212,
        is_archived=False,
        added_at=ago(days=100),
        last_change_at=ago(days=1),
        open_tasks=(("code", 5), ("a11y", 3), ("translation", 2)),
    ),
    ProjectCard(
        project_id=2,
        slug="quiet-one",
        name=spans("quiet one"),
        summary=(),
        causes=(),
        languages=(),
        hosts=("codeberg.org", "github.com"),
        stars=None,
        is_archived=True,
        added_at=ago(days=100),
        last_change_at=None,
    ),
)

FACETS = (
    Facet(
        "kind",
        (
            FacetValue("a11y", 13, is_on=True),
            FacetValue("test", 11, is_on=True),
            FacetValue("code", 31, is_on=False),
            FacetValue("doc", 6, is_on=False),
            FacetValue("design", 5, is_on=False),
            FacetValue("translation", 4, is_on=False),
            FacetValue("research", 0, is_on=False),
        ),
    ),
    Facet(
        "freshness",
        (
            FacetValue("open", 14, is_on=True),
            FacetValue("quiet", 6, is_on=True),
            FacetValue("taken", 5, is_on=False),
        ),
    ),
    Facet("effort", (FacetValue("small", 7, is_on=False), FacetValue("large", 4, is_on=False))),
    Facet("spoken", (FacetValue("en", 14, is_on=False), FacetValue("ar", 2, is_on=False))),
    Facet("forge", (FacetValue("codeberg.org", 7, is_on=False),)),
)

REQUEST = SearchRequest(
    text="bus timetable acces",
    filters={"kind": ("a11y", "test"), "freshness": ("open", "quiet")},
    page=2,
)
ANSWER = SearchAnswer(
    request=REQUEST,
    tasks=CARDS,
    total=1420,
    is_total_exact=False,
    totals_of_others={"projects": 6, "people": 2},
    page_count=71,
    facets=FACETS,
    corrections=(Correction("acces", "access"),),
    notes=("Words of one letter were left out.",),
)
LONG_LIST = SearchAnswer(
    request=SearchRequest(narrowed={"language": "nothing is"}),
    tasks=CARDS[:2],
    total=2,
    page_count=1,
    facets=(
        Facet("skill", tuple(FacetValue(f"skill-{n}", 40 - n, is_on=False) for n in range(25))),
        Facet("language", (FacetValue("Python", 3, is_on=False),)),
    ),
)
NOTHING_FITS = SearchAnswer(
    request=REQUEST,
    facets=FACETS,
    totals_of_others={"projects": 1},
    widening=Widening(
        "effort", "small", replace(REQUEST, filters={"kind": ("a11y", "test")}, page=1), 7
    ),
)
NOTHING_FOUND = SearchAnswer(request=SearchRequest(text="zzzz <b>"))
NOTHING_HERE = SearchAnswer(request=SearchRequest())
ENGINE_DOWN = SearchAnswer(
    request=SearchRequest(text="bus"), tasks=CARDS[:3], total=3, is_engine_down=True
)
PROJECTS_FOUND = SearchAnswer(
    request=SearchRequest(text="bus", tab="projects"),
    projects=PROJECT_CARDS,
    total=2,
    totals_of_others={"tasks": 20},
    page_count=1,
    facets=(Facet("life", (FacetValue("lively", 1, is_on=False),)),),
)

HOME = HomeView(
    numbers=HubNumbers(
        open_tasks=3412,
        projects=618,
        forges=9,
        people_suggested=212,
        sources_good=97,
        sources_total=104,
        spoken_languages=14,
    ),
    kinds=(
        ("code", 1904),
        ("design", 203),
        ("doc", 412),
        ("translation", 268),
        ("test", 177),
        ("a11y", 94),
        ("research", 61),
        ("organise", 88),
        ("infra", 149),
        ("security", 40),
    ),
    causes=(("climate", 74), ("learning", 88)),
    fresh_tasks=CARDS[:4],
)
EMPTY_HOME = HomeView(numbers=HubNumbers(0, 0, 0, 1, 0, 0, 1), kinds=(), causes=(), fresh_tasks=())

BODY = """Our bus timetable is one wide table. Sighted riders scan it in a second. With a screen
reader, the stop name is gone after the third column, and nobody on the team uses one every day.

### Your first hour
- Open the test page (no installation) and find the last bus from Mill Lane.
- Write down where you lost the thread. Plain words are fine.

# Done means
- [ ] A list of at least five places where the table loses you, in the issue.
- [x] Thanks to @mirembe, see https://git.lanternbus.example/riders/wiki for more.

| stop | first | last |
|------|-------|------|
| Mill Lane | 5:10 | 23:40 |

```
a long line of code that does not wrap and scrolls in its own box, not the whole page
```

![the table](https://elsewhere.example/table.png) <script>alert(1)</script>
"""

TASK = TaskView(
    task_id=1,
    origin=Origin.ISSUE,
    title="Read the timetable table with a screen reader and note every column that is lost",
    body=BODY,
    url="https://git.lanternbus.example/riders/lanternbus/issues/218",
    number=218,
    is_open=True,
    project_slug="lanternbus",
    project_name="Lanternbus",
    forge="forgejo",
    host="git.lanternbus.example",
    author=AuthorView("mirembe", "git.lanternbus.example", "https://git.lanternbus.example/m", 3),
    kinds=("a11y", "test"),
    skills=("accessibility", "html"),
    labels=("a11y", "good first issue", "no code"),
    spoken="en",
    level="beginner",
    effort="small",
    is_newcomer_fit=True,
    has_mentor=True,
    freshness=FreshnessView(Freshness.OPEN, ago(days=2)),
    linked_change_url=None,
    claimed_by=None,
    claimed_at=ago(days=9),
    answered_at=datetime(2026, 11, 11, 9, 0, tzinfo=UTC),
    assignees=(),
    comments=4,
    opened_at=datetime(2026, 11, 9, 10, 0, tzinfo=UTC),
    updated_at=ago(days=2),
    closed_at=None,
    read_at=ago(minutes=14),
    read_health=Health.GOOD,
    contributing_url="https://git.lanternbus.example/riders/lanternbus/CONTRIBUTING",
    code_of_conduct_url="https://git.lanternbus.example/riders/lanternbus/CONDUCT",
)
BARE_TASK = TaskView(
    task_id=7,
    origin=Origin.ISSUE,
    title="Say what is meant",
    body="",
    url=None,
    number=None,
    is_open=False,
    project_slug="quiet-one",
    project_name="quiet one",
    forge=None,
    host=None,
    author=None,
    kinds=(),
    skills=(),
    labels=(),
    spoken=None,
    level=None,
    effort=None,
    is_newcomer_fit=False,
    has_mentor=False,
    freshness=FreshnessView(Freshness.CLOSED, ago(days=3), ("noor", "jule", "teo")),
    linked_change_url="https://github.com/x/y/pull/1",
    claimed_by=None,
    claimed_at=None,
    answered_at=None,
    assignees=("noor", "jule", "teo"),
    comments=None,
    opened_at=datetime(2024, 2, 3, 10, 0, tzinfo=UTC),
    updated_at=ago(days=3),
    closed_at=ago(days=3),
    read_at=None,
    read_health=Health.REFUSED,
)
CLAIMED_TASK = replace(
    TASK,
    freshness=FreshnessView(
        Freshness.TAKEN, ago(days=2), ("noor",), until=NOW + timedelta(days=19)
    ),
    claimed_by="noor",
    claimed_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC),
)
AWAY_TASK = replace(
    TASK,
    effort=None,
    estimate=EstimateView("small", ("spelling", "one-file")),
    impact="high",
    freshness=FreshnessView(
        Freshness.QUIET, ago(days=2), away_until=date(2026, 12, 2), steward="Mirembe"
    ),
    claimed_by="teo",
    claimed_at=ago(days=47),
)
GONE_TASK = replace(
    TASK,
    is_open=False,
    closed_at=ago(days=1),
    freshness=FreshnessView(Freshness.CLOSED, ago(days=2), ending=Ending.GONE),
)
ARCHIVED_TASK = replace(
    TASK, freshness=FreshnessView(Freshness.CLOSED, ago(days=40), ending=Ending.ARCHIVED)
)
NEED = replace(
    TASK,
    task_id=9,
    origin=Origin.NEED,
    title="Draw 24 icons for the kinds of night stops",
    body="",
    url="https://git.lanternbus.example/riders/lanternbus/src/branch/main/.otd/needs.yml",
    number=None,
    author=None,
    kinds=("design",),
    labels=(),
    comments=None,
    answered_by="Mirembe <b>, within three days",
    mentor="Jule",
    expires_on=date(2027, 3, 31),
    away_until=date(2026, 12, 2),
)

PEOPLE_FOUND = SearchAnswer(
    request=SearchRequest(text="screen", tab="people"),
    people=(
        FoundPerson(
            1,
            PersonCard("noor", "Noor", "Tests with a screen reader", 3.0),
            (Span("Tests with a "), Span("screen", is_match=True), Span(" reader")),
            ("html", "accessibility"),
            ("accessibility",),
        ),
        FoundPerson(3, PersonCard("fenna", "Fenna <b>", None, None), (Span(""),), (), ()),
    ),
    total=2,
    totals_of_others={"tasks": 20, "projects": 2},
    page_count=1,
    facets=(Facet("mentor", (FacetValue("accessibility", 1, is_on=False),)),),
)
PEOPLE_EXAMPLES = ("can mentor: accessibility", "speaks: ar", "cares about: <b>")
NOBODY_FOUND = SearchAnswer(request=SearchRequest(text="zzzz", tab="people"))
GLIMPSE = GlimpseView(
    text="bus",
    tasks=CARDS[:3],
    projects=PROJECT_CARDS,
    people=PEOPLE_FOUND.people,
    totals={"tasks": 20, "projects": 2, "people": 2},
    is_engine_down=False,
)
NOOR = PersonCard("noor", "Noor", "Tests with a screen reader, about 3 hours a week", 3.0)
TEODOR = PersonCard("teodor", "Teodor", "Writer, wants to learn accessibility testing", 2.0)
FENNA = PersonCard("fenna", "Fenna", None, None)


def reason(signal: str, fit: Fit, value: float, weight: float, words: str) -> Reason:
    sentence = said(words, f"To you: {words}")
    return Reason(
        signal, fit, value, weight, sentence, said("From the profile", "From the profile")
    )


REASONS = (
    reason("language", Fit.PARTLY, 0.5, 0.1, "Works in English; the team also speaks Polish."),
    reason("skills_held", Fit.CLEAR, 1.0, 0.4, "Uses NVDA every day and offers testing with it."),
    reason(
        "past", Fit.CLEAR, 0.8, 0.2, "Tested two timetable pages for Open Departures this year."
    ),
    reason(
        "project", Fit.NOT_YET, 0.0, 0.1, "Has not worked with Lanternbus before. That is fine."
    ),
    reason("hours", Fit.UNKNOWN, 0.0, 0.1, "We do not know how long this takes."),
)
SCORE = sum(each.weight * each.value for each in REASONS)
# More than stand open at once, with the same score.
MANY_REASONS = (
    *REASONS,
    reason("kind", Fit.UNKNOWN, 0.0, 0.1, "We do not know which <b>kinds</b> of work you like."),
    reason("level", Fit.UNKNOWN, 0.0, 0.1, "Nobody said how hard it is."),
)
SUGGESTED_PEOPLE = tuple(
    SuggestedPerson(person, Suggestion(1, number, SCORE, REASONS), is_strong=number == 1)
    for number, person in enumerate((NOOR, TEODOR, FENNA), start=1)
)
WAYS = (
    WayToLearn("rust", "Rust", EasierTask(3, "A <b>first</b> one", "Seed & swap"), None),
    WayToLearn("sql", "SQL", None, Mentor("fenna", "Fenna <b>")),
    None,
)
SUGGESTED_TASKS = tuple(
    SuggestedTask(task, Suggestion(task.task_id, 1, SCORE, MANY_REASONS), way)
    for task, way in zip(CARDS, WAYS, strict=False)
)
SUGGESTED_PROJECTS = tuple(
    SuggestedProject(
        project,
        ProjectSuggestion(project.project_id, 1, SCORE, REASONS, fitting=fitting),
    )
    for project, fitting in zip(
        PROJECT_CARDS,
        ((FittingTask(1, "Read <b>the table</b>", 80.5), FittingTask(7, " ", 44.0)), ()),
        strict=False,
    )
)

PATH_HALFWAY = PathRequest(kinds=("design", "doc"))
PATH_WALKED = replace(PATH_HALFWAY, causes=("food",), time="medium", shown=3)
PATH_KINDS = PathQuestion("kind", 95, {"design": 15, "doc": 1})
PATH_CAUSES = PathQuestion("cause", 28, {"food": 7})
PATH_TIMES = PathQuestion("time", 7, {"small": 3, "medium": 1})
PATH_ANSWER = PathAnswer(SUGGESTED_TASKS, chosen_from=34, leaves_out_cause=True, has_more=True)
PATH_NOTHING = PathAnswer((), chosen_from=0, leaves_out_cause=False, has_more=False)

PERSON = PersonView(
    person_id=1,
    card=NOOR,
    kinds=("test", "a11y"),
    causes=("getting_around", "access"),
    spoken=("en", "ar"),
    can=("accessibility", "html"),
    learning=("python",),
    mentors=("accessibility",),
    suggested_since=ago(days=90),
    spoken_levels={"ar": "native"},
    time_zone="Africa/Cairo",
    asked_for="How it sounds <b>",
    not_asked_for="Logos",
    links=("https://noor.example/listening", "javascript:alert(1)"),
)
BARE_PERSON = PersonView(2, FENNA, (), (), (), (), (), (), ago(days=1))
PEOPLE = PeopleView((NOOR, TEODOR, FENNA), total=63, page=2, page_count=3)
NOBODY = PeopleView((), total=0, page=1, page_count=0)

_BUSY = (7, 9, 6, 4, 8, 3, 5, 0, 0, 0, 0, 6, 2)
WEEKS = tuple(
    WeekOfLife(
        starts_at=datetime(2026, 11, 23, tzinfo=UTC) - timedelta(weeks=51 - number),
        opened=_BUSY[number % 13],
        closed=_BUSY[number % 13] // 2,
    )
    for number in range(52)
)
SILENT_WEEKS = tuple(WeekOfLife(week.starts_at, 0, 0) for week in WEEKS)

REPOSITORY = RepositoryView(
    forge="forgejo",
    host="git.lanternbus.example",
    path="riders/lanternbus",
    url="https://git.lanternbus.example/riders/lanternbus",
    languages=("Python", "TypeScript"),
    topics=("gtfs", "public-transport"),
    licence="AGPL-3.0",
    stars=212,
    is_archived=False,
    default_branch="main",
    contributing_url="https://git.lanternbus.example/riders/lanternbus/CONTRIBUTING",
    code_of_conduct_url="https://git.lanternbus.example/riders/lanternbus/CONDUCT",
    pushed_at=ago(days=1),
    created_at=ago(days=900),
    read_at=ago(minutes=14),
    health=Health.GOOD,
    message=None,
)
BARE_REPOSITORY = RepositoryView(
    forge="github",
    host="github.com",
    path="quiet/one",
    url="https://github.com/quiet/one",
    languages=(),
    topics=(),
    licence=None,
    stars=None,
    is_archived=True,
    default_branch=None,
    contributing_url=None,
    code_of_conduct_url=None,
    pushed_at=None,
    created_at=None,
    read_at=None,
    health=Health.REFUSED,
    message="github.com refused our key for quiet/one (403). The people who run this hub know.",
)
PROJECT = ProjectView(
    slug="lanternbus",
    name="Lanternbus",
    summary="Night bus times and maps for small towns, printed, spoken and on any phone.",
    homepage="https://lanternbus.example",
    causes=("getting_around",),
    stage="stable",
    catalogues=("up-for-grabs",),
    is_claimed=False,
    added_at=ago(days=300),
    last_change_at=ago(days=1),
    repositories=(REPOSITORY,),
    authors=(
        AuthorView("mirembe", "git.lanternbus.example", "https://git.lanternbus.example/m", 3),
        AuthorView("jule", "git.lanternbus.example", "https://git.lanternbus.example/j", 1),
    ),
    weeks=WEEKS,
    pace=PaceView(timedelta(days=2, hours=7), 41, timedelta(days=12), 33),
    answered_by="Mirembe",
    away_until=date(2026, 12, 2),
    open_tasks=12,
    kinds=(("code", 5), ("a11y", 3), ("translation", 2), ("doc", 1), ("organise", 1)),
    tasks=CARDS,
)
OWN_WORDS = OwnWordsView(
    files=(
        OwnFileView(
            ".otd/needs.yml",
            "riders/lanternbus",
            "https://git.lanternbus.example/riders/lanternbus/src/branch/main/.otd/needs.yml",
            ago(hours=2),
            (
                "line 7: kinds has “<b>coder”, which is no kind of work. Use one of: code.",
                "line 12: this need has no title, so it is left out.",
            ),
        ),
        OwnFileView("publiccode.yml", "riders/lanternbus", None, ago(days=4)),
    ),
    answered_by="Mirembe <b>, within three days",
    away_until=date(2026, 12, 2),
    newcomers_a_month=3,
    ai_rule="Welcome where you say so, and where you have read every line yourself.",
    labels=("help wanted", "good first issue"),
    maintainers=("Mirembe", "Teodor"),
    licence="AGPL-3.0-only",
    open_needs=2,
)
OUTSPOKEN_PROJECT = replace(PROJECT, slug="outspoken", own_words=OWN_WORDS)
BARE_PROJECT = ProjectView(
    slug="quiet-one",
    name="quiet one",
    summary=None,
    homepage=None,
    causes=(),
    stage=None,
    catalogues=(),
    is_claimed=True,
    added_at=ago(days=3),
    last_change_at=None,
    repositories=(BARE_REPOSITORY,),
    authors=(),
    weeks=SILENT_WEEKS,
    pace=PaceView(None, 1, None, 0),
    answered_by=None,
    away_until=None,
    open_tasks=0,
    kinds=(),
    tasks=(),
)

RUN = RunView(
    status=RunStatus.DONE,
    started_at=ago(minutes=20),
    ended_at=ago(minutes=14),
    repositories_seen=2,
    issues_seen=620,
    tasks_changed=14,
    records_skipped=1,
    records_gone=2,
    requests_made=9,
    message=None,
    problems=(
        "Issue 17 of riders/lanternbus has no title and was left out.",
        "Issue 18 of riders/lanternbus <b>was</b> left out too.",
    ),
)
_KINDS_OF_DAY = ((4, 0, 0), (3, 1, 0), (0, 2, 0), (0, 0, 1), (0, 0, 0), (9, 0, 1), (288, 0, 0))
DAYS = tuple(
    DayOfSource(NOW.date() - timedelta(days=29 - number), *_KINDS_OF_DAY[number % 7])
    for number in range(30)
)
BUDGETS = (
    BudgetView(
        "github", "github.com", 1, "core", 5000, 4210, NOW + timedelta(minutes=31),
        ago(minutes=2), is_low=False,
    ),
    BudgetView(
        "github", "github.com", 2, "graphql", 5000, 12, NOW + timedelta(minutes=8),
        ago(minutes=2), is_low=True,
    ),
    BudgetView("forgejo", "codeberg.org", 0, "core", 2000, 2000, None, ago(days=1), is_low=False),
)  # fmt: skip


def source(number: int, health: Health, **changes: object) -> SourceView:
    values: dict[str, object] = {
        "source_id": number,
        "forge": "forgejo",
        "host": "git.lanternbus.example",
        "scope": "owner",
        "locator": f"riders-{number}",
        "is_paused": False,
        "paused_because": None,
        "health": health,
        "message": None,
        "added_at": ago(days=40),
        "tried_at": ago(minutes=14),
        "good_at": ago(minutes=14),
        "retry_at": None,
        "next_at": NOW + timedelta(hours=2),
        "repositories": 2,
        "open_tasks": 120,
        "last_run": RUN,
        "days": DAYS,
    }
    return SourceView(**{**values, **changes})  # type: ignore[arg-type]


SOURCES = SourcesView(
    sources=(
        source(
            1,
            Health.REFUSED,
            message="gitlab.com refused our key, so what you see here is from Monday. "
            "The people who run this hub know.",
            good_at=ago(days=7),
            troubles=("riders/old-map is gone (404).",),
        ),
        source(2, Health.WAITING, next_at=NOW + timedelta(minutes=25), last_run=None),
        source(
            3,
            Health.UNREAD,
            tried_at=None,
            good_at=None,
            next_at=None,
            last_run=None,
            open_tasks=0,
            days=(),
        ),
        source(4, Health.GOOD, next_at=ago(minutes=1)),
        source(5, Health.GOOD, is_paused=True, paused_because="Brought in from a catalogue."),
    ),
    total=104,
    good=97,
    read_lately=97,
    long_unread=2,
    paused=1,
    in_trouble=1,
    page=2,
    page_count=3,
    budgets=BUDGETS,
)
NO_SOURCES = SourcesView(
    (), total=0, good=0, read_lately=0, long_unread=0, paused=0, in_trouble=0, page=1, page_count=0
)
