"""One line for each request, and the last net under the routes.

The line names the route's pattern, never the address itself: search texts, handles and client
addresses stay out of the log.
"""

import time
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.web.errors import answer_to_failure
from hub.web.metrics import Metrics

API = "/api/v1"
_log = structlog.get_logger(__name__)


class AccessLog:
    """Gives a request its id, logs and counts it, and turns an unexpected failure into a 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with one line in the log and one count."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._answer(scope, receive, send, request_id=request_id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, request_id: str) -> None:
        started = time.perf_counter()
        method = scope["method"]
        status = 0

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception as exc:
            _log.exception("request.crashed", method=method, route=route_of(scope))
            if not status:
                await answer_to_failure(Request(scope), exc)(scope, receive, send_noted)
        finally:
            duration_s = time.perf_counter() - started
            route = route_of(scope)
            self._metrics.count(method, route, status=status, duration_s=duration_s)
            _log.info(
                "request", method=method, route=route, status=status,
                duration_ms=round(duration_s * 1000, 1),
            )  # fmt: skip


def route_of(scope: Scope) -> str:
    """Name the pattern of the route, such as ``/tasks/{task_id}``; none was met: ``(none)``."""
    pattern = getattr(scope.get("route"), "path_format", None)
    path: str = scope["path"]
    if isinstance(pattern, str):
        # A route knows its own router's part of the path alone.
        return API + pattern if path.startswith(f"{API}/") else pattern
    if path.startswith("/static/"):
        return "/static"
    # What is met without parameters is an address that everybody knows.
    return path if "endpoint" in scope and not scope.get("path_params") else "(none)"
