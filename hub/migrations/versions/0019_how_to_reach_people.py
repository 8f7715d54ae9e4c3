"""How people can be reached, and who looked it up

Revision: 0019, after 0018.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("contact", sa.String(300), nullable=True))
    op.add_column(
        "person",
        sa.Column("contact_seen_by", sa.String(20), nullable=False, server_default="stewards"),
    )
    op.create_table(
        "contact_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("viewer_handle", sa.String(length=60), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_contact_look_person", "contact_look", ["person_id", "at"])
    op.create_index("ix_contact_look_viewer", "contact_look", ["viewer_handle", "at"])


def downgrade() -> None:
    op.drop_table("contact_look")
    op.drop_column("person", "contact_seen_by")
    op.drop_column("person", "contact")
