"""What is printed cannot steer the terminal it is printed on."""

import json

import pytest

from hub.cli.output import Bars, print_json, print_line

# ESC, CSI as one character (C1), a bell, a direction override, a lone surrogate.
HOSTILE = "a\x1b[31mb\x9b2Jc\x07d\u202ee\ud800f"


def _is_harmless(text: str) -> bool:
    return all(mark.isprintable() or mark == "\n" for mark in text)


def test_line_of_a_hostile_text_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(HOSTILE)
    assert _is_harmless(capsys.readouterr().out)


def test_json_of_a_hostile_text_is_harmless_and_means_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_json({"title": HOSTILE, "name": "Größe 木"})

    printed = capsys.readouterr().out

    assert _is_harmless(printed)
    assert "Größe 木" in printed
    assert json.loads(printed) == {"title": HOSTILE, "name": "Größe 木"}


def test_end_of_a_bar_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    with Bars() as bars:
        bars.begin(HOSTILE)
        bars.step()
    printed = capsys.readouterr().err
    assert "ab" not in printed
    assert _is_harmless(printed)
