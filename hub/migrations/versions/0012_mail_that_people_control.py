"""Notices by mail: what each person wants, how often, and what they were told

Revision: 0012, after 0010.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _person() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        _instant("chosen_at"),
        _person(),
        sa.PrimaryKeyConstraint("person_id", "kind"),
    )
    op.create_table(
        "letter_rhythm",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        _instant("due_at", nullable=True),
        _instant("looked_at", nullable=True),
        _person(),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("ix_letter_rhythm_due", "letter_rhythm", ["due_at"])
    op.create_table(
        "mailed_search",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _instant("since"),
        sa.ForeignKeyConstraint(["search_id"], ["saved_search.id"], ondelete="CASCADE"),
        _person(),
        sa.PrimaryKeyConstraint("search_id"),
    )
    op.create_index("ix_mailed_search_person", "mailed_search", ["person_id"])
    op.create_table(
        "notice_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        _instant("told_at"),
        _person(),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "kind", "task_id", name="uq_notice_told_task"),
        sa.UniqueConstraint("person_id", "kind", "project_id", name="uq_notice_told_project"),
    )
    op.create_index("ix_notice_told_task", "notice_told", ["task_id"])
    op.create_index("ix_notice_told_project", "notice_told", ["project_id"])
    op.create_table(
        "known_browser",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        _instant("first_at"),
        _instant("told_at", nullable=True),
        _person(),
        sa.PrimaryKeyConstraint("person_id", "browser"),
    )
    op.create_index("ix_known_browser_told", "known_browser", ["told_at"])
    # Where people are signed in now is no news to them.
    op.execute(
        "INSERT INTO known_browser (person_id, browser, first_at, told_at) "
        "SELECT person_id, browser, MIN(began_at), MIN(began_at) FROM signed_in "
        "GROUP BY person_id, browser"
    )
    op.create_table(
        "stop_link",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        _instant("made_at"),
        _person(),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("ix_stop_link_person", "stop_link", ["person_id"])
    op.create_index("ix_stop_link_made", "stop_link", ["made_at"])
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(
            sa.Column("notice", sa.String(length=20), nullable=False, server_default="")
        )
        table.add_column(sa.Column("stop_address", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_column("stop_address")
        table.drop_column("notice")
    for table_name in (
        "stop_link",
        "known_browser",
        "notice_told",
        "mailed_search",
        "letter_rhythm",
        "notice_choice",
    ):
        op.drop_table(table_name)
