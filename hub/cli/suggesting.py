"""``otdhub suggest``: people for a task, or tasks or projects for a person, with the reasons."""

from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Json, print_json, print_line, say
from hub.context import AppContext
from hub.errors import BadRequest
from hub.matching.facts import Reason
from hub.matching.silence import NO_PROJECT_FITS, NO_TASK_FITS, why_nobody
from hub.matching.telling import Voice, tell
from hub.services import people, suggested_projects, suggestions, tasks
from hub.services.openness import A_MEMBER
from hub.views.suggestions import WayToLearn
from search.base import Span


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom or what was found: ``place`` says in JSON where it stands."""

    name: str
    place: dict[str, Json]
    score: float
    reasons: tuple[Reason, ...]
    way: WayToLearn | None = None


def suggest(
    task: Annotated[int | None, typer.Argument(help="The number of a task.")] = None,
    person: Annotated[
        str | None, typer.Option("--for", help="Suggest tasks for this person instead.")
    ] = None,
    wants_projects: Annotated[
        bool, typer.Option("--projects", help="With --for: projects instead of tasks.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Suggest people for a task, or tasks or projects for a person, and say why."""
    with open_hub() as context:
        if task is not None and person is None and not wants_projects:
            found, silence = _people(context, task, limit)
        elif person is not None and task is None and wants_projects:
            found, silence = _projects(context, person, limit), NO_PROJECT_FITS
        elif person is not None and task is None:
            found, silence = _tasks(context, person, limit), NO_TASK_FITS
        else:
            raise BadRequest("Name a task, or a person with --for.")
    if not found:
        say(silence)
    if as_json:
        print_json([_plain(each) for each in found])
        return
    for each in found:
        print_line(each.name)
        for reason in each.reasons:
            sentence = tell(reason.sentence, Voice.TO if task is None else Voice.ABOUT)
            print_line(f"  {reason.fit.replace('_', ' ')}: {sentence}")
        if each.way is not None:
            print_line(f"  to learn {each.way.skill_name}: {_way(each.way)}")


def _people(context: AppContext, task_id: int, limit: int) -> tuple[list[_Found], str]:
    """Give people for a task, and what to say where there is nobody."""
    now = context.clock.now()
    with context.reading() as session:
        task = tasks.view(session, task_id, now=now)
        found = suggestions.people_for(
            session, context, task_id, now=now, asker=A_MEMBER, limit=limit
        )
    people = [
        _Found(
            shown.person.name, {"task": task_id}, shown.suggestion.score, shown.suggestion.reasons
        )
        for shown in found
    ]
    return people, why_nobody(task.freshness.state)


def _tasks(context: AppContext, handle: str, limit: int) -> list[_Found]:
    now = context.clock.now()
    with context.reading() as session:
        person = people.view(session, handle, now=now, asker=A_MEMBER)
        found = suggestions.tasks_for(
            session, context, person.person_id, now=now, asker=A_MEMBER, limit=limit
        )
    return [
        _Found(
            f"{shown.task.task_id} {_text(shown.task.title)}",
            {"task": shown.task.task_id},
            shown.suggestion.score,
            shown.suggestion.reasons,
            shown.way,
        )
        for shown in found
    ]


def _projects(context: AppContext, handle: str, limit: int) -> list[_Found]:
    now = context.clock.now()
    with context.reading() as session:
        person = people.view(session, handle, now=now, asker=A_MEMBER)
        found = suggested_projects.projects_for(
            session, context, person.person_id, now=now, asker=A_MEMBER, limit=limit
        )
    return [
        _Found(
            _text(shown.project.name),
            {
                "project": shown.project.slug,
                "begin_with": [task.task_id for task in shown.suggestion.fitting],
            },
            shown.suggestion.score,
            shown.suggestion.reasons,
        )
        for shown in found
    ]


def _way(way: WayToLearn) -> str:
    easier = f"task {way.easier.task_id} is easier to begin with" if way.easier else ""
    mentor = f"{way.mentor.name} ({way.mentor.handle}) offers to mentor it" if way.mentor else ""
    return f"{'; '.join(part for part in (easier, mentor) if part)}."


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def _plain(found: _Found) -> Json:
    return {
        "name": found.name,
        **found.place,
        "score": found.score,
        "reasons": [
            {
                "signal": reason.signal,
                "fit": str(reason.fit),
                "value": reason.value,
                "weight": reason.weight,
                "about_person": tell(reason.sentence, Voice.ABOUT),
                "to_person": tell(reason.sentence, Voice.TO),
                "source": reason.source and tell(reason.source, Voice.ABOUT),
                "past": [
                    {
                        "title": each.work.title,
                        "url": each.work.url,
                        "value": round(each.value, 4),
                        "shared": list(each.shared),
                    }
                    for each in reason.past
                ],
            }
            for reason in found.reasons
        ],
        "way": None if found.way is None else asdict(found.way),
    }
