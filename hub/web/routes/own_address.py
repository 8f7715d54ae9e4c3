"""A person's own mail address: added, changed, or taken off."""

from fastapi import APIRouter, Request, Response

from hub.errors import BadRequest, NotConfigured
from hub.services import own_address
from hub.services.accounts import address_of, normal_address
from hub.web import rates
from hub.web.deps import Context, DbSession, Member, Now
from hub.web.forms.reading import SentForm
from hub.web.pages.own_address import address_link_page, address_page
from hub.web.rendering import pages_of
from hub.web.signing_in import go

router = APIRouter()


@router.post("/account/address")
def ask(
    request: Request,
    context: Context,
    session: DbSession,
    form: SentForm,
    member: Member,
    now: Now,
) -> Response:
    """Have a link sent to the new address, whether it has an account or not."""
    if not context.settings.has_mail:
        raise NotConfigured("This hub sends no mail yet, so it cannot ask whose an address is.")
    typed, error = form.text("address"), ""
    try:
        address = normal_address(typed)
        counts = rates.rates_of(request)
        counts.count(rates.LINKS_BY_SENDER, "link from", rates.sender_of(request))
        counts.count(rates.LINKS_BY_ADDRESS, "link to", address)
        own_address.ask(context, member.person_id, address, now=now)
    except BadRequest as exc:
        error = str(exc)
    before = address_of(session, member.person_id)
    page = address_page(member, before, typed=typed, error=error)
    return pages_of(request).page(
        request, "account/address.html", page, status=400 if error else 200
    )


@router.get("/account/address/{secret}")
def link(secret: str, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Show the button that uses the link."""
    address = own_address.find(session, member.person_id, secret, now=now)
    page = address_link_page(member, address, secret)
    return pages_of(request).page(request, "account/address_link.html", page)


@router.post("/account/address/use")
def use(context: Context, form: SentForm, member: Member, now: Now) -> Response:
    """Make the address that of the person."""
    own_address.use(context, member.person_id, form.text("secret"), now=now)
    return go("/account")


@router.post("/account/address/end")
def end(context: Context, _form: SentForm, member: Member, now: Now) -> Response:
    """Take the address off."""
    own_address.end(context, member.person_id, now=now)
    return go("/account")
