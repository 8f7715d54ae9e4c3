"""``otdhub serve``: the pages and the API."""

import socket
from contextlib import ExitStack
from typing import Annotated

import typer
import uvicorn

from hub.bootstrap import make_context, prepare_jobs, require_tables
from hub.cli.opening import read_settings
from hub.cli.output import say
from hub.cli.tending import tended_worker
from hub.context import AppContext
from hub.errors import NotConfigured
from hub.logs import set_up_logs
from hub.services import accounts, indexing
from hub.web.app import create_app
from hub.web.protocol import BoundedProtocol
from hub.web.resident import keep_for_life

# Longer than the minute for which nginx keeps an idle connection to us (`keepalive_timeout` of its
# upstreams): whoever sends requests must close first, or sends one down a connection that closes.
KEEP_ALIVE_S = 75


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; HUB_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; HUB_PORT.")] = None,
) -> None:
    """Serve the hub's pages and API until Ctrl-C, with a worker beside them (HUB_SERVE_WORKER)."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    with ExitStack() as stack:
        context = make_context(settings, stack)
        require_tables(context)
        indexing.prepare(context)
        prepare_jobs(context)
        _say_operator_code(context)
        if settings.serve_worker:
            stack.enter_context(tended_worker())
        run_server(context, host=host or settings.host, port=port or settings.port)


def _say_operator_code(context: AppContext) -> None:
    """Print the code that makes one person the operator of a hub that has none."""
    code = accounts.new_operator_code(context, now=context.clock.now())
    if code is not None:
        say(f"Nobody runs this hub yet. Sign in and enter this on your account's page: {code}")
        if not context.settings.has_mail:
            say("It cannot send mail; `otdhub account link ADDRESS` prints a link to sign in.")


def run_server(context: AppContext, *, host: str, port: int) -> None:
    """Serve until interrupted. Raises :class:`NotConfigured` if the port is taken."""
    listening = _listen(host, port)
    with listening:
        say(f"Serving http://{host}:{listening.getsockname()[1]} (Ctrl-C stops it)")
        app = create_app(context)
        keep_for_life()
        config = uvicorn.Config(
            app,
            http=BoundedProtocol,
            timeout_keep_alive=KEEP_ALIVE_S,
            log_config=None,
            access_log=False,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as exc:
        raise NotConfigured(
            f"Cannot listen on {host}:{port}: {exc.strerror}. "
            "Choose another with --port or HUB_PORT."
        ) from exc
