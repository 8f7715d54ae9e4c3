"""Reads ``distributions.json``: what was measured of real issues, in the form the generator needs.

The file is no part of the project (its place is beside the checkout, ``../shared/data``); a
benchmark without it stops with a sentence.
"""

import json
import math
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

PLACE = Path("../shared/data/distributions.json")

# The mix of the three groups of measured bodies, and the assumed shares, from the file's recipe.
GROUP_SHARES = (0.3, 0.2, 0.5)


class DistributionsMissing(Exception):
    """The measured distributions are not there; the message says where they are expected."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """A measured distribution, drawn from by going between its quantiles in straight lines."""

    shares: tuple[float, ...]
    values: tuple[float, ...]

    def draw(self, rng: Random) -> float:
        """Draw one value."""
        share = rng.random()
        place = min(bisect(self.shares, share), len(self.shares) - 1)
        low, high = self.shares[place - 1], self.shares[place]
        part = (share - low) / (high - low)
        return self.values[place - 1] + part * (self.values[place] - self.values[place - 1])


@dataclass(frozen=True, slots=True)
class LengthGroup:
    """Bodies of one group of repositories: log-normal length, and the share that has a mark."""

    mu: float
    sigma: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Distributions:
    """Everything that the generator draws from. Mappings go from a name to its count."""

    seed: int
    body_groups: tuple[LengthGroup, ...]
    title_chars: Quantiles
    issues_per_repository: Quantiles
    issues_tail_alpha: float
    comments_per_issue: Quantiles
    labels_per_issue: dict[int, int]
    label_names: dict[str, int]
    languages: dict[str, int]
    forges: dict[str, int]
    topics: dict[str, int]
    age_days: Quantiles
    silent_days: Quantiles
    stars_mu: float
    stars_sigma: float
    author_alpha: float
    top_words: dict[str, int]
    measured_tokens: int
    heaps_k: float
    heaps_beta: float
    zipf_exponent: float

    def vocabulary_at(self, tokens: int) -> float:
        """Tell how many different words a text of so many tokens has (Heaps' law)."""
        return self.heaps_k * math.pow(max(1, tokens), self.heaps_beta)


def load_distributions(root: Path) -> Distributions:
    """Read the file beside the project's ``root``; raises DistributionsMissing."""
    path = (root / PLACE).resolve()
    if not path.exists():
        raise DistributionsMissing(
            f"The measured distributions are not at {path}. Put distributions.json there; "
            "it is handed out apart from the project."
        )
    return _from_json(json.loads(path.read_text(encoding="utf-8")))


# What json.loads gives has no shape for the checker; a missing name is a KeyError, and rightly so.
def _from_json(found: dict) -> Distributions:  # type: ignore[type-arg]
    catalogue = found["help_wanted_issues_per_repository"]["up_for_grabs"]
    vocabulary = found["vocabulary"]
    authors = found["issues_per_author"]["good_first"]
    return Distributions(
        seed=found["generator"]["seed"],
        body_groups=_length_groups(found),
        title_chars=_quantiles(found["title_chars"]["good_first_issues"]),
        issues_per_repository=_quantiles(catalogue["quantiles"]),
        issues_tail_alpha=catalogue["power_law_mle"][-1]["alpha"],
        comments_per_issue=_quantiles(found["comments_per_issue"]["good-first-issue sample"]),
        labels_per_issue=_label_numbers(found["labels_per_issue"]),
        label_names=_label_names(found["label_names"]),
        languages=dict(found["languages"]["catalog_first_language"]),
        forges=dict(found["forge_share_of_catalog"]),
        topics=dict(found["topics"]["top"]),
        age_days=_quantiles(found["age_days_of_open_good_first_issues"]),
        silent_days=_quantiles(found["days_since_last_update_of_open_issues_bitcoin_core_gui"]),
        stars_mu=found["stars"]["lognormal"]["mu"],
        stars_sigma=found["stars"]["lognormal"]["sigma"],
        author_alpha=authors["power_law_mle"][0]["alpha"],
        top_words=dict(found["top_words"]),
        measured_tokens=vocabulary["tokens"],
        heaps_k=vocabulary["heaps"]["K"],
        heaps_beta=vocabulary["heaps"]["beta"],
        zipf_exponent=vocabulary["zipf"]["exponent"],
    )


def _quantiles(found: Mapping[str, float]) -> Quantiles:
    points = [(0.0, found["min"]), (1.0, found["max"])]
    points += [(float(key[1:]) / 100, value) for key, value in found.items() if _is_percent(key)]
    points.sort()
    return Quantiles(tuple(p[0] for p in points), tuple(p[1] for p in points))


def _is_percent(key: str) -> bool:
    return key.startswith("p") and key[1:].replace(".", "").isdigit()


def _length_groups(found: dict) -> tuple[LengthGroup, ...]:  # type: ignore[type-arg]
    groups = [name for name in found["body_chars"] if name != "pooled"]
    fits = (found["body_chars"][name]["lognormal_of_nonempty"] for name in groups)
    features = (found["body_features"][name] for name in groups)
    return tuple(
        LengthGroup(fit["mu"], fit["sigma"], marks)
        for fit, marks in zip(fits, features, strict=True)
    )


def _label_numbers(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> dict[int, int]:
    """Pool the histograms of issues (pull requests are no tasks)."""
    pooled: dict[int, int] = {}
    for name, measured in found.items():
        if name.endswith("issues"):
            for number, count in measured["histogram"].items():
                pooled[int(number)] = pooled.get(int(number), 0) + count
    return pooled


def _label_names(found: Mapping[str, list[tuple[str, int]]]) -> dict[str, int]:
    """Pool the names on issues with those that up-for-grabs looks for."""
    names = dict(found["top"])
    for name, count in found["help_wanted_labels_of_up_for_grabs"]:
        names[name] = names.get(name, 0) + count
    return names
