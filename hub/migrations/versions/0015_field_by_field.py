"""Who sees each field of a person, and who is found among people without being suggested

Revision: 0015, after 0014.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Each with the narrowest that still works, for who comes from now on.
_FIELDS = {
    "name": "members",
    "own_line": "oneself",
    "skills": "members",
    "level": "members",
    "kinds": "members",
    "causes": "members",
    "spoken": "members",
    "hours": "members",
    "past": "members",
}


def upgrade() -> None:
    for field, audience in _FIELDS.items():
        op.add_column(
            "person",
            sa.Column(f"{field}_seen_by", sa.String(20), nullable=False, server_default=audience),
        )
    for name in ("narrowed_at", "findable_since"):
        op.add_column("person", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Who asked to be suggested agreed to be seen by everyone, and to be listed. Who named a day to
    # pause until is not listed, whether it is over or not: they will choose.
    person = sa.table(
        "person",
        *(sa.column(f"{field}_seen_by") for field in _FIELDS),
        *(sa.column(name) for name in ("findable_since", "suggested_since", "paused_until")),
    )
    asked = person.update().where(person.c.suggested_since.is_not(None))
    op.execute(asked.values({f"{field}_seen_by": "everyone" for field in _FIELDS}))
    listed = asked.where(person.c.paused_until.is_(None))
    op.execute(listed.values(findable_since=person.c.suggested_since))


def downgrade() -> None:
    # No batch, which would make the table anew: whatever points at a person would go with it.
    for column in ("findable_since", "narrowed_at", *(f"{each}_seen_by" for each in _FIELDS)):
        op.drop_column("person", column)
