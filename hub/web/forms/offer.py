"""Reads an offer of help, and the few words of an answer to one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.services.offers import MOST_CHARS
from hub.web.forms.profile_fields import Errors, read_hours
from hub.web.forms.reading import Form


@dataclass(frozen=True, slots=True)
class TypedOffer:
    """An offer as it was typed."""

    words: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ReadOffer:
    """An offer that can be sent."""

    words: str
    hours_per_week: float | None


def typed_offer(form: Form) -> TypedOffer:
    """Take what was typed."""
    return TypedOffer(form.text("words"), form.text("hours"))


def read_offer(typed: TypedOffer) -> tuple[ReadOffer | None, Mapping[str, str]]:
    """Give the offer, or ``None`` with a sentence for each field that is wrong."""
    errors = Errors()
    words = read_words(typed.words, errors)
    if not words:
        errors.add("words", "Write a few words, so that they know what you would like to do.")
    hours = read_hours(typed.hours, errors)
    return (None if errors.sentences else ReadOffer(words, hours)), errors.sentences


def read_words(text: str, errors: Errors) -> str:
    """Read a few lines, without signs that have no shape."""
    lines = text.replace("\r\n", "\n").split("\n")
    shaped = ("".join(char if char.isprintable() else " " for char in line) for line in lines)
    words = "\n".join(line.strip() for line in shaped).strip()
    if len(words) > MOST_CHARS:
        errors.add("words", f"This is longer than {MOST_CHARS} letters. Say the rest later.")
    return words
