"""Made-up people who asked to be suggested: what they can, want and did, as rows of the tables.

Languages and topics are drawn as they were measured of projects; all else is assumed, and said so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from benchmarks.corpus import KINDS, NOW, SPOKEN, Deal, SyntheticProject
from benchmarks.distributions import Distributions
from benchmarks.synthetic_text import Writer
from hub.models import Audience, Relation
from hub.services.openness import FIELDS
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds

Row = dict[str, object]

# Our own assumptions: nothing was measured of these.
SKILLS_MEAN = 5
BROUGHT_HISTORY_SHARE = 0.4
HISTORY_MEAN = 12
MOST_HISTORY = 400
NEVER_SHARE = 0.15
PAUSED_SHARE = 0.05
LEVELS = ("beginner", "intermediate", "advanced", None)
HOURS = (1.0, 2.0, 3.0, 5.0, 8.0, 15.0, None)


@dataclass(frozen=True, slots=True)
class CrowdPerson:
    """One person as rows: the person, their skills, and what they finished."""

    person: Row
    skills: list[Row]
    history: list[Row]


class Crowd:
    """Draws people. ``projects`` are where their history took place."""

    def __init__(self, distributions: Distributions, projects: Sequence[SyntheticProject]) -> None:
        self._rng = rng = Random(f"{distributions.seed}/crowd")
        self._writer = Writer(distributions, rng)
        self._projects = projects
        self._languages = Deal(distributions.languages, rng)
        self._topics = Deal(distributions.topics, rng)
        known = {kind.key for kind in kinds()}
        self._kinds = Deal({kind: count for kind, count in KINDS.items() if kind in known}, rng)
        self._spoken = Deal({code: count for code, count in SPOKEN.items() if code}, rng)
        self._causes = tuple(cause.key for cause in causes())

    def people(self, count: int) -> Iterator[CrowdPerson]:
        """Yield ``count`` people, ids from 1."""
        for person_id in range(1, count + 1):
            yield self._person(person_id)

    def _person(self, person_id: int) -> CrowdPerson:
        rng = self._rng
        skills = self._skills(person_id)
        held = [str(row["skill"]) for row in skills if row["relation"] is Relation.HAS]
        row: Row = {
            "id": person_id,
            "handle": f"person-{person_id}",
            "name": f"Person {person_id}",
            "own_line": self._writer.title() if rng.random() < 0.5 else None,
            "kinds": self._kinds.draw_different(rng.randint(0, 3)),
            "causes": tuple(rng.sample(self._causes, min(rng.randint(0, 3), len(self._causes)))),
            "spoken": tuple(dict.fromkeys(("en", *self._spoken.draw_different(rng.randint(0, 2))))),
            "level": rng.choice(LEVELS),
            "hours_per_week": rng.choice(HOURS),
            "never_projects": (),
            "suggested_since": NOW - timedelta(days=rng.uniform(1, 700)),
            "findable_since": NOW,
            **{f"{field}_seen_by": Audience.EVERYONE for field in FIELDS},
            "paused_until": NOW + timedelta(days=9) if rng.random() < PAUSED_SHARE else None,
            "joined_at": NOW - timedelta(days=700),
            "changed_at": NOW,
        }
        return CrowdPerson(row, skills, self._history(person_id, held))

    def _skills(self, person_id: int) -> list[Row]:
        rng = self._rng
        number = 1 + min(30, int(rng.expovariate(1 / SKILLS_MEAN)))
        named = [deal.draw() for deal in rng.choices((self._languages, self._topics), k=number)]
        relations = rng.choices(
            (Relation.HAS, Relation.LEARNING, Relation.MENTOR), weights=(75, 20, 5), k=number
        )
        drawn = {
            name.lower()[:60]: relation for name, relation in zip(named, relations, strict=True)
        }
        if rng.random() < NEVER_SHARE:
            drawn[self._languages.draw().lower()] = Relation.NEVER
        return [
            {"person_id": person_id, "skill": skill, "relation": relation}
            for skill, relation in drawn.items()
        ]

    def _history(self, person_id: int, held: Sequence[str]) -> list[Row]:
        rng = self._rng
        if rng.random() >= BROUGHT_HISTORY_SHARE:
            return []
        number = 1 + min(MOST_HISTORY, int(rng.expovariate(1 / HISTORY_MEAN)))
        places = rng.choices(self._projects, k=1 + number // 8)
        return [
            self._contribution(f"{person_id}-{place}", person_id, rng.choice(places), held)
            for place in range(number)
        ]

    def _contribution(
        self, remote_id: str, person_id: int, project: SyntheticProject, held: Sequence[str]
    ) -> Row:
        rng = self._rng
        return {
            "person_id": person_id,
            "host": project.host,
            "remote_id": remote_id,
            "project_path": f"made-up/{project.slug}",
            "title": self._writer.title(),
            "text": " ".join((self._writer.title(), self._writer.title())),
            "url": f"https://{project.host}/made-up/{project.slug}/pull/1",
            "kinds": self._kinds.draw_different(1),
            "skills": tuple(dict.fromkeys((*project.skills[:1], *held[:1]))),
            "done_at": NOW - timedelta(days=rng.expovariate(1 / 400)),
        }
