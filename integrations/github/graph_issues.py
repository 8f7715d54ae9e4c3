"""First pulls of several repositories in one question, and which issues are open, by GraphQL.

A place that GraphQL cannot read (no points left, too heavy, a cursor of REST's) is left to REST,
which goes on from the same cursor. It must not know how questions are sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from integrations import sentences
from integrations.answers import unusable
from integrations.errors import ForgeError, ForgeRefused, RecordInvalid
from integrations.github import queries
from integrations.github.graph_cursor import GraphCursor, Lane, holds_values
from integrations.github.graph_items import graph_issue, graph_mark
from integrations.github.graphql import GraphAnswer, GraphQL, TooHeavy
from integrations.github.mapping import subject_of
from integrations.github.paths import checked_path
from integrations.records import IssueRecord, Page, RecordProblem

PER_PAGE = 100
PER_PAGE_WHEN_HEAVY = 20
# No more than what four first pages of 100 open issues could bring, as before small ones were
# asked together (2026-11-28): GitHub gives up a question after ten seconds.
_MOST_ISSUES_PER_QUESTION = 400
_ROOM_FOR_NEW = 5


class _Place(NamedTuple):
    path: str
    here: GraphCursor


@dataclass(slots=True)
class Sizes:
    """How many open and closed issues repositories had when described, by path in lower case.

    GraphQL costs by what could come, not by what comes, so a small repository is asked for less.
    """

    known: dict[str, tuple[int, int]]

    def first(self, path: str) -> tuple[int, int]:
        """Choose how many open and closed issues to ask for: a few more than there were."""
        known = self.known.get(path.casefold())
        if known is None:
            return PER_PAGE, PER_PAGE
        return _with_room(known[0]), _with_room(known[1])


def _with_room(count: int) -> int:
    return min(PER_PAGE, (count + _ROOM_FOR_NEW + 9) // 10 * 10)


class GraphIssues:
    """Reads issues by GraphQL."""

    def __init__(self, graph: GraphQL, *, host: str, sizes: Sizes) -> None:
        self._graph = graph
        self._host = host
        self._sizes = sizes

    def next_pages(
        self, places: Sequence[tuple[str, str | None]], *, now: datetime
    ) -> Iterator[tuple[str, Page[IssueRecord] | ForgeError]]:
        """Yield the next page of each place whose first pull is not over."""
        if not self._graph.is_usable():
            return
        wanted: list[_Place] = []
        for path, cursor in places:
            here = GraphCursor.parse(cursor, now=now)
            if here is None:
                continue
            try:
                checked_path(path)
            except ForgeRefused as exc:
                yield path, exc
                continue
            wanted.append(_Place(path, here))
        for batch in self._batches(wanted):
            yield from self._pages(batch, most=PER_PAGE)

    def count_open(self, path: str) -> int | None:
        """Count the open issues, or give ``None`` where GraphQL is not to be had."""
        query, variables = queries.open_count(path)
        answer = self._graph.ask(query, variables, subject=f"repository {path}")
        if answer is None:
            return None
        count = self._connection(answer, path).get("totalCount")
        return count if isinstance(count, int) else None

    def open_numbers(self, path: str) -> Iterator[frozenset[int]] | None:
        """Read the numbers of the open issues, or give ``None`` where REST has to.

        The first page decides; a limit in the midst is raised.
        """
        first = self._numbers(path, None)
        return None if first is None else self._further_numbers(path, first)

    def _further_numbers(
        self, path: str, first: tuple[frozenset[int], str | None]
    ) -> Iterator[frozenset[int]]:
        numbers, after = first
        yield numbers
        while after is not None:
            page = self._numbers(path, after)
            if page is None:
                raise self._untold(path)
            yield page[0]
            after = None if page[1] == after else page[1]

    def _numbers(self, path: str, after: str | None) -> tuple[frozenset[int], str | None] | None:
        query, variables = queries.open_numbers(path, after=after)
        answer = self._graph.ask(query, variables, subject=f"repository {path}")
        if answer is None:
            return None
        connection = self._connection(answer, path)
        following = _next_cursor(connection)
        if following is not None and not holds_values(following):
            return None
        numbers = [
            node.get("number") if isinstance(node, Mapping) else None for node in _nodes(connection)
        ]
        known = frozenset(number for number in numbers if isinstance(number, int))
        if len(known) < len(numbers) or not isinstance(connection.get("pageInfo"), Mapping):
            raise self._untold(path)
        return known, following

    def _untold(self, path: str) -> ForgeError:
        """Refuse half a list: who is missing in it would count as deleted."""
        return unusable(self._host, f"did not tell all open issues of {path}")

    def _connection(self, answer: GraphAnswer, path: str) -> Mapping[str, object]:
        """Give the open issues of the only place in an answer, or raise what hinders."""
        subject = f"repository {path}"
        error = self._error_at(answer, queries.alias(0), subject=subject)
        if error is not None:
            raise error
        place = answer.place(queries.alias(0)) or {}
        connection = place.get("open")
        if not isinstance(connection, Mapping):
            raise self._untold(path)
        return connection

    def _error_at(self, answer: GraphAnswer, alias: str, *, subject: str) -> ForgeError | None:
        error = self._graph.error_at(answer, alias, subject=subject)
        place = answer.place(alias)
        if error is None and place is not None and place.get("hasIssuesEnabled") is False:
            return sentences.issues_disabled(self._host, subject)
        return error

    def _batches(self, places: Sequence[_Place]) -> Iterator[list[_Place]]:
        """Put as many places into a question as an answer of some 400 issues has room for."""
        batch: list[_Place] = []
        room = _MOST_ISSUES_PER_QUESTION
        for place in places:
            question = self._question(place, PER_PAGE)
            weight = question.open_first + question.closed_first
            if batch and weight > room:
                yield batch
                batch, room = [], _MOST_ISSUES_PER_QUESTION
            batch.append(place)
            room -= weight
        if batch:
            yield batch

    def _pages(
        self, batch: Sequence[_Place], *, most: int
    ) -> Iterator[tuple[str, Page[IssueRecord] | ForgeError]]:
        """Ask for a page of each place; what is too heavy is asked in parts, then for less."""
        query, variables = queries.issue_pages([self._question(place, most) for place in batch])
        subject = f"issues of {batch[0].path}"
        try:
            answer = self._graph.ask(query, variables, subject=subject)
        except TooHeavy:
            half = len(batch) // 2
            if half:
                yield from self._pages(batch[:half], most=most)
                yield from self._pages(batch[half:], most=most)
            elif most > PER_PAGE_WHEN_HEAVY:
                yield from self._pages(batch, most=PER_PAGE_WHEN_HEAVY)
            return
        if answer is None:
            return
        for number, place in enumerate(batch):
            page = self._page_of(place, answer, queries.alias(number))
            if page is not None:
                yield place.path, page

    def _question(self, place: _Place, most: int) -> queries.PlaceQuestion:
        here = place.here
        first = self._sizes.first(place.path) if here.is_fresh else (PER_PAGE, PER_PAGE)
        return queries.PlaceQuestion(
            path=place.path,
            closed_since=here.closed_since,
            open_first=0 if here.open.is_over else min(first[0], most),
            closed_first=0 if here.closed.is_over else min(first[1], most),
            open_after=here.open.after,
            closed_after=here.closed.after,
        )

    def _page_of(
        self, place: _Place, answer: GraphAnswer, alias: str
    ) -> Page[IssueRecord] | ForgeError | None:
        """Read one place's page; ``None`` where a part of it is missing, which REST then reads."""
        path, here = place.path, place.here.started(answer.answered_at)
        error = self._error_at(answer, alias, subject=f"repository {path}")
        if error is not None:
            return error
        held = answer.place(alias) or {}
        nodes: list[object] = []
        for name, lane in (("open", here.open), ("closed", here.closed)):
            if lane.is_over:
                continue
            connection = held.get(name)
            if not isinstance(connection, Mapping):
                return None
            nodes += _nodes(connection)
            behind = _behind(lane, connection, answered_at=answer.answered_at)
            here = replace(here, open=behind) if name == "open" else replace(here, closed=behind)
        return replace(self._read(nodes, path=path), cursor=str(here))

    def _read(self, nodes: list[object], *, path: str) -> Page[IssueRecord]:
        records: dict[str, IssueRecord] = {}
        problems: list[RecordProblem] = []
        for node in nodes:
            try:
                record = graph_issue(node, host=self._host, path=path)
            except RecordInvalid as exc:
                problems.append(RecordProblem(subject_of(node, path), str(exc)))
                continue
            records[record.remote_id] = record
        ordered = sorted(records.values(), key=lambda issue: (issue.updated_at, issue.remote_id))
        return Page(tuple(ordered), "", problems=tuple(problems))


def _behind(lane: Lane, connection: Mapping[str, object], *, answered_at: datetime) -> Lane:
    nodes = _nodes(connection)
    if not nodes:
        return Lane(is_over=True)
    marks = (graph_mark(node) for node in nodes)
    return lane.behind(
        [mark for mark in marks if mark is not None],
        next_cursor=_next_cursor(connection),
        answered_at=answered_at,
    )


def _next_cursor(connection: Mapping[str, object]) -> str | None:
    info = connection.get("pageInfo")
    if not isinstance(info, Mapping) or info.get("hasNextPage") is not True:
        return None
    cursor = info.get("endCursor")
    return cursor if isinstance(cursor, str) else None


def _nodes(connection: Mapping[str, object]) -> list[object]:
    nodes = connection.get("nodes")
    return nodes if isinstance(nodes, list) else []
