"""Asks the services of the search as the routes do."""

from hub.context import AppContext
from hub.services import discovery
from hub.views.search import GlimpseView, SearchAnswer, SearchRequest


def search(context: AppContext, request: SearchRequest) -> SearchAnswer:
    """Answer a search."""
    with context.reading() as session:
        return discovery.search(session, context.engine, request, now=context.clock.now())


def glimpse(context: AppContext, text: str) -> GlimpseView:
    """Show what is found while somebody types."""
    with context.reading() as session:
        return discovery.glimpse(session, context.engine, text, now=context.clock.now())


def counts(answer: SearchAnswer, name: str) -> dict[str, int]:
    """Give the numbers of one facet by its values."""
    facet = next(each for each in answer.facets if each.name == name)
    return {each.value: each.count for each in facet.values}
