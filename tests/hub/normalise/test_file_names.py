import time
from collections import Counter

import pytest

from hub.normalise.skills import skills_in_text
from hub.vocabulary.skills import skills


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It breaks in src/map/Timeline.tsx, line 33", ("typescript", "react")),
        ("Split `hub/services/tasks.py` in two", ("python",)),
        ("The `Dockerfile` lacks a label", ("docker",)),
        ("Drop the version from docker-compose.yml", ("docker",)),
        ("`.gitlab-ci.yml` and `Makefile` do the same", ("continuous-integration", "makefile")),
        ("New words in locale/de/messages.po", ("gettext",)),
        ("resources/views/home.blade.php is long", ("blade", "php")),
        ("Read all *.scss files again", ("sass",)),
        ("The talk has no talk.en.vtt yet", ("subtitling",)),
        ("Pins of board/power.kicad_sch", ("pcb-design",)),
    ],
)
def test_names_of_files_hint_at_skills(text: str, found: tuple[str, ...]) -> None:
    assert skills_in_text(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "See README.md, the logo icon.svg, data.json, values.csv and notes.txt",
        "It stops, e.g. at 3.c or 2.5.rs, i.e. in the U.S.A.",
        "That is the end.Go on with the next.Vue of it",
        "`$el.html('x')` and `router.go(-1)` are called too early",
        "at org.example.maps.ts and com.example.app.internal.py",
        "Both example.org and example.pl are down",
        "go, py, tsx, c and js are endings",
        "https://forge.example/a/b/blob/main/app.py and `https://forge.example/app.py`",
        "```\nTraceback: app.py, Dockerfile\n```\n<!-- name the file, as in app.py -->",
    ],
)
def test_what_is_no_file_of_a_skill_is_none(text: str) -> None:
    assert skills_in_text(text) == ()


def test_name_of_a_skill_with_a_dot_is_no_file() -> None:
    assert skills_in_text("Node.js and Vue.js") == ("vue", "nodejs")


def test_files_come_behind_what_is_said() -> None:
    text = "In `app.py` the *subtitles* are lost\n```rust\n```\nand Django shows none"
    assert skills_in_text(text) == ("django", "subtitling", "rust", "python")


def test_a_file_beside_a_fence_counts_once() -> None:
    assert skills_in_text("```js\nlet a\n```\nin `a1.js`, `b1.js` and c1.js") == ("javascript",)


def test_names_in_the_vocabulary_are_endings_or_whole_names_of_one_skill() -> None:
    names = [name for each in skills() for name in each.files]
    whole = Counter(name for name in names if not name.startswith("*."))
    assert [name for name in names if "/" in name or "*" in name.removeprefix("*")] == []
    assert [name for name, count in whole.items() if count > 1] == []
    assert all(len(each.files) == len(set(each.files)) for each in skills())


@pytest.mark.parametrize("ending", ["md", "svg", "txt", "json", "yml", "csv", "png", "log"])
def test_files_that_everybody_has_say_nothing(ending: str) -> None:
    assert not [each.key for each in skills() if f"*.{ending}" in each.files]


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        "/",
        "./",
        "../",
        "a.",
        "a.py ",
        "`",
        "`a.py",
        "aa.py(",
        "*.py",
        ".a" * 9 + " ",
        "Dockerfile",
    ],
)
def test_hostile_text_takes_no_time(piece: str) -> None:
    body = (piece * 65_536)[:65_536]
    started = time.process_time()
    skills_in_text(body)
    assert time.process_time() - started < 0.5
