"""Words of issues that tell the kind of work where no label does, in several languages."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, flag_of, number_of, text_of, texts_of


@dataclass(frozen=True, slots=True)
class WorkSigns:
    """Words of one language that speak for a kind; "translat*" is all that begins so.

    ``title`` and ``text`` are what they weigh in the title and in the body. ``is_opening`` words
    count at the beginning of the title only.
    """

    kinds: tuple[str, ...]
    spoken: str
    title: int
    text: int
    is_opening: bool
    words: tuple[str, ...]
    source: str


@cache
def work_signs() -> tuple[WorkSigns, ...]:
    """List the entries of the data file."""
    return tuple(
        WorkSigns(
            kinds=texts_of(entry, "kinds"),
            spoken=text_of(entry, "spoken"),
            title=number_of(entry, "title"),
            text=number_of(entry, "text"),
            is_opening=flag_of(entry, "opening"),
            words=texts_of(entry, "words"),
            source=text_of(entry, "source"),
        )
        for entry in entries("work_signs.toml", "sign")
    )
