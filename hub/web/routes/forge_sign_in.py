"""Signing in with a forge, joining an account there, and taking it off again."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from hub.errors import BadRequest
from hub.services import forge_sign_in
from hub.services.forge_sign_in import Returned
from hub.services.secrets import new_secret
from hub.web import cookies, rates
from hub.web.addresses import way_back
from hub.web.deps import Context, DbSession, MaybeViewer, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.sign_in import go_on_page, name_page
from hub.web.rendering import pages_of
from hub.web.signing_in import begin_session, go, token_for

router = APIRouter()
_MOST_CHARS = 2048
Given = Annotated[str, Query(max_length=_MOST_CHARS)]


@router.get("/sign-in/with/{host}")
def depart(
    host: str,
    request: Request,
    context: Context,
    viewer: MaybeViewer,
    now: Now,
    next: Given = "/",  # noqa: A002 -- the name in the address
) -> Response:
    """Send the browser to a forge. The state that goes along is of no use in another browser."""
    if viewer is not None:
        return go(way_back(next))
    rates.rates_of(request).count(rates.WAYS_BY_SENDER, "way from", rates.sender_of(request))
    browser = cookies.browser_secret(request, context.settings) or new_secret()
    address = forge_sign_in.depart(
        context, host, browser=browser, next_address=way_back(next), now=now
    )
    response = go(address)
    cookies.set_browser(response, browser, context.settings)
    return response


@router.get("/sign-in/with/{host}/back")
def arrive(
    host: str,
    request: Request,
    context: Context,
    viewer: MaybeViewer,
    now: Now,
    state: Given = "",
    code: Given = "",
    error: Given = "",
    iss: Given = "",
) -> Response:
    """Come back from a forge, and be signed in, joined, or asked for a name."""
    rates.rates_of(request).count(rates.WAYS_BY_SENDER, "back from", rates.sender_of(request))
    arrived = forge_sign_in.arrive(
        context,
        host,
        Returned(state=state, code=code, error=error, issuer=iss),
        browser=cookies.browser_secret(request, context.settings),
        viewer_id=viewer.person_id if viewer else None,
        now=now,
    )
    if arrived.secret:
        return go(f"/sign-in/name/{arrived.secret}")
    response = go(way_back(arrived.next_address))
    if arrived.person_id is not None:
        with context.transaction() as writing:
            new = begin_session(writing, request, context, arrived.person_id, now=now)
        cookies.set_session(response, new, context.settings)
    return response


@router.get("/sign-in/name/{secret}")
def ask_name(
    secret: str, request: Request, context: Context, session: DbSession, now: Now
) -> Response:
    """Ask who has no account yet for a name."""
    browser = cookies.browser_secret(request, context.settings)
    found = forge_sign_in.find_arrival(session, secret, browser=browser, now=now)
    page = name_page(token_for(request, browser), found, secret, name=found.name)
    return pages_of(request).page(request, "sign_in/name.html", page)


@router.post("/sign-in/name")
def make_account(
    request: Request, context: Context, form: SentForm, session: DbSession, now: Now
) -> Response:
    """Make the account, and sign in."""
    rates.rates_of(request).count(rates.TRIES_BY_SENDER, "try from", rates.sender_of(request))
    secret, name = form.text("secret"), form.text("name")
    browser = cookies.browser_secret(request, context.settings)
    found = forge_sign_in.find_arrival(session, secret, browser=browser, now=now)
    try:
        with context.transaction() as writing:
            person_id, _ = forge_sign_in.make_account(
                writing, secret, name, browser=browser, now=now
            )
            new = begin_session(writing, request, context, person_id, now=now)
    except BadRequest as exc:
        page = name_page(form.text("form_token"), found, secret, name=name, error=str(exc))
        return pages_of(request).page(request, "sign_in/name.html", page, status=400)
    response = go("/account/profile")
    cookies.set_session(response, new, context.settings)
    return response


@router.post("/account/forges/join")
def join(request: Request, context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Begin to join an account; a page with a link leads on, which no other site can press."""
    rates.rates_of(request).count(rates.WAYS_BY_SENDER, "way from", rates.sender_of(request))
    browser = cookies.browser_secret(request, context.settings) or new_secret()
    host = form.text("host")
    address = forge_sign_in.depart(
        context, host, browser=browser, next_address="/account", now=now,
        person_id=member.person_id,
    )  # fmt: skip
    page = go_on_page(host, address)
    response = pages_of(request).page(request, "sign_in/go_on.html", page)
    cookies.set_browser(response, browser, context.settings)
    return response


@router.post("/account/forges/part")
def part(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Take a joined account off."""
    with context.transaction() as writing:
        forge_sign_in.part(
            writing, member.person_id, form.number("joined"),
            hosts=context.sign_in_forges.keys(), now=now,
        )  # fmt: skip
    return go("/account")
