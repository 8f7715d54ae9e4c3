"""What the hub writes in mails, in text and HTML. Pure."""

from html import escape

from hub.context import Letter


def sign_in_letter(address: str, link: str, *, hub: str, minutes: int) -> Letter:
    """Write the letter with a link to sign in; the same whether there is an account or not."""
    why = (
        f"Somebody, most likely you, asked to sign in at {hub} with this address. The link works "
        f"once, for {minutes} minutes, and only in the browser in which it was asked for."
    )
    otherwise = "If it was not you, do nothing: nothing happens without the link."
    return Letter(
        address=address,
        subject=f"Sign in at {_one_line(hub)}",
        text=f"{why}\n\n{link}\n\n{otherwise}\n",
        html=(
            '<!doctype html><html lang="en"><body>'
            f"<p>{escape(why)}</p>"
            f'<p><a href="{escape(link)}">Sign in</a></p>'
            f"<p>{escape(otherwise)}</p>"
            "</body></html>"
        ),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:100]
