"""On the way to a forge and back; the operator is a person, with or without a mail address

Revision: 0012, after 0011.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _move_operator("account", "person", key="id", key_before="person_id")
    op.create_table(
        "forge_visit",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("next_address", sa.String(length=2048), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("state_hash"),
    )
    op.create_index("ix_forge_visit_ends", "forge_visit", ["ends_at"])
    op.create_index("ix_forge_visit_person", "forge_visit", ["person_id"])
    op.create_table(
        "forge_arrival",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("forge", sa.String(length=20), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("remote_id", sa.String(length=100), nullable=False),
        sa.Column("handle", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("next_address", sa.String(length=2048), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("ix_forge_arrival_ends", "forge_arrival", ["ends_at"])


def downgrade() -> None:
    op.drop_table("forge_arrival")
    op.drop_table("forge_visit")
    _move_operator("person", "account", key="person_id", key_before="id")


def _move_operator(before: str, after: str, *, key: str, key_before: str) -> None:
    """Move the mark of who runs the hub from one table to the other."""
    op.add_column(
        after, sa.Column("is_operator", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    source = sa.table(before, sa.column(key_before), sa.column("is_operator"))
    target = sa.table(after, sa.column(key), sa.column("is_operator"))
    operators = sa.select(source.c[key_before]).where(source.c.is_operator.is_(sa.true()))
    op.execute(sa.update(target).where(target.c[key].in_(operators)).values(is_operator=sa.true()))
    op.drop_column(before, "is_operator")
