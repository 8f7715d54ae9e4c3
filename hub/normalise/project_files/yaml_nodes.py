"""YAML text to nodes, from the parser's events: no object is made, and every value stays text.

So ``spoken: no`` is Norwegian, not false, and a date is what its field takes it for. Aliases are
refused: by them a file of a few lines can grow without end, and nothing here needs them.
"""

import re

import yaml

from hub.normalise.project_files.nodes import Builder, Node, Unreadable, shown
from hub.normalise.project_files.values import Problems

# What YAML 1.1 does not take, and line ends that no editor counts (yaml.reader.NON_PRINTABLE).
_NOT_YAML = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SENTENCES = (
    ("'\\t'", "a tab stands where only spaces may stand. Indent with spaces."),
    ("mapping values are not allowed", "a “:” was not expected here. Put a text with “: ” in it "
     "into quotes, and check the indent."),
    ("could not find expected ':'", "something like “name: value” was expected here."),
    ("found unexpected end of stream", "a quote is opened and not closed."),
    ("expected <block end>", "the indent does not fit the lines above it."),
    ("expected the node content", "a value was expected here."),
    ("expected ',' or", "a bracket is opened and not closed, or a comma is missing."),
    ("cannot start any token", "a value begins with a sign that YAML keeps for itself. Put it "
     "into quotes."),
)  # fmt: skip


def read_yaml(text: str, problems: Problems) -> Node | None:
    """Read the first document; ``None`` where there is none. Raises :class:`Unreadable`."""
    loader = yaml.SafeLoader(_printable(text, problems))
    try:
        return _build(loader, problems)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        line = mark.line + 1 if mark else loader.line + 1
        raise Unreadable(line, _sentence(exc)) from exc
    except (yaml.YAMLError, ValueError, OverflowError, IndexError) as exc:
        raise Unreadable(loader.line + 1, "this is no YAML that we can read.") from exc
    finally:
        loader.dispose()


def _build(loader: yaml.SafeLoader, problems: Problems) -> Node | None:
    builder = Builder()
    documents = 0
    while loader.check_event():
        event = loader.get_event()  # type: ignore[no-untyped-call]  # not in the stubs
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.add(line, "a second document begins here. We read the first only.")
                break
        elif isinstance(event, yaml.AliasEvent):
            raise Unreadable(
                line, f"write the text out: we do not follow {shown(f'*{event.anchor}')}."
            )
        elif isinstance(event, yaml.NodeEvent):
            _tell_tag(event, line, problems)
        match event:
            case yaml.ScalarEvent():
                builder.scalar(line, event.value, is_quoted=event.style is not None)
            case yaml.CollectionStartEvent():
                builder.begin(line, is_group=isinstance(event, yaml.MappingStartEvent))
            case yaml.CollectionEndEvent():
                builder.end()
    return builder.root


def _tell_tag(event: yaml.NodeEvent, line: int, problems: Problems) -> None:
    """A tag asks for an object of some kind; every value is text here, whatever it asks for."""
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        problems.add(line, f"we do not follow the tag {shown(tag)}, and read plain values only.")


def _printable(text: str, problems: Problems) -> str:
    bare = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for found in _NOT_YAML.finditer(bare):
        problems.add(
            bare.count("\n", 0, found.start()) + 1,
            "a sign that cannot be seen or read stands here. We take it for a space.",
        )
        break
    return _NOT_YAML.sub(" ", bare)


def _sentence(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    for part, sentence in _SENTENCES:
        if part in said:
            return sentence
    return f"this is no YAML that we can read ({shown(error.problem or 'not said')[1:-1]})."
