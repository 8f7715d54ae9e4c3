"""What a server can do, by its version and its settings: pure.

Source: https://codeberg.org/api/swagger#/settings/getGeneralAPISettings, and ``sort`` of
``/repos/{owner}/{repo}/issues`` in the description of Forgejo 16.0.1. Gitea has no such ``sort``
and leaves it unheeded, as it does everything that it does not know.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from integrations.forgejo.schemas import ForgejoLimits, ForgejoVersion

USUAL_PAGE_SIZE = 50
LARGEST_PAGE_SIZE = 100

_FIRST_THAT_SORTS = 16
_FORGEJO = re.compile(r"(\d{1,4})\.\d+.*\+gitea-")


class Software(StrEnum):
    """Which of the family a server runs; an old Gitea has no ``/settings/api``."""

    FORGEJO = "forgejo"
    GITEA = "gitea"
    OLD_GITEA = "old gitea"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What to expect of a server: the largest page, and whether it lists by the last change."""

    software: Software = Software.UNKNOWN
    version: str = ""
    page_size: int = USUAL_PAGE_SIZE
    sorts_by_change: bool = False


def abilities(version_body: str | None, settings_body: str | None) -> Abilities:
    """Read both answers; ``None`` stands for one that the server does not give."""
    version = _version(version_body)
    forgejo = _FORGEJO.match(version)
    if forgejo is not None:
        software = Software.FORGEJO
    elif not version:
        software = Software.UNKNOWN
    else:
        software = Software.OLD_GITEA if settings_body is None else Software.GITEA
    return Abilities(
        software=software,
        version=version,
        page_size=_page_size(settings_body),
        sorts_by_change=forgejo is not None and int(forgejo[1]) >= _FIRST_THAT_SORTS,
    )


def _version(body: str | None) -> str:
    try:
        return ForgejoVersion.model_validate_json(body or "").version[:100]
    except ValidationError:
        return ""


def _page_size(body: str | None) -> int:
    try:
        told = ForgejoLimits.model_validate_json(body or "").max_response_items
    except ValidationError:
        told = None
    if told is None or told < 1:
        return USUAL_PAGE_SIZE
    return min(told, LARGEST_PAGE_SIZE)
