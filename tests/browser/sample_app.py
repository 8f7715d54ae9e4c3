"""A hub of sample pages behind the real headers and static files: what the browser looks at."""

from fastapi import FastAPI, Request, Response

from hub.web.pages.base import Page
from hub.web.pages.glimpse import glimpse_page
from hub.web.rendering import make_renderer
from hub.web.routes import theme
from hub.web.security import SecureHeaders
from hub.web.static import KeptStaticFiles
from tests.hub.web.sample_pages import sample_pages, sample_settings
from tests.hub.web.samples import GLIMPSE


def sample_app() -> FastAPI:
    """Make an application that answers each sample address with its page."""
    settings = sample_settings()
    app = FastAPI()
    renderer = make_renderer(settings)
    app.state.renderer = renderer
    app.add_middleware(SecureHeaders, settings=settings)
    app.include_router(theme.router)
    app.mount("/static", KeptStaticFiles(directory=renderer.static_dir))

    def add(address: str, template: str, page: Page) -> None:
        @app.get(address)
        def show(request: Request) -> Response:
            return renderer.page(request, template, page)

    add("/search/glimpse", "search/_glimpse.html", glimpse_page(GLIMPSE))
    for address, (template, page) in sample_pages().items():
        add(address, template, page)
    return app
