"""What each signal is worth, on the shared benchmark: ``python -m benchmarks.matching_weights``.

Over both dev parts: the points that would be fitted, with one project left out at a time, and how
those do beside the shipped ones on the project that was left out; what is lost without each
signal; and how often the first suggestion was right, by its score.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from benchmarks.matching import PARTS, SHARED
from benchmarks.matching_cases import Case, cases
from benchmarks.report import Report, arguments
from hub.matching.strength import OF_HISTORY
from hub.matching.training import Choice, fit, reciprocal_ranks
from hub.matching.weights import WEIGHTS, Weight, Weights

_FEWEST = 60  # tasks of a project, for its mean to count, as in the benchmark's evaluator
_SCORES = (0, 10, 14, 18, 22, 26, 30, 40, 200)

WeightsOf = Mapping[str, Weights]


def main() -> None:
    """Run the benchmark."""
    parser = arguments("benchmarks.matching_weights", "Weigh the signals.", size=0)
    parsed = parser.parse_args()
    found = [case for part in PARTS for case in cases(SHARED / "data" / part)]
    elsewhere = _fitted_elsewhere(found)
    everywhere = _fit(case.choice for case in found)
    report = Report("matching_weights")
    _note_points(report, elsewhere, everywhere)
    for part, setting in dict.fromkeys((case.part, case.setting) for case in found):
        of_it = [case for case in found if (case.part, case.setting) == (part, setting)]
        _note_setting(report, f"{part} {setting}", of_it, elsewhere)
    _note_right(report, [case for case in found if case.setting == "within"])
    report.finish(parsed.json)


def _fitted_elsewhere(found: Sequence[Case]) -> WeightsOf:
    """Fit weights for each project on all the others, of both parts."""
    projects = sorted({case.project for case in found})
    return {
        project: _fit(case.choice for case in found if case.project != project)
        for project in projects
    }


def _fit(choices: Iterable[Choice | None]) -> Weights:
    told = [choice for choice in choices if choice is not None]
    return fit(told, WEIGHTS, version="fitted", made_on=date(2026, 11, 28), measured="fitted")


def _note_points(report: Report, elsewhere: WeightsOf, everywhere: Weights) -> None:
    for name, weight in everywhere.table.items():
        folds = [weights.table[name].points for weights in elsewhere.values()]
        if weight.because != "fitted":
            continue
        report.add(name, "shipped", metric="points", value=WEIGHTS.table[name].points)
        report.add(name, "fitted on all", metric="points", value=weight.points)
        report.add(name, "fewest of a fold", metric="points", value=min(folds))
        report.add(name, "most of a fold", metric="points", value=max(folds))


def _note_setting(report: Report, row: str, of_it: Sequence[Case], elsewhere: WeightsOf) -> None:
    shipped = dict.fromkeys(elsewhere, WEIGHTS)
    _note_mrr(report, row, "shipped", of_it, shipped)
    _note_mrr(report, row, "fitted on the others", of_it, elsewhere)
    used = {name for case in of_it for each in case.shown for name in each}
    for name in (each for each in WEIGHTS.table if each in used):
        _note_mrr(report, row, f"without {name}", of_it, dict.fromkeys(elsewhere, _without(name)))


def _note_mrr(
    report: Report, row: str, subject: str, of_it: Sequence[Case], weights: WeightsOf
) -> None:
    ranks = [_reciprocal_rank(case, weights[case.project]) for case in of_it]
    report.add(row, subject, metric="MRR", value=_macro(of_it, ranks))
    tail = [(case, rank) for case, rank in zip(of_it, ranks, strict=True) if case.is_tail]
    if tail:
        value = _macro([case for case, _ in tail], [rank for _, rank in tail])
        report.add(row, subject, metric="tail MRR", value=value)


def _reciprocal_rank(case: Case, weights: Weights) -> float:
    return float(reciprocal_ranks([case.choice], weights)[0]) if case.choice else 0.0


def _macro(of_it: Sequence[Case], ranks: Sequence[float]) -> float:
    """Mean over projects; of those with 60 tasks, or over all questions where none has so many."""
    by_project: defaultdict[str, list[float]] = defaultdict(list)
    for case, rank in zip(of_it, ranks, strict=True):
        by_project[case.project].append(rank)
    means = [np.mean(each) for each in by_project.values() if len(each) >= _FEWEST]
    return float(np.mean(means or ranks))


def _without(name: str) -> Weights:
    return replace(WEIGHTS, table={**WEIGHTS.table, name: Weight(0, "left out")})


def _note_right(report: Report, within: Sequence[Case]) -> None:
    """Say how often the first suggestion was right, by its score."""
    firsts = [_first(case) for case in within if case.shown]
    for low, high in pairwise(_SCORES):
        right = [is_right for points, is_right in firsts if low <= points < high]
        row = f"first suggestion at {low} to {high} points"
        report.add(row, "within", metric="questions", value=len(right))
        if right:
            report.add(row, "within", metric="right_share", value=float(np.mean(right)))


def _first(case: Case) -> tuple[float, bool]:
    """Give the points of history of the first suggestion, and whether it was right."""
    points = [sum(WEIGHTS.points(n) * v for n, v in each.items()) for each in case.shown]
    best = max(range(len(points)), key=lambda place: points[place])
    of_history = sum(WEIGHTS.points(n) * case.shown[best].get(n, 0.0) for n in OF_HISTORY)
    return of_history, best in case.right


if __name__ == "__main__":
    main()
