"""What many repositories are, fifty in one question of one point, by GraphQL.

Where GraphQL is not to be had, they are read one by one. It must not know how questions are sent.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from integrations.errors import ForgeError, ForgeRefused, RecordGone, RecordInvalid
from integrations.github import queries
from integrations.github.graph_issues import Sizes
from integrations.github.graph_items import graph_project
from integrations.github.graphql import GraphAnswer, GraphQL, TooHeavy
from integrations.github.paths import checked_path
from integrations.issue_cursor import RECENTLY_CLOSED
from integrations.records import ProjectRecord

PER_QUESTION = 50
_MOST_SIZES = 10_000


class GraphFacts:
    """Describes repositories by GraphQL; ``one_by_one`` reads a complete record by REST."""

    def __init__(
        self,
        graph: GraphQL,
        *,
        host: str,
        sizes: Sizes,
        one_by_one: Callable[[str], ProjectRecord],
    ) -> None:
        self._graph = graph
        self._host = host
        self._sizes = sizes
        self._one_by_one = one_by_one

    def projects(
        self, paths: Sequence[str], *, now: datetime
    ) -> Iterator[ProjectRecord | ForgeError]:
        """Yield complete records in the order of ``paths``; an error stands for one alone."""
        for start in range(0, len(paths), PER_QUESTION):
            yield from self._described(paths[start : start + PER_QUESTION], now=now)

    def _described(
        self, paths: Sequence[str], *, now: datetime
    ) -> Iterator[ProjectRecord | ForgeError]:
        sound = [path for path in paths if _is_sound(path)]
        try:
            answer = self._ask(sound, now=now)
        except TooHeavy:
            half = len(paths) // 2
            if half:
                yield from self._described(paths[:half], now=now)
                yield from self._described(paths[half:], now=now)
                return
            answer = None
        places = {path: queries.alias(number) for number, path in enumerate(sound)}
        for path in paths:
            if answer is None or path not in places:
                yield self._read_alone(path)
            else:
                yield self._read(answer, places[path], path=path)

    def _ask(self, paths: Sequence[str], *, now: datetime) -> GraphAnswer | None:
        if not paths:
            return None
        query, variables = queries.facts(paths, closed_since=now - RECENTLY_CLOSED)
        return self._graph.ask(query, variables, subject=f"repository {paths[0]} and others")

    def _read(self, answer: GraphAnswer, alias: str, *, path: str) -> ProjectRecord | ForgeError:
        error = self._graph.error_at(answer, alias, subject=f"repository {path}")
        if error is not None:
            return error
        node = answer.place(alias) or {}
        try:
            record = graph_project(node, host=self._host)
        except RecordInvalid as exc:
            return RecordInvalid(f"{self._host} described {path} in a way we cannot read. {exc}")
        self._remember_size(record, node)
        return record

    def _remember_size(self, record: ProjectRecord, node: Mapping[str, object]) -> None:
        open_count, closed_count = _count_of(node, "open"), _count_of(node, "closed")
        if open_count is None or closed_count is None or len(self._sizes.known) >= _MOST_SIZES:
            return
        self._sizes.known[record.path.casefold()] = (open_count, closed_count)

    def _read_alone(self, path: str) -> ProjectRecord | ForgeError:
        """Read one by REST; what concerns all of them (a limit, an outage) is raised."""
        try:
            return self._one_by_one(path)
        except (RecordGone, RecordInvalid, ForgeRefused) as exc:
            return exc


def _count_of(node: Mapping[str, object], name: str) -> int | None:
    connection = node.get(name)
    count = connection.get("totalCount") if isinstance(connection, Mapping) else None
    return count if isinstance(count, int) else None


def _is_sound(path: str) -> bool:
    try:
        checked_path(path)
    except ForgeRefused:
        return False
    return True
