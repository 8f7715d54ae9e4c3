"""A need of a project's own file as the values of a task: what it does not say is guessed.

Knows words and the vocabulary; no row, session or request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.models import Freshness
from hub.normalise.freshness import Surroundings, ends_on, freshness_of
from hub.normalise.kinds import kinds_of
from hub.normalise.labels import LabelFacts
from hub.normalise.project_files.values import NeedWords
from hub.normalise.skills import code_skills_of, skills_in_text
from hub.normalise.spoken import spoken_of


@dataclass(frozen=True, slots=True)
class NeedValues:
    """The columns of a task that come from a need, named as in :class:`hub.models.Task`."""

    need_key: str
    url: str | None
    title: str
    body: str
    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    spoken: str | None
    level: str | None
    effort: str | None
    is_newcomer_fit: bool
    has_mentor: bool
    answered_by: str | None
    mentor: str | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class NeedState:
    """How free a need is, named as in :class:`hub.models.Task`."""

    is_open: bool
    freshness: Freshness
    freshness_turns_at: datetime | None


def normalise_need(
    need: NeedWords, *, answered_by: str | None, languages: Sequence[str], url: str | None
) -> NeedValues:
    """Turn a need into the values of a task. ``answered_by`` is who answers for the whole file.

    ``languages`` of its repository (largest first) count as in an issue: only for code.
    """
    guess = kinds_of(LabelFacts(), title=need.title, body=need.what, languages=languages)
    kinds = need.kinds or guess.kinds
    guessed = skills_in_text(f"{need.title}\n{need.what}")
    of_code = code_skills_of(languages, ()) if "code" in kinds else ()
    return NeedValues(
        need_key=need.key,
        url=url,
        title=need.title,
        body=need.what,
        kinds=kinds,
        skills=need.skills or tuple(dict.fromkeys((*guessed, *of_code))),
        spoken=need.spoken or spoken_of(need.title, need.what),
        level=need.level,
        effort=need.effort,
        is_newcomer_fit=need.level == "beginner",
        has_mentor=need.mentor is not None,
        answered_by=need.answered_by or answered_by,
        mentor=need.mentor,
        expires_on=need.expires_on,
    )


def state_of_need(
    expires_on: date | None, *, updated_at: datetime, is_source_unread: bool, now: datetime
) -> NeedState:
    """Say how free a need is that stands in its file: over after its day, else by its age."""
    facts = freshness_of(
        is_open=True,
        assignees=(),
        linked_change_url=None,
        is_claimed=False,
        is_blocked=False,
        updated_at=updated_at,
        around=Surroundings(is_source_unread=is_source_unread),
        now=now,
    )
    ended = ends_on(facts, expires_on, now=now)
    return NeedState(ended.state is not Freshness.CLOSED, ended.state, ended.turns_at)
