"""More that people may say of themselves, and to which projects they may be suggested

Revision: 0016, after 0015.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LISTS = ("spoken_levels", "links", "suggested_causes")
# Each with the narrowest that still works.
_FIELDS = {"time_zone": "oneself", "asks": "members", "links": "oneself"}


def upgrade() -> None:
    for name in _LISTS:
        column = sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
        op.add_column("person", column)
    op.add_column("person", sa.Column("hours_until", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("time_zone", sa.String(60), nullable=True))
    op.add_column("person", sa.Column("asked_for", sa.String(300), nullable=True))
    op.add_column("person", sa.Column("not_asked_for", sa.String(300), nullable=True))
    for field, audience in _FIELDS.items():
        name = f"{field}_seen_by"
        column = sa.Column(name, sa.String(20), nullable=False, server_default=audience)
        op.add_column("person", column)


def downgrade() -> None:
    for field in _FIELDS:
        op.drop_column("person", f"{field}_seen_by")
    for name in ("not_asked_for", "asked_for", "time_zone", "hours_until", *_LISTS):
        op.drop_column("person", name)
