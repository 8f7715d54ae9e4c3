"""Uses the pages as people do: with the keyboard, on a phone, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_pages import findings, window

pytestmark = pytest.mark.browser

# What every element of a page is painted with.
COLOURS = """[...document.querySelectorAll("body, body *")].map((element) => {
  const style = getComputedStyle(element);
  const names = ["color", "background-color", "border-block-start-color", "fill", "box-shadow"];
  return [element.tagName, element.className, ...names.map((name) => style[name])].join(" ");
})"""


def test_first_press_of_tab_offers_the_way_to_the_content(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/search")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("To the content")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_every_focused_part_shows_its_ring(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/tasks/1")
        for _ in range(30):
            page.keyboard.press("Tab")
            style = page.evaluate(
                """() => { const e = document.activeElement;
                  const s = getComputedStyle(e);
                  return e === document.body ? '3px' : s.outlineStyle === 'none' ? e.outerHTML
                    : s.outlineWidth; }"""
            )
            assert style == "3px", style


def test_focus_follows_the_order_of_reading(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/search")
        seen: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
        order = [
            next(place for place, html in enumerate(seen) if mark in html)
            for mark in ('class="skip"', 'class="brand"', 'id="q"', 'name="kind"', 'class="filter"')
        ]
        assert order == sorted(order)


def test_reasons_open_with_the_keyboard(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/tasks/1")
        summary = page.locator("details.worked summary").first
        summary.focus()
        page.keyboard.press("Enter")
        table = page.locator("details.worked table").first
        expect(table).to_be_visible()
        total = float(table.locator("tfoot td").inner_text())
        products = [float(text) for text in table.locator("tbody td:last-child").all_inner_texts()]
        assert sum(products) == pytest.approx(total, abs=0.003)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_menu_opens_on_a_phone(browser: Browser, address: str, has_scripts: bool) -> None:
    with window(browser, 390, has_scripts=has_scripts) as page:
        page.goto(address + "/")
        projects = page.locator("details.menu a", has_text="Projects")
        expect(projects).to_be_hidden()
        page.locator("details.menu summary").click()
        expect(projects).to_be_visible()


def test_escape_closes_the_menu_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    with window(browser, 390) as page:
        page.goto(address + "/")
        page.locator("details.menu summary").click()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(page.locator("details.menu a").first).to_be_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_filters_open_over_the_page_on_a_phone(
    browser: Browser, address: str, has_scripts: bool
) -> None:
    with window(browser, 390, has_scripts=has_scripts) as page:
        page.goto(address + "/search")
        form = page.locator("form.facets")
        expect(form).to_be_hidden()
        page.get_by_role("link", name="Filters, 4 on").click()
        expect(form).to_be_visible()
        expect(form.get_by_role("button", name="Show")).to_be_in_viewport()
        page.get_by_role("link", name="Close the filters").click()
        expect(form).to_be_hidden()


def test_ticked_filter_is_shown_without_looking_for_the_button(
    browser: Browser, address: str
) -> None:
    with window(browser, 1280) as page:
        page.set_viewport_size({"width": 1280, "height": 500})
        page.goto(address + "/search")
        form = page.locator("form.facets")
        form.get_by_role("checkbox").first.focus()
        show = form.get_by_role("button", name="Show")
        while not show.evaluate("button => button === document.activeElement"):
            expect(show).to_be_in_viewport()
            assert page.evaluate(
                """() => document.activeElement.getBoundingClientRect().bottom
                  <= document.querySelector(".facets .show").getBoundingClientRect().top"""
            )
            page.keyboard.press("Tab")


def test_chosen_filters_stand_in_the_address(browser: Browser, address: str) -> None:
    with window(browser, 1280, has_scripts=False) as page:
        page.goto(address + "/search")
        page.get_by_role("checkbox", name="Code 31").check()
        page.get_by_role("checkbox", name="Testing 11").uncheck()
        page.locator("form.facets").get_by_role("button", name="Show").click()
        expect(page).to_have_url(
            re.compile(
                r"\?q=bus\+timetable\+acces&kind=a11y&kind=code&freshness=open&freshness=quiet$"
            )
        )


@pytest.mark.parametrize("has_scripts", [True, False])
def test_chosen_colours_stay_and_lead_back(
    browser: Browser, address: str, has_scripts: bool
) -> None:
    with window(browser, 1280, has_scripts=has_scripts) as page:
        page.goto(address + "/search?q=bus")
        page.get_by_role("button", name="Dark").click()
        expect(page).to_have_url(f"{address}/search?q=bus")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="As my system").click()
        assert page.locator("html").get_attribute("data-theme") is None


def test_choice_and_wish_of_the_system_look_the_same(browser: Browser, address: str) -> None:
    looks: list[object] = []
    for theme, choice in (("dark", None), ("light", "dark"), ("light", None)):
        with window(browser, 1280, theme="dark" if theme == "dark" else "light") as page:
            if choice:
                page.context.add_cookies([{"name": "theme", "value": choice, "url": address}])
            page.goto(address + "/about")
            # The foot shows which of the two it is.
            page.evaluate("document.querySelector('footer').remove()")
            looks.append(page.evaluate(COLOURS))
    assert looks[0] == looks[1] != looks[2]


def test_printed_task_is_a_notice_without_header_and_forms(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/tasks/1")
        page.emulate_media(media="print")
        for part in ("header.head", "footer.foot", "details.worked"):
            expect(page.locator(part).first).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        box = page.locator(".prose").bounding_box()
        assert box is not None
        assert box["width"] > 400


def test_forced_colours_keep_a_line_around_chips(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.emulate_media(forced_colors="active")
        page.goto(address + "/search")
        border = page.locator(".kind").first.evaluate("e => getComputedStyle(e).borderTopStyle")
        assert border == "solid"


def test_what_is_typed_is_shown_and_reached_with_the_arrows(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/about")
        box = page.get_by_role("combobox", name="Search tasks, projects and people")
        with page.expect_response(re.compile(r"q=bus(&|$)")):
            box.press_sequentially("bus")
        options = page.get_by_role("option")
        expect(options).to_have_count(8)
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status").first).to_have_text(
            "Found so far: 3 tasks, 2 projects, 2 people."
        )
        box.press("ArrowDown")
        box.press("ArrowDown")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", "found-tasks-2")
        expect(box).to_be_focused()
        box.press("ArrowUp")
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/tasks/1$"))


LOOKS = 250


def type_and_hold_the_answer(page: Page, before: str, words: str) -> Route:
    """Type words and more words in the box; the answer to the latter waits to be given."""
    held: list[Route] = []
    asked = re.compile(rf"/search/glimpse\?.*\bq={words}(&|$)")
    page.route(asked, lambda route: held.append(route))
    box = page.get_by_role("combobox")
    box.fill(before)
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    box.fill(words)
    for _ in range(LOOKS):
        if held:
            break
        page.wait_for_timeout(20)
    return held[0]


def test_a_late_answer_keeps_what_the_arrows_chose(browser: Browser, address: str) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/about")
        answer = type_and_hold_the_answer(page, "bu", "bus")
        box = page.get_by_role("combobox")
        box.press("ArrowDown")
        box.press("ArrowDown")
        chosen = page.get_by_role("option", selected=True)
        address_chosen = chosen.get_attribute("href") or ""
        with page.expect_response(answer.request.url):
            answer.continue_()
        expect(chosen).to_have_attribute("href", address_chosen)
        expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")


def test_typing_on_waits_for_a_late_answer_and_breaks_nothing_off(
    browser: Browser, address: str
) -> None:
    """A request broken off is told to the console as an error, which fails this test."""
    with window(browser, 1280) as page:
        page.goto(address + "/about")
        answer = type_and_hold_the_answer(page, "sensor", "bu")
        box = page.get_by_role("combobox")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        box.press_sequentially("s st", delay=200)
        assert asked == []
        with page.expect_response(re.compile(r"\bq=bus\+st|\bq=bus%20st")):
            answer.continue_()
        expect(page.get_by_role("option").first).to_contain_text("Lanternbus")
        assert len(asked) == 1


def test_a_late_answer_without_what_the_arrows_chose_chooses_nothing(
    browser: Browser, address: str
) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/about")
        answer = type_and_hold_the_answer(page, "bus", "sensor")
        box = page.get_by_role("combobox")
        box.press("ArrowDown")
        other = '<a role="option" id="found-tasks-1" aria-selected="false" href="/about">Other</a>'
        answer.fulfill(body=f'<div role="listbox" id="found-so-far" data-said="">{other}</div>')
        expect(page.get_by_role("option")).to_have_count(1)
        expect(page.get_by_role("option", selected=True)).to_have_count(0)
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=sensor$"))


def test_escape_closes_the_glimpse_and_keeps_the_words(browser: Browser, address: str) -> None:
    with window(browser, 390) as page:
        page.goto(address + "/tasks/1")
        box = page.get_by_role("combobox")
        box.press_sequentially("bus")
        expect(page.get_by_role("option").first).to_be_visible()
        box.press("Escape")
        expect(page.get_by_role("option").first).to_be_hidden()
        expect(box).to_have_value("bus")
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=bus$"))


def test_glimpse_closes_with_the_focus_and_has_no_findings(
    browser: Browser, address: str, axe_source: str
) -> None:
    with window(browser, 1280) as page:
        page.goto(address + "/")
        page.get_by_role("combobox").focus()
        expect(page.get_by_role("option").first).to_be_visible()
        assert findings(page, axe_source) == []
        page.keyboard.press("Tab")
        expect(page.get_by_role("option").first).to_be_hidden()


def test_without_scripts_the_box_is_a_plain_form(browser: Browser, address: str) -> None:
    with window(browser, 1280, has_scripts=False) as page:
        page.goto(address + "/tasks/1")
        page.locator("#q").fill("bus")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/search\?q=bus$"))
