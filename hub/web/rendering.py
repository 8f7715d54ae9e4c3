"""Renders pages: the template environment, the addresses of static files, what every page gets.

Knows templates and page values; no services, no database.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse

from hub import __version__
from hub.matching.telling import ENGLISH
from hub.settings import Settings
from hub.views.accounts import Viewer
from hub.web.environment import make_environment
from hub.web.icons import Icons
from hub.web.languages import language_of
from hub.web.pages.base import Page

_PACKAGE = Path(__file__).resolve().parent.parent
THEMES = ("light", "dark")
PRELOADED_FONTS = (
    "fonts/bricolage-grotesque-5.3.0-latin-700.woff2",
    "fonts/atkinson-hyperlegible-next-5.3.0-latin-400.woff2",
    "fonts/atkinson-hyperlegible-next-5.3.0-latin-600.woff2",
)


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a hub share."""

    name: str
    run_by: str
    contact: str
    contact_url: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Here:
    """Where the reader is: the address with its query, the theme they chose, and who they are.

    ``language`` is that in which reasons are told; all else is English.
    """

    path: str
    address: str
    theme: str | None
    viewer: Viewer | None = None
    language: str = ENGLISH


class Renderer:
    """Renders templates with exactly their page value, ``site``, ``here`` and the functions."""

    def __init__(self, templates_dir: Path, static_dir: Path, site: Site) -> None:
        self.static_dir = static_dir
        addresses = static_addresses(static_dir)
        self.environment = make_environment(templates_dir, Icons(addresses["icons.svg"]))
        self.environment.globals.update(
            site=site,
            static=addresses.__getitem__,
            fonts=tuple(addresses[font] for font in PRELOADED_FONTS),
        )

    def page(
        self, request: Request, template: str, page: Page, *, status: int = 200
    ) -> HTMLResponse:
        """Answer a request with a page; one that names a person is kept by nobody."""
        here = _here(request)
        headers = {"Cache-Control": "no-store"} if here.viewer or page.is_private else {}
        return HTMLResponse(self.text(template, page, here), status_code=status, headers=headers)

    def text(self, template: str, page: Page, here: Here) -> str:
        """Render a page to text; ``template`` is a path such as ``tasks/detail.html``."""
        return self.environment.get_template(template).render(page=page, here=here)


def pages_of(request: Request) -> Renderer:
    """Give the renderer of the application that a request came to."""
    renderer = request.app.state.renderer
    assert isinstance(renderer, Renderer)
    return renderer


def make_renderer(settings: Settings) -> Renderer:
    """Make the renderer of a hub; templates stay compiled as long as it lives."""
    site = Site(
        name=settings.name,
        run_by=settings.run_by,
        contact=settings.contact,
        contact_url=contact_url(settings.contact),
        version=__version__,
    )
    return Renderer(asset_dir("templates"), asset_dir("static"), site)


def asset_dir(name: str) -> Path:
    """Find ``templates`` or ``static``: inside ``hub`` in a wheel, beside it in a checkout."""
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The folder {name!r} is missing from this installation of the hub.")


def static_addresses(static_dir: Path) -> Mapping[str, str]:
    """Map each static file to its address, which changes with its content.

    Fonts carry their version in their name instead, since the style sheet names them too.
    """
    addresses: dict[str, str] = {}
    for file in sorted(static_dir.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(static_dir).as_posix()
        tag = "" if name.startswith("fonts/") else f"?v={content_tag(file)}"
        addresses[name] = f"/static/{name}{tag}"
    return addresses


def content_tag(file: Path) -> str:
    """Name the content of a file in ten letters."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def contact_url(contact: str) -> str | None:
    """Make a link of a contact: a mail address or a web address, else ``None``."""
    if re.fullmatch(r"https?://\S+", contact):
        return contact
    return f"mailto:{contact}" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact) else None


def _here(request: Request) -> Here:
    url = request.url
    theme = request.cookies.get("theme")
    return Here(
        path=url.path,
        address=f"{url.path}?{url.query}" if url.query else url.path,
        theme=theme if theme in THEMES else None,
        viewer=getattr(request.state, "viewer", None),
        language=language_of(request),
    )
