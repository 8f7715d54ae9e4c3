import re
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from hub.models import Freshness
from hub.views import FreshnessView
from hub.views.search import FacetValue
from hub.web.environment import make_environment
from hub.web.fragments import Fragments, facet_row, marked
from hub.web.icons import Icons
from hub.web.pages.base import Page
from hub.web.rendering import (
    PRELOADED_FONTS,
    Here,
    Renderer,
    asset_dir,
    contact_url,
    make_renderer,
    static_addresses,
)
from search.base import Span
from tests.hub.web.sample_pages import sample_pages, sample_settings
from tests.hub.web.samples import CARDS, NOW

PAGES = sample_pages()
TEMPLATES = asset_dir("templates")
STATIC = asset_dir("static")
VOID = {"meta", "link", "input", "br", "hr", "img"}


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return make_renderer(sample_settings())


def rendered(renderer: Renderer, address: str) -> str:
    template, page = PAGES[address]
    return renderer.text(template, page, Here(address, address, None))


class _Outline(HTMLParser):
    """Reads a page: its headings, ids, attributes, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.is_in_svg = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def outline(html: str) -> _Outline:
    read = _Outline()
    read.feed(html)
    return read


@pytest.mark.parametrize("address", PAGES)
def test_page_has_a_title_and_one_first_heading(renderer: Renderer, address: str) -> None:
    html = rendered(renderer, address)
    title = re.search("<title>(.+?)</title>", html, re.DOTALL)
    assert title
    assert "OTD" in title[1]
    assert outline(html).headings.count(1) == 1


@pytest.mark.parametrize("address", PAGES)
def test_headings_skip_no_level(renderer: Renderer, address: str) -> None:
    headings = outline(rendered(renderer, address)).headings
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("address", PAGES)
def test_tags_are_closed_and_ids_are_unique(renderer: Renderer, address: str) -> None:
    read = outline(rendered(renderer, address))
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))


@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_inline_style_or_script(renderer: Renderer, address: str) -> None:
    html = rendered(renderer, address)
    names = {name for _, name, _ in outline(html).attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert "<style" not in html
    assert re.findall(r"<script(?! src=\"/static/)", html) == []


@pytest.mark.parametrize("address", PAGES)
def test_page_loads_nothing_from_elsewhere(renderer: Renderer, address: str) -> None:
    loading = [
        value or ""
        for tag, name, value in outline(rendered(renderer, address)).attributes
        if name == "src" or (name == "href" and tag in ("link", "use"))
    ]
    assert loading
    # Feeds are named for readers of feeds; a browser does not load them.
    own = ("/static/", "/search.atom", "/search.json")
    assert all(value.startswith(own) for value in loading)


@pytest.mark.parametrize("address", PAGES)
def test_no_text_of_a_view_becomes_markup(renderer: Renderer, address: str) -> None:
    assert "<script>alert" not in rendered(renderer, address)


@pytest.mark.parametrize("address", PAGES)
def test_every_icon_is_in_the_sprite(renderer: Renderer, address: str) -> None:
    sprite = (STATIC / "icons.svg").read_text()
    used = set(re.findall(r"icons\.svg\?v=\w+#([\w-]+)", rendered(renderer, address)))
    assert used
    assert {name for name in used if f'<symbol id="{name}"' not in sprite} == set()


def test_every_class_of_the_templates_that_colours_is_in_the_style_sheet() -> None:
    css = (STATIC / "hub.css").read_text()
    for state in Freshness:
        assert f".fresh.{state.value}" in css


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_template_compiles(renderer: Renderer, template: object) -> None:
    name = str(template).removeprefix(f"{TEMPLATES}/")
    assert renderer.environment.get_template(name)


def test_every_page_template_has_a_sample() -> None:
    shown = {template for template, _ in PAGES.values()}
    written = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if not path.name.startswith("_") and path.name != "base.html"
    }
    assert written == shown


def test_a_name_that_the_page_does_not_have_is_an_error(renderer: Renderer) -> None:
    with pytest.raises(UndefinedError):
        renderer.text("search/index.html", Page(title="not a search"), Here("/", "/", None))


def test_foreign_name_of_a_hub_is_escaped() -> None:
    settings = sample_settings().model_copy(update={"name": "<b>Our hub</b>"})
    html = make_renderer(settings).text(
        "errors/error.html", PAGES["/error"][1], Here("/", "/", None)
    )
    assert "<b>Our hub" not in html
    assert "&lt;b&gt;Our hub" in html


@pytest.mark.parametrize(
    ("theme", "written"), [("dark", 'data-theme="dark"'), (None, '<html lang="en" dir="ltr">')]
)
def test_chosen_theme_stands_on_the_root(
    renderer: Renderer, theme: str | None, written: str
) -> None:
    template, page = PAGES["/about"]
    assert written in renderer.text(template, page, Here("/about", "/about", theme))


def test_static_addresses_change_with_the_content_and_fonts_carry_a_version() -> None:
    addresses = static_addresses(STATIC)
    assert re.fullmatch(r"/static/hub\.css\?v=[0-9a-f]{10}", addresses["hub.css"])
    assert all(addresses[font] == f"/static/{font}" for font in PRELOADED_FONTS)
    css = (STATIC / "hub.css").read_text()
    assert all(f"url({font})" in css for font in PRELOADED_FONTS)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("us@hub.example", "mailto:us@hub.example"),
        ("https://hub.example/talk", "https://hub.example/talk"),
        ("javascript:alert(1)", None),
        ("ring the bell", None),
        ("", None),
    ],
)
def test_contact_becomes_a_link_only_where_it_is_one(contact: str, link: str | None) -> None:
    assert contact_url(contact) == link


@given(st.text(), st.booleans())
def test_marked_text_is_always_escaped(text: str, is_match: bool) -> None:
    html = marked((Span(text, is_match),))
    assert html.removeprefix("<mark>").removesuffix("</mark>").count("<") == 0


@given(st.text(), st.text(), st.integers(0, 10**6), st.booleans())
def test_facet_row_keeps_its_shape_whatever_the_value(
    name: str, value: str, count: int, is_on: bool
) -> None:
    row = facet_row(FacetValue(value, count, is_on), name)
    assert re.sub(r"[^<>]+", "", row).count("<") == 9


@given(st.text(min_size=1), st.lists(st.text(), max_size=4))
def test_chips_and_badges_escape_foreign_words(key: str, who: list[str]) -> None:
    parts = Fragments(Icons("/static/icons.svg"))
    assert parts.kind_chip(key).count("<") == 5
    taken = FreshnessView(Freshness.TAKEN, NOW, tuple(who))
    assert len(re.findall("<(?!/?(?:span|svg|use|bdi)[ >])", parts.fresh(taken, NOW))) == 0


def test_facts_leave_out_what_is_not_known() -> None:
    parts = Fragments(Icons("/static/icons.svg"))
    assert parts.facts(CARDS[6]) == ""
    assert "good first task" in parts.facts(CARDS[0])
    assert "some practice" in parts.facts(CARDS[3])


def test_environment_escapes_and_is_strict() -> None:
    environment = make_environment(TEMPLATES, Icons("/x"))
    assert environment.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing.here }}").render()


def test_freshness_badge_says_the_date_in_three_forms() -> None:
    view = FreshnessView(Freshness.OPEN, NOW - timedelta(days=2))
    badge = Fragments(Icons("/x")).fresh(view, NOW)
    assert 'datetime="2026-11-21T16:00:00Z"' in badge
    assert 'title="21 November 2026, 16:00 UTC"' in badge
    assert "Open, last word" in badge
    assert "2 days ago" in badge
