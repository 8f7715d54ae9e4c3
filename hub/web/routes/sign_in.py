"""Signing in by a link sent by mail, and out again."""

from fastapi import APIRouter, Request, Response

from hub.errors import BadRequest, NotConfigured
from hub.services import accounts, sessions
from hub.services.secrets import form_token, new_secret
from hub.web import cookies, rates
from hub.web.addresses import way_back
from hub.web.deps import Context, DbSession, MaybeViewer, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.sign_in import link_page, sent_page, sign_in_page
from hub.web.rendering import pages_of
from hub.web.signing_in import begin_session, go, token_for

router = APIRouter()


@router.get("/sign-in")
def index(request: Request, context: Context, viewer: MaybeViewer, next: str = "/") -> Response:  # noqa: A002 -- the name in the address
    """Ask for a mail address."""
    if viewer is not None:
        return go(way_back(next))
    browser = cookies.browser_secret(request, context.settings) or new_secret()
    page = sign_in_page(
        form_token(browser),
        has_mail=context.settings.has_mail,
        forges=context.sign_in_forges,
        next_address=way_back(next),
    )
    response = pages_of(request).page(request, "sign_in/index.html", page)
    cookies.set_browser(response, browser, context.settings)
    return response


@router.post("/sign-in")
def ask(request: Request, context: Context, form: SentForm, now: Now) -> Response:
    """Have a link sent, whether there is an account or not."""
    if not context.settings.has_mail:
        raise NotConfigured("This hub sends no mail yet. Ask those who run it for a link.")
    back = way_back(form.text("next"))
    try:
        address = accounts.normal_address(form.text("address"))
    except BadRequest as exc:
        page = sign_in_page(
            form.text("form_token"),
            has_mail=True,
            forges=context.sign_in_forges,
            next_address=back,
            address=form.text("address"),
            error=str(exc),
        )
        return pages_of(request).page(request, "sign_in/index.html", page, status=400)
    counts = rates.rates_of(request)
    counts.count(rates.LINKS_BY_SENDER, "link from", rates.sender_of(request))
    counts.count(rates.LINKS_BY_ADDRESS, "link to", address)
    browser = cookies.browser_secret(request, context.settings)
    accounts.ask_for_link(context, address, browser=browser, next_address=back, now=now)
    return go("/sign-in/sent")


@router.get("/sign-in/sent")
def sent(request: Request) -> Response:
    """Say where to look for the link."""
    return pages_of(request).page(request, "sign_in/sent.html", sent_page())


@router.get("/sign-in/link/{secret}")
def link(secret: str, request: Request, context: Context, session: DbSession, now: Now) -> Response:
    """Show the button that uses the link."""
    browser = cookies.browser_secret(request, context.settings)
    found = accounts.find_link(session, secret, browser=browser, now=now)
    # A link from a terminal may be opened where no link was asked for.
    browser = browser or new_secret()
    page = link_page(token_for(request, browser), found, secret)
    response = pages_of(request).page(request, "sign_in/link.html", page)
    cookies.set_browser(response, browser, context.settings)
    return response


@router.post("/sign-in/link")
def use(
    request: Request, context: Context, form: SentForm, session: DbSession, now: Now
) -> Response:
    """Use the link and sign in, in place of whoever was signed in here."""
    rates.rates_of(request).count(rates.TRIES_BY_SENDER, "try from", rates.sender_of(request))
    secret, name = form.text("secret"), form.text("name")
    browser = cookies.browser_secret(request, context.settings)
    found = accounts.find_link(session, secret, browser=browser, now=now)
    try:
        if found.person_id is None:
            accounts.checked_name(name)
    except BadRequest as exc:
        page = link_page(form.text("form_token"), found, secret, name=name, error=str(exc))
        return pages_of(request).page(request, "sign_in/link.html", page, status=400)
    with context.transaction() as writing:
        person_id, back = accounts.use_link(writing, secret, browser=browser, name=name, now=now)
        new = begin_session(writing, request, context, person_id, now=now)
    response = go("/account/profile" if found.person_id is None else way_back(back))
    cookies.set_session(response, new, context.settings)
    return response


@router.post("/sign-out")
def sign_out(request: Request, context: Context, _form: SentForm, now: Now) -> Response:
    """End the session of this browser."""
    with context.transaction() as writing:
        sessions.end_by_secret(writing, cookies.session_secret(request, context.settings), now=now)
    response = go("/")
    cookies.drop_session(response, context.settings)
    return response
