"""The API's description is complete and true: schemathesis asks what it allows, and what not."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.web.app import create_app
from tests.hub.sample import Sample

# HUB_TEST_LONG=1 asks a hundred times more.
EXAMPLES = 3000 if os.environ.get("HUB_TEST_LONG") else 40


@pytest.fixture
def schema(indexed: AppContext) -> BaseSchema:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(indexed))


def _real(sample: Sample) -> dict[str, list[object]]:
    """What stands in the sample, so that more than 404 is looked at."""
    return {
        "task_id": list(sample.tasks.values()),
        "slug": list(sample.projects),
        "handle": list(sample.people),
    }


def _is_allowed_as_sent(case: Case[Any], url: str) -> bool:
    """Tell whether the address hides what is wrong: ``?skill=false`` is a list of one word."""
    assert case.meta is not None
    wrong = {name for name, part in case.meta.components.items() if part.mode.is_negative}
    if wrong != {ParameterLocation.QUERY}:
        return False
    described = {each.name: each.definition["schema"] for each in case.operation.query}
    sent = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return all(
        any(jsonschema_rs.is_valid(described[name], each) for each in _readings(values))
        for name, values in sent.items()
        if name in described
    )


def _readings(values: list[str]) -> Iterator[object]:
    """Give what the words of an address may be read as: the last one counts where one is wanted."""
    yield from (values, values[-1])
    for kind in (int, bool):
        with suppress(ValidationError):
            yield TypeAdapter(kind).validate_python(values[-1])


def _check_all(
    schema: BaseSchema, sample: Sample, mode: GenerationMode, *, keeps_path: bool
) -> None:
    cases = st.one_of(
        *(
            found.ok().as_strategy(generation_mode=mode)
            for found in schema.get_all_operations()
            if isinstance(found, Ok)
        )
    )

    @given(case=cases, choices=st.data())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case: Case[Any], choices: st.DataObject) -> None:
        if not keeps_path:
            for name, values in _real(sample).items():
                if name in case.path_parameters:
                    case.path_parameters[name] = choices.draw(st.sampled_from(values))
        response = case.call()
        # What a cursor holds, and how long all parameters are together, no description can say.
        excluded: list[CheckFunction] = []
        if "cursor" in (case.query or {}) or response.status_code == 414:
            excluded.append(positive_data_acceptance)
        if response.status_code == 414 or (
            mode.is_negative and _is_allowed_as_sent(case, str(response.request.url))
        ):
            excluded.append(negative_data_rejection)
        case.validate_response(response, excluded_checks=excluded)

    check()


def test_what_the_description_allows_is_answered_as_described(
    schema: BaseSchema, sample: Sample
) -> None:
    _check_all(schema, sample, GenerationMode.POSITIVE, keeps_path=False)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_anything_else_is_answered_with_a_described_problem(
    schema: BaseSchema, sample: Sample, mode: GenerationMode
) -> None:
    _check_all(schema, sample, mode, keeps_path=True)


def test_description_holds_every_operation_and_no_422(client: TestClient) -> None:
    description = client.get("/api/v1/openapi.json").json()
    assert sorted(description["paths"]) == [
        "/api/v1/me",
        "/api/v1/me/answers",
        "/api/v1/me/export",
        "/api/v1/me/offers",
        "/api/v1/me/profile",
        "/api/v1/me/searches",
        "/api/v1/me/suggestions",
        "/api/v1/people",
        "/api/v1/people/{handle}",
        "/api/v1/people/{handle}/suggestions",
        "/api/v1/projects",
        "/api/v1/projects/{slug}",
        "/api/v1/projects/{slug}/tasks",
        "/api/v1/search",
        "/api/v1/sources",
        "/api/v1/tasks",
        "/api/v1/tasks/{task_id}",
        "/api/v1/tasks/{task_id}/suggestions",
        "/api/v1/vocabulary",
    ]
    for operations in description["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            assert "422" not in responses
            assert {"400", "500", "503"} <= set(responses)
            assert "200" in responses or "204" in responses
            assert "application/problem+json" in responses["400"]["content"]


def test_everything_described_is_explained(client: TestClient) -> None:
    description = client.get("/api/v1/openapi.json").json()
    for address, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["description"].endswith("."), address
            for parameter in operation.get("parameters", []):
                words = parameter.get("description") or parameter["schema"].get("description")
                assert words, (address, parameter["name"])
    for name, model in description["components"]["schemas"].items():
        if model["type"] == "object":
            assert model.get("description"), name
