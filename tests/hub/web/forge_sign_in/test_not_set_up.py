"""A hub whose own secret the forge refuses: no visitor can mend it, and the operator is told."""

from contextlib import ExitStack
from dataclasses import replace

import structlog
from pydantic import SecretStr
from starlette.testclient import TestClient

from hub.bootstrap import make_sign_in_forges
from hub.context import AppContext
from hub.web.app import create_app
from tests.hub.web.forge_sign_in.ways import HUB, away, come_back
from tests.signing_in.provider import Provider

WRONG = "the-wrong-secret"


def test_wrong_secret_of_the_hub_is_said_and_logged(
    context: AppContext, provider: Provider
) -> None:
    secrets = tuple(SecretStr(f"{host}={WRONG}") for host in ("one.example", "two.example"))
    settings = context.settings.model_copy(update={"sign_in_secrets": secrets})
    with ExitStack() as stack, structlog.testing.capture_logs() as logs:
        forges = make_sign_in_forges(settings, stack)
        wrong = replace(context, settings=settings, sign_in_forges=forges)
        client = TestClient(create_app(wrong), base_url=HUB, follow_redirects=False)
        answer = come_back(client, provider.approve(away(client)))
    assert answer.status_code == 503
    assert "not set up rightly for one.example" in answer.text
    assert "session" not in client.cookies
    [line] = [each for each in logs if each["event"] == "sign_in.refused_by_forge"]
    assert line["host"] == "one.example"
    assert "HUB_SIGN_IN_SECRETS" in line["why"]
    assert WRONG not in str(logs)
