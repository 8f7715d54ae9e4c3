"""What this hub is, and how it is set."""

from dataclasses import dataclass

from hub.settings import Settings
from hub.web.pages.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    """``forges`` are the hosts that this hub is set up to read."""

    public_url: str
    forges: tuple[str, ...]
    engine: str
    database: str


def about_page(
    settings: Settings, *, hosts: tuple[str, ...], engine: str, database: str
) -> AboutPage:
    """Make the page; of the settings only what is nobody's secret."""
    return AboutPage(
        title="This hub",
        section="hub",
        public_url=settings.public_url,
        forges=tuple(sorted(set(hosts))),
        engine=engine,
        database=database,
    )
