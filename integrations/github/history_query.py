"""The question that the hub asks GitHub of what an account did in public: pure text.

One question asks all lists that are not at their end, and whose the login is. The searches say
themselves that only what is public is asked for, whatever our token may see. With 50 in each
answer it costs five points of 5,000 an hour.
Sources: https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
and https://docs.github.com/en/graphql/reference/queries#search
"""

from collections.abc import Mapping
from types import MappingProxyType

from integrations.github.queries import Variables
from integrations.history_cursor import Place, stamp

REPOSITORIES = "repositories"
CHANGES, ISSUES, REVIEWS = "changes", "issues", "reviews"
# GitHub does not tell who closed an issue; who had it when it was closed as done, did it.
SEARCHES: Mapping[str, str] = MappingProxyType(
    {
        CHANGES: "author:{login} is:pr is:merged",
        ISSUES: "assignee:{login} is:issue is:closed reason:completed",
        REVIEWS: "reviewed-by:{login} -author:{login} is:pr is:merged",
    }
)
_REPOSITORY = """
fragment Repo on Repository {
  databaseId nameWithOwner isPrivate visibility
  languages(first: 3, orderBy: {field: SIZE, direction: DESC}) { nodes { name } }
  repositoryTopics(first: 20) { nodes { topic { name } } }
}"""
_FOUND = """
fragment Found on SearchResultItemConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    ... on PullRequest {
      id title url bodyText updatedAt doneAt: mergedAt
      labels(first: 20) { nodes { name } }
      repository { ...Repo }
    }
    ... on Issue {
      id title url bodyText updatedAt doneAt: closedAt
      labels(first: 20) { nodes { name } }
      repository { ...Repo }
    }
  }
}"""
_OWN = f"""
    {REPOSITORIES}(
      first: 50, ownerAffiliations: [OWNER], privacy: PUBLIC, isFork: false,
      orderBy: {{field: PUSHED_AT, direction: DESC}}
    ) @include(if: $wantsRepositories) {{ nodes {{ ...Repo url description pushedAt }} }}"""


def question(
    login: str, places: Mapping[str, Place], *, wants_repositories: bool
) -> tuple[str, Variables]:
    """Ask for the next of each list in ``places``, and for repositories if wanted."""
    declared = ["$login: String!", "$wantsRepositories: Boolean!"]
    variables: Variables = {"login": login, "wantsRepositories": wants_repositories}
    parts = []
    for name, place in places.items():
        declared += [f"${name}: String!", f"${name}Behind: String"]
        asked = SEARCHES[name].format(login=login)
        variables[name] = f"{asked} is:public updated:>={stamp(place.since)} sort:updated-asc"
        variables[f"{name}Behind"] = place.behind
        parts.append(
            f"  {name}: search(query: ${name}, type: ISSUE, first: 50, after: ${name}Behind) "
            "{ ...Found }\n"
        )
    text = (
        f"query Histories({', '.join(declared)}) {{\n  rateLimit {{ cost remaining resetAt }}\n"
        f"  user(login: $login) {{\n    databaseId{_OWN}\n  }}\n{''.join(parts)}}}{_REPOSITORY}"
    )
    return text + (_FOUND if parts else ""), variables
