"""``otdhub vocabulary``: the hub's dictionaries, as data for others, and applied to its tasks."""

from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Json, Plain, bars, print_json, print_table, say
from hub.services import rules
from hub.vocabulary.labels import LabelEntry, label_entries

app = typer.Typer(help="The hub's dictionaries.", no_args_is_help=True)

_FLAGS = {
    "is_newcomer_fit": "newcomer",
    "has_mentor": "mentor",
    "wants_help": "help",
    "is_blocked": "blocked",
    "is_claimed": "claimed",
}
_WORDS = ("level", "effort", "impact")
_LISTS = ("kinds", "likely_kinds", "skills")


@app.callback()
def vocabulary() -> None:
    """The hub's dictionaries."""


@app.command()
def labels(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Print the label dictionary: each spelling as it is compared, and what it says."""
    rows = [row for entry in label_entries() for row in _rows(entry)]
    if as_json:
        print_json(rows)
        return
    print_table(("label", "says", "source"), [_short_row(row) for row in rows])


@app.command()
def apply() -> None:
    """Read stored issues anew where the rules or dictionaries changed; no forge is asked."""
    with open_hub() as context, bars() as shown:
        done = rules.follow_rules(context, progress=shown)
    say(f"{done.read} issues were read anew, {done.changed} changed.")
    if done.changed:
        say("`otdhub sync` or a worker brings that to the index.")


def _rows(entry: LabelEntry) -> list[dict[str, Json]]:
    meaning = {
        **{name: list(getattr(entry.meaning, name)) for name in _LISTS},
        **{name: getattr(entry.meaning, name) for name in _WORDS},
        **{short: getattr(entry.meaning, name) for name, short in _FLAGS.items()},
    }
    return [
        {"label": written, "folded": folded, **meaning, "source": entry.source}
        for folded, written in entry.by_folded_spelling().items()
    ]


def _short_row(row: dict[str, Json]) -> tuple[Plain, ...]:
    said = [
        *(f"{name}={row[name]}" for name in _WORDS if row[name]),
        *(f"{name}={','.join(_texts(row[name]))}" for name in _LISTS if row[name]),
        *(short for short in _FLAGS.values() if row[short]),
    ]
    return str(row["label"]), " ".join(said), str(row["source"])


def _texts(value: Json) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
