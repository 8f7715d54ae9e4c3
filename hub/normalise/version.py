"""Which rules read an issue, so that those that are stored follow when the rules change. Pure."""

from functools import cache

from hub.vocabulary.files import fingerprint

# One more when code of this package gives other values for the same issue. The dictionaries of
# hub/vocabulary count by themselves.
RULES = 1


@cache
def rules_version() -> str:
    """Name the rules of this version: another one means that stored issues are read anew."""
    return f"{RULES}-{fingerprint()}"
