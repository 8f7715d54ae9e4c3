"""What a change of the search engine needs to lose nothing

Revision: 0003, after 0002.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "index_reach",
        sa.Column("index", sa.String(length=40), nullable=False),
        sa.Column("engine", sa.String(length=300), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("index", "engine"),
    )


def downgrade() -> None:
    op.drop_table("index_reach")
