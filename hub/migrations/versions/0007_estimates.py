"""What labels say of a task's impact, efforts that are guessed, and the rules that read an issue

Revision: 0007, after 0006. Issues that are stored wait to be read anew, by the rules of this
version, from what is stored of them.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("task", sa.Column("impact", sa.String(length=20), nullable=True))
    op.add_column("task", sa.Column("estimated_effort", sa.String(length=20), nullable=True))
    op.add_column(
        "task", sa.Column("estimate_basis", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("task", sa.Column("normalised_by", sa.String(length=20), nullable=True))
    op.execute("UPDATE task SET normalised_by = '' WHERE origin = 'issue'")
    op.create_index("ix_task_normalised", "task", ["normalised_by"])


def downgrade() -> None:
    op.drop_index("ix_task_normalised", table_name="task")
    for column in ("normalised_by", "estimate_basis", "estimated_effort", "impact"):
        op.drop_column("task", column)
