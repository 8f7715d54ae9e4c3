"""What the files of other standards say alike: name, summary, stage, people, causes."""

from collections.abc import Iterable, Mapping

from hub.normalise.causes import causes_of
from hub.normalise.project_files.fields import Fields, without_mail
from hub.normalise.projects import MAX_SUMMARY_CHARS
from hub.normalise.text import clean_line, clean_lines

STAGES = ("concept", "development", "beta", "stable", "obsolete")
MAX_NAME_CHARS = 300
MAX_LICENCE_CHARS = 200
MAX_MAINTAINERS = 10
_SPDX = "spdx.org/licenses/"


def name_in(fields: Fields) -> str | None:
    """Read the project's name."""
    return fields.words("name", max_chars=MAX_NAME_CHARS)


def summary_of(text: str | None) -> str | None:
    """Make one line of a description that may be long: a long one is no mistake in a file."""
    line = clean_line(text)
    if len(line) <= MAX_SUMMARY_CHARS:
        return line or None
    return line[: MAX_SUMMARY_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def stage_in(fields: Fields, name: str, words: Mapping[str, str]) -> str | None:
    """Read how far a project is; ``words`` leads from a standard's words to our stages."""

    def find(text: str) -> str | None:
        return words.get(text.strip().casefold().rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1])

    found = fields.choices(name, find, what="stage", known=words)
    return found[0] if found else None


def licence_in(fields: Fields, name: str) -> str | None:
    """Read a licence: an SPDX expression, or the page of one; other addresses name none."""
    names = (each.text.strip() for each in fields.scalars(name))
    short = [text.rsplit(_SPDX, 1)[-1].removesuffix(".html").rstrip("/") for text in names]
    licences = clean_lines(
        (text for text in short if "://" not in text), max_chars=MAX_LICENCE_CHARS, max_items=5
    )
    return ", ".join(licences)[:MAX_LICENCE_CHARS] or None


def causes_said(words: Iterable[str]) -> tuple[str, ...] | None:
    """Name the causes that categories and tags lead to; ``None`` where they lead to none."""
    return causes_of(tuple(clean_line(word, max_chars=100) for word in words), None) or None


def people_named(names: Iterable[str | None]) -> tuple[str, ...] | None:
    """Keep the names of people, without mail addresses; ``None`` where none is left."""
    bare = (without_mail(name) for name in names if name)
    return clean_lines(bare, max_chars=100, max_items=MAX_MAINTAINERS) or None
