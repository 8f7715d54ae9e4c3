"""Suggestions as pages show them: with cards, ways to learn, and what was said to them."""

from dataclasses import dataclass
from datetime import datetime

from hub.matching.facts import Suggestion
from hub.matching.project_facts import ProjectSuggestion
from hub.models import Verdict, Why
from hub.views import ProjectCard, TaskCard
from hub.views.people import PersonCard


@dataclass(frozen=True, slots=True)
class SuggestedPerson:
    """A person beside a task, with every reason. ``is_strong``: the first, and mostly right."""

    person: PersonCard
    suggestion: Suggestion
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class EasierTask:
    """A free task for newcomers that asks for a skill."""

    task_id: int
    title: str
    project_name: str


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who asked to be suggested and offers to mentor a skill."""

    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class WayToLearn:
    """How to learn a skill that a task asks for: an easier task, a mentor, or both."""

    skill: str
    skill_name: str
    easier: EasierTask | None = None
    mentor: Mentor | None = None


@dataclass(frozen=True, slots=True)
class SuggestedTask:
    """A task for a person, with every reason, and how to learn what they lack for it."""

    task: TaskCard
    suggestion: Suggestion
    way: WayToLearn | None = None


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """What a person said to a task, for their own eyes."""

    task_id: int
    task_title: str
    project_name: str
    verdict: Verdict
    why: Why | None
    until: datetime | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class SuggestedProject:
    """A project for a person, with every reason."""

    project: ProjectCard
    suggestion: ProjectSuggestion
