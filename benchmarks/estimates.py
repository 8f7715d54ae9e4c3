"""How well efforts are guessed where no label says them: ``python -m benchmarks.estimates``.

Two truths, neither of them hours. **The fix**: past changes in the data of the matching benchmark
tell how many files they changed, so "small" is right where it was one or two, "medium" (at least
that) where it was three or more. "Tracker" titles were written for an issue; the others by who did
the work, as a commit or a pull request. **The label**: issues whose labels say an effort or a level
are guessed with their labels hidden. Without ``--half`` only the dev half is measured, which is the
one to tune on; halves are by hash of the address.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kinds.judged import HALVES, half_of
from benchmarks.kinds.texts import PARTS, SHARED, all_texts, rows_of
from benchmarks.report import Report
from hub.normalise.estimates import Estimate, estimate_effort
from hub.normalise.labels import LabelFacts, read_labels

TRACKER = frozenset({"issue", "issue-title"})
SMALL_FILES = 2
VALUES = ("small", "medium")
LABELLED = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class PastChange:
    """What somebody did before: how it was called, and how many files it changed (10 at most)."""

    url: str
    project: str
    title: str
    body: str
    files: int
    is_tracker: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """An estimate beside the truth: whether each value would be right."""

    estimate: Estimate
    right_values: frozenset[str]


def main() -> None:
    """Run the benchmark."""
    parsed = _arguments().parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED} is not there: the data is not part of the project.")
    report = Report("estimates")
    changes = list(past_changes())
    issues = list(_labelled_issues())
    for half in HALVES if parsed.half == "both" else (parsed.half,):
        chosen = [change for change in changes if half_of(change.url) == half]
        for name, is_wanted in (("tracker", True), ("doer's words", False)):
            guesses = [_of_change(each) for each in chosen if each.is_tracker is is_wanted]
            _add(report, f"{half} {name}", "files changed", guesses)
        _add_signs(report, half, [_of_change(each) for each in chosen])
        _add_projects(report, half, chosen)
        said = [(text, facts) for url, text, facts in issues if half_of(url) == half]
        _add_labels(report, half, said)
    report.finish(parsed.json)


def right_of_files(files: int) -> frozenset[str]:
    """Say which value is right of a change of so many files."""
    return frozenset({"small" if files <= SMALL_FILES else "medium"})


def past_changes(shared: Path = SHARED) -> Iterator[PastChange]:
    """Yield the past changes that tell their files, each text of a project once."""
    seen: set[tuple[str, str]] = set()
    for part in PARTS:
        folder = shared / "matching/data" / part
        projects = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["projects"]
        for row in rows_of(folder / "people.jsonl.gz"):
            items = row["items"]
            for place, item in enumerate(items if isinstance(items, list) else []):
                key = (str(item["project"]), str(item["text"]))
                if item["paths"] and key not in seen:
                    seen.add(key)
                    title, _, body = key[1].partition("\n")
                    yield PastChange(
                        url=f"matching:{part}/{row['id']}/{place}",
                        project=key[0],
                        title=title.strip(),
                        body=body,
                        files=len(item["paths"]),
                        is_tracker=projects[key[0]]["text_kind"] in TRACKER,
                    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimates", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "both"), default="dev", help="default: dev")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE")
    return parser


def _labelled_issues() -> Iterator[tuple[str, Estimate, LabelFacts]]:
    """Yield what carries any label: where none is, none says for whom it is not."""
    seen: set[str] = set()
    for url, text in all_texts():
        if text.labels and url not in seen:
            seen.add(url)
            yield url, estimate_effort(title=text.title, body=text.body), read_labels(text.labels)


def _of_change(change: PastChange) -> Guess:
    estimate = estimate_effort(title=change.title, body=change.body)
    return Guess(estimate, right_of_files(change.files))


def _add(
    report: Report,
    row: str,
    subject: str,
    guesses: Sequence[Guess],
    values: Sequence[str] = VALUES,
) -> None:
    """Note how often each value is right: of those guessed, of those true, and by chance."""
    for value in values:
        found = [guess for guess in guesses if guess.estimate.effort == value]
        right = sum(value in guess.right_values for guess in found)
        true = sum(value in guess.right_values for guess in guesses)
        name = f"{row}: {value}"
        report.add(name, subject, metric="issues", value=len(guesses))
        report.add(name, subject, metric="true", value=true)
        report.add(name, subject, metric="guessed", value=len(found))
        for metric, part, whole in (
            ("precision", right, len(found)),
            ("recall", right, true),
            ("by chance", true, len(guesses)),
        ):
            if whole:
                report.add(name, subject, metric=metric, value=round(part / whole, 3))


def _add_signs(report: Report, half: str, guesses: Sequence[Guess]) -> None:
    signs = dict.fromkeys(key for guess in guesses for key in guess.estimate.basis)
    for sign in signs:
        found = [guess for guess in guesses if sign in guess.estimate.basis]
        _add_right(report, f"{half} sign {sign}", found)


def _add_projects(report: Report, half: str, changes: Iterable[PastChange]) -> None:
    by_project: dict[str, list[Guess]] = {}
    for change in changes:
        by_project.setdefault(change.project, []).append(_of_change(change))
    for project, guesses in sorted(by_project.items()):
        _add_right(report, f"{half} project {project}", [g for g in guesses if g.estimate.effort])


def _add_right(report: Report, row: str, found: Sequence[Guess]) -> None:
    right = sum(guess.estimate.effort in guess.right_values for guess in found)
    report.add(row, "files changed", metric="guessed", value=len(found))
    if found:
        precision = round(right / len(found), 3)
        report.add(row, "files changed", metric="precision", value=precision)


def _add_labels(report: Report, half: str, said: Sequence[tuple[Estimate, LabelFacts]]) -> None:
    """Compare with what labels say; for newcomers, as if small were good for them."""
    of_effort = [
        Guess(estimate, frozenset({facts.effort})) for estimate, facts in said if facts.effort
    ]
    _add(report, f"{half} effort", "label", of_effort, LABELLED)
    _add(report, f"{half} for newcomers, if", "label", list(_of_newcomers(said)), VALUES[:1])


def _of_newcomers(said: Iterable[tuple[Estimate, LabelFacts]]) -> Iterator[Guess]:
    for estimate, facts in said:
        yield Guess(estimate, frozenset({"small"} if facts.is_newcomer_fit else ()))


if __name__ == "__main__":
    main()
