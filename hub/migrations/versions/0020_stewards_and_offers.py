"""Who looks after projects, and offers of help to them

Revision: 0020, after 0019.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ONE_EACH = sa.text("state IN ('sent', 'accepted', 'declined')")


def upgrade() -> None:
    op.add_column("joined_account", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "steward",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "person_id"),
    )
    op.create_index("ix_steward_person", "steward", ["person_id"])
    op.create_table(
        "steward_request",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "person_id"),
    )
    op.create_index("ix_steward_request_person", "steward_request", ["person_id"])
    op.create_index("ix_steward_request_asked", "steward_request", ["asked_at"])
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (settled_at IS NULL)", name="ck_offer_settled"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_offer_task", "offer", ["task_id"])
    op.create_index("ix_offer_person", "offer", ["person_id", "state"])
    op.create_index("ix_offer_settled", "offer", ["settled_at"])
    op.create_index(
        "uq_offer_one_each",
        "offer",
        ["person_id", "task_id"],
        unique=True,
        sqlite_where=_ONE_EACH,
        postgresql_where=_ONE_EACH,
    )


def downgrade() -> None:
    op.drop_table("offer")
    op.drop_table("steward_request")
    op.drop_table("steward")
    op.drop_column("joined_account", "seen_at")
