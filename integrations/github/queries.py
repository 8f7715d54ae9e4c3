"""The questions that the hub asks of GitHub's GraphQL API: pure text with its variables.

Each repository stands under an alias of its own (``r0``, ``r1``, ...), so that one that is gone
harms no other. A connection costs a request for each of its parents, a hundred of them a point; one
that is only counted costs none: an issue page of 100 costs 4 points, 50 repositories cost one.
Sources: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
and https://docs.github.com/en/graphql/reference/objects#issue
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from integrations.github.paths import owner_and_name
from integrations.records import PROJECT_FILES

Variables = dict[str, object]

_COST = "rateLimit { cost remaining resetAt }"
_ACTOR = """
fragment Actor on Actor {
  __typename login url
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Organization { databaseId }
  ... on Mannequin { databaseId }
}"""
_ISSUE = """
fragment Issue on Issue {
  databaseId fullDatabaseId number title body url state locked createdAt updatedAt closedAt
  author { ...Actor }
  labels(first: 100) { nodes { name } }
  assignees(first: 20) { nodes { databaseId login url } }
  participants { totalCount }
  comments(last: 10) {
    totalCount
    nodes { databaseId fullDatabaseId body createdAt updatedAt author { ...Actor } }
  }
}
fragment Open on IssueConnection {
  totalCount
  pageInfo { hasNextPage endCursor }
  nodes {
    ...Issue
    closedByPullRequestsReferences(first: 3, includeClosedPrs: false) { nodes { url } }
  }
}
fragment Closed on IssueConnection {
  totalCount
  pageInfo { hasNextPage endCursor }
  nodes { ...Issue }
}"""
_FILES = "\n".join(
    f'  file{number}: object(expression: "HEAD:{name}") '
    "{ ... on Blob { text byteSize isBinary isTruncated } }"
    for number, name in enumerate(PROJECT_FILES)
)
_FACTS = f"""
fragment Facts on Repository {{
  databaseId nameWithOwner name url description isPrivate isArchived isFork isEmpty
  hasIssuesEnabled stargazerCount homepageUrl createdAt updatedAt pushedAt
  defaultBranchRef {{ name }}
  licenseInfo {{ spdxId }}
  owner {{ __typename login url ... on User {{ databaseId }} ... on Organization {{ databaseId }} }}
  repositoryTopics(first: 100) {{ nodes {{ topic {{ name }} }} }}
  languages(first: 100, orderBy: {{field: SIZE, direction: DESC}}) {{ nodes {{ name }} }}
  contributingGuidelines {{ url }}
  codeOfConduct {{ url }}
  open: issues(states: [OPEN]) {{ totalCount }}
  closed: issues(states: [CLOSED], filterBy: {{since: $since}}) {{ totalCount }}
{_FILES}
}}"""


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """The next page of a repository's issues: how many of either kind, 0 of one that is over."""

    path: str
    closed_since: datetime
    open_first: int = 0
    closed_first: int = 0
    open_after: str | None = None
    closed_after: str | None = None


def facts(paths: Sequence[str], *, closed_since: datetime) -> tuple[str, Variables]:
    """Ask what repositories are."""
    declared, variables = _places(paths)
    declared.append("$since: DateTime!")
    variables["since"] = _stamp(closed_since)
    places = "\n".join(f"  {_place(number)} {{ ...Facts }}" for number in range(len(paths)))
    head = f"query Facts({', '.join(declared)})"
    return f"{head} {{\n  {_COST}\n{places}\n}}{_FACTS}", variables


def issue_pages(places: Sequence[PlaceQuestion]) -> tuple[str, Variables]:
    """Ask for the next open and the next closed issues of repositories, oldest change first."""
    declared, variables = _places([place.path for place in places])
    parts = []
    for number, place in enumerate(places):
        for name, kind, value in (
            ("since", "DateTime!", _stamp(place.closed_since)),
            ("wantsOpen", "Boolean!", place.open_first > 0),
            ("wantsClosed", "Boolean!", place.closed_first > 0),
            ("openFirst", "Int!", place.open_first),
            ("closedFirst", "Int!", place.closed_first),
            ("openAfter", "String", place.open_after),
            ("closedAfter", "String", place.closed_after),
        ):
            declared.append(f"${name}{number}: {kind}")
            variables[f"{name}{number}"] = value
        parts.append(_issues_of(number))
    head = f"query IssuePages({', '.join(declared)})"
    text = f"{head} {{\n  {_COST}\n{''.join(parts)}}}{_ISSUE}{_ACTOR}"
    return text, variables


def open_count(path: str) -> tuple[str, Variables]:
    """Ask how many issues are open."""
    declared, variables = _places([path])
    text = (
        f"query OpenCount({', '.join(declared)}) {{\n  {_COST}\n  {_place(0)} "
        "{ isPrivate hasIssuesEnabled open: issues(states: [OPEN]) { totalCount } }\n}"
    )
    return text, variables


def open_numbers(path: str, *, after: str | None) -> tuple[str, Variables]:
    """Ask for the numbers of the next hundred open issues, oldest first."""
    declared, variables = _places([path])
    declared.append("$after: String")
    variables["after"] = after
    text = (
        f"query OpenNumbers({', '.join(declared)}) {{\n  {_COST}\n  {_place(0)} {{\n"
        "    isPrivate hasIssuesEnabled\n"
        "    open: issues(first: 100, after: $after, states: [OPEN], "
        "orderBy: {field: CREATED_AT, direction: ASC}) {\n"
        "      pageInfo { hasNextPage endCursor }\n      nodes { number }\n    }\n  }\n}"
    )
    return text, variables


def alias(number: int) -> str:
    """Name the place of a repository in question and answer."""
    return f"r{number}"


def _places(paths: Sequence[str]) -> tuple[list[str], Variables]:
    declared: list[str] = []
    variables: Variables = {}
    for number, path in enumerate(paths):
        owner, name = owner_and_name(path)
        declared += [f"$owner{number}: String!", f"$name{number}: String!"]
        variables |= {f"owner{number}": owner, f"name{number}": name}
    return declared, variables


def _place(number: int) -> str:
    return f"{alias(number)}: repository(owner: $owner{number}, name: $name{number})"


def _issues_of(number: int) -> str:
    by_change = "orderBy: {field: UPDATED_AT, direction: ASC}"
    return f"""  {_place(number)} {{
    nameWithOwner isPrivate hasIssuesEnabled
    open: issues(first: $openFirst{number}, after: $openAfter{number}, states: [OPEN], {by_change})
      @include(if: $wantsOpen{number}) {{ ...Open }}
    closed: issues(first: $closedFirst{number}, after: $closedAfter{number}, states: [CLOSED],
      filterBy: {{since: $since{number}}}, {by_change})
      @include(if: $wantsClosed{number}) {{ ...Closed }}
  }}
"""


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
