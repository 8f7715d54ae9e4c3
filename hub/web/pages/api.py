"""The page that explains the API, made from its own description, so that it cannot differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.web.pages.base import Page


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that a program can ask; ``example`` is empty where a name is needed first.

    ``method`` is ``GET`` unless it changes something. What ``needs_token`` is one's own.
    """

    path: str
    words: str
    example: str
    parameters: tuple[Parameter, ...]
    method: str = "GET"
    needs_token: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Page):
    """Everything that a program can ask."""

    operations: tuple[Operation, ...]


def api_page(description: Mapping[str, object]) -> ApiPage:
    """Make the page of an OpenAPI description."""
    paths = _mapping(description["paths"])
    return ApiPage(
        title="Data for programs",
        section="hub",
        operations=tuple(
            _operation(path, method, _mapping(operation))
            for path, operations in sorted(paths.items())
            for method, operation in _mapping(operations).items()
        ),
    )


def _operation(path: str, method: str, operation: Mapping[str, object]) -> Operation:
    parameters = operation.get("parameters", [])
    assert isinstance(parameters, list)
    needs_token = bool(operation.get("security"))
    return Operation(
        path=path,
        words=str(operation["description"]).split("\n\n")[0].replace("`", ""),
        example="" if "{" in path or needs_token else path,
        parameters=tuple(_parameter(_mapping(each)) for each in parameters),
        method=method.upper(),
        needs_token=needs_token,
    )


def _parameter(parameter: Mapping[str, object]) -> Parameter:
    schema = _mapping(parameter["schema"])
    words = parameter.get("description") or schema.get("description") or ""
    return Parameter(str(parameter["name"]), str(words).replace("`", ""))


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value
