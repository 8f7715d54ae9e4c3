"""Words of titles that tell the kind of work where no label does, in several languages."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, text_of, texts_of


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of one language that speak for one kind; "translat*" is all that begins so."""

    kind: str
    spoken: str
    words: tuple[str, ...]
    source: str


@cache
def title_words() -> tuple[TitleWords, ...]:
    """List the entries of the data file."""
    return tuple(
        TitleWords(
            kind=text_of(entry, "kind"),
            spoken=text_of(entry, "spoken"),
            words=texts_of(entry, "words"),
            source=text_of(entry, "source"),
        )
        for entry in entries("title_words.toml", "title_words")
    )
