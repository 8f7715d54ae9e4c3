"""What the matcher reads of finished work: its labels, and all of a project at once

Revision: 0004, after 0003.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "contribution", sa.Column("labels", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "contribution",
        sa.Column("place", sa.String(length=560), nullable=False, server_default=""),
    )
    op.execute("UPDATE contribution SET place = lower(host || '/' || project_path)")
    op.create_index("ix_contribution_place", "contribution", ["place"])


def downgrade() -> None:
    op.drop_index("ix_contribution_place", table_name="contribution")
    op.drop_column("contribution", "place")
    op.drop_column("contribution", "labels")
