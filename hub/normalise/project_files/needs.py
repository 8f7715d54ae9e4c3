"""``.otd/needs.yml``, our own file: what a project needs, and how it wants to be shown here.

The format is described in ``docs/needs-file.md``; :mod:`.needs_schema` writes it down for editors.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date

from hub.normalise.project_files.fields import Fields
from hub.normalise.project_files.nodes import Group, Items, shown, sort_of
from hub.normalise.project_files.values import MAX_AI_RULE_CHARS, NeedWords, OwnWords, Problems
from hub.normalise.text import clean_line
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import find_skill
from hub.vocabulary.spoken import spoken_language, spoken_languages
from hub.vocabulary.terms import efforts, levels

MAX_NEEDS = 50
MAX_TITLE_CHARS = 200
MAX_WHAT_CHARS = 10_000
MAX_KEY_CHARS = 60
MAX_LABELS = 50
MAX_LABEL_CHARS = 200
MAX_SKILLS = 12
MAX_NEWCOMERS = 1000
MAX_STEWARDS = 20
MAX_HANDLE_CHARS = 255
_HANDLE = re.compile(rf"\w[\w.-]{{0,{MAX_HANDLE_CHARS - 1}}}")
FILE_NAMES = (
    "listing", "list_us", "labels", "newcomers_a_month", "ai", "answers", "away_until", "stewards",
    "needs",
)  # fmt: skip
NEED_NAMES = (
    "key", "title", "what", "kinds", "skills", "level", "effort", "answers", "mentor",
    "expires_on", "spoken",
)  # fmt: skip


def read_needs_file(fields: Fields) -> OwnWords:
    """Read what the file says of the project itself."""
    fields.tell_unknown(FILE_NAMES)
    listing = fields.flag("listing")
    list_us = fields.flag("list_us")
    said = tuple(flag for flag in (listing, list_us) if flag is not None)
    return OwnWords(
        is_listed=all(said) if said else None,
        labels=fields.lines("labels", max_chars=MAX_LABEL_CHARS, max_items=MAX_LABELS) or None,
        newcomers_a_month=fields.count("newcomers_a_month", most=MAX_NEWCOMERS),
        ai_rule=fields.words("ai", max_chars=MAX_AI_RULE_CHARS),
        answered_by=fields.person("answers"),
        away_until=fields.day("away_until"),
        stewards=_stewards(fields) or None,
    )


def read_needs(fields: Fields, problems: Problems, *, today: date) -> tuple[NeedWords, ...]:
    """Read the needs of the file. One without a title, or the same one again, is left out."""
    node = fields.node("needs")
    if node is None:
        return ()
    if not isinstance(node, Items):
        problems.add(
            fields.line_of("needs"),
            f"needs has {sort_of(node)}. Begin each need with “- title: …”.",
        )
        return ()
    found: dict[str, NeedWords] = {}
    for each in node.nodes:
        if not isinstance(each, Group):
            problems.add(each.line, f"{sort_of(each)} is no need. Write “- title: …”.")
            continue
        need = _read_need(Fields(each, problems), today=today)
        if need is None:
            continue
        first = found.setdefault(need.key, need)
        if first is not need:
            problems.add(
                need.line,
                f"this need has the key or title of the one on line {first.line}, so it is left "
                "out. Give each a key of its own.",
            )
    if len(found) > MAX_NEEDS:
        late = tuple(found.values())[MAX_NEEDS]
        problems.add(late.line, f"a file holds {MAX_NEEDS} needs. From here on they are left out.")
    return tuple(found.values())[:MAX_NEEDS]


def _read_need(fields: Fields, *, today: date) -> NeedWords | None:
    fields.tell_unknown(NEED_NAMES)
    title = fields.words("title", max_chars=MAX_TITLE_CHARS)
    if title is None:
        fields.tell(fields.line, "this need has no title, so it is left out.")
        return None
    return NeedWords(
        key=_key(fields, title),
        title=title,
        line=fields.line_of("title"),
        what=fields.prose("what", max_chars=MAX_WHAT_CHARS) or "",
        kinds=fields.choices(
            "kinds", find_kind, what="kind of work", known=[each.key for each in kinds()]
        ),
        skills=_skills(fields),
        level=_one_of(fields, "level", tuple(each.key for each in levels())),
        effort=_one_of(fields, "effort", tuple(each.key for each in efforts())),
        answered_by=fields.person("answers"),
        mentor=fields.person("mentor"),
        expires_on=_expiry(fields, today=today),
        spoken=_spoken(fields),
    )


def find_kind(text: str) -> str | None:
    """Find a kind of work by its key, its label or an all-contributors key."""
    word = _fold(text)
    for each in kinds():
        if word in map(_fold, (each.key, each.label, *each.all_contributors)):
            return each.key
    return None


def find_spoken(text: str) -> str | None:
    """Find a spoken language by its code, or by its name in English or in itself."""
    found = spoken_language(text.strip().replace("_", "-"))
    if found:
        return found.code
    word = _fold(text)
    by_name = (
        each for each in spoken_languages() if word in map(_fold, (each.name, each.own_name))
    )
    return next((each.code for each in by_name), None)


def _stewards(fields: Fields) -> tuple[str, ...]:
    """Read handles on the repository's own forge; what is none, such as a mail address, is told."""
    found: dict[str, None] = {}
    for each in fields.scalars("stewards"):
        handle = each.text.strip().removeprefix("@")
        if _HANDLE.fullmatch(handle):
            found[handle] = None
        else:
            fields.tell(
                each.line,
                "stewards has something that is no handle. Write the name of an account on this "
                "forge, such as mirembe.",
            )
    if len(found) > MAX_STEWARDS:
        fields.tell(
            fields.line_of("stewards"),
            f"stewards has more than {MAX_STEWARDS}. The first count.",
        )
    return tuple(found)[:MAX_STEWARDS]


