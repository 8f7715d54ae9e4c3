"""Which of the things that a person had brought in speak for them: in reasons, and in the index.

Reasons say "You finished"; so a review and a repository of one's own stay out of them. What the
person has not let be used yet speaks nowhere.
"""

from sqlalchemy import ColumnElement

from hub.services.tables import CONTRIBUTION
from integrations.records import WorkSort

FINISHED = (WorkSort.CHANGE, WorkSort.ISSUE)


def speaks() -> ColumnElement[bool]:
    """Say in SQL whether a contribution speaks for its person."""
    return CONTRIBUTION.c.is_used & CONTRIBUTION.c.sort.in_(FINISHED)
