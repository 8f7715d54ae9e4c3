"""What is new for a person, of the kinds that they want.

It costs a ranking of tasks, some tens of milliseconds, so it is done only for who is due.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from hub.context import AppContext
from hub.database import fetch, insert_missing
from hub.errors import BadRequest
from hub.matching.facts import Fit
from hub.matching.telling import Voice, tell
from hub.matching.wording import counted, listed
from hub.models import NoticeKind, NoticeTold
from hub.services import discovery, suggestions
from hub.services.mail_wishes import read
from hub.services.openness import is_suggested
from hub.services.search_addresses import read_kept, search_address
from hub.services.shown_for import WEEK, shown_for
from hub.services.tables import MAILED_SEARCH, NOTICE_TOLD, PERSON, SAVED_SEARCH
from hub.views import ProjectCard, TaskCard
from hub.views.notices import MailWishes, NewsItem, NewsPart
from hub.views.suggestions import SuggestedTask
from search.base import Span
from search.errors import QueryRefused

# Of each part: a letter is read, or it is not. The page that it links to has them all.
MOST_ITEMS = 5
# What was noted while the last letter was being written is told in this one.
OVERLAP = timedelta(days=1)
LOOKS_BACK = timedelta(days=31)


def news_for(
    session: Session, context: AppContext, person_id: int, *, now: datetime
) -> tuple[NewsPart, ...]:
    """Find what is new for a person; a kind without news gives no part.

    Raises :class:`search.errors.EngineUnavailable` while the engine does not answer.
    """
    wishes = read(session, person_id)
    parts = [
        part
        for kind, find in _FINDERS.items()
        if wishes.kinds[kind]
        for part in find(session, context, person_id, wishes, now)
    ]
    return tuple(part for part in parts if part.items)


def note_told(
    session: Session, person_id: int, parts: Iterable[NewsPart], *, now: datetime
) -> None:
    """Note what a letter tells, in the transaction that puts it into the outbox."""
    rows = [
        {
            "person_id": person_id,
            "kind": part.kind,
            "task_id": item.task_id,
            "project_id": item.project_id,
            "told_at": now,
        }
        for part in parts
        for item in part.told
    ]
    insert_missing(session, NoticeTold, rows)


def _new_suggestions(
    session: Session, context: AppContext, person_id: int, _wishes: MailWishes, now: datetime
) -> list[NewsPart]:
    is_asked = select(PERSON.c.id).where(PERSON.c.id == person_id, is_suggested(now))
    if not fetch(session, is_asked):
        return []
    ranked = suggestions.own_ranked_tasks(session, context, person_id, now=now)
    told, _ = _told(session, person_id, NoticeKind.NEW_SUGGESTIONS)
    first = suggestions.first_tasks(session, context, ranked, now=now)
    items = [_suggested(each) for each in first if each.task.task_id not in told][:MOST_ITEMS]
    heading = f"{counted(len(items), 'new task')} for you"
    return [_part(NoticeKind.NEW_SUGGESTIONS, heading, items, "Your whole list", "/for-you")]


def _was_suggested(
    session: Session, _context: AppContext, person_id: int, wishes: MailWishes, now: datetime
) -> list[NewsPart]:
    since = max((wishes.looked_at or now - WEEK) - OVERLAP, now - LOOKS_BACK)
    told, _ = _told(session, person_id, NoticeKind.WAS_SUGGESTED)
    found = shown_for(session, person_id, since=since, without=told)
    items = [
        NewsItem(
            title=each.title,
            place=each.project_name,
            why=f"Because of {listed(each.why)}." if each.why else "",
            path=f"/tasks/{each.task_id}",
            task_id=each.task_id,
        )
        for each in found
    ]
    heading = f"You were suggested for {counted(len(items), 'task')}"
    part = _part(NoticeKind.WAS_SUGGESTED, heading, items, "All of this week", "/for-you#shown")
    return [replace(part, items=part.items[:MOST_ITEMS])]


def _saved_searches(
    session: Session, context: AppContext, person_id: int, _wishes: MailWishes, now: datetime
) -> list[NewsPart]:
    rows = fetch(
        session,
        select(SAVED_SEARCH.c.name, SAVED_SEARCH.c.address, MAILED_SEARCH.c.since)
        .join(MAILED_SEARCH, MAILED_SEARCH.c.search_id == SAVED_SEARCH.c.id)
        .where(SAVED_SEARCH.c.person_id == person_id)
        .order_by(SAVED_SEARCH.c.name, SAVED_SEARCH.c.id),
    )
    tasks, projects = _told(session, person_id, NoticeKind.SAVED_SEARCH)
    parts = []
    for row in rows:
        # What no search means any more, or the engine refuses, is said on the page of the search.
        with suppress(BadRequest, QueryRefused):
            part = _search_part(session, context, row.name, row.address, row.since, now=now)
            new = [
                each
                for each in part.told
                if each.task_id not in tasks and each.project_id not in projects
            ]
            # What two searches find is told by the first.
            tasks |= {each.task_id for each in new if each.task_id is not None}
            projects |= {each.project_id for each in new if each.project_id is not None}
            heading = f"{len(new)} new in “{row.name}”"
            parts.append(replace(part, heading=heading, items=tuple(new[:MOST_ITEMS]),
                                 told=tuple(new)))  # fmt: skip
    return parts


def _search_part(
    session: Session,
    context: AppContext,
    name: str,
    address: str,
    since: datetime,
    *,
    now: datetime,
) -> NewsPart:
    """Give all of the first page of a search that is newer than the wish to hear of it."""
    wanted = replace(read_kept(address), sort="new", page=1)
    found = discovery.news(session, context.engine, wanted, now=now)
    items = [
        *(_found_task(each) for each in found.tasks if each.opened_at > since),
        *(_found_project(each) for each in found.projects if each.added_at > since),
    ]
    more_path = search_address(wanted)
    return _part(NoticeKind.SAVED_SEARCH, name, items, f"All of “{name}”", more_path)


_Finder = Callable[[Session, AppContext, int, MailWishes, datetime], list[NewsPart]]
_FINDERS: Mapping[NoticeKind, _Finder] = {
    NoticeKind.NEW_SUGGESTIONS: _new_suggestions,
    NoticeKind.WAS_SUGGESTED: _was_suggested,
    NoticeKind.SAVED_SEARCH: _saved_searches,
}


def _told(session: Session, person_id: int, kind: NoticeKind) -> tuple[set[int], set[int]]:
    """Give the ids of the tasks and of the projects that were told."""
    rows = fetch(
        session,
        select(NOTICE_TOLD.c.task_id, NOTICE_TOLD.c.project_id).where(
            NOTICE_TOLD.c.person_id == person_id, NOTICE_TOLD.c.kind == kind
        ),
    )
    tasks = {row.task_id for row in rows if row.task_id is not None}
    return tasks, {row.project_id for row in rows if row.project_id is not None}


def _part(
    kind: NoticeKind, heading: str, items: Sequence[NewsItem], more: str, more_path: str
) -> NewsPart:
    return NewsPart(kind, heading, tuple(items), more, more_path, told=tuple(items))


def _suggested(suggested: SuggestedTask) -> NewsItem:
    clear = [
        tell(each.sentence, Voice.TO)
        for each in suggested.suggestion.reasons
        if each.fit is Fit.CLEAR
    ]
    return replace(_found_task(suggested.task), why=" ".join(clear[:1]))


def _found_task(card: TaskCard) -> NewsItem:
    return NewsItem(
        title=_plain(card.title),
        place=card.project_name,
        why="",
        path=f"/tasks/{card.task_id}",
        task_id=card.task_id,
    )


def _found_project(card: ProjectCard) -> NewsItem:
    return NewsItem(
        title=_plain(card.name),
        place=_plain(card.summary),
        why="",
        path=f"/projects/{card.slug}",
        project_id=card.project_id,
    )


def _plain(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)
