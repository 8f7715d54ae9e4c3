"""How well kinds of work are recognised: ``python -m benchmarks.kinds``.

Asks for the kinds of the judged issues, once by title and body alone and once with the labels of
the forge, and prints precision, recall and F1 of each kind. Without ``--half`` only the dev half is
measured, which is the one to tune on.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.kinds.judged import HALVES, JudgedIssue, judged_issues
from benchmarks.kinds.measures import Kinds, Tally, has_same_main, tally
from benchmarks.kinds.texts import SHARED, IssueText, texts_of
from benchmarks.report import Report, stopwatch
from hub.normalise.kinds import kinds_of
from hub.normalise.labels import read_labels
from hub.vocabulary.kinds import kinds

ALONE = "title and body"
LABELLED = "with labels"
# Of what repositories are written in, it only counts that they hold code.
LANGUAGES = ("Python",)
FEWEST_JUDGED = 5
PASSES = 5

Texts = Mapping[str, IssueText]


def main() -> None:
    """Run the benchmark."""
    parsed = _arguments().parse_args()
    if parsed.half != "dev" and parsed.errors:
        raise SystemExit("Errors are shown of the dev half only: nobody tunes on the test half.")
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is not there: the data is not part of the project.")
    halves = HALVES if parsed.half == "both" else (parsed.half,)
    issues = [issue for issue in judged_issues() if issue.half in halves]
    texts = texts_of(issue.url for issue in issues)
    for line in _errors(issues, texts) if parsed.errors else ():
        print(line)
    report = Report("kinds")
    for subject in (ALONE, LABELLED):
        _add_measures(report, issues, texts, subject)
    report.add("one issue", ALONE, metric="mean", value=_mean_us(issues, texts), unit="µs")
    report.finish(parsed.json)


def found_kinds(text: IssueText, *, labels: tuple[str, ...] = ()) -> Kinds:
    """Ask for the kinds of an issue as a sync does, of a repository that holds code."""
    facts = read_labels(labels)
    return kinds_of(facts, title=text.title, body=text.body, languages=LANGUAGES).kinds


def pairs_of(issues: Sequence[JudgedIssue], texts: Texts) -> list[tuple[Kinds, Kinds]]:
    """Give the judged kinds of each issue and those found in its title and body."""
    return [(issue.kinds, found_kinds(texts[issue.url])) for issue in issues]


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="dev", help="default: dev")
    parser.add_argument("--errors", action="store_true", help="print what is wrong (dev half)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    return parser


def _add_measures(
    report: Report, issues: Sequence[JudgedIssue], texts: Texts, subject: str
) -> None:
    for name, chosen in _groups(issues):
        pairs = (
            pairs_of(chosen, texts)
            if subject == ALONE
            else [
                (each.kinds, found_kinds(texts[each.url], labels=texts[each.url].labels))
                for each in chosen
            ]
        )
        for kind in kinds():
            counted = tally(kind.key, pairs)
            if counted.judged >= FEWEST_JUDGED:
                _add_row(report, f"{name} {kind.key}", subject, counted)
        report.add(f"{name} main kind", subject, metric="judged", value=len(chosen))
        if (same := has_same_main(pairs)) is not None:
            report.add(f"{name} main kind", subject, metric="precision", value=same)


def _groups(issues: Sequence[JudgedIssue]) -> Iterator[tuple[str, list[JudgedIssue]]]:
    for half in HALVES:
        if chosen := [issue for issue in issues if issue.half == half]:
            yield half, chosen
    yield "by chance", [issue for issue in issues if issue.drawn == "random"]


def _add_row(report: Report, row: str, subject: str, counted: Tally) -> None:
    report.add(row, subject, metric="judged", value=counted.judged)
    report.add(row, subject, metric="found", value=counted.found)
    for metric, value in (
        ("precision", counted.precision),
        ("recall", counted.recall),
        ("f1", counted.f1),
    ):
        if value is not None:
            report.add(row, subject, metric=metric, value=value)


def _errors(issues: Sequence[JudgedIssue], texts: Texts) -> Iterator[str]:
    for issue in issues:
        found = found_kinds(texts[issue.url])
        lacking = sorted(set(issue.kinds) - set(found))
        wrong = sorted(set(found) - set(issue.kinds))
        if lacking or wrong:
            said = [*(f"-{kind}" for kind in lacking), *(f"+{kind}" for kind in wrong)]
            yield f"{' '.join(said):24} {texts[issue.url].title[:100]}  {issue.url}"


def _mean_us(issues: Sequence[JudgedIssue], texts: Texts) -> float:
    """Measure how long one issue takes in the best of some passes, in microseconds."""
    chosen = [texts[issue.url] for issue in issues]
    passes = []
    for _ in range(PASSES):
        with stopwatch() as watch:
            for text in chosen:
                found_kinds(text)
        passes.append(watch.seconds)
    return min(passes) / len(chosen) * 1e6


if __name__ == "__main__":
    main()
