"""Puts the web application together: routes, static files, what stands before them, errors.

Knows every router and no service; the parts it is given come from bootstrap.
"""

from collections.abc import Callable

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from hub import __version__
from hub.context import AppContext
from hub.documents import SCHEMAS
from hub.web import errors, openapi, security
from hub.web.access_log import AccessLog
from hub.web.guard import guard
from hub.web.intake import Intake
from hub.web.metrics import Metrics
from hub.web.page_cache import PageCache
from hub.web.rates import Rates
from hub.web.rendering import asset_dir, make_renderer
from hub.web.routes import (
    about,
    account,
    account_log,
    api,
    api_page,
    avoid,
    contacts,
    desk,
    feeds,
    for_you,
    forge_sign_in,
    health,
    history,
    home,
    mail,
    my_tasks,
    offers,
    own_address,
    path,
    patterns,
    people,
    privacy,
    profile,
    projects,
    saved_searches,
    search,
    sign_in,
    sources,
    stewards,
    tasks,
    theme,
    tokens,
    webhooks,
)
from hub.web.static import KeptStaticFiles
from search.errors import SearchError

PAGES = (
    home, path, search, feeds, projects, tasks, people, sources, about, api_page, patterns, theme,
    sign_in, forge_sign_in, account, own_address, profile, for_you, saved_searches, tokens,
    account_log, privacy, mail, history, avoid, contacts, my_tasks, offers,
    stewards, desk,
)  # fmt: skip


def create_app(context: AppContext) -> FastAPI:
    """Make the application over what bootstrap made; the caller closes the context."""
    metrics = Metrics()
    app = FastAPI(
        title=f"{context.settings.name}: API",
        version=__version__,
        description=openapi.DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=_middleware(context, metrics),
        dependencies=[Depends(guard)],
    )
    app.state.context = context
    app.state.metrics = metrics
    app.state.intake = Intake()
    app.state.rates = Rates()
    app.state.renderer = make_renderer(context.settings)
    errors.install(app)
    app.include_router(health.router)
    app.include_router(webhooks.router)
    app.include_router(api.router)
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    app.mount("/static", KeptStaticFiles(directory=asset_dir("static")), name="static")
    openapi.install(app)
    return app


def _middleware(context: AppContext, metrics: Metrics) -> list[Middleware]:
    """Give what stands before the routes, the outermost first."""
    settings = context.settings
    return [
        Middleware(security.SecureHeaders, settings=settings),
        Middleware(AccessLog, metrics=metrics),
        Middleware(security.OpenToAllOrigins, prefix=errors.API_PREFIX),
        Middleware(security.Gatekeeper, gates=security.gates(settings)),
        Middleware(security.HeadAsGet),
        Middleware(PageCache, generation=_generation_of(context), now=context.clock.now),
        # Level 4: a search page of 60 KB becomes 9 KB; higher levels cost time and save little.
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=4),
        Middleware(security.LimitedBody, settings=settings),
    ]


def _generation_of(context: AppContext) -> Callable[[], str]:
    """Name the state that search pages are made of; without an engine there is but one."""

    def generation() -> str:
        try:
            return "/".join(context.engine.generation(schema.name) for schema in SCHEMAS)
        except SearchError:
            return "none"

    return generation
