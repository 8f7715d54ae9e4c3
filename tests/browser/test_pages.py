"""Looks at every page in a real browser: on a desk and in a hand, by day and by night."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, Response

from tests.hub.web.sample_pages import sample_pages

pytestmark = pytest.mark.browser

ADDRESSES = tuple(sample_pages())
WIDTHS = (320, 390, 1280)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(
    n => n.html.slice(0, 160) + ' | ' + n.failureSummary.slice(0, 200)).join(' ;; '));
}"""
# Text or controls whose right edge stands outside the window, but for what scrolls in its own box.
OUTSIDE = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.right > innerWidth + 1 && e.checkVisibility()
    && !e.closest('.tables, .prose pre, .prose .wide, .hidden');
}).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


@contextmanager
def window(
    browser: Browser, width: int, *, theme: Theme = "light", has_scripts: bool = True
) -> Iterator[Page]:
    """Open a window; a console message of an error fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        java_script_enabled=has_scripts,
        bypass_csp=False,
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert errors == []


def findings(page: Page, axe_source: str) -> list[str]:
    """Let axe look at a page as it stands."""
    page.evaluate(axe_source)
    found: list[str] = page.evaluate(RUN_AXE)
    return found


@pytest.mark.parametrize("path", ADDRESSES)
def test_axe_finds_nothing(browser: Browser, address: str, axe_source: str, path: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + path)
        page.evaluate(axe_source)
        for width, theme in product((1280, 320), THEMES):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            assert page.evaluate(RUN_AXE) == [], f"at {width} px, {theme}"


def test_axe_would_find_a_planted_fault(browser: Browser, address: str, axe_source: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/about")
        page.evaluate(axe_source)
        page.evaluate("document.querySelector('label[for=q]').remove()")
        page.evaluate("document.querySelector('h2').outerHTML = '<h4>skipped</h4>'")
        found = " ".join(page.evaluate(RUN_AXE))
    assert "heading-order" in found


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_moves_sideways(browser: Browser, address: str, path: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(OUTSIDE) == [], f"at {width} px"


@pytest.mark.parametrize("path", ADDRESSES)
def test_page_reads_the_same_without_scripts(browser: Browser, address: str, path: str) -> None:
    texts: list[str] = []
    for has_scripts in (True, False):
        with window(browser, 1280, has_scripts=has_scripts) as page:
            page.goto(address + path)
            texts.append(page.locator("body").inner_text())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("path", ["/", "/search", "/tasks/1", "/projects/lanternbus"])
def test_right_to_left_keeps_everything_in_the_window(
    browser: Browser, address: str, path: str
) -> None:
    for width in (320, 1280):
        with window(browser, width) as page:
            page.goto(address + path)
            page.evaluate("document.fonts.ready.then(() => null)")
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/search", "/tasks/1"])
def test_everything_pressed_is_large_enough(browser: Browser, address: str, path: str) -> None:
    with window(browser, 390) as page:
        page.goto(address + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), summary')]
              .filter(e => e.checkVisibility())
              .filter(e => !e.closest('p, dd, h3, .prose, .hidden, .skip, .crumbs'))
              .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
              .filter(([e, box]) => box.width > 1 && (box.height < 24 || box.width < 24))
              .map(([e, box]) => e.outerHTML.slice(0, 90) + ' ' + box.width + 'x' + box.height)"""
        )
        assert small == []


def test_first_visit_is_under_100_kb_and_only_from_here(browser: Browser, address: str) -> None:
    sizes: dict[str, int] = {}
    elsewhere: list[str] = []

    def note(response: Response) -> None:
        sizes[response.url] = len(response.body()) if response.ok else 0

    def watch(request: Request) -> None:
        if not request.url.startswith(address):
            elsewhere.append(request.url)

    with window(browser, 1280) as page:
        page.on("request", watch)
        page.on("response", note)
        page.goto(address + "/", wait_until="networkidle")
        assert any("woff2" in url for url in sizes)
        assert page.evaluate("[...document.fonts].filter(f => f.status === 'error').length") == 0
    assert elsewhere == []
    fonts = sum(size for url, size in sizes.items() if "/fonts/" in url)
    assert fonts < 50_000
    # Here nothing is packed; the hub packs all but fonts, to less than a third.
    assert fonts + (sum(sizes.values()) - fonts) / 3 < 100_000