def _fold(text: str) -> str:
    return "".join(text.casefold().split()).replace("-", "").replace("_", "")


def _key(fields: Fields, title: str) -> str:
    """Give the key that the file says, else one that lasts as long as the title does."""
    said = fields.words("key", max_chars=MAX_KEY_CHARS)
    if said:
        return f"key:{said.casefold()}"
    folded = " ".join(title.casefold().split())
    return f"title:{hashlib.sha256(folded.encode()).hexdigest()[:32]}"


def _one_of(fields: Fields, name: str, known: tuple[str, ...]) -> str | None:
    def find(text: str) -> str | None:
        word = clean_line(text).casefold()
        return word if word in known else None

    return _only(fields, name, find, what=name, known=known)


def _spoken(fields: Fields) -> str | None:
    known = (*(each.code for each in spoken_languages()),)
    return _only(fields, "spoken", find_spoken, what="language we know", known=known)


def _only(
    fields: Fields,
    name: str,
    find: Callable[[str], str | None],
    *,
    what: str,
    known: tuple[str, ...],
) -> str | None:
    found = fields.choices(name, find, what=what, known=known)
    if len(found) > 1:
        fields.tell(fields.line_of(name), f"{name} takes one value. We take {found[0]}.")
    return found[0] if found else None


def _skills(fields: Fields) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for each in fields.scalars("skills"):
        known = find_skill(each.text)
        if known:
            found[known.key] = None
        elif clean_line(each.text):
            fields.tell(
                each.line,
                f"skills has {shown(each.text)}, which our list does not know yet, so nobody is "
                "found by it. Say it in “what” too.",
            )
    return tuple(found)[:MAX_SKILLS]


def _expiry(fields: Fields, *, today: date) -> date | None:
    day = fields.day("expires_on")
    if day is not None and day < today:
        fields.tell(
            fields.line_of("expires_on"),
            f"expires_on has {day.isoformat()}, which is over, so this need is not shown.",
        )
    return day
