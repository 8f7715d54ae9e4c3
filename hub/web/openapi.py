"""What the API's description says beside its models: its introduction and its problems."""

from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from hub.web.schemas import Problem

PROBLEM_TYPE = "application/problem+json"

DESCRIPTION = """
Everything that this hub shows in public, for programs: projects, tasks, people who asked to be
suggested, suggestions with every reason, and the health of sources. No key is needed, and pages
of any origin may ask.

**Own data** stands under `/me`, for who shows a token: `Authorization: Bearer otdhub_…`. It is made
on one's account page with scopes and an end, and acts as its person as far as the scopes go.

**Pages.** Lists carry `next`: give it back as `cursor`, unchanged, until it is null.

**Problems.** What goes wrong is answered as `application/problem+json` (RFC 9457); `detail` is a
sentence for a reader.

**Texts** from forges are given as they stand there. Make them safe before you show them.
""".strip()

Responses: TypeAlias = dict[int | str, dict[str, Any]]

_WORDS = {
    400: "A parameter cannot be used; the problem says which and why.",
    401: "A token is needed, or the one shown is none; `WWW-Authenticate` says which.",
    403: "The token may not do this; the problem names the scope that it needs.",
    404: "It is not here, or not to be seen.",
    414: "The address is too long.",
    429: "This was asked for too often.",
    500: "Something went wrong on the hub's side.",
    503: "The database or the search engine does not answer now.",
}


def problems(*statuses: int) -> Responses:
    """Describe the problems that an operation may answer with, beside those of every operation."""
    return {
        status: {
            "description": _WORDS[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({400, 414, 500, 503, *statuses})
    }


def conditional_problems() -> Responses:
    """Describe the answers of one item: not here, and the same as you hold."""
    same: Responses = {
        304: {"description": "It is what you hold already, by the tag that you sent."}
    }
    return {**problems(404), **same}


def install(app: FastAPI) -> None:
    """Describe the API truly: parameters that do not fit are answered with 400, never with 422."""

    def describe() -> dict[str, object]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    # FastAPI's own way to change the description: it asks for the method to be replaced.
    app.openapi = describe  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, object]:
    description: dict[str, object] = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    )
    paths = description["paths"]
    assert isinstance(paths, dict)
    for operations in paths.values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    components = description["components"]
    assert isinstance(components, dict)
    schemas = components["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    return description
