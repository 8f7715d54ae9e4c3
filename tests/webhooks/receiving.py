"""A hub that takes deliveries of three forges, with a queue that records; no database is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from hub.context import AppContext, Jobs, RepositoryHint
from hub.database import make_engine, make_reading, make_transaction
from hub.settings import Settings
from hub.web.app import create_app
from hub.web.metrics import Metrics
from integrations.records import ForgeKind
from integrations.registry import WEBHOOKS
from search.tantivy import TantivyEngine
from tests.conftest import NOW
from tests.hub.conftest import StoppedClock
from tests.hub.running import RecordingJobs
from tests.webhooks.signed import (
    FORGEJO_SECRET,
    GITLAB_SIGNING_TOKEN,
    GITLAB_TOKEN,
    SECRET,
    Sent,
)

AGREED = {
    (ForgeKind.GITHUB, "github.com"): ("an older secret of github.com", SECRET),
    (ForgeKind.GITLAB, "gitlab.com"): (GITLAB_TOKEN, GITLAB_SIGNING_TOKEN),
    (ForgeKind.FORGEJO, "codeberg.org"): (FORGEJO_SECRET,),
}


@dataclass(frozen=True)
class Receiving:
    """The hub as a forge sees it, and what its queue was asked."""

    context: AppContext
    client: TestClient
    jobs: RecordingJobs
    metrics: Metrics

    def send(self, sent: Sent, **headers: str) -> Response:
        return self.client.post(sent.address, content=sent.body, headers=sent.headers | headers)

    @property
    def hints(self) -> list[RepositoryHint]:
        return list(self.jobs.hints.values())

    @property
    def paths(self) -> list[str]:
        return [hint.path for hint in self.hints]

    def counted(self) -> dict[tuple[str, str, str], float]:
        """Give the counter of deliveries by forge, event and outcome."""
        return {
            (s.labels["forge"], s.labels["event"], s.labels["outcome"]): s.value
            for metric in self.metrics._webhooks.collect()
            for s in metric.samples
            if s.name == "hub_webhooks_total"
        }


@contextmanager
def receiving_hub(folder: Path) -> Iterator[Receiving]:
    database = make_engine(f"sqlite:///{folder / 'hub.db'}")
    engine = TantivyEngine(folder / "index")
    recording = RecordingJobs()
    context = AppContext(
        settings=Settings(data_dir=folder, _env_file=None),
        database=database,
        transaction=make_transaction(database),
        reading=make_reading(database),
        forges={},
        engine=engine,
        clock=StoppedClock(NOW),
        webhooks={
            (kind, host): WEBHOOKS[kind](host, secrets=secrets)
            for (kind, host), secrets in AGREED.items()
        },
        jobs=recording,
    )
    app = create_app(context)
    with TestClient(app) as client:
        yield Receiving(context, client, recording, app.state.metrics)
    engine.close()
    database.dispose()


@pytest.fixture(scope="module")
def opened_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiving]:
    with receiving_hub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def receiving(opened_hub: Receiving) -> Receiving:
    """The hub, as if nothing had come yet; making the application anew would take longer."""
    opened_hub.jobs.hints.clear()
    opened_hub.metrics._webhooks.clear()
    return opened_hub


def with_jobs(hub: Receiving, jobs: Jobs) -> TestClient:
    """Open the same hub over another queue."""
    return TestClient(create_app(replace(hub.context, jobs=jobs)))
