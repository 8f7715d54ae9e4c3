from datetime import date

import pytest

from hub.normalise.project_files import NEEDS_FILE, read_project_file
from hub.normalise.project_files.needs import find_kind, find_spoken
from hub.normalise.project_files.values import FileReading

TODAY = date(2026, 11, 23)

WHOLE = """\
listing: yes
labels: [help wanted, Good First Issue]
newcomers_a_month: 3
ai: Welcome where you say so.
answers: Mirembe, within three days
away_until: 2026-12-02
stewards: [mirembe, "@Teo-dor", mirembe]
needs:
  - key: icons
    title: Draw 24 icons
    what: |
      One for each kind of stop.

      - at 16 px
    kinds: [design, Accessibility]
    skills: [JS, Inkscape]
    level: beginner
    effort: medium
    answers: Teodor
    mentor: Jule
    expires_on: 2027-03-31
    spoken: Norwegian
"""


def read(text: str) -> FileReading:
    return read_project_file(NEEDS_FILE, text, today=TODAY)


def told(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def test_whole_file_is_read_without_a_mistake() -> None:
    reading = read(WHOLE)
    words, [need] = reading.words, reading.needs

    assert reading.problems == ()
    assert words.is_listed is True
    assert words.labels == ("help wanted", "Good First Issue")
    assert words.newcomers_a_month == 3
    assert words.ai_rule == "Welcome where you say so."
    assert words.answered_by == "Mirembe, within three days"
    assert words.away_until == date(2026, 12, 2)
    assert words.stewards == ("mirembe", "Teo-dor")
    assert need.title == "Draw 24 icons"
    assert need.what == "One for each kind of stop.\n\n- at 16 px"
    assert need.kinds == ("design", "a11y")
    assert need.skills == ("javascript", "inkscape")
    assert (need.level, need.effort, need.spoken) == ("beginner", "medium", "no")
    assert (need.answered_by, need.mentor) == ("Teodor", "Jule")
    assert need.expires_on == date(2027, 3, 31)
    assert need.line == 10


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~\n"])
def test_empty_file_says_nothing(text: str) -> None:
    reading = read(text)
    assert reading.needs == ()
    assert reading.words.is_listed is None
    assert reading.problems == ()
    assert reading.is_readable


def test_bad_field_is_told_with_its_line_and_the_rest_counts() -> None:
    reading = read("ai: Fine.\nneeds:\n  - title: Draw\n    kinds: [coder, design]\n    level: 9\n")
    assert [str(each) for each in reading.problems] == [
        "line 4: kinds has “coder”, which is no kind of work. Use one of: code, design, doc, "
        "translation, test, a11y, research, organise, infra, security, media.",
        "line 5: level has “9”, which is no level. Use one of: beginner, intermediate, advanced.",
    ]
    assert reading.needs[0].kinds == ("design",)
    assert reading.words.ai_rule == "Fine."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("away_untill: 2027-01-01", "line 1: “away_untill” is no name that we read. Did you mean "
         "away_until?"),
        ("zzzzqq: 1", "line 1: “zzzzqq” is no name that we read."),
        ("listing: maybe", "line 1: listing has “maybe”. Write yes or no."),
        ("newcomers_a_month: -1", "line 1: newcomers_a_month has “-1”. Write a whole number from 0 "
         "to 1,000."),
        ("newcomers_a_month: 99999999999999999999", "line 1: newcomers_a_month has "
         "“99999999999999999999”. Write a whole number from 0 to 1,000."),
        ("away_until: 31.12.2026", "line 1: away_until has “31.12.2026”. Write a day as "
         "2027-03-31."),
        ("away_until: 2026-02-30", "line 1: away_until has “2026-02-30”. Write a day as "
         "2027-03-31."),
        ("\n\nai: [a, b]", "line 3: ai has a list, and should have a text."),
        ("labels: {a: b}", "line 1: labels has a group of values, and should have a list of "
         "texts."),
        ("labels: [[a]]", "line 1: labels has a list where a text should stand."),
        ("needs: soon", "line 1: needs has “soon”. Begin each need with “- title: …”."),
        ("needs:\n- draw", "line 2: “draw” is no need. Write “- title: …”."),
        ("needs:\n- what: x", "line 2: this need has no title, so it is left out."),
        ("ai: a\nai: b", "line 2: “ai” stands on line 1 already. The first counts."),
        ("answers: me@riders.example", "line 1: answers holds a mail address, which we do not "
         "keep. Name who it is, or where you talk."),
        ("needs:\n- title: x\n  skills: [Svelt]", "line 3: skills has “Svelt”, which our list does "
         "not know yet, so nobody is found by it. Say it in “what” too."),
        ("needs:\n- title: x\n  expires_on: 2026-11-22", "line 3: expires_on has 2026-11-22, which "
         "is over, so this need is not shown."),
        ("needs:\n- title: x\n  level: [beginner, advanced]", "line 3: level takes one value. We "
         "take beginner."),
        ("---\nai: a\n---\nai: b", "line 3: a second document begins here. We read the first "
         "only."),
        ("ai: !!python/name:os.system x", "line 1: we do not follow the tag "
         "“tag:yaml.org,2002:python/name:os.system”, and read plain values only."),
        ("ai: a\x07b", "line 1: a sign that cannot be seen or read stands here. We take it for a "
         "space."),
    ],
)  # fmt: skip
def test_mistake_is_told_in_plain_words(text: str, sentence: str) -> None:
    assert told(text) == [sentence]
    assert read(text).is_readable


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ai: a\n\tlabels: b", "line 2: a tab stands where only spaces may stand. Indent with "
         "spaces."),
        ("ai: a: b", "line 1: a “:” was not expected here. Put a text with “: ” in it into quotes, "
         "and check the indent."),
        ("ai: 'open", "line 1: a quote is opened and not closed."),
        ("ai: a\nneeds:\n  - title: x\n title: y", "line 4: the indent does not fit the lines "
         "above it."),
        ("labels: [a, b", "line 1: a bracket is opened and not closed, or a comma is missing."),
        ("ai: @me", "line 1: a value begins with a sign that YAML keeps for itself. Put it into "
         "quotes."),
        ("- a\n- b", "line 1: the file has a list where values by name should stand."),
        ("just words", "line 1: the file has “just words” where values by name should stand."),
        ("a: &x [1]\nb: *x", "line 2: write the text out: we do not follow “*x”."),
        ("{? [a] : b}", "line 1: a name was expected here, such as “title:”."),
        ('ai: "\\U11111111"', "line 1: this is no YAML that we can read."),
    ],
)  # fmt: skip
def test_whole_file_that_cannot_be_read_says_nothing(text: str, sentence: str) -> None:
    reading = read(text)
    assert [str(each) for each in reading.problems] == [sentence]
    assert not reading.is_readable
    assert reading.needs == ()


