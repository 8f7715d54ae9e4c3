"""``codemeta.json``: https://codemeta.github.io/terms (read 2026-11-23), versions 1 to 3.

Its ``developmentStatus`` is a word of https://www.repostatus.org, or the address of one.
"""

from hub.normalise.project_files.fields import Fields
from hub.normalise.project_files.shared_fields import (
    MAX_NAME_CHARS,
    STAGES,
    causes_said,
    licence_in,
    name_in,
    people_named,
    stage_in,
    summary_of,
)
from hub.normalise.project_files.values import OwnWords

_READ = (
    "name", "description", "developmentStatus", "keywords", "applicationCategory", "url",
    "license", "maintainer",
)  # fmt: skip
_STAGES = {
    "concept": "concept",
    "wip": "development",
    "suspended": "development",
    "active": "stable",
    "inactive": "stable",
    "unsupported": "obsolete",
    "abandoned": "obsolete",
    "moved": "obsolete",
} | {stage: stage for stage in STAGES}


def read_codemeta(fields: Fields) -> OwnWords:
    """Read what a ``codemeta.json`` says. Only maintainers are named, not every author."""
    fields.tell_misspelt(_READ)
    return OwnWords(
        name=name_in(fields),
        summary=summary_of(fields.text("description")),
        homepage=fields.address("url"),
        stage=stage_in(fields, "developmentStatus", _STAGES),
        causes=causes_said(_keywords(fields)),
        licence=_licence(fields),
        maintainers=people_named(_name_of(person) for person in fields.groups("maintainer")),
    )


def _keywords(fields: Fields) -> list[str]:
    """List the keywords; some write them as one text with commas."""
    texts = [
        each.text for name in ("keywords", "applicationCategory") for each in fields.scalars(name)
    ]
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]


def _licence(fields: Fields) -> str | None:
    groups = fields.groups("license")  # a CreativeWork with a name, instead of an address
    if groups:
        names = (group.words("name", max_chars=MAX_NAME_CHARS) for group in groups)
        return next((name[:200] for name in names if name), None)
    return licence_in(fields, "license")


def _name_of(person: Fields) -> str | None:
    whole = person.words("name", max_chars=MAX_NAME_CHARS)
    parts = (person.words(part, max_chars=MAX_NAME_CHARS) for part in ("givenName", "familyName"))
    return whole or " ".join(part for part in parts if part)
