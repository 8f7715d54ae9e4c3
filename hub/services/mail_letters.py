"""What the hub writes in mails, in text and HTML. Pure."""

from html import escape

from hub.context import Letter


def sign_in_letter(address: str, link: str, *, hub: str, minutes: int) -> Letter:
    """Write the letter with a link to sign in; the same whether there is an account or not."""
    why = (
        f"Somebody, most likely you, asked to sign in at {hub} with this address. The link works "
        f"once, for {minutes} minutes, and only in the browser in which it was asked for."
    )
    return _letter(
        address,
        f"Sign in at {_one_line(hub)}",
        why,
        "If it was not you, do nothing: nothing happens without the link.",
        link=(link, "Sign in"),
    )


def address_letter(address: str, link: str, *, hub: str, minutes: int) -> Letter:
    """Write the letter with the link that makes an address that of an account."""
    why = (
        f"Somebody, most likely you, wants to use this address for an account at {hub}. The link "
        f"works once, for {minutes} minutes, while you are signed in there."
    )
    return _letter(
        address,
        f"Your address at {_one_line(hub)}",
        why,
        "If it was not you, do nothing: nothing happens without the link.",
        link=(link, "Use this address"),
    )


def address_known_letter(address: str, *, hub: str) -> Letter:
    """Write to who has an account that somebody wants to use its address for another one."""
    why = (
        f"Somebody, most likely you, wants to use this address for another account at {hub}. It "
        "has an account there already, so nothing was changed. Sign in with this address to be "
        "that person, or delete that account first."
    )
    return _letter(
        address, f"Your address at {_one_line(hub)}", why, "If it was not you, ignore it."
    )


def address_gone_letter(address: str, *, hub: str) -> Letter:
    """Tell the owner of an address that it opens an account no more."""
    why = f"This address was taken off your account at {hub}, or another one took its place."
    return _letter(
        address,
        f"Your address at {_one_line(hub)} changed",
        why,
        "If it was not you, sign in another way, end all other sessions on your account's page, "
        "and write to those who run the hub.",
    )


def _letter(
    address: str, subject: str, why: str, otherwise: str, *, link: tuple[str, str] | None = None
) -> Letter:
    pieces = [why, *([link[0]] if link else []), otherwise]
    linked = f'<p><a href="{escape(link[0])}">{escape(link[1])}</a></p>' if link else ""
    return Letter(
        address=address,
        subject=subject,
        text="\n\n".join(pieces) + "\n",
        html=(
            '<!doctype html><html lang="en"><body>'
            f"<p>{escape(why)}</p>{linked}<p>{escape(otherwise)}</p></body></html>"
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:100]
