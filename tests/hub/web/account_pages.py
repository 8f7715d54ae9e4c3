"""The pages of signing in and of one's own account, with invented values."""

from dataclasses import replace
from datetime import timedelta

from hub.models import Audience, Freshness, Relation, Scope, Verdict, What, Why
from hub.services.account_events import EventPage
from hub.services.accounts import FoundLink
from hub.services.own_data import Holding
from hub.services.profiles import Profile
from hub.views import Ending, FreshnessView, SavedSearchView
from hub.views.accounts import (
    Arrival,
    BrowserView,
    EventView,
    JoinedView,
    LookView,
    NamedPerson,
    TokenView,
    Viewer,
)
from hub.views.my_tasks import MyTask, MyTasks
from hub.views.suggestions import GivenFeedback
from hub.web.forms.profile import read_profile
from hub.web.forms.typed_profile import TypedProfile, TypedSkill, TypedSpoken
from hub.web.pages.account import account_page, export_page
from hub.web.pages.account_log import account_log_page
from hub.web.pages.avoid import avoid_page
from hub.web.pages.base import Page
from hub.web.pages.contacts import looks_page
from hub.web.pages.for_you import for_you_page
from hub.web.pages.my_tasks import my_tasks_page
from hub.web.pages.own_address import address_link_page, address_page
from hub.web.pages.profile import profile_page
from hub.web.pages.saved_searches import saved_searches_page
from hub.web.pages.sign_in import (
    go_on_page,
    link_page,
    name_page,
    sent_page,
    sign_in_page,
)
from hub.web.pages.tokens import TypedToken, tokens_page
from tests.hub.sample import HOSTILE
from tests.hub.web import samples
from tests.hub.web.history_pages import history_pages
from tests.hub.web.mail_pages import SHOWN, mail_pages
from tests.hub.web.offer_pages import offer_pages
from tests.hub.web.samples import NOW

VIEWER = Viewer(1, "noor", HOSTILE, False, 7, NOW, "0" * 64)
BROWSERS = (
    BrowserView(7, "Firefox on Linux", NOW - timedelta(days=3), NOW),
    BrowserView(8, "Safari on iOS", NOW - timedelta(days=30), NOW - timedelta(days=2)),
)
TYPED = TypedProfile(
    name=HOSTILE,
    own_line=HOSTILE,
    skills=(TypedSkill("Rust", Relation.MENTOR), TypedSkill(HOSTILE, "owns")),
    hours="many",
    hours_until="2026-11-31",
    time_zone=HOSTILE,
    spoken=(TypedSpoken("English", "fluent"), TypedSpoken(HOSTILE, "perfect")),
    asked_for=HOSTILE,
    not_asked_for=HOSTILE,
    contact=HOSTILE,
    links=f"javascript:alert(1)\n{HOSTILE}",
    never_projects=HOSTILE,
    is_suggested=True,
    paused_until="soon",
    seen_by={"name": "everybody", "skills": Audience.MEMBERS},
)
SAVED = Profile("Ada", seen_by={"name": Audience.MEMBERS})
SHOWN_PROFILE = Profile("Ada", is_findable=True, seen_by={"name": Audience.EVERYONE})
HOLDINGS = (
    Holding("person", ({"name": HOSTILE, "own_line": None, "kinds": ["code", "doc"], "id": 1},)),
    Holding("contribution", ()),
    Holding("suggestion_shown", ({"values": {"same_project": 0.9, HOSTILE: 1.0}},)),
)
SEARCHES = (
    SavedSearchView(1, HOSTILE, "/search?q=bus&kind=design&sort=new", NOW - timedelta(days=3)),
    SavedSearchView(2, "Mentors", "/search?q=mentors%3Arust&tab=people", NOW),
)
TOKENS = (
    TokenView(1, HOSTILE, tuple(Scope), NOW, None, NOW + timedelta(days=7)),
    TokenView(2, "calendar", (Scope.READ_OWN,), NOW - timedelta(days=9), NOW, NOW),
)
EVENTS = EventPage(
    tuple(
        EventView(
            NOW - timedelta(days=number),
            what,
            {"browser": "Firefox on Linux", "token": HOSTILE, "scopes": "read:own",
             "fields": "skills, hours", "until": "2027-01-31", "how": "as JSON",
             "account": "noor at codeberg.org", "mail": "new tasks, once a week"},
        )
        for number, what in enumerate(What)
    ),
    last=(NOW, 1),
)  # fmt: skip
GIVEN = tuple(
    GivenFeedback(number, HOSTILE, HOSTILE, verdict, why, until, NOW - timedelta(days=number))
    for number, (verdict, why, until) in enumerate(
        (
            (Verdict.GREAT, None, None),
            (Verdict.LATER, None, NOW + timedelta(days=30)),
            *((Verdict.NOT_FOR_ME, why, None) for why in Why),
        ),
        start=1,
    )
)