def test_bombs_are_refused_early() -> None:
    assert told("ai: " + "[" * 200_000) == [
        "line 1: more than 12 levels stand in one another here."
    ]
    assert told("labels: [" + "a, " * 60_000 + "a]") == [
        "line 1: the file holds more than 10,000 values."
    ]
    laughs = "a: &a [lol]\n" + "\n".join(f"b{n}: [*a, *a]" for n in range(30))
    assert told(laughs) == ["line 2: write the text out: we do not follow “*a”."]
    assert told("ai: " + "x\n" * 150_000)[0].endswith(
        "the file goes on past 256 KB, which is all we read."
    )


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    reading = read("needs:\n- title: 2026-01-01\n  spoken: no\n  key: 0x1F\n  what: 12:30:45\n")
    assert reading.problems == ()
    [need] = reading.needs
    assert (need.title, need.spoken, need.what) == ("2026-01-01", "no", "12:30:45")


def test_null_is_not_said() -> None:
    reading = read("ai: ~\nlabels:\nneeds: null\nanswers: ''\n")
    assert reading.problems == ()
    assert reading.words.ai_rule is None
    assert reading.words.answered_by is None


@pytest.mark.parametrize("text", ["listing: no", "list_us: false", "listing: yes\nlist_us: no"])
def test_project_may_ask_not_to_be_listed(text: str) -> None:
    assert read(text).words.is_listed is False


def test_need_keeps_its_key_as_long_as_its_title_or_its_own_key() -> None:
    first = read("needs:\n- title: Draw  Icons\n- {title: b, key: K}").needs
    again = read("needs:\n- title: draw icons\n  what: more\n- {title: c, key: k}").needs
    assert [need.key for need in first] == [need.key for need in again]


def test_same_need_twice_is_told_and_left_out() -> None:
    reading = read("needs:\n- title: Draw icons\n- title: draw ICONS\n")
    assert len(reading.needs) == 1
    assert [str(each) for each in reading.problems] == [
        "line 3: this need has the key or title of the one on line 2, so it is left out. "
        "Give each a key of its own."
    ]


def test_excess_is_cut_and_told() -> None:
    text = f"ai: {'a' * 301}\nneeds:\n" + "\n".join(f"- title: need {n}" for n in range(52))
    reading = read(text)
    assert reading.words.ai_rule == "a" * 300
    assert len(reading.needs) == 50
    assert [str(each) for each in reading.problems] == [
        "line 1: ai is longer than 300 characters. The rest is left out.",
        "line 53: a file holds 50 needs. From here on they are left out.",
    ]


def test_very_many_mistakes_are_summed_up() -> None:
    problems = told("\n".join(f"zzz{n}: 1" for n in range(100)))
    assert len(problems) == 41
    assert problems[-1] == "line 41: from here on 60 more mistakes."


def test_mail_address_is_taken_out_and_a_handle_is_not() -> None:
    assert read("answers: Mirembe <mi@riders.example>, here").words.answered_by == "Mirembe , here"
    handle = "'@mirembe@social.example'"
    assert read(f"answers: {handle}").words.answered_by == "@mirembe@social.example"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("code", "code"),
        ("Writing", "doc"),
        ("userTesting", "test"),
        ("content", "doc"),
        ("x", None),
    ],
)
def test_kind_is_found_by_key_label_and_all_contributors_key(text: str, kind: str | None) -> None:
    assert find_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [("de", "de"), ("pt_BR", "pt-BR"), ("German", "de"), ("Deutsch", "de"), ("x", None)],
)
def test_language_is_found_by_code_and_name(text: str, code: str | None) -> None:
    assert find_spoken(text) == code


def test_steward_that_is_no_handle_is_told_and_a_mail_address_kept_nowhere() -> None:
    text = "stewards:\n- noor@people.example\n- a b\n- mirembe\n- ''\n"
    assert read(text).words.stewards == ("mirembe",)
    assert len(told(text)) == 3
    assert all("no handle" in each for each in told(text))
    assert "noor@people" not in "".join(told(text))
    assert read("stewards: mirembe").words.stewards == ("mirembe",)
    many = read(f"stewards: [{', '.join(f'a{n}' for n in range(30))}]")
    assert len(many.words.stewards or ()) == 20
    assert read("stewards: []").words.stewards is None
