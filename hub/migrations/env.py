"""Alembic's entry: runs the steps over the connection that ``hub.schema`` hands in.

A step is written in plain SQLAlchemy types, so that it stands when our own types move on.
"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

import hub.models  # noqa: F401  (fills the metadata)


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as the plain types they are stored as."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return f"sa.{_plain(item)!r}"


def is_other_type(
    _context: object, _inspected: object, metadata_column: sa.Column[Any], *types: TypeEngine[Any]
) -> bool | None:
    """Compare types as stored; ``None`` leaves the rest to Alembic."""
    return False if isinstance(metadata_column.type, TypeDecorator) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=is_other_type,
)
with context.begin_transaction():
    context.run_migrations()
