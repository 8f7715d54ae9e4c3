"""How good a list of results is, by the grades of its documents. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from math import log2

DEPTH = 10


def ndcg_at_10(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Give the discounted gain of the first ten, as a share of the best that there could be.

    A grade gains ``2 ** grade - 1``, divided by ``log2(place + 1)`` (Järvelin and Kekäläinen 2002,
    https://doi.org/10.1145/582415.582418, in the form of Burges et al. 2005). What nobody judged
    gains nothing.
    """
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain(grades.get(address, 0) for address in found[:DEPTH]) / best if best else 0.0


def hit_at_10(found: Sequence[str], wanted: Iterable[str]) -> bool:
    """Say whether any wanted document is among the first ten."""
    return not set(found[:DEPTH]).isdisjoint(wanted)


def unjudged_at_10(found: Sequence[str], grades: Mapping[str, int]) -> int:
    """Count those of the first ten that nobody judged: many of them make the figures doubtful."""
    return sum(address not in grades for address in found[:DEPTH])


def has_same_first(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether both lists begin with the same document; two empty lists do not."""
    return bool(one) and one[:1] == other[:1]


def in_common_of_10(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Count the documents that both have among their first ten, in any order.

    Where both lists are shorter than ten the count is scaled up to ten, so that the same four
    results are full agreement and four against ten are not. ``None`` where both are empty.
    """
    length = max(len(one[:DEPTH]), len(other[:DEPTH]))
    if length == 0:
        return None
    return len(set(one[:DEPTH]) & set(other[:DEPTH])) * DEPTH / length


def mean(values: Iterable[float]) -> float:
    """Give the mean; of no values it is 0."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum(
        (2.0**grade - 1) / log2(place + 1)
        for place, grade in enumerate(list(grades)[:DEPTH], start=1)
    )
