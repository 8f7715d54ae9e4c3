"""From the sign-in page over a forge's own page and back, as a person goes it, in Chromium."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, expect
from pydantic import SecretStr

from hub.bootstrap import make_context, require_tables
from hub.services.indexing import prepare
from hub.settings import Settings
from hub.web.app import create_app
from integrations.registry import SIGN_IN
from tests.signing_in.provider import CLIENT_ID, CLIENT_SECRET, Provider

pytestmark = pytest.mark.browser


@pytest.fixture
def providers() -> Iterator[dict[str, Provider]]:
    """A forge of each kind, by host."""
    with ExitStack() as stack:
        yield {f"{kind}.example": stack.enter_context(Provider(kind)) for kind in SIGN_IN}


@pytest.fixture
def hub(tmp_path: Path, providers: dict[str, Provider]) -> Iterator[str]:
    """A hub of its own that can be signed in to with each of them; gives its address."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path,
            public_url=address,
            private_hosts=tuple(each.url.partition("//")[2] for each in providers.values()),
            sign_in_with=tuple(
                f"{each.kind}:{host}={CLIENT_ID}@{each.url}" for host, each in providers.items()
            ),
            sign_in_secrets=tuple(SecretStr(f"{host}={CLIENT_SECRET}") for host in providers),
        )
        context = make_context(settings, stack, forges=())
        require_tables(context)
        prepare(context)
        server = uvicorn.Server(uvicorn.Config(create_app(context), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive(), "the server did not start"
        yield address
        server.should_exit = True
        thread.join(10)


def test_person_signs_in_with_one_forge_and_joins_the_others(
    browser: Browser, hub: str, providers: dict[str, Provider]
) -> None:
    page = browser.new_page()
    first, *others = providers
    page.goto(f"{hub}/sign-in?next=/about")
    page.get_by_role("link", name=f"Sign in with {first}").click()
    page.get_by_role("link", name="Authorise").click()
    expect(page.get_by_label("Your name")).to_have_value("Ada Maple")
    page.get_by_role("button", name="Make my account and sign in").click()
    expect(page).to_have_url(f"{hub}/account/profile")

    for host in others:
        page.goto(f"{hub}/account")
        page.get_by_role("button", name=f"Join an account on {host}").click()
        page.get_by_role("link", name=f"Go on to {host}").click()
        page.get_by_role("link", name="Authorise").click()
        expect(page).to_have_url(f"{hub}/account")
        expect(page.get_by_role("rowheader", name=host)).to_be_visible()

    page.get_by_role("button", name=f"Take off ada on {first}").click()
    expect(page.get_by_role("rowheader", name=first)).to_have_count(0)
    page.context.clear_cookies()
    page.goto(f"{hub}/sign-in?next=/about")
    page.get_by_role("link", name=f"Sign in with {others[-1]}").click()
    page.get_by_role("link", name="Authorise").click()
    expect(page).to_have_url(f"{hub}/about")
    expect(page.get_by_role("link", name="Ada Maple")).to_be_visible()
    page.close()
