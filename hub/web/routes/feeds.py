"""The news of a search for feed readers: what the search page finds, the newest first."""

from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b

from fastapi import APIRouter, Request, Response

from hub.services import discovery
from hub.web.addresses import read_search
from hub.web.deps import Context, DbSession, Now
from hub.web.feeds import ATOM_TYPE, JSON_FEED_TYPE, Feed, atom, feed_of, json_feed

router = APIRouter()

# A reader may ask again after so long; it then learns for little that nothing changed.
KEPT_FOR_S = 600


@router.get("/search.atom")
def as_atom(request: Request, context: Context, session: DbSession, now: Now) -> Response:
    """Give the news of a search as Atom; 503 while the engine is down, so that none is lost."""
    feed = _feed(request, context, session, now)
    return _answer(request, feed, atom(feed), ATOM_TYPE)


@router.get("/search.json")
def as_json(request: Request, context: Context, session: DbSession, now: Now) -> Response:
    """Give the news of a search as JSON Feed; 503 while the engine is down."""
    feed = _feed(request, context, session, now)
    return _answer(request, feed, json_feed(feed), JSON_FEED_TYPE)


def _feed(request: Request, context: Context, session: DbSession, now: datetime) -> Feed:
    wanted = read_search(request.query_params.multi_items())
    return feed_of(
        discovery.news(session, context.engine, wanted, now=now),
        base_url=context.settings.public_url.rstrip("/"),
        suffix=request.url.path.rpartition(".")[2],
        hub_name=context.settings.name,
    )


def _answer(request: Request, feed: Feed, body: bytes, media_type: str) -> Response:
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(feed.updated_at, usegmt=True),
        "Cache-Control": f"max-age={KEPT_FOR_S}",
    }
    if _is_known(request, etag, feed.updated_at):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _is_known(request: Request, etag: str, updated_at: datetime) -> bool:
    """Say whether the reader has this already. A date counts only where no tag is sent."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return since.tzinfo is not None and updated_at.replace(microsecond=0) <= since
    except (ValueError, OverflowError):
        return False
