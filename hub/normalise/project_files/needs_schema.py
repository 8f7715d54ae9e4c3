"""The format of ``.otd/needs.yml`` as a JSON Schema, made from what the code reads."""

from typing import TypeAlias

from hub.normalise.project_files import needs
from hub.normalise.project_files.values import MAX_AI_RULE_CHARS, MAX_PERSON_CHARS
from hub.vocabulary.kinds import kinds
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import efforts, levels

Schema: TypeAlias = dict[str, object]


def needs_schema() -> Schema:
    """Make the schema (JSON Schema 2020-12). Names that it does not know are mistakes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What a project needs, and how it wants to be shown on OTD hubs",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "listing": _flag("Whether hubs may list this project. No takes it down."),
            "list_us": _flag("The same as listing."),
            "labels": _texts(
                "Labels whose issues may be shown. Without it, all open issues are.",
                max_chars=needs.MAX_LABEL_CHARS,
                max_items=needs.MAX_LABELS,
            ),
            "newcomers_a_month": {
                "description": "How many new people a month there is room for.",
                "type": "integer",
                "minimum": 0,
                "maximum": needs.MAX_NEWCOMERS,
            },
            "ai": _text("What holds for contributions made with AI.", MAX_AI_RULE_CHARS),
            "answers": _text("Who answers new people, or where.", MAX_PERSON_CHARS),
            "away_until": _day("The day on which whoever answers is back."),
            "stewards": _texts(
                "Accounts on this forge whose people may look after the project on hubs.",
                max_chars=needs.MAX_HANDLE_CHARS,
                max_items=needs.MAX_STEWARDS,
            ),
            "needs": {
                "description": "What the project needs now.",
                "type": "array",
                "maxItems": needs.MAX_NEEDS,
                "items": _need(),
            },
        },
    }


def _need() -> Schema:
    kind_words = dict.fromkeys(
        word for each in kinds() for word in (each.key, *each.all_contributors)
    )
    return {
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {
            "key": _text("A name that stays when the title changes.", needs.MAX_KEY_CHARS),
            "title": _text("The need in one line.", needs.MAX_TITLE_CHARS),
            "what": _text("What there is to do, in markdown.", needs.MAX_WHAT_CHARS),
            "kinds": _list("Kinds of work, the main one first.", {"enum": list(kind_words)}),
            "skills": _texts(
                "What is useful to know, as people write it: JavaScript, or JS.",
                max_chars=100,
                max_items=needs.MAX_SKILLS,
            ),
            "level": _one_of("How much practice it asks for.", [each.key for each in levels()]),
            "effort": _one_of("How long it takes.", [each.key for each in efforts()]),
            "answers": _text("Who answers for this need, if not the whole.", MAX_PERSON_CHARS),
            "mentor": _text("Who helps somebody new to begin.", MAX_PERSON_CHARS),
            "expires_on": _day("The last day on which it is shown."),
            "spoken": _one_of(
                "The language of the work, by its code.",
                [each.code for each in spoken_languages()],
            ),
        },
    }


def _flag(description: str) -> Schema:
    return {"description": description, "type": "boolean"}


def _text(description: str, max_chars: int) -> Schema:
    return {
        "description": description,
        "type": "string",
        "minLength": 1,
        "maxLength": max_chars,
    }


def _day(description: str) -> Schema:
    return {"description": description, "type": "string", "format": "date"}


def _one_of(description: str, known: list[str]) -> Schema:
    return {"description": description, "enum": known}


def _list(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items, "uniqueItems": True}


def _texts(description: str, *, max_chars: int, max_items: int) -> Schema:
    items: Schema = {"type": "string", "minLength": 1, "maxLength": max_chars}
    return _list(description, items) | {"maxItems": max_items}
