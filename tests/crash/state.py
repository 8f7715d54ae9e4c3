"""What a hub holds, without what may differ between two hubs that were told the same.

Row ids differ, and the instants of our own clock; keys of other tables are written as what they
stand for, so that a row of the wrong repository is seen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from hub.context import AppContext
from hub.database import fetch
from hub.documents import SCHEMAS
from hub.models import (
    Author,
    LinkedChange,
    Listing,
    Project,
    ProjectFile,
    Repository,
    Source,
    Task,
)
from search.base import IndexSchema, SearchEngine, SearchQuery

COMPARED: tuple[type[SQLModel], ...] = (
    Source, Project, Repository, ProjectFile, Author, Task, LinkedChange, Listing
)  # fmt: skip

# The instants of our own clock.
OWN_CLOCK = frozenset(
    {"added_at", "changed_at", "indexed_at", "completed_at", "good_at", "tried_at", "retry_at",
     "listed_at", "found_at", "read_at", "due_at", "comments_since", "comments_at", "counted_at",
     "freshness_turns_at", "life_turns_at"}
)  # fmt: skip
OWN_CLOCK_OF_CURSORS = frozenset({"changes_at"})
# They hold tags of a forge's last answer, the same only when a further pull has found nothing new.
CURSORS = frozenset({"issues_cursor", "discover_cursor"})
# A repository that was asked for by itself has a tag, and one that was listed has none.
NOT_SAID = frozenset({"id", "etag"})
MOST = 10_000

Row = tuple[object, ...]
Names = Mapping[object, object]


@dataclass(frozen=True)
class State:
    """What stands in the tables and in the indexes."""

    rows: dict[str, list[Row]]
    documents: dict[str, list[Row]]
    facets: dict[str, dict[str, list[tuple[str, int]]]]


def state_of(context: AppContext, *, with_cursors: bool) -> State:
    """Read a hub that is at rest."""
    left_out = OWN_CLOCK | NOT_SAID | (frozenset() if with_cursors else CURSORS)
    with context.reading() as session:
        names = _names(session)
        rows = {
            model.__name__: _rows(session, model, left_out=left_out, names=names)
            for model in COMPARED
        }
    named = {
        "tasks": names["task_id"],
        "projects": names["project_id"],
        "people": {},
        "members": {},
    }
    documents, facets = {}, {}
    for schema in SCHEMAS:
        documents[schema.name], facets[schema.name] = _index(
            context.engine, schema, names=named[schema.name]
        )
    return State(rows, documents, facets)


def differences(found: State, expected: State) -> list[str]:
    """Say in a few lines what is missing and what is too much; nothing if they are the same."""
    lines = []
    for part in ("rows", "documents"):
        for table, rows in getattr(expected, part).items():
            others = getattr(found, part)[table]
            if others == rows:
                continue
            lines += [f"{part} of {table}, missing: {row}" for row in rows if row not in others]
            lines += [f"{part} of {table}, too much: {row}" for row in others if row not in rows]
            if len(rows) != len(others):
                lines.append(f"{part} of {table}: {len(others)} instead of {len(rows)}")
    if found.facets != expected.facets:
        lines.append(f"facets: {found.facets} instead of {expected.facets}")
    return lines


def _names(session: Session) -> dict[str, Names]:
    """Give what the ids stand for, by the columns that hold them."""

    def named(table: type[SQLModel], *columns: str) -> Names:
        held = _table(table).c
        found = fetch(session, select(held.id, *(held[name] for name in columns)))
        return {row[0]: "#".join(map(str, row[1:])) for row in found}

    paths = named(Repository, "host", "path")
    tasks = named(Task, "repository_id", "number")
    return {
        "project_id": named(Project, "slug"),
        "repository_id": paths,
        "author_id": named(Author, "host", "login"),
        "source_id": named(Source, "host", "locator"),
        "task_id": {task_id: _with_path(str(name), paths) for task_id, name in tasks.items()},
    }


def _with_path(name: str, paths: Names) -> str:
    repository_id, _, number = name.partition("#")
    return f"{paths[int(repository_id)]}#{number}"


def _rows(
    session: Session, model: type[SQLModel], *, left_out: frozenset[str], names: dict[str, Names]
) -> list[Row]:
    columns = [column for column in _table(model).c if column.name not in left_out]
    rows = []
    for found in fetch(session, select(*columns)):
        values = {column.name: value for column, value in zip(columns, found, strict=True)}
        for name in names.keys() & values.keys():
            values[name] = names[name].get(values[name])
        if cursor := values.get("issues_cursor"):
            held = json.loads(cursor)
            values["issues_cursor"] = {
                name: value for name, value in held.items() if name not in OWN_CLOCK_OF_CURSORS
            }
        if values.get("is_gone"):  # closed at an instant of our own clock
            values["closed_at"] = None
        rows.append(tuple(values.values()))
    return sorted(rows, key=repr)


def _index(
    engine: SearchEngine, schema: IndexSchema, *, names: Names
) -> tuple[list[Row], dict[str, list[tuple[str, int]]]]:
    """Read every document that is found, once each, and the counts of every keyword."""
    query = SearchQuery(schema.name, facets=schema.keywords, facet_size=MOST, limit=MOST)
    page = engine.search(query)
    assert len({hit.id for hit in page.hits}) == len(page.hits) == page.total
    documents = [
        (names.get(hit.id, hit.id), repr(sorted(hit.highlights.items()))) for hit in page.hits
    ]
    facets = {
        name: sorted((count.value, count.count) for count in counts)
        for name, counts in page.facets.items()
    }
    return sorted(documents, key=repr), facets


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]
