"""From views to answers, where the names of the fields alone do not say how."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from fastapi import Request, Response
from pydantic import BaseModel

from hub.matching.facts import Reason
from hub.matching.silence import NO_PROJECT_FITS, NO_TASK_FITS, why_nobody
from hub.matching.telling import Voice, tell
from hub.models import Fluency
from hub.services import listings
from hub.services.profiles import Profile
from hub.views import TaskView
from hub.views.accounts import TokenHolder
from hub.views.people import PersonView
from hub.views.suggestions import SuggestedPerson, SuggestedProject, SuggestedTask
from hub.web.cursors import write_place
from hub.web.schemas import (
    FittingTaskInfo,
    OwnProfile,
    OwnSkill,
    PastInfo,
    PersonDetail,
    PersonSummary,
    ProjectSummary,
    ReasonInfo,
    SuggestedPeople,
    SuggestedPersonInfo,
    SuggestedProjectInfo,
    SuggestedTaskInfo,
    SuggestedTasks,
    TaskList,
    TaskSummary,
    TokenInfo,
    WayToLearnInfo,
)


def conditional(request: Request, answer: BaseModel) -> Response:
    """Answer with a tag of the content, and with 304 to who holds that content already."""
    body = answer.model_dump_json().encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    # A proxy that compresses marks the tag as weak; the content is the same.
    held = request.headers.get("if-none-match", "").replace("W/", "")
    if tag in [each.strip() for each in held.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def task_list(page: listings.TaskPage) -> TaskList:
    """Give a page of tasks with the cursor of the next."""
    return TaskList(
        tasks=[TaskSummary.model_validate(card) for card in page.tasks],
        next=write_place(page.next) if page.next else None,
    )


def person_detail(view: PersonView) -> PersonDetail:
    """Give a person's page in one piece."""
    return PersonDetail(
        handle=view.card.handle,
        name=view.card.name,
        own_line=view.card.own_line,
        hours_per_week=view.card.hours_per_week,
        hours_until=view.card.hours_until,
        kinds=list(view.kinds),
        causes=list(view.causes),
        spoken=list(view.spoken),
        can=list(view.can),
        learning=list(view.learning),
        mentors=list(view.mentors),
        suggested_since=view.suggested_since,
        spoken_levels={code: Fluency(level) for code, level in view.spoken_levels.items()},
        time_zone=view.time_zone,
        asked_for=view.asked_for,
        not_asked_for=view.not_asked_for,
        links=list(view.links),
    )


def own_profile(holder: TokenHolder, profile: Profile) -> OwnProfile:
    """Give a person's profile to a program of theirs."""
    return OwnProfile(
        handle=holder.handle,
        name=profile.name,
        own_line=profile.own_line,
        skills=[OwnSkill.model_validate(each) for each in profile.skills],
        level=profile.level,
        kinds=list(profile.kinds),
        causes=list(profile.causes),
        hours_per_week=profile.hours_per_week,
        hours_until=profile.hours_until,
        time_zone=profile.time_zone,
        spoken=list(profile.spoken),
        spoken_levels=dict(profile.spoken_levels),
        asked_for=profile.asked_for,
        not_asked_for=profile.not_asked_for,
        links=list(profile.links),
        contact=profile.contact,
        never_projects=list(profile.never_projects),
        is_findable=profile.is_findable,
        is_suggested=profile.is_suggested,
        suggested_causes=list(profile.suggested_causes),
        paused_until=profile.paused_until,
        seen_by=dict(profile.seen_by),
        token=TokenInfo(scopes=sorted(holder.scopes), ends_at=holder.ends_at),
    )


def suggested_people(
    task: TaskView, found: Sequence[SuggestedPerson], language: str
) -> SuggestedPeople:
    """Give people beside a task, their reasons as said to a project."""
    return SuggestedPeople(
        task_id=task.task_id,
        people=[
            SuggestedPersonInfo(
                person=PersonSummary.model_validate(each.person),
                score=each.suggestion.score,
                is_strong=each.is_strong,
                reasons=_reasons(each.suggestion.reasons, Voice.ABOUT, language),
            )
            for each in found
        ],
        note=None if found else why_nobody(task.freshness.state),
    )


def suggested_tasks(
    handle: str,
    found: Sequence[SuggestedTask],
    projects: Sequence[SuggestedProject],
    voice: Voice,
    language: str,
) -> SuggestedTasks:
    """Give tasks and projects for a person, their reasons as said to them or to others."""
    return SuggestedTasks(
        handle=handle,
        tasks=[
            SuggestedTaskInfo(
                task=TaskSummary.model_validate(each.task),
                score=each.suggestion.score,
                reasons=_reasons(each.suggestion.reasons, voice, language),
                way=each.way and WayToLearnInfo.model_validate(each.way),
            )
            for each in found
        ],
        projects=[_suggested_project(each, voice, language) for each in projects],
        note=None if found else NO_TASK_FITS,
        projects_note=None if projects else NO_PROJECT_FITS,
    )


def _suggested_project(
    suggested: SuggestedProject, voice: Voice, language: str
) -> SuggestedProjectInfo:
    suggestion = suggested.suggestion
    return SuggestedProjectInfo(
        project=ProjectSummary.model_validate(suggested.project),
        score=suggestion.score,
        reasons=_reasons(suggestion.reasons, voice, language),
        begin_with=[FittingTaskInfo.model_validate(task) for task in suggestion.fitting],
    )


def _reasons(reasons: Iterable[Reason], voice: Voice, language: str) -> list[ReasonInfo]:
    return [_reason(each, voice, language) for each in reasons]


def _reason(reason: Reason, voice: Voice, language: str) -> ReasonInfo:
    return ReasonInfo(
        signal=reason.signal,
        fit=reason.fit,
        value=reason.value,
        weight=reason.weight,
        sentence=tell(reason.sentence, voice, language),
        source=reason.source and tell(reason.source, voice, language),
        past=[
            PastInfo(
                title=each.work.title,
                url=each.work.url,
                done_at=each.work.done_at,
                value=round(each.value, 4),
                shared=list(each.shared),
            )
            for each in reason.past
        ],
    )
