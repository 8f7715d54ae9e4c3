"""What having a word is worth, for both engines: more, the fewer documents have it."""

from math import log


def rarity(*, found: int, documents: int) -> float:
    """Weigh a word that ``found`` of all ``documents`` have: about 0 for one that all have.

    The inverse document frequency of Spärck Jones (1972, https://doi.org/10.1108/eb026526), never
    below 0.
    """
    return log((max(found, documents) + 2) / (found + 1))
