"""Every page of the hub with invented values, by the address under which it is looked at."""

from dataclasses import replace

from hub.settings import Settings
from hub.views.offers import StewardsView
from hub.views.path import PathRequest
from hub.web.pages.about import about_page
from hub.web.pages.api import ApiPage, Operation, Parameter
from hub.web.pages.base import Page
from hub.web.pages.errors import ErrorPage
from hub.web.pages.home import home_page
from hub.web.pages.path import answer_page, question_page
from hub.web.pages.patterns import patterns_page
from hub.web.pages.people import people_page, person_page
from hub.web.pages.privacy import privacy_page
from hub.web.pages.projects import project_page
from hub.web.pages.search import search_page
from hub.web.pages.sources import sources_page
from hub.web.pages.tasks import task_page
from hub.web.rendering import Here, make_renderer
from tests.hub.sample import HOSTILE
from tests.hub.web import samples
from tests.hub.web.account_pages import account_pages
from tests.hub.web.offer_pages import STEWARDS
from tests.hub.web.samples import NOW


def sample_settings() -> Settings:
    return Settings(
        _env_file=None,
        run_by="the Riverside Tech Circle, on one small machine",
        contact="a@b.example",
    )


def shown(address: str) -> str:
    """Render a sample page as HTML."""
    template, page = sample_pages()[address]
    return make_renderer(sample_settings()).text(template, page, Here(address, address, None))


def sample_pages() -> dict[str, tuple[str, Page]]:
    """Map an address to its template and page."""
    settings = sample_settings()
    return {
        "/": ("home/index.html", home_page(samples.HOME, name="OTD Hub", now=NOW)),
        "/empty-home": ("home/index.html", home_page(samples.EMPTY_HOME, name="OTD", now=NOW)),
        "/search": ("search/index.html", search_page(samples.ANSWER, now=NOW)),
        "/search-projects": ("search/index.html", search_page(samples.PROJECTS_FOUND, now=NOW)),
        "/search-long-list": ("search/index.html", search_page(samples.LONG_LIST, now=NOW)),
        "/search-people": ("search/index.html", search_page(samples.PEOPLE_FOUND, now=NOW)),
        "/search-nobody": ("search/index.html", search_page(samples.NOBODY_FOUND, now=NOW)),
        "/search-nothing-fits": ("search/index.html", search_page(samples.NOTHING_FITS, now=NOW)),
        "/search-nothing": ("search/index.html", search_page(samples.NOTHING_FOUND, now=NOW)),
        "/search-empty-hub": ("search/index.html", search_page(samples.NOTHING_HERE, now=NOW)),
        "/search-engine-down": ("search/index.html", search_page(samples.ENGINE_DOWN, now=NOW)),
        "/path": ("path/question.html", question_page(PathRequest(), samples.PATH_KINDS)),
        "/path-causes": (
            "path/question.html",
            question_page(samples.PATH_HALFWAY, samples.PATH_CAUSES),
        ),
        "/path-time": (
            "path/question.html",
            question_page(replace(samples.PATH_HALFWAY, causes=()), samples.PATH_TIMES),
        ),
        "/path-answer": (
            "path/answer.html",
            answer_page(samples.PATH_WALKED, samples.PATH_ANSWER, now=NOW),
        ),
        "/path-nothing": (
            "path/answer.html",
            answer_page(samples.PATH_WALKED, samples.PATH_NOTHING, now=NOW),
        ),
        "/tasks/1": (
            "tasks/detail.html",
            task_page(samples.TASK, samples.SUGGESTED_PEOPLE, can_offer=True, now=NOW),
        ),
        "/tasks/7": ("tasks/detail.html", task_page(samples.BARE_TASK, (), now=NOW)),
        "/tasks/8": ("tasks/detail.html", task_page(samples.BARE_TASK, None, now=NOW)),
        "/tasks/claimed": (
            "tasks/detail.html",
            task_page(samples.CLAIMED_TASK, samples.SUGGESTED_PEOPLE[:1], now=NOW),
        ),
        "/tasks/away": ("tasks/detail.html", task_page(samples.AWAY_TASK, (), now=NOW)),
        "/tasks/gone": ("tasks/detail.html", task_page(samples.GONE_TASK, (), now=NOW)),
        "/tasks/archived": ("tasks/detail.html", task_page(samples.ARCHIVED_TASK, (), now=NOW)),
        "/tasks/9": ("tasks/detail.html", task_page(samples.NEED, (), now=NOW)),
        "/projects/outspoken": (
            "projects/detail.html",
            project_page(samples.OUTSPOKEN_PROJECT, now=NOW),
        ),
        "/projects/lanternbus": (
            "projects/detail.html",
            project_page(samples.PROJECT, STEWARDS, now=NOW),
        ),
        "/projects/own": (
            "projects/detail.html",
            project_page(samples.PROJECT, StewardsView(more=1, is_own=True), now=NOW),
        ),
        "/projects/quiet-one": (
            "projects/detail.html",
            project_page(samples.BARE_PROJECT, now=NOW),
        ),
        "/people": (
            "people/index.html",
            people_page(samples.PEOPLE, samples.PEOPLE_EXAMPLES, now=NOW),
        ),
        "/nobody": ("people/index.html", people_page(samples.NOBODY, now=NOW)),
        "/people/noor": (
            "people/detail.html",
            person_page(
                replace(samples.PERSON, is_reachable=True),
                samples.SUGGESTED_TASKS,
                samples.SUGGESTED_PROJECTS,
                contact=HOSTILE,
                now=NOW,
            ),
        ),
        "/people/fits-nothing": (
            "people/detail.html",
            person_page(samples.BARE_PERSON, (), now=NOW),
        ),
        "/people/noor-as-visitors-see-her": (
            "people/detail.html",
            person_page(samples.PERSON, (), seen_as="visitor", now=NOW),
        ),
        "/people/fenna": ("people/detail.html", person_page(samples.BARE_PERSON, None, now=NOW)),
        "/sources": ("sources/index.html", sources_page(samples.SOURCES, now=NOW)),
        "/no-sources": ("sources/index.html", sources_page(samples.NO_SOURCES, now=NOW)),
        "/about": (
            "about/index.html",
            about_page(settings, hosts=("github.com",), engine="tantivy", database="sqlite"),
        ),
        "/privacy": ("privacy/index.html", privacy_page()),
        "/api": (
            "api/index.html",
            ApiPage(
                title="Data for programs",
                section="hub",
                operations=(
                    Operation(
                        "/api/v1/tasks",
                        "List open tasks.",
                        "/api/v1/tasks",
                        (Parameter("kind", "Any of these values; may be repeated."),),
                    ),
                    Operation("/api/v1/tasks/{task_id}", "Give a task.", "", ()),
                ),
            ),
        ),
        "/error": (
            "errors/error.html",
            ErrorPage(title="Not here", sentence="This page has gone, or never was."),
        ),
        **account_pages(),
        "/patterns": ("patterns/index.html", patterns_page(NOW)),
    }
