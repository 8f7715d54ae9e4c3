"""A hub on which two forges can be signed in with."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from hub.bootstrap import make_sign_in_forges
from hub.context import AppContext
from hub.web.app import create_app
from integrations.records import ForgeKind
from integrations.registry import SIGN_IN
from tests.hub.running import SetClock
from tests.hub.web.forge_sign_in.ways import HUB
from tests.signing_in.provider import CLIENT_ID, CLIENT_SECRET, Provider


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=list(SIGN_IN), ids=str)
def kind(request: pytest.FixtureRequest) -> ForgeKind:
    return ForgeKind(request.param)


@pytest.fixture
def provider(kind: ForgeKind, clock: SetClock) -> Iterator[Provider]:
    with Provider(kind, now=lambda: clock.now().timestamp()) as started:
        yield started


@pytest.fixture
def other(kind: ForgeKind, clock: SetClock) -> Iterator[Provider]:
    """A second forge, run by somebody else."""
    with Provider(kind, now=lambda: clock.now().timestamp()) as started:
        yield started


@pytest.fixture
def context(
    context: AppContext, clock: SetClock, provider: Provider, other: Provider
) -> Iterator[AppContext]:
    """A hub on which two forges can be signed in with."""
    settings = context.settings.model_copy(
        update={
            "public_url": HUB,
            "private_hosts": tuple(each.url.partition("//")[2] for each in (provider, other)),
            "sign_in_with": (
                f"{provider.kind}:one.example={CLIENT_ID}@{provider.url}",
                f"{other.kind}:two.example={CLIENT_ID}@{other.url}",
            ),
            "sign_in_secrets": (
                SecretStr(f"one.example={CLIENT_SECRET}"),
                SecretStr(f"two.example={CLIENT_SECRET}"),
            ),
        }
    )
    with ExitStack() as stack:
        forges = make_sign_in_forges(settings, stack)
        yield replace(context, settings=settings, clock=clock, sign_in_forges=forges)


@pytest.fixture
def client(context: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(context), base_url=HUB, follow_redirects=False) as opened:
        yield opened
