"""``otdhub search``: the search page in a terminal."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import print_json, print_table, say
from hub.errors import BadRequest
from hub.services import discovery
from hub.views.search import SearchAnswer, SearchRequest
from search.base import Span


def search(
    text: Annotated[str, typer.Argument(help="What to look for.")] = "",
    tab: Annotated[str, typer.Option("--in", help="tasks, projects or people.")] = "tasks",
    where: Annotated[
        list[str] | None,
        typer.Option(help="A filter such as kind=design or language=Python; may be repeated."),
    ] = None,
    sort: Annotated[str, typer.Option(help="best, fresh, new, old, wanted or unseen.")] = "best",
    page: Annotated[int, typer.Option(min=1, help="Page of twenty.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Search tasks, projects or people who asked to be suggested."""
    request = SearchRequest(text, tab, _filters(where or []), sort=sort, page=page)
    with open_hub() as context, context.reading() as session:
        answer = discovery.search(session, context.engine, request, now=context.clock.now())
    if as_json:
        print_json(
            {
                "total": answer.total,
                "is_total_exact": answer.is_total_exact,
                "results": _rows(answer),
                "facets": {
                    facet.name: {value.value: value.count for value in facet.values}
                    for facet in answer.facets
                },
            }
        )
        return
    _talk(answer)
    if rows := _rows(answer):
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def _filters(where: list[str]) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for part in where:
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise BadRequest(f"{part!r} is not a filter. Write one as kind=design.")
        filters[name] = (*filters.get(name, ()), value)
    return filters


def _talk(answer: SearchAnswer) -> None:
    about = "" if answer.is_total_exact else "about "
    say(f"{about}{answer.total} {answer.request.tab}")
    for correction in answer.corrections:
        say(f"We read “{correction.typed}” as “{correction.read_as}”.")
    for note in answer.notes:
        say(note)
    if answer.is_engine_down:
        say("Search does not answer now; these are the freshest tasks. See `otdhub doctor`.")


def _rows(answer: SearchAnswer) -> list[dict[str, str | int | None]]:
    if answer.request.tab == "tasks":
        return [
            {
                "task": card.task_id,
                "title": _text(card.title),
                "project": card.project_name,
                "kinds": ", ".join(card.kinds),
                "freshness": card.freshness.state,
            }
            for card in answer.tasks
        ]
    if answer.request.tab == "people":
        return [
            {
                "person": one.card.handle,
                "name": one.card.name,
                "says": one.card.own_line,
                "can": ", ".join(one.can),
                "mentors": ", ".join(one.mentors),
            }
            for one in answer.people
        ]
    return [
        {
            "project": project.slug,
            "name": _text(project.name),
            "summary": _text(project.summary),
            "languages": ", ".join(project.languages[:3]),
            "open_tasks": sum(count for _, count in project.open_tasks),
        }
        for project in answer.projects
    ]


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
