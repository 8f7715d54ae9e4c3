import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.web.markdown import MAX_CHARACTERS, render_markdown

ALLOWED_ATTRIBUTES = {
    ("a", "href"),
    ("a", "rel"),
    ("ol", "start"),
    ("pre", "dir"),
    ("pre", "tabindex"),
    ("code", "dir"),
    ("div", "class"),
    ("div", "role"),
    ("div", "aria-label"),
    ("div", "tabindex"),
}
ALLOWED_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "div"),
    *("table", "thead", "tbody", "tr", "th", "td", "blockquote", "details", "summary"),
    *("pre", "code", "kbd", "sup", "sub", "em", "strong", "del", "a"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" alt="` onerror=alert(1)">',
    '![x](x" onerror="alert\\(1\\))',
    '![" onmouseover="alert(1)](http://a.example/x.png)',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<javascript:alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><use href='http://evil.example/x.svg#a'/></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<p class='hidden' id='main' data-x='1'>x</p>",
    "<iframe src='http://evil.example'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<form action='/theme' method=post><input name=theme value=dark><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href='http://evil.example/'>",
    "<link rel=stylesheet href='http://evil.example/x.css'>",
    "<video src='http://evil.example/x'></video><audio src=x></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    '```"><script>alert(1)</script>\nx\n```',
    'https://a.example/"onmouseover="alert(1)',
    "http://a.example/<script>alert(1)</script>",
    "<h1 onclick=alert(1)>x</h1>",
    "|a|\n|-|\n|<script>alert(1)</script>|",
    "[x]: javascript:alert(1)\n\n[x]",
]


class _Inventory(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [(tag, name, value or "") for name, value in attrs]


def assert_harmless(text: str) -> None:
    read = _Inventory()
    read.feed(render_markdown(text))
    assert read.tags <= ALLOWED_TAGS
    for tag, name, value in read.found:
        assert (tag, name) in ALLOWED_ATTRIBUTES
        if name == "href":
            assert re.match(r"(?i)(https?://|mailto:)", value), value
        if name == "rel":
            assert value == "nofollow noopener ugc"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "place", ["{}", "text {} text", "- {}", "> {}", "# {}", "**{}**", "\n\n{}"]
)
def test_attack_comes_to_nothing(attack: str, place: str) -> None:
    assert_harmless(place.format(attack))


@given(
    st.lists(
        st.sampled_from(
            [*ATTACKS, "<", ">", '"', "'", "`", "[", "](", ")", "\n", "&", "*", "![", "|"]
        )
        | st.text(max_size=5),
        max_size=12,
    )
)
@example(["[", "<img src='javascript:x'>", "](", "javascript:alert(1)", ")"])
@settings(max_examples=150, deadline=None)
def test_attacks_in_pieces_come_to_nothing(pieces: list[str]) -> None:
    assert_harmless("".join(pieces))


def test_scripts_go_with_their_words() -> None:
    assert "alert" not in render_markdown("before <script>alert(1)</script> after")


def test_picture_becomes_a_link_and_loads_nothing() -> None:
    html = render_markdown("![a table](https://elsewhere.example/x.png)")
    assert "<img" not in html
    assert '<a href="https://elsewhere.example/x.png"' in html
    assert "Picture: a table" in html


def test_picture_in_a_link_becomes_the_words_of_the_link() -> None:
    html = render_markdown("[![badge](https://a.example/b.svg)](https://a.example/)")
    assert html.count("<a ") == 1
    assert "Picture: badge" in html


def test_written_picture_becomes_a_link() -> None:
    html = render_markdown('<img width=9 src="https://a.example/x.png" alt="A &quot;map&quot;">')
    assert '<a href="https://a.example/x.png"' in html


def test_links_are_marked_as_foreign() -> None:
    html = render_markdown("[a](https://a.example) and <https://b.example>")
    assert html.count('rel="nofollow noopener ugc"') == 2


def test_bare_address_becomes_a_link_without_the_full_stop() -> None:
    html = render_markdown("See https://a.example/x?y=1&z=2. Or (http://b.example/c).")
    assert 'href="https://a.example/x?y=1&amp;z=2"' in html
    assert 'href="http://b.example/c"' in html


def test_relative_link_leads_nowhere_in_this_hub() -> None:
    html = render_markdown('<a href="/theme">x</a> [y](../wiki) [z](//evil.example/)')
    assert "href" not in html


def test_headings_sink_below_the_page_and_skip_no_level() -> None:
    html = render_markdown("### one\n# two\n## three\n<h1>four</h1>\n\n###### five\n")
    assert re.findall(r"<h(\d)", html) == ["3", "3", "4", "3", "4"]


def test_task_boxes_are_shown_as_signs() -> None:
    html = render_markdown("- [ ] open\n- [x] done\n- [link](https://a.example)")
    assert "<input" not in html
    assert "☐ open" in html
    assert "☑ done" in html


def test_mention_stays_text() -> None:
    assert render_markdown("thanks @mirembe") == "<p>thanks @mirembe</p>\n"


def test_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    html = render_markdown("|a|b|\n|-|:-:|\n|1|2|")
    assert '<div class="wide" role="region" aria-label="Table" tabindex="0"><table>' in html
    assert "style" not in html


def test_code_keeps_its_direction_and_its_signs() -> None:
    html = render_markdown("```html\n<b>&amp;\n```")
    assert '<pre tabindex="0" dir="ltr">' in html or '<pre dir="ltr" tabindex="0">' in html
    assert "&lt;b&gt;&amp;amp;" in html


def test_details_and_comments_as_forges_write_them() -> None:
    html = render_markdown(
        "<!-- fill this in -->\n<details><summary>Log</summary>\n\nx\n\n</details>"
    )
    assert "fill this in" not in html
    assert "<details><summary>Log</summary>" in html


def test_empty_text_is_empty() -> None:
    assert render_markdown("") == ""


def test_longer_texts_are_cut() -> None:
    assert len(render_markdown("a" * (MAX_CHARACTERS * 2))) < MAX_CHARACTERS + 20


def test_a_long_issue_renders_quickly() -> None:
    paragraph = "It stops after the **third** column, see `row.py` and https://a.example/x.\n\n"
    log = "```\n" + "line of a log that somebody pasted whole, 0x7f\n" * 900 + "```\n\n"
    body = (paragraph * 60 + log)[:65_000]
    render_markdown.cache_clear()
    started = time.process_time()
    render_markdown(body)
    assert time.process_time() - started < 0.05


@pytest.mark.parametrize(
    "body",
    ["[" * 65_000, "![[" * 21_000, "> " * 32_000, "- " * 32_000, "*a_ " * 16_000, "<div>" * 13_000],
    ids=["brackets", "pictures", "quotes", "lists", "emphasis", "tags"],
)
def test_a_text_made_to_be_slow_is_still_bounded(body: str) -> None:
    render_markdown.cache_clear()
    started = time.process_time()
    assert_harmless(body)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://x.example/<table><form action=//evil.example>">y</a>',
        "[y](<https://x.example/<table><script>alert(1)</script>>)",
        "https://x.example/?<table><script>",
    ],
)
def test_table_in_an_address_cannot_end_its_attribute(text: str) -> None:
    html = str(render_markdown(text))
    assert "<form" not in html
    assert "<script" not in html
    assert not re.search('href="[^"]*<', html)
