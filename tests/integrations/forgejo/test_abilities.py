"""What a server can do is read from its version and its settings, and asked once."""

import pytest

from integrations.forgejo import ForgejoForge
from integrations.forgejo.abilities import Software, abilities
from integrations.records import SourceScope, SourceSpec
from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.worlds import NOW, PATH, project


@pytest.mark.parametrize(
    ("version", "has_settings", "software", "sorts"),
    [
        ("16.0.1+gitea-1.22.0", True, Software.FORGEJO, True),
        ("17.0.0-dev-12-abc+gitea-1.22.0", True, Software.FORGEJO, True),
        ("11.0.3+gitea-1.22.0", True, Software.FORGEJO, False),
        ("1.24.6", True, Software.GITEA, False),
        ("1.23.0+dev-608-gec2d1593c2", True, Software.GITEA, False),
        ("1.9.0", False, Software.OLD_GITEA, False),
        ("", True, Software.UNKNOWN, False),
    ],
)
def test_software_is_told_by_its_version(
    version: str, has_settings: bool, software: Software, sorts: bool
) -> None:
    settings = '{"max_response_items": 50}' if has_settings else None
    found = abilities(f'{{"version": "{version}"}}', settings)
    assert (found.software, found.sorts_by_change, found.page_size) == (software, sorts, 50)


@pytest.mark.parametrize(
    ("settings", "page_size"),
    [
        ('{"max_response_items": 30}', 30),
        ('{"max_response_items": 100000}', 100),
        ('{"max_response_items": 0}', 50),
        ('{"max_response_items": "many"}', 50),
        ("{}", 50),
        ("<html>", 50),
        (None, 50),
    ],
)
def test_page_size_is_what_the_server_allows(settings: str | None, page_size: int) -> None:
    assert abilities(None, settings).page_size == page_size


def test_server_is_asked_once(forgejo_server: ForgejoServer) -> None:
    forge = ForgejoForge(base_url=forgejo_server.api, now=lambda: NOW, private_hosts=("127.0.0.1",))
    assert forge.requests_made() == 0
    assert forge.abilities() == forge.abilities()
    assert forge.requests_made() == 2
    forge.close()


def test_old_gitea_without_settings_is_read(forgejo_server: ForgejoServer) -> None:
    forgejo_server.version, forgejo_server.has_settings = "1.9.0", False
    forgejo_server.is_sorting = forgejo_server.tells_total = forgejo_server.knows_types = False
    world = ForgejoWorld(forgejo_server)
    world.put_project(project())
    assert world.forgejo.abilities().software is Software.OLD_GITEA
    assert world.forgejo.count_open(PATH) is None
    pages = world.forge.discover(SourceSpec(SourceScope.OWNER, "acme"))
    assert [record.path for page in pages for record in page.records] == [PATH]
    world.forgejo.close()
