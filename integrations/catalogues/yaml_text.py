"""YAML of strangers as plain values: texts, lists, maps and nothing else.

Aliases are refused, since a few of them grow to gigabytes; so are tags, which make objects, and
deep nesting. Words stay as they are written: a project may be called ``2048`` or ``Yes``.
"""

from typing import TypeAlias

import yaml

from integrations.errors import RecordInvalid

MAX_DEPTH = 30

Value: TypeAlias = "str | list[Value] | dict[Value, Value] | None"

_NULL = "tag:yaml.org,2002:null"


class _PlainLoader(yaml.SafeLoader):
    """Knows texts and nothing, and no alias, tag or depth beyond reason."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]  # not in the stubs
        if isinstance(event, yaml.AliasEvent):
            raise _refused("aliases are not read", event)
        if getattr(event, "tag", None) is not None:
            raise _refused("tags are not read", event)
        if self.depth >= MAX_DEPTH:
            raise _refused("it nests too deeply", event)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _refused(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark = event.start_mark
    return yaml.MarkedYAMLError(
        problem=problem, problem_mark=mark if isinstance(mark, yaml.Mark) else None
    )


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> Value:
    """Read one document. Raises :class:`RecordInvalid` with the line of the mistake."""
    loader = None
    try:
        loader = _PlainLoader(text)
        value: Value = loader.get_single_data()
    except yaml.MarkedYAMLError as exc:
        line = f"line {exc.problem_mark.line + 1}: " if exc.problem_mark else ""
        raise RecordInvalid(f"{line}{exc.problem or exc.context or 'is no YAML'}.") from exc
    except yaml.YAMLError as exc:
        raise RecordInvalid("holds characters that YAML does not allow.") from exc
    finally:
        if loader is not None:
            loader.dispose()
    return value


def map_of(value: Value) -> dict[Value, Value]:
    """Take a map as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def text_of(value: Value) -> str | None:
    """Take a text that is not blank."""
    return value if isinstance(value, str) and value.strip() else None


def texts_of(value: Value) -> tuple[str, ...]:
    """Take a list of texts, or one text as a list; what is neither is left out."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := text_of(each)))
