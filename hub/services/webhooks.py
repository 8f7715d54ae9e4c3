"""Deliveries of forges: what a signed one hints at is asked of a worker, and nothing is kept."""

import structlog

from hub.context import AppContext, RepositoryHint
from hub.errors import Unavailable
from integrations.webhooks import Delivery, Headers, WebhookReader

_log = structlog.get_logger(__name__)


def take(context: AppContext, reader: WebhookReader, headers: Headers, body: bytes) -> Delivery:
    """Check a delivery and ask for a pull of every repository that it is about.

    A delivery that came before asks for the job that it asked for then. Raises the errors of the
    reader, and :class:`Unavailable` where the queue takes nothing.
    """
    delivery = reader.read(headers, body)
    for hint in _hints(reader, delivery):
        _ask(context, hint)
    return delivery


def _hints(reader: WebhookReader, delivery: Delivery) -> list[RepositoryHint]:
    return [
        RepositoryHint(
            forge=reader.kind.value,
            host=reader.host,
            path=path,
            # A job each: the repository may be known by either path.
            hint_id=f"{delivery.hint_id}-{number}" if number else delivery.hint_id,
            has_lost_issues=delivery.has_lost_issues,
            has_new_facts=delivery.has_new_facts,
        )
        for number, path in enumerate(delivery.paths)
    ]


def _ask(context: AppContext, hint: RepositoryHint) -> None:
    try:
        context.jobs.ask_for_repository(hint)
    except Exception as exc:
        # Whatever the queue's own trouble is called: the forge may send the same once more.
        _log.exception("webhook.not_queued", host=hint.host, error=type(exc).__name__)
        raise Unavailable(
            "The hub cannot take this at the moment. Deliver it once more in a few minutes; the "
            "next pull brings what it was about in any case."
        ) from exc
