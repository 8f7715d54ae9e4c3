"""A corpus of any size that looks like a hub's: projects and their tasks, the same on every run.

It follows the recipe in ``distributions.json`` and yields plain frozen rows. It must not know of
tables, documents or engines: each benchmark turns the rows into what it measures.

    corpus = Corpus.load(Path.cwd())
    for task in corpus.tasks(200_000): ...
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from benchmarks.distributions import (
    GROUP_SHARES,
    Distributions,
    Quantiles,
    load_distributions,
)
from benchmarks.synthetic_text import Writer

NOW = datetime(2026, 11, 23, tzinfo=UTC)

# Shares from the recipe (assumed there).
NO_LANGUAGE_SHARE = 0.10
OTHER_SCRIPT_SHARE = 0.02
RIGHT_TO_LEFT_SHARE = 0.005

# Our own assumptions: nothing was measured of these.
KINDS = {
    "code": 55, "bug": 12, "doc": 11, "design": 6, "test": 6, "translation": 5, "infra": 4,
    "ideas": 3, "a11y": 2, "research": 2, "question": 2, "content": 1, "data": 1, "security": 1,
}  # fmt: skip
LEVELS = {"beginner": 30, "intermediate": 25, "advanced": 5, "": 40}
EFFORTS = {"small": 20, "medium": 15, "large": 5, "": 60}
FRESHNESS = {"open": 45, "quiet": 20, "asleep": 15, "taken": 10, "review": 5, "unknown": 5}
SPOKEN = {"en": 85, "de": 3, "es": 3, "fr": 3, "pt": 2, "pl": 1, "zh": 1, "ja": 1, "": 1}
CAUSES = (
    "climate", "health", "education", "privacy", "water", "energy", "mobility", "agriculture",
    "biodiversity", "democracy", "housing", "inclusion", "disaster", "science", "culture", "web",
)  # fmt: skip
HOSTS = {
    "github": ("github.com",),
    "gitlab": ("gitlab.com", "framagit.org", "salsa.example"),
    "forgejo": ("codeberg.org", "forge.example"),
    "sourcehut": ("git.sr.ht",),
    "bitbucket": ("bitbucket.org",),
}


@dataclass(frozen=True, slots=True)
class SyntheticProject:
    """A made-up project with one repository. ``language`` is empty where there is none."""

    project_id: int
    slug: str
    name: str
    summary: str
    topics: tuple[str, ...]
    causes: tuple[str, ...]
    skills: tuple[str, ...]
    language: str
    forge: str
    host: str
    stars: int
    open_tasks: int
    added_at: datetime
    last_change_at: datetime


@dataclass(frozen=True, slots=True)
class SyntheticTask:
    """A made-up task. ``level`` and ``effort`` are empty where nothing is said."""

    task_id: int
    project: SyntheticProject
    title: str
    body: str
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    level: str
    effort: str
    spoken: str
    freshness: str
    author: str
    opened_at: datetime
    updated_at: datetime


class Deal:
    """Draws names by their counts."""

    def __init__(self, counts: dict[str, int], rng: Random) -> None:
        self._names = tuple(counts)
        self._weights = tuple(accumulate(counts.values()))
        self._rng = rng

    def draw(self) -> str:
        """Draw one name."""
        return self._rng.choices(self._names, cum_weights=self._weights)[0]

    def draw_different(self, count: int) -> tuple[str, ...]:
        """Draw up to ``count`` names, each once."""
        return tuple(dict.fromkeys(self.draw() for _ in range(count)))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Yields projects and tasks. ``stream`` gives another corpus of the same likeness."""

    distributions: Distributions
    stream: int = 0

    @classmethod
    def load(cls, root: Path, *, stream: int = 0) -> "Corpus":
        """Read the distributions beside the project's root; raises DistributionsMissing."""
        return cls(load_distributions(root), stream)

    def tasks(self, count: int) -> Iterator[SyntheticTask]:
        """Yield ``count`` tasks, those of one project together, ids from 1."""
        return islice(_Generator(self.distributions, self.stream).tasks(), count)

    def projects(self, count: int) -> Iterator[SyntheticProject]:
        """Yield ``count`` projects, also those without a task, ids from 1."""
        return islice(_Generator(self.distributions, self.stream).projects(), count)


