"""What every forge, the jobs and the projects' own files need

Revision: 0002, after 0001. Columns are added one by one: on SQLite a table that is made anew to be
changed would, when the old one is dropped, take the rows with it that refer to it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NO_TEXTS = sa.text("'[]'")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _columns() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "source": (
            sa.Column("listed_at", _instant(), nullable=True),
            sa.Column("found_at", _instant(), nullable=True),
            sa.Column("due_at", _instant(), nullable=True),
            sa.Column("discover_cursor", sa.String(), nullable=True),
        ),
        "sync_run": (sa.Column("records_gone", sa.Integer(), nullable=False, server_default="0"),),
        "project": (
            sa.Column("hidden_because", sa.String(length=300), nullable=True),
            sa.Column("said_in", sa.JSON(), nullable=False, server_default=_NO_TEXTS),
            sa.Column("own_labels", sa.JSON(), nullable=False, server_default=_NO_TEXTS),
            sa.Column("newcomers_a_month", sa.Integer(), nullable=True),
            sa.Column("ai_rule", sa.String(length=300), nullable=True),
            sa.Column("answered_by", sa.String(length=200), nullable=True),
            sa.Column("away_until", sa.Date(), nullable=True),
        ),
        "repository": (
            sa.Column("comments_since", _instant(), nullable=True),
            sa.Column("comments_at", _instant(), nullable=True),
            sa.Column("counted_at", _instant(), nullable=True),
            sa.Column("tried_at", _instant(), nullable=True),
            sa.Column("due_at", _instant(), nullable=True),
        ),
        "task": (
            sa.Column("participants", sa.Integer(), nullable=True),
            sa.Column("claimed_by", sa.String(length=200), nullable=True),
            sa.Column("claimed_at", _instant(), nullable=True),
            sa.Column("answered_at", _instant(), nullable=True),
            sa.Column("is_gone", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("is_advertised", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("need_key", sa.String(length=100), nullable=True),
            sa.Column("answered_by", sa.String(length=200), nullable=True),
            sa.Column("mentor", sa.String(length=200), nullable=True),
            sa.Column("expires_on", sa.Date(), nullable=True),
        ),
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "project_file",
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["repository_id"], ["repository.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("repository_id", "name"),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "token_budget",
        sa.Column("forge", sa.String(length=20), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("full_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("forge", "host", "number", "resource"),
    )
    op.create_table(
        "listing",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=600), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("is_for_newcomers", sa.Boolean(), nullable=False),
        sa.Column("catalogues", sa.JSON(), nullable=False),
        sa.Column("listed_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["repository_id"], ["repository.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "repository_id"),
    )
    op.create_index("ix_listing_repository", "listing", ["repository_id"])
    op.create_index("ix_listing_address", "listing", ["source_id", "address"])
    op.create_index("ix_repository_due", "repository", ["due_at"])
    op.create_index("uq_task_need", "task", ["repository_id", "need_key"], unique=True)
    op.drop_index("ix_source_due", "source")
    op.create_index("ix_source_due", "source", ["is_paused", "due_at"])
    op.drop_index("ix_sync_run_source", "sync_run")
    op.create_index("ix_sync_run_source", "sync_run", ["source_id", "started_at", "status"])


def downgrade() -> None:
    op.drop_index("ix_sync_run_source", "sync_run")
    op.create_index("ix_sync_run_source", "sync_run", ["source_id", "started_at"])
    op.drop_index("ix_source_due", "source")
    op.create_index("ix_source_due", "source", ["is_paused", "retry_at"])
    op.drop_index("uq_task_need", "task")
    op.drop_index("ix_repository_due", "repository")
    op.drop_table("token_budget")
    op.drop_table("listing")
    op.drop_table("worker")
    op.drop_table("project_file")
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)
