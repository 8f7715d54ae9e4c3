"""Facts for tests: plain ones to start from, and any that hypothesis can think of."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from hub.matching.facts import PastWork, PersonFacts, SpeakingWork, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.pace import Pace

# A machine that does other work besides is slow: no fault of what is tested.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TASK = TaskFacts(task_id=1, project_slug="ferry", title="Print a timetable", words="")
NOOR = PersonFacts(person_id=1, name="Noor")
NAMES = Names(
    skills={"rust": "Rust", "sql": "SQL", "python": "Python", "go": "Go", "css": "CSS"},
    kinds={"code": "Code", "doc": "Writing", "translation": "Translation", "design": "Design"},
    causes={"climate": "Climate"},
    spoken={"de": "German", "pl": "Polish", "en": "English", "pt": "Portuguese"},
    efforts={"small": "about 2 hours", "medium": "an evening or two", "large": "longer"},
)

SKILLS = ("rust", "sql", "python", "go", "css", "icons")
KINDS = ("code", "doc", "translation", "design")
SPOKEN = ("en", "de", "pt-BR", "pt", "pl")
CAUSES = ("climate", "health")
LEVELS = ("beginner", "intermediate", "advanced", "unheard-of")
EFFORTS = ("small", "medium", "large", "unheard-of")
FRESHNESS = ("open", "quiet", "taken", "review", "asleep", "unknown", "closed")
PLACES = (("codeberg.org", "noor/ferry"), ("github.com", "a/b"))


def past_work(
    title: str = "Print the stops",
    *,
    days_ago: float = 10,
    skills: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    host: str = "codeberg.org",
    project_path: str = "noor/ferry",
) -> PastWork:
    return PastWork(title, title, project_path, host, kinds, skills, NOW - days_ago * DAY)


def several(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


_texts = st.lists(
    st.sampled_from(("timetable", "stops", "ferry", "the", "parseTime", "é😀", "ﷺ", "")), max_size=8
).map(" ".join)
_instants = st.integers(-40, 4000).map(lambda days: NOW - days * DAY)

tasks = st.builds(
    TaskFacts,
    task_id=st.integers(1, 99),
    project_slug=st.sampled_from(("ferry", "seeds")),
    title=_texts,
    words=_texts,
    kinds=several(KINDS),
    skills=several(SKILLS),
    project_skills=several(SKILLS),
    causes=several(CAUSES),
    spoken=st.none() | st.sampled_from(SPOKEN),
    level=st.none() | st.sampled_from(LEVELS),
    effort=st.none() | st.sampled_from(EFFORTS),
    estimated_effort=st.none() | st.sampled_from(EFFORTS),
    is_newcomer_fit=st.booleans(),
    has_mentor=st.booleans(),
    freshness=st.sampled_from(FRESHNESS),
    last_word_at=st.none() | _instants,
    pace=st.none()
    | st.builds(
        Pace,
        st.none() | st.floats(0, 900).map(lambda days: days * DAY),
        st.integers(0, 90),
        st.integers(0, 90),
    ),
    stars=st.none() | st.integers(0, 9_000),
    listed_at=st.none() | _instants,
    repository=st.sampled_from(("", *(f"{host}/{path}" for host, path in PLACES))),
)

_past = st.builds(
    lambda title, place, kinds, skills, done_at: PastWork(
        title, title, place[1], place[0], kinds, skills, done_at
    ),
    _texts,
    st.sampled_from(PLACES),
    several(KINDS),
    several(SKILLS),
    _instants,
)

people = st.builds(
    PersonFacts,
    person_id=st.integers(1, 99),
    name=st.sampled_from(("Noor", "Teodor")),
    has=several(SKILLS).map(frozenset),
    learning=several(SKILLS).map(frozenset),
    mentors=several(SKILLS).map(frozenset),
    never=st.just(frozenset()) | several(SKILLS).map(frozenset),
    never_projects=st.sampled_from((frozenset(), frozenset({"seeds"}))),
    kinds=several(KINDS),
    causes=several(CAUSES),
    spoken=several(SPOKEN),
    level=st.none() | st.sampled_from(LEVELS),
    hours_per_week=st.none() | st.floats(0.01, 60),
    past=st.lists(_past, max_size=5).map(tuple),
    here=st.none()
    | st.builds(
        WorkHere,
        value=st.floats(0, 1),
        activity=st.floats(0, 5_000),
        count=st.integers(1, 9),
        last_at=_instants,
        speaking=st.lists(
            st.builds(
                SpeakingWork,
                _past,
                st.floats(0.001, 1),
                several(("ferry", "stops", "ﷺ")).filter(bool),
            ),
            max_size=3,
        ).map(tuple),
        others=st.floats(0, 1),
    ),
)