class _Generator:
    """The state of one run: the random source and the decks."""

    def __init__(self, distributions: Distributions, stream: int) -> None:
        self.rng = rng = Random(f"{distributions.seed}/{stream}")
        self.distributions = distributions
        self.writer = Writer(distributions, rng)
        self.labels = Deal(distributions.label_names, rng)
        self.label_numbers = Deal(
            {str(number): count for number, count in distributions.labels_per_issue.items()}, rng
        )
        self.languages = Deal(distributions.languages, rng)
        self.forges = Deal(distributions.forges, rng)
        self.topics = Deal(distributions.topics, rng)
        self.kinds = Deal(KINDS, rng)
        self.levels = Deal(LEVELS, rng)
        self.efforts = Deal(EFFORTS, rng)
        self.freshness = Deal(FRESHNESS, rng)
        self.spoken = Deal(SPOKEN, rng)

    def projects(self) -> Iterator[SyntheticProject]:
        project_id = 0
        while True:
            project_id += 1
            yield self._project(project_id)

    def tasks(self) -> Iterator[SyntheticTask]:
        task_id = 0
        for project in self.projects():
            for _ in range(project.open_tasks):
                task_id += 1
                yield self._task(task_id, project)

    def _project(self, project_id: int) -> SyntheticProject:
        rng = self.rng
        name = self.writer.title().split()[-1]
        forge = self.forges.draw()
        topics = self.topics.draw_different(rng.choice((1, 1, 1, 2, 4, 6)))
        causes = tuple(dict.fromkeys(CAUSES[hash_of(topic) % len(CAUSES)] for topic in topics[:2]))
        language = "" if rng.random() < NO_LANGUAGE_SHARE else self.languages.draw()
        return SyntheticProject(
            project_id=project_id,
            slug=f"{name}-{project_id}",
            name=name,
            summary=" ".join((self.writer.title(), self.writer.title())),
            topics=topics,
            causes=causes,
            skills=tuple(dict.fromkeys((language.lower() or "git", *topics[:1]))),
            language=language,
            forge=forge,
            host=rng.choice(HOSTS[forge]),
            stars=int(
                rng.lognormvariate(self.distributions.stars_mu, self.distributions.stars_sigma)
            ),
            open_tasks=self._task_count(),
            added_at=NOW - timedelta(days=rng.uniform(0, 700)),
            last_change_at=NOW - self._days(self.distributions.silent_days),
        )

    def _task_count(self) -> int:
        """Draw how many tasks a project has; from the 99th percentile on by the power law."""
        share = self.rng.random()
        if share < 0.99:
            return round(self.distributions.issues_per_repository.draw(self.rng))
        tail = self.rng.paretovariate(self.distributions.issues_tail_alpha - 1)
        return round(min(140 * tail, 1_538))

    def _task(self, task_id: int, project: SyntheticProject) -> SyntheticTask:
        title, body = self._texts()
        opened_at = NOW - self._days(self.distributions.age_days)
        silent = self._days(self.distributions.silent_days)
        return SyntheticTask(
            task_id=task_id,
            project=project,
            title=title,
            body=body,
            labels=self.labels.draw_different(int(self.label_numbers.draw())),
            kinds=self.kinds.draw_different(1 + (self.rng.random() < 0.2)),
            skills=(*project.skills, *self.topics.draw_different(self.rng.randint(0, 2))),
            level=self.levels.draw(),
            effort=self.efforts.draw(),
            spoken=self.spoken.draw(),
            freshness=self.freshness.draw(),
            author=f"author{self._author_number()}",
            opened_at=opened_at,
            updated_at=max(opened_at, NOW - silent),
        )

    def _texts(self) -> tuple[str, str]:
        rng = self.rng
        group = rng.choices(self.distributions.body_groups, weights=GROUP_SHARES)[0]
        title, body = self.writer.title(), self.writer.body(group)
        share = rng.random()
        if share >= OTHER_SCRIPT_SHARE + RIGHT_TO_LEFT_SHARE:
            return title, body
        is_right_to_left = share < RIGHT_TO_LEFT_SHARE
        return (
            self.writer.in_other_script(title, is_right_to_left=is_right_to_left),
            self.writer.in_other_script(body, is_right_to_left=is_right_to_left),
        )

    def _days(self, measured: Quantiles) -> timedelta:
        return timedelta(days=measured.draw(self.rng), seconds=self.rng.random() * 86_400)

    def _author_number(self) -> int:
        """Draw an author; few have many tasks, most have one."""
        alpha = self.distributions.author_alpha
        return int(min(self.rng.paretovariate(alpha - 1), 1e7)) * self.rng.randint(1, 50)


def hash_of(text: str) -> int:
    """Give the same number for the same text on every run (``hash`` does not)."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(text[:12]))
