"""Evidence and reasons as they are told in English."""

from hub.matching.evidence import Evidence
from hub.matching.facts import Reason
from hub.matching.telling import Voice, tell


def about(found: Evidence | Reason) -> str:
    """Say it to others."""
    return tell(found.sentence, Voice.ABOUT)


def to(found: Evidence | Reason) -> str:
    """Say it to the person."""
    return tell(found.sentence, Voice.TO)


def source(found: Evidence | Reason) -> str | None:
    """Say to others where it is from."""
    return found.source and tell(found.source, Voice.ABOUT)
