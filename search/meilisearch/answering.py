"""The answers of the server as a result page. Pure."""

from collections.abc import Mapping, Sequence

from search.base import FacetCount, Hit, HitReason, ResultPage
from search.meilisearch.answers import Answer, FoundDocument
from search.meilisearch.asking import Question
from search.meilisearch.fields import STANDING, keyword_field, read_value, shown_field
from search.meilisearch.marking import spans_of

# What the server's rules look at; those with a score give 1 for the best there can be.
_SAID = {
    "words": "how many of the words",
    "typo": "as typed",
    "attribute": "where the words stand",
    "exactness": "whole words",
    "proximity": "words beside each other",
    f"{STANDING}:desc": "how free, fresh or lively",
}
_HIDDEN = "<hidden"


def page_of(question: Question, answers: Sequence[Answer], *, is_exact: bool) -> ResultPage:
    """Put a page together. The server does not tell how it read a word: no corrections."""
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for position, answer in enumerate(answers):
        for name in question.facets_of(position):
            facets[name] = _counts(question, name, answer)
    return ResultPage(
        hits=tuple(_hit(question, found) for found in answers[0].hits),
        total=answers[0].total,
        is_total_exact=is_exact,
        facets={name: facets[name] for name in question.query.facets},
    )


def _counts(question: Question, name: str, answer: Answer) -> tuple[FacetCount, ...]:
    found: Mapping[str, int] = (answer.facets or {}).get(keyword_field(question.schema, name), {})
    counts = [FacetCount(read_value(value), count) for value, count in found.items()]
    ordered = sorted(counts, key=lambda one: (-one.count, one.value))
    return tuple(ordered[: question.query.facet_size])


def _hit(question: Question, found: FoundDocument) -> Hit:
    texts = {
        text.name: str(found.formatted.get(shown_field(text.name)) or "")
        for text in question.schema.text
        if text.is_highlighted and question.query.is_marked
    }
    highlights = {name: spans_of(text) for name, text in texts.items()}
    return Hit(id=found.id, score=found.score, highlights=highlights, reasons=_reasons(found))


def _reasons(found: FoundDocument) -> tuple[HitReason, ...]:
    """Give the rules of the server in the order in which they decide.

    Rules by fields that are not shown (the length of a title, the day) it tells without their name
    and value, so they are left out.
    """
    ordered = sorted(found.details.items(), key=lambda rule: rule[1].order)
    return tuple(
        HitReason(_SAID.get(name, name), rule.score if rule.score is not None else rule.number)
        for name, rule in ordered
        if not name.startswith(_HIDDEN)
    )
