"""The application for a server that is told where to find it: ``uvicorn hub.asgi:make_app``."""

from contextlib import ExitStack

from fastapi import FastAPI

from hub.bootstrap import make_context, prepare_jobs, require_tables
from hub.logs import set_up_logs
from hub.services import indexing
from hub.settings import Settings
from hub.web.app import create_app
from hub.web.resident import keep_for_life


def make_app() -> FastAPI:
    """Make the hub that the environment describes; closed when the process ends."""
    settings = Settings()
    set_up_logs(settings.log_level)
    stack = ExitStack()
    context = make_context(settings, stack)
    require_tables(context)
    indexing.prepare(context)
    prepare_jobs(context)
    app = create_app(context)
    app.state.closing = stack
    keep_for_life()
    return app