MY_TASK = MyTask(
    task_id=1, title=HOSTILE, project_name=HOSTILE, url="https://x.example/1", host="codeberg.org",
    freshness=FreshnessView(Freshness.TAKEN, NOW, (HOSTILE,)), closed_at=None,
    verdict=Verdict.ON_IT, said_at=NOW - timedelta(days=3), names=(HOSTILE,),
)  # fmt: skip
DONE = replace(
    MY_TASK,
    freshness=FreshnessView(Freshness.CLOSED, NOW, ending=Ending.CLOSED),
    closed_at=NOW - timedelta(days=2),
    names=(),
)
MY_TASKS = MyTasks(
    on_it=(MY_TASK, DONE, replace(DONE, title=None, project_name="", url=None)),
    on_forges=(replace(MY_TASK, url="javascript:alert(1)"), MY_TASK),
    later=(replace(MY_TASK, verdict=Verdict.LATER, until=NOW + timedelta(days=9)),),
    great=(replace(DONE, verdict=Verdict.GREAT),),
)
HOSTS = ("codeberg.org", "a-long-name-of-a-forge.example.org:8443")
JOINED = tuple(
    JoinedView(number, "forgejo", host, HOSTILE, NOW) for number, host in enumerate(HOSTS, 1)
)
ARRIVAL = Arrival("codeberg.org", HOSTILE, HOSTILE, "/")


