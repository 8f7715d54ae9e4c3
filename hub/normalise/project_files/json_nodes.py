"""JSON text to nodes. The standard library says whether it is JSON; here the lines are kept."""

import json
import re

from hub.normalise.project_files.nodes import Builder, Node, Unreadable

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s,:\[\]{}"]+')


def read_json(text: str) -> Node | None:
    """Read a JSON text. Raises :class:`Unreadable`."""
    bare = text.removeprefix("\ufeff")
    _check(bare)
    builder = Builder()
    line, place = 1, 0
    for token in _TOKEN.finditer(bare):
        line += bare.count("\n", place, token.start())
        place = token.start()
        written = token[0]
        if written in "[{":
            builder.begin(line, is_group=written == "{")
        elif written in "]}":
            builder.end()
        elif written.startswith('"'):
            builder.scalar(line, json.loads(written), is_quoted=True)
        else:
            builder.scalar(line, written, is_quoted=False)
    return builder.root


def _check(text: str) -> None:
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as exc:
        words = exc.msg[:1].lower() + exc.msg[1:]
        raise Unreadable(exc.lineno, f"this is no JSON: {words}.") from exc
    except RecursionError as exc:
        raise Unreadable(1, "far too many levels stand in one another.") from exc
