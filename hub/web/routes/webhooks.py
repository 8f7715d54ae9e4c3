"""What forges send when something happened: checked, asked of a worker, answered at once.

Answers: 202 a worker will look; 200 acknowledged, of no matter to the hub; 403 no signature of
ours; 400 signed, and unreadable; 413 too long; 503 not now, the same again later works.
"""

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from hub.errors import HubError
from hub.services import webhooks
from hub.web.deps import Context
from hub.web.errors import WEBHOOKS_PREFIX, Trouble, answer, trouble_of
from hub.web.intake import Intake
from hub.web.metrics import Metrics
from integrations.errors import DeliveryRefused, DeliveryUnreadable
from integrations.records import ForgeKind
from integrations.webhooks import OTHER, Delivery, WebhookReader

router = APIRouter(include_in_schema=False)
_log = structlog.get_logger(__name__)

_NO_SECRET = Trouble(
    403,
    "This hub has no webhook secret for that kind of forge at that host. Its operator sets "
    "HUB_WEBHOOK_SECRETS to HOST=SECRET; the address is /webhooks/KIND/HOST, with KIND one of "
    f"{ForgeKind.GITHUB}, {ForgeKind.GITLAB}, {ForgeKind.FORGEJO}.",
)
_OUTCOMES = {403: "refused", 400: "unreadable", 413: "too_large", 503: "unavailable"}


# Reading the body needs the event loop; what reads the database runs in a thread.
@router.post(WEBHOOKS_PREFIX + "{kind}/{host}")
async def receive(kind: str, host: str, request: Request, context: Context) -> Response:
    """Take one delivery."""
    reader = context.webhooks.get((kind, host.lower()))
    if reader is None:
        return _refused(request, forge=OTHER, event=OTHER, trouble=_NO_SECRET)
    event = reader.event(request.headers)
    try:
        delivery = await _take(request, context, reader)
    except (HubError, DeliveryRefused, DeliveryUnreadable, HTTPException, ClientDisconnect) as exc:
        return _refused(request, forge=reader.kind, event=event, trouble=_trouble(exc))
    outcome = "queued" if delivery.paths else "ignored"
    _count(request, forge=reader.kind, event=event, outcome=outcome)
    return JSONResponse(_said(delivery), 202 if delivery.paths else 200)


async def _take(request: Request, context: Context, reader: WebhookReader) -> Delivery:
    """Read nothing of a sender that has no signature to show; then everything within bounds."""
    intake = request.app.state.intake
    assert isinstance(intake, Intake)
    reader.require_signature(request.headers)
    async with intake.body(request) as body:
        return await run_in_threadpool(webhooks.take, context, reader, request.headers, body)


def _said(delivery: Delivery) -> dict[str, str]:
    """Say what becomes of it; the forge shows this to whoever set the webhook up."""
    if delivery.paths:
        return {"outcome": "queued", "detail": f"A worker will look at {delivery.paths[0]}."}
    return {"outcome": "ignored", "detail": "Received. It changes nothing that the hub shows."}


def _trouble(exc: Exception) -> Trouble:
    match exc:
        case DeliveryRefused():
            return Trouble(403, str(exc))
        case DeliveryUnreadable():
            return Trouble(400, str(exc))
        case ClientDisconnect():
            return Trouble(400, "The delivery ended before it was whole.")
    return trouble_of(exc)


def _refused(request: Request, *, forge: str, event: str, trouble: Trouble) -> Response:
    _count(request, forge=forge, event=event, outcome=_OUTCOMES.get(trouble.status, OTHER))
    return answer(request, trouble)


def _count(request: Request, *, forge: str, event: str, outcome: str) -> None:
    metrics = request.app.state.metrics
    assert isinstance(metrics, Metrics)
    metrics.count_webhook(forge, event, outcome=outcome)
    _log.info("webhook", forge=str(forge), event_name=event, outcome=outcome)
