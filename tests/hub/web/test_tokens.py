"""Reads the colours that are served and measures them by the WCAG 2 formula."""

import re

import pytest

from hub.vocabulary.kinds import kinds
from hub.web.rendering import asset_dir

CSS = (asset_dir("static") / "tokens.css").read_text()
STATES = ("open", "quiet", "taken", "review", "asleep", "unknown")

# The pairs of the design direction, section 3: (text or line, ground, least in light, in dark).
PAIRS = [
    ("ink", "paper", 14.1, 15.5),
    ("ink", "card", 15.4, 13.6),
    ("ink-2", "paper", 6.6, 8.8),
    ("ink-2", "card", 7.2, 7.7),
    ("ink-2", "sunk", 6.0, 9.3),
    ("link", "paper", 7.4, 10.7),
    ("link", "card", 8.0, 9.4),
    ("link-visited", "card", 8.1, 8.4),
    ("line-strong", "card", 4.0, 4.3),
    ("sun-edge", "card", 5.1, 6.9),
    ("on-action", "action", 8.5, 10.1),
    ("action", "action-tint", 7.2, 7.7),
    ("on-sun", "sun", 10.3, 10.3),
    ("on-sun-tint", "sun-tint", 11.7, 10.7),
    ("link", "sun-tint", 7.2, 7.8),
    ("on-hero", "hero", 10.3, 12.6),
    ("ok", "ok-tint", 6.4, 8.4),
    ("warn", "warn-tint", 7.0, 9.1),
    ("danger", "danger-tint", 6.3, 8.1),
    ("info", "info-tint", 7.1, 8.2),
    ("focus", "paper", 14.1, 11.9),
    ("focus", "card", 15.4, 10.5),
    ("bar", "card", 8.5, 9.4),
    ("kind-code", "kind-code-tint", 6.7, 8.2),
    ("kind-design", "kind-design-tint", 6.0, 8.1),
    ("kind-doc", "kind-doc-tint", 6.8, 9.0),
    ("kind-translation", "kind-translation-tint", 6.9, 7.9),
    ("kind-test", "kind-test-tint", 6.3, 8.4),
    ("kind-a11y", "kind-a11y-tint", 6.1, 8.0),
    ("kind-research", "kind-research-tint", 6.7, 9.0),
    ("kind-organise", "kind-organise-tint", 6.0, 8.4),
    ("kind-infra", "kind-infra-tint", 6.8, 8.0),
    ("kind-security", "kind-security-tint", 11.7, 8.2),
    ("kind-media", "kind-media-tint", 6.9, 8.1),
    ("fresh-open", "fresh-open-tint", 6.4, 8.4),
    ("fresh-quiet", "fresh-quiet-tint", 7.0, 9.1),
    ("fresh-taken", "fresh-taken-tint", 7.1, 8.2),
    ("fresh-review", "fresh-review-tint", 6.9, 7.9),
    ("fresh-asleep", "fresh-asleep-tint", 6.0, 6.6),
    ("fresh-unknown", "fresh-unknown-tint", 7.2, 7.7),
    *((f"kind-{kind.key}", "card", 7.1, 9.0) for kind in kinds()),
    *((f"fresh-{state}", "card", 7.2, 7.2) for state in STATES),
]


def colours(selector: str, *, after: str = "") -> dict[str, str]:
    """Read the colours of the first rule with this selector behind ``after``."""
    start = CSS.index(f"{selector} {{", CSS.index(after) if after else 0)
    block = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))


LIGHT = colours(':root, [data-theme="light"]')
DARK = colours('[data-theme="dark"]', after="--bar-soft: #a9cdbf")
SYSTEM_DARK = colours(":root:not([data-theme])")


def luminance(colour: str) -> float:
    """Give the relative luminance (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio (WCAG 2.2, "contrast ratio")."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_formula_gives_the_known_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize(("front", "ground", "light", "dark"), PAIRS)
def test_pair_keeps_its_contrast(front: str, ground: str, light: float, dark: float) -> None:
    # The table is rounded to a tenth.
    assert contrast(LIGHT[front], LIGHT[ground]) >= light - 0.05
    assert contrast(DARK[front], DARK[ground]) >= dark - 0.05


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_above_the_limit_of_the_law(theme: dict[str, str]) -> None:
    lines = {"line-strong", "sun-edge", "bar"}
    for front, ground, _, _ in PAIRS:
        assert contrast(theme[front], theme[ground]) >= (3 if front in lines else 4.5)


def test_the_wish_of_the_system_has_the_same_colours_as_the_choice() -> None:
    assert SYSTEM_DARK == DARK
    assert len(DARK) > 60


def test_style_sheet_has_no_colour_by_itself_outside_print() -> None:
    css = (asset_dir("static") / "hub.css").read_text()
    screen = css[: css.index("@layer print {")]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\.)", screen.replace("(fonts/", "")) == []


SIDES = r"(left|right|top|bottom)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(margin|padding|border)-{SIDES}\b|(?<![\w-])({SIDES}|width|height)\s*:"
)


def test_style_sheet_uses_logical_properties_only() -> None:
    css = (asset_dir("static") / "hub.css").read_text()
    lines = [re.sub(r"@media[^{]*", "", line) for line in css.splitlines()]
    assert [line for line in lines if PHYSICAL.search(line)] == []
