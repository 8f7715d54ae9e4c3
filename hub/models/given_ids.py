"""Some ids as one parameter of a statement, on SQLite and PostgreSQL alike.

A list of as many parameters is another statement for every length, which is written out and read
by the database each time: that took longer than finding the rows.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Dialect,
    Integer,
    Select,
    String,
    bindparam,
    column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def given_ids(name: str) -> Select[tuple[int]]:
    """Select the ids that are given as a parameter of this name, for ``column.in_``."""
    each = _EachOf(bindparam(name, type_=_Ids())).table_valued(
        column("value", Integer), name="value"
    )
    return select(each.c.value)


class _Ids(TypeDecorator[Sequence[int]]):
    """A JSON array for SQLite, else an array."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type that the database knows."""
        return String() if dialect.name == "sqlite" else ARRAY(BigInteger)

    def process_bind_param(
        self, value: Sequence[int] | None, dialect: Dialect
    ) -> str | list[int] | None:
        """Write them as the database reads them."""
        if value is None:
            return None
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class _EachOf(FunctionElement[Any]):
    """The elements of an array as rows, in a column that is called as the alias is."""

    inherit_cache = True


@compiles(_EachOf)
def _unnested(element: _EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **kw)})"


@compiles(_EachOf, "sqlite")
def _read_as_json(element: _EachOf, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"
