"""The queues of jobs, and how much of each may run at once. The one table of these limits.

There is a queue for each forge, so that a slow one holds up no other; one for hints, so that news
of a closed task need not wait behind a pull of a thousand repositories; one for catalogues, which
list repositories of many forges; one for histories of people, each
of one forge; one for mail, whose server may be slow; one for notices, which
are worked out at length and must not hold up a link to sign in with; and one for the index, which
has one writer. Within a process the steps at one forge take turns (see :mod:`hub.jobs.steps`):
forges ask for requests one after another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from hub.models import Source
from integrations.records import ForgeKind, SourceScope

HINTS = "hints"
CATALOGUES = "catalogues"
INDEX = "index"
MAIL = "mail"
NOTICES = "notices"
HISTORY = "histories"


class _Limiter(TypedDict):
    limit: int
    period: float


class QueueOptions(TypedDict, total=False):
    """What dbos is told of a queue."""

    worker_concurrency: int
    global_concurrency: int
    limiter: _Limiter
    polling_interval_sec: float


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs of a queue run in one worker, in all, and may start in a minute.

    A worker looks for work every ``poll_s``. The number of requests is no matter of these limits:
    each forge's client keeps to its budget.
    """

    in_worker: int
    in_all: int
    starts_a_minute: int | None
    poll_s: float

    def options(self) -> QueueOptions:
        """Say it to dbos."""
        options = QueueOptions(
            worker_concurrency=self.in_worker,
            global_concurrency=self.in_all,
            polling_interval_sec=self.poll_s,
        )
        if self.starts_a_minute is not None:
            options["limiter"] = {"limit": self.starts_a_minute, "period": 60.0}
        return options


# Starts: an unchanged repository costs one request, and a third is left for pages of issues.
# GitHub: 900 points a minute, a GET is one (docs.github.com/rest/using-the-rest-api/
# rate-limits-for-the-rest-api, "secondary rate limits"). GitLab.com: 2,000 requests a minute with
# a token, 500 without (docs.gitlab.com/user/gitlab_com/#rate-limits-on-gitlabcom). Forgejo: no
# limit of its own; Codeberg asks for moderation.
FORGE_LIMITS = {
    ForgeKind.GITHUB: Limits(in_worker=2, in_all=4, starts_a_minute=600, poll_s=4.0),
    ForgeKind.GITLAB: Limits(in_worker=2, in_all=4, starts_a_minute=300, poll_s=4.0),
    ForgeKind.FORGEJO: Limits(in_worker=2, in_all=2, starts_a_minute=120, poll_s=4.0),
}
CATALOGUE_LIMITS = Limits(in_worker=1, in_all=2, starts_a_minute=None, poll_s=4.0)
HINT_LIMITS = Limits(in_worker=8, in_all=32, starts_a_minute=None, poll_s=0.5)
INDEX_LIMITS = Limits(in_worker=1, in_all=1, starts_a_minute=None, poll_s=1.0)
# One job a forge: each waits for the turn of its own forge alone.
HISTORY_LIMITS = Limits(in_worker=4, in_all=8, starts_a_minute=None, poll_s=2.0)
MAIL_LIMITS = Limits(in_worker=1, in_all=1, starts_a_minute=None, poll_s=1.0)
NOTICE_LIMITS = Limits(in_worker=1, in_all=1, starts_a_minute=None, poll_s=4.0)


def forge_queue(forge: str, host: str) -> str:
    """Name the queue of a forge."""
    return f"{forge}:{host}"


def queue_of(source: Source) -> str:
    """Name the queue of the pulls of a source."""
    if source.scope == SourceScope.CATALOGUE:
        return CATALOGUES
    return forge_queue(source.forge, source.host)


def limits_of(forges: Iterable[tuple[str, str]]) -> dict[str, Limits]:
    """Give the queues of a hub that can read these forges, each with its limits."""
    queues = {
        forge_queue(kind, host): FORGE_LIMITS[ForgeKind(kind)] for kind, host in sorted(forges)
    }
    return queues | {
        CATALOGUES: CATALOGUE_LIMITS,
        HINTS: HINT_LIMITS,
        INDEX: INDEX_LIMITS,
        MAIL: MAIL_LIMITS,
        NOTICES: NOTICE_LIMITS,
        HISTORY: HISTORY_LIMITS,
    }
