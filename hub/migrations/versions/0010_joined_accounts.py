"""Accounts on forges that people joined to themselves

Revision: 0010, after 0009.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "joined_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("forge", sa.String(length=20), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("remote_id", sa.String(length=100), nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("host", "remote_id", name="uq_joined_account_remote"),
    )
    op.create_index("ix_joined_account_person", "joined_account", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_joined_account_person", "joined_account")
    op.drop_table("joined_account")
