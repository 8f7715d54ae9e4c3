"""``civic.json`` of BetaNYC: https://github.com/BetaNYC/civic.json (read 2026-11-23).

Its pictures, places and one-word needs ("Web Designer") are not taken over: a need without a text
helps nobody to begin.
"""

from hub.normalise.project_files.fields import Fields
from hub.normalise.project_files.shared_fields import (
    MAX_NAME_CHARS,
    causes_said,
    licence_in,
    name_in,
    people_named,
    stage_in,
    summary_of,
)
from hub.normalise.project_files.values import OwnWords

_READ = ("name", "description", "status", "homepage", "license", "tags", "categories", "contact")
_STAGES = {
    "ideation": "concept",
    "alpha": "development",
    "beta": "beta",
    "production": "stable",
    "deployed": "stable",
    "sunset": "obsolete",
    "archival": "obsolete",
}


def read_civic(fields: Fields) -> OwnWords:
    """Read what a ``civic.json`` says. The contact's mail address is not looked at."""
    fields.tell_misspelt(_READ)
    contacts = fields.groups("contact")
    return OwnWords(
        name=name_in(fields),
        summary=summary_of(fields.text("description")),
        homepage=fields.address("homepage"),
        stage=stage_in(fields, "status", _STAGES),
        causes=causes_said(_subjects(fields)),
        licence=licence_in(fields, "license"),
        maintainers=people_named(
            contact.words("name", max_chars=MAX_NAME_CHARS) for contact in contacts
        ),
    )


def _subjects(fields: Fields) -> list[str]:
    """List tags and categories; the standard writes a category as ``{"category": "Education"}``."""
    named = fields.groups("categories")
    texts = [each.text for each in fields.scalars("tags")]
    if named:
        texts += [group.text("category") or "" for group in named]
    else:
        texts += [each.text for each in fields.scalars("categories")]
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]
