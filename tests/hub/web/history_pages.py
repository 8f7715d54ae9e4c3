"""The pages of one's own work on forges, with invented values."""

from dataclasses import replace
from datetime import timedelta

from hub.models import Contribution, HistoryReading, JoinedAccount, StruckWork
from hub.services.told_history import OwnHistory, ToldOften, WorkedIn, WorkPage
from hub.views.accounts import Viewer
from hub.web.pages.base import Page
from hub.web.pages.history import history_page, works_page
from integrations.records import WorkSort
from tests.hub.sample import HOSTILE
from tests.hub.web.samples import NOW


def _account(number: int, host: str, *, is_wanted: bool = True) -> JoinedAccount:
    return JoinedAccount(
        id=number, person_id=1, forge="forgejo", host=host, remote_id=str(number), handle=HOSTILE,
        joined_at=NOW, history_since=NOW if is_wanted else None,
        history_read_at=NOW - timedelta(hours=3) if number == 1 else None,
    )  # fmt: skip


def _history(account: JoinedAccount, reading: HistoryReading | None = None) -> OwnHistory:
    """Give a history in which nothing was found yet."""
    return OwnHistory(
        account, reading, is_readable=True, count=0, finished=0, skills=(), kinds=(), offered=(),
        places=(), struck=(),
    )  # fmt: skip


FULL = replace(
    _history(
        _account(1, "codeberg.org"),
        HistoryReading(account_id=1, person_id=1, due_at=NOW + timedelta(days=1)),
    ),
    count=1204,
    finished=903,
    skills=(ToldOften("rust", 700), ToldOften(HOSTILE, 3)),
    kinds=(ToldOften("code", 600), ToldOften("doc", 4)),
    offered=("rust", HOSTILE),
    places=(
        WorkedIn("noor/ferry", 7, ((WorkSort.CHANGE, 3), (WorkSort.REPOSITORY, 1))),
        WorkedIn(HOSTILE, 8, ((WorkSort.ISSUE, 1), (WorkSort.REVIEW, 2))),
    ),
    struck=(
        StruckWork(account_id=1, person_id=1, remote_id="all-of:77", struck_at=NOW),
        StruckWork(account_id=1, person_id=1, remote_id=HOSTILE, struck_at=NOW),
    ),
)
HISTORIES = (
    FULL,
    replace(
        _history(
            _account(2, "a-long-name-of-a-forge.example.org:8443"),
            HistoryReading(
                account_id=2, person_id=1, due_at=NOW + timedelta(hours=2), used_since=NOW,
                problem=f"{HOSTILE} could not be read.",
            ),
        ),
        count=1,
        finished=1,
        places=(WorkedIn("noor/ferry", 7, ((WorkSort.CHANGE, 1),)),),
    ),
    _history(
        _account(3, "gitlab.com"),
        HistoryReading(account_id=3, person_id=1, due_at=NOW),
    ),
    _history(_account(4, "github.com", is_wanted=False)),
    replace(_history(_account(5, "strange.example", is_wanted=False)), is_readable=False),
)  # fmt: skip
WORKS = WorkPage(
    tuple(
        Contribution(
            id=number, person_id=1, account_id=1, host="codeberg.org", remote_id=str(number),
            project_path="noor/ferry", title=HOSTILE if number == 1 else "Mend the lamp", url="https://x.example",
            skills=("rust",) if number != 2 else (), kinds=("doc",) if number != 2 else (),
            sort=sort, done_at=NOW - timedelta(days=number),
        )
        for number, sort in enumerate(WorkSort, 1)
    ),
    (NOW, 1),
)  # fmt: skip


def history_pages(viewer: Viewer) -> dict[str, tuple[str, Page]]:
    """Map an address to its template and page."""
    nothing = WorkPage((), None)
    return {
        "/account/history": (
            "account/history.html",
            history_page(viewer, HISTORIES, can_join=True, now=NOW),
        ),
        "/account/no-history": (
            "account/history.html",
            history_page(viewer, (), can_join=True, now=NOW),
        ),
        "/account/no-forges": (
            "account/history.html",
            history_page(viewer, (), can_join=False, now=NOW),
        ),
        "/account/history/works": (
            "account/works.html",
            works_page(viewer, WORKS, cursor="abc", is_first=False, now=NOW),
        ),
        "/account/history/no-works": (
            "account/works.html",
            works_page(viewer, nothing, cursor=None, is_first=True, now=NOW),
        ),
    }
