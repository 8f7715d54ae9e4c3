"""Words that mean the same, as an engine is given them: groups of words and short phrases. Pure.

Each member of a group leads to all others of it, and a member of several groups to those of each.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Group: TypeAlias = tuple[str, ...]


def others_of(groups: Iterable[Group]) -> Mapping[str, tuple[str, ...]]:
    """Map each member to what else it may be called, in the order of the groups."""
    others: dict[str, dict[str, None]] = {}
    for group in groups:
        for member in group:
            known = others.setdefault(member, {})
            known.update(dict.fromkeys(other for other in group if other != member))
    return {member: tuple(known) for member, known in others.items() if known}
