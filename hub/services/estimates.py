"""What is guessed of a task where nobody said it, as it may be shown and matched."""

from hub.database import Fetched
from hub.normalise.estimates import Estimate, holds
from hub.views import EstimateView


def estimate_view(row: Fetched) -> EstimateView | None:
    """Give the guess that stands for a task; ``None`` where its effort is said, or none stands.

    The row holds the task's ``effort``, ``estimated_effort``, ``estimate_basis``, ``claimed_by``
    and ``claimed_at``.
    """
    if row.effort or not row.estimated_effort:
        return None
    is_given_back = row.claimed_by is None and row.claimed_at is not None
    estimate = Estimate(row.estimated_effort, row.estimate_basis)
    if not holds(estimate, is_given_back=is_given_back):
        return None
    return EstimateView(row.estimated_effort, row.estimate_basis)
