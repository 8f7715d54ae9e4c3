"""What people did on forges: how far it was read, what was struck, and whether it is used

Revision: 0014, after 0013.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _owner(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "history_reading",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _owner("account_id", "joined_account.id"),
        _owner("person_id", "person.id"),
        sa.PrimaryKeyConstraint("account_id"),
    )
    op.create_index("ix_history_reading_due", "history_reading", ["due_at"])
    op.create_index("ix_history_reading_person_id", "history_reading", ["person_id"])
    op.create_table(
        "struck_work",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("remote_id", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        _owner("account_id", "joined_account.id"),
        _owner("person_id", "person.id"),
        sa.PrimaryKeyConstraint("account_id", "remote_id"),
    )
    op.create_index("ix_struck_work_person_id", "struck_work", ["person_id"])
    with op.batch_alter_table("contribution") as table:
        table.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("repository_id", sa.String(length=100), nullable=True))
        table.add_column(
            sa.Column("sort", sa.String(length=20), nullable=False, server_default="change")
        )
        table.add_column(
            sa.Column("is_used", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            "fk_contribution_account",
            "joined_account",
            ["account_id"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index("ix_contribution_account", "contribution", ["account_id", "done_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_contribution_account", "contribution")
    with op.batch_alter_table("contribution") as table:
        table.drop_constraint("fk_contribution_account", type_="foreignkey")
        for column in ("seen_at", "is_used", "sort", "repository_id", "account_id"):
            table.drop_column(column)
    op.drop_index("ix_struck_work_person_id", "struck_work")
    op.drop_table("struck_work")
    op.drop_index("ix_history_reading_person_id", "history_reading")
    op.drop_index("ix_history_reading_due", "history_reading")
    op.drop_table("history_reading")
