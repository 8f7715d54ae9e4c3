"""``otdhub suggest``: people for a task, or tasks for a person, each with its reasons."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Json, print_json, print_line, say
from hub.context import AppContext
from hub.errors import BadRequest
from hub.matching.facts import Suggestion
from hub.services import people, suggestions


def suggest(
    task: Annotated[int | None, typer.Argument(help="The number of a task.")] = None,
    person: Annotated[
        str | None, typer.Option("--for", help="Suggest tasks for this person instead.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Suggest people for a task, or tasks for a person, and say why."""
    with open_hub() as context:
        if task is not None and person is None:
            found = _for_task(context, task, limit)
        elif person is not None and task is None:
            found = _for(context, person, limit)
        else:
            raise BadRequest("Name a task, or a person with --for.")
    if as_json:
        print_json([_plain(name, suggestion) for name, suggestion in found])
        return
    if not found:
        say("Nobody fits now, or nobody who fits asked to be suggested.")
    for name, suggestion in found:
        print_line(f"{name}")
        for reason in suggestion.reasons:
            sentence = reason.about_person if task is not None else reason.to_person
            print_line(f"  {reason.fit.replace('_', ' ')}: {sentence}")


def _for_task(context: AppContext, task_id: int, limit: int) -> list[tuple[str, Suggestion]]:
    with context.reading() as session:
        found = suggestions.people_for(
            session, context, task_id, now=context.clock.now(), limit=limit
        )
    return [(shown.person.name, shown.suggestion) for shown in found]


def _for(context: AppContext, handle: str, limit: int) -> list[tuple[str, Suggestion]]:
    now = context.clock.now()
    with context.reading() as session:
        person = people.view(session, handle, now=now)
        tasks = suggestions.tasks_for(session, context, person.person_id, now=now, limit=limit)
    return [
        (f"{shown.task.task_id} {''.join(s.text for s in shown.task.title)}", shown.suggestion)
        for shown in tasks
    ]


def _plain(name: str, suggestion: Suggestion) -> Json:
    return {
        "name": name,
        "task": suggestion.task_id,
        "score": suggestion.score,
        "reasons": [
            {
                "signal": reason.signal,
                "fit": str(reason.fit),
                "value": reason.value,
                "weight": reason.weight,
                "about_person": reason.about_person,
                "to_person": reason.to_person,
                "source": reason.source,
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
            for reason in suggestion.reasons
        ],
    }
