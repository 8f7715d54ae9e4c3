"""Weights fitted on this hub's own answers: tried first, used only if they are better.

What is read are the numbers of suggestions that were shown and what was answered, never a name or
a text. Fitted weights stand in the database, so that every process uses the same.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, delete, select
from sqlmodel import Session

from hub.database import Fetched, fetch
from hub.matching.training import FEWEST_TAKEN, Choice, Comparison, compare, fit, split
from hub.matching.weights import WEIGHTS, Weight, Weights
from hub.models import FittedWeights, Verdict
from hub.services.tables import FEEDBACK, FITTED_WEIGHTS, SUGGESTION_SHOWN

_TAKEN = (Verdict.GREAT, Verdict.ON_IT)
_NEWEST = select(FITTED_WEIGHTS).order_by(FITTED_WEIGHTS.c.id.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Trial:
    """What fitting came to. ``comparison`` is ``None`` where too little was answered.

    ``fitted`` are the weights fitted on everything; ``comparison`` tells how those fitted on the
    older answers did on the newer ones.
    """

    choices: int
    fitted: Weights
    comparison: Comparison | None

    @property
    def is_better(self) -> bool:
        """Say whether the fitted weights do better than those in use, beyond chance."""
        return self.comparison is not None and self.comparison.is_better


def current_weights(session: Session) -> Weights:
    """Give the weights in use: the newest that were fitted here, or those that were shipped."""
    rows = fetch(session, _NEWEST)
    return _weights(rows[0]) if rows else WEIGHTS


def try_out(session: Session, *, now: datetime) -> Trial:
    """Fit weights on what was answered here, and measure them on the newest part of it."""
    choices = read_choices(session)
    old = current_weights(session)
    older, newer = split(choices)
    if len(choices) < FEWEST_TAKEN:
        return Trial(len(choices), old, None)
    version = f"here-{now.date().isoformat()}"
    made_on = now.date()
    tried = fit(older, old, version=version, made_on=made_on, measured="")
    comparison = compare(newer, old, tried)
    measured = _measured(len(choices), comparison)
    fitted = fit(choices, old, version=version, made_on=made_on, measured=measured)
    return Trial(len(choices), fitted, comparison)


def use(session: Session, weights: Weights) -> None:
    """Use weights from now on. Needs a session that may write."""
    session.add(
        FittedWeights(
            version=weights.version,
            made_on=weights.made_on,
            points={name: weight.points for name, weight in weights.table.items()},
            because=weights.measured,
        )
    )
    session.flush()


def use_shipped(session: Session) -> None:
    """Forget all weights fitted here, and use the shipped ones again."""
    session.execute(delete(FITTED_WEIGHTS))


def read_choices(session: Session) -> list[Choice]:
    """Read who took what up: each task that somebody took, beside those they said no to.

    The values are those of the last time that the pair was shown before the answer. Who said no to
    nothing, or took nothing, teaches nothing.
    """
    taken: defaultdict[int, list[Fetched]] = defaultdict(list)
    declined: defaultdict[int, list[dict[str, float]]] = defaultdict(list)
    for row in _answered(session):
        if row.verdict in _TAKEN:
            taken[row.person_id].append(row)
        elif row.verdict is Verdict.NOT_FOR_ME:
            declined[row.person_id].append(_known(row.values))
    return [
        Choice(row.said_at, (_known(row.values), *declined[person_id]), frozenset({0}))
        for person_id, rows in taken.items()
        if declined[person_id]
        for row in rows
    ]


def _answered(session: Session) -> list[Fetched]:
    shown = SUGGESTION_SHOWN
    rows = fetch(
        session,
        select(
            FEEDBACK.c.person_id,
            FEEDBACK.c.task_id,
            FEEDBACK.c.verdict,
            FEEDBACK.c.said_at,
            shown.c["values"].label("values"),
        )
        .join(
            shown,
            and_(
                shown.c.person_id == FEEDBACK.c.person_id,
                shown.c.task_id == FEEDBACK.c.task_id,
                shown.c.shown_at <= FEEDBACK.c.said_at,
            ),
        )
        .order_by(FEEDBACK.c.id, shown.c.shown_at),
    )
    last = {(row.person_id, row.task_id): row for row in rows if row.values}
    return list(last.values())


def _known(values: dict[str, float]) -> dict[str, float]:
    """Leave out what a later version does not know any more."""
    return {name: value for name, value in values.items() if name in WEIGHTS.table}


def _weights(row: Fetched) -> Weights:
    """Put fitted points over the shipped table, which may know signals that came later."""
    table = {
        name: weight
        if row.points.get(name, weight.points) == weight.points
        else Weight(row.points[name], row.because)
        for name, weight in WEIGHTS.table.items()
    }
    return replace(
        WEIGHTS,
        version=row.version,
        made_on=row.made_on,
        table=table,
        measured=row.because,
    )


def _measured(choices: int, comparison: Comparison) -> str:
    return (
        f"Fitted on {choices:,} answers on this hub: what was taken up stands at MRR "
        f"{comparison.new.mrr:.3f} instead of {comparison.old.mrr:.3f} "
        f"({comparison.gain_from:+.3f} to {comparison.gain_to:+.3f}) on the newest of them."
    )
