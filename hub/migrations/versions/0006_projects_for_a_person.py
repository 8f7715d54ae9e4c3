"""How projects answer, kept for suggestions; and on whose page a suggestion was shown

Revision: 0006, after 0005.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "project_pace",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("answers_within_s", sa.Float(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id"),
    )
    with op.batch_alter_table("suggestion_shown") as batch_op:
        batch_op.drop_index("ix_suggestion_shown_person")
        batch_op.drop_constraint("uq_suggestion_shown_day", type_="unique")
        # Where an older one was shown nobody knows; as if to a project, it burdens nobody anew.
        batch_op.add_column(
            sa.Column("side", sa.String(length=20), nullable=False, server_default="project")
        )
        batch_op.create_unique_constraint(
            "uq_suggestion_shown_day", ["task_id", "person_id", "shown_on", "side"]
        )
        batch_op.create_index(
            "ix_suggestion_shown_person", ["person_id", "side", "shown_on", "task_id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM suggestion_shown WHERE side = 'person'")
    with op.batch_alter_table("suggestion_shown") as batch_op:
        batch_op.drop_index("ix_suggestion_shown_person")
        batch_op.drop_constraint("uq_suggestion_shown_day", type_="unique")
        batch_op.drop_column("side")
        batch_op.create_unique_constraint(
            "uq_suggestion_shown_day", ["task_id", "person_id", "shown_on"]
        )
        batch_op.create_index("ix_suggestion_shown_person", ["person_id", "shown_on"])
    op.drop_table("project_pace")
