"""``publiccode.yml``: https://yml.publiccode.tools (read 2026-11-23), versions 0.2 to 0.5."""

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
    "name", "description", "developmentStatus", "categories", "tags", "intendedAudience",
    "landingURL", "legal", "maintenance",
)  # fmt: skip
_STAGES = {stage: stage for stage in STAGES}


def read_publiccode(fields: Fields) -> OwnWords:
    """Read what a ``publiccode.yml`` says. Mail addresses and phone numbers are not looked at."""
    fields.tell_misspelt(_READ)
    described = _description(fields)
    legal, maintenance = fields.group("legal"), fields.group("maintenance")
    contacts = maintenance.groups("contacts") if maintenance else ()
    return OwnWords(
        name=name_in(fields),
        summary=_summary(described, fields),
        homepage=fields.address("landingURL"),
        stage=stage_in(fields, "developmentStatus", _STAGES),
        causes=causes_said(_subjects(fields)),
        licence=licence_in(legal, "license") if legal else None,
        maintainers=people_named(
            contact.words("name", max_chars=MAX_NAME_CHARS) for contact in contacts
        ),
    )


def _description(fields: Fields) -> Fields | None:
    """Choose the description in English, else the first."""
    by_language = fields.group("description") if fields.has("description") else None
    if by_language is None:
        return None
    languages = sorted(
        by_language.names(), key=lambda code: 0 if code.casefold().startswith("en") else 1
    )
    return by_language.group(languages[0]) if languages else None


def _summary(described: Fields | None, fields: Fields) -> str | None:
    if described is None:
        return None
    short = described.text("shortDescription")
    if short:
        return summary_of(short)
    if not described.has("longDescription"):
        described.tell(described.line, "description has no shortDescription.")
    long = described.text("longDescription")
    return summary_of(long.strip().split("\n\n", 1)[0]) if long else None


def _subjects(fields: Fields) -> list[str]:
    found = [each.text for name in ("categories", "tags") for each in fields.scalars(name)]
    audience = fields.group("intendedAudience")
    return found + ([each.text for each in audience.scalars("scope")] if audience else [])