def account_pages() -> dict[str, tuple[str, Page]]:
    """Map an address to its template and page."""
    token, found = "0" * 64, FoundLink("ada@people.example", None, "/")
    return {
        **mail_pages(VIEWER, SEARCHES),
        **history_pages(VIEWER),
        **offer_pages(VIEWER),
        "/sign-in": (
            "sign_in/index.html",
            sign_in_page(token, has_mail=True, forges=HOSTS, next_address="/"),
        ),
        "/sign-in-wrong": (
            "sign_in/index.html",
            sign_in_page(
                token,
                has_mail=True,
                forges=(),
                next_address="/",
                address=HOSTILE,
                error="No address.",
            ),
        ),
        "/sign-in-no-mail": (
            "sign_in/index.html",
            sign_in_page(token, has_mail=False, forges=(), next_address="/"),
        ),
        "/sign-in/sent": ("sign_in/sent.html", sent_page()),
        "/sign-in/link": ("sign_in/link.html", link_page(token, found, "abc")),
        "/account": (
            "account/index.html",
            account_page(
                VIEWER,
                address="ada@people.example",
                has_mail=True,
                joined=JOINED,
                forges=HOSTS,
                has_operator=False,
                browsers=BROWSERS,
                shown=SHOWN,
                now=NOW,
                errors={"typed_name": "Type your name."},
            ),
        ),
        "/account/address": (
            "account/address.html",
            address_page(VIEWER, "ada@people.example", typed="noor@people.example"),
        ),
        "/account/address-wrong": (
            "account/address.html",
            address_page(VIEWER, None, typed=HOSTILE, error="This is no mail address."),
        ),
        "/account/address/abc": (
            "account/address_link.html",
            address_link_page(VIEWER, "noor@people.example", HOSTILE),
        ),
        "/sign-in/name": (
            "sign_in/name.html",
            name_page(token, ARRIVAL, "abc", name=HOSTILE, error="A name, please."),
        ),
        "/sign-in/go-on": ("sign_in/go_on.html", go_on_page("codeberg.org", "https://x.example/")),
        "/for-you": (
            "for_you/index.html",
            for_you_page(
                VIEWER,
                samples.SUGGESTED_TASKS,
                samples.SUGGESTED_PROJECTS,
                GIVEN,
                shown=SHOWN,
                now=NOW,
            ),
        ),
        "/for-you-nothing": ("for_you/index.html", for_you_page(VIEWER, (), (), (), now=NOW)),
        "/for-you-engine-down": ("for_you/index.html", for_you_page(VIEWER, None, (), (), now=NOW)),
        "/account/searches": (
            "account/searches.html",
            saved_searches_page(VIEWER, SEARCHES, now=NOW),
        ),
        "/account/no-searches": (
            "account/searches.html",
            saved_searches_page(VIEWER, (), now=NOW),
        ),
        "/account/tokens": ("account/tokens.html", tokens_page(VIEWER, TOKENS, now=NOW)),
        "/account/tokens-made": (
            "account/tokens.html",
            tokens_page(VIEWER, TOKENS, now=NOW, made="otdhub_" + "x" * 43),
        ),
        "/account/tokens-wrong": (
            "account/tokens.html",
            tokens_page(
                VIEWER, (), now=NOW, typed=TypedToken(HOSTILE, (HOSTILE,), 0), error="Choose."
            ),
        ),
        "/account/log": (
            "account/log.html",
            account_log_page(VIEWER, EVENTS, cursor="abc", is_first=False, now=NOW),
        ),
        "/account/log-empty": (
            "account/log.html",
            account_log_page(VIEWER, EventPage((), None), cursor=None, is_first=True, now=NOW),
        ),
        "/account/export": ("account/export.html", export_page(VIEWER, HOLDINGS)),
        "/account/profile": (
            "profile/index.html",
            profile_page(VIEWER, SAVED, TypedProfile(name="Ada"), now=NOW),
        ),
        "/account/avoid": (
            "account/avoid.html",
            avoid_page(VIEWER, (NamedPerson("noor-2", HOSTILE), NamedPerson("nobody", None))),
        ),
        "/account/avoid-nobody": ("account/avoid.html", avoid_page(VIEWER, (), is_saved=True)),
        "/account/avoid-wrong": (
            "account/avoid.html",
            avoid_page(VIEWER, (), typed=HOSTILE, error="This cannot be the address of anybody."),
        ),
        "/account/contact": (
            "account/contact.html",
            looks_page(
                VIEWER,
                (LookView(NOW, "noor-2", HOSTILE), LookView(NOW - timedelta(days=3), None, None)),
                now=NOW,
            ),
        ),
        "/account/contact-none": ("account/contact.html", looks_page(VIEWER, (), now=NOW)),
        "/my-tasks": ("my_tasks/index.html", my_tasks_page(VIEWER, MY_TASKS, now=NOW)),
        "/my-tasks-none": (
            "my_tasks/index.html",
            my_tasks_page(VIEWER, MyTasks((), (), (), ()), now=NOW),
        ),
        "/account/profile-wrong": (
            "profile/index.html",
            profile_page(VIEWER, SHOWN_PROFILE, TYPED, errors=read_profile(TYPED)[1], now=NOW),
        ),
        "/account/profile-saved": (
            "profile/index.html",
            profile_page(
                VIEWER,
                SHOWN_PROFILE,
                TypedProfile(name="Ada", is_suggested=True),
                is_saved=True,
                now=NOW,
            ),
        ),
    }
