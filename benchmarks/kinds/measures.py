"""How well kinds are recognised: precision, recall and F1 of each. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Kinds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a kind was judged, found, and both; ``None`` is a share of nothing."""

    judged: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Give the share of what was found that is right."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Give the share of what there is that was found."""
        return self.right / self.judged if self.judged else None

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean of both."""
        both = self.judged + self.found
        return 2 * self.right / both if both else None


def tally(kind: str, pairs: Iterable[tuple[Kinds, Kinds]]) -> Tally:
    """Count one kind over pairs of (judged, found)."""
    listed = [(kind in judged, kind in found) for judged, found in pairs]
    return Tally(
        judged=sum(is_judged for is_judged, _ in listed),
        found=sum(is_found for _, is_found in listed),
        right=sum(is_judged and is_found for is_judged, is_found in listed),
    )


def has_same_main(pairs: Sequence[tuple[Kinds, Kinds]]) -> float | None:
    """Give the share of issues whose first kind is the judged one, of those that ask for work."""
    asked = [(judged, found) for judged, found in pairs if judged]
    return sum(judged[:1] == found[:1] for judged, found in asked) / len(asked) if asked else None
