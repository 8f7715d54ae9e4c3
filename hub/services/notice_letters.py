"""The letters of notices, in text and HTML: why one gets it, the thing, how to stop it. Pure.

Names and titles are what others wrote: each comes onto one line without signs that have no shape,
and is escaped. There are no pictures, and links lead to this hub alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from hub.context import Letter
from hub.matching.wording import listed, shortened
from hub.models import NoticeKind
from hub.services.notice_kinds import DIGEST, entry_of
from hub.views.notices import NewsItem, NewsPart

_TITLE_CHARS = 100
_SUBJECT_CHARS = 60
_BODY = (
    "max-width:560px;margin:0 auto;padding:16px;font-family:system-ui,sans-serif;line-height:1.5"
)


@dataclass(frozen=True, slots=True)
class Sender:
    """The hub that writes: its name, and the address before every path."""

    hub: str
    base_url: str

    def at(self, path: str) -> str:
        """Give the address of a page."""
        return f"{self.base_url.rstrip('/')}{path}"


def digest_letter(
    sender: Sender, address: str, parts: Sequence[NewsPart], *, stop_path: str
) -> Letter:
    """Write the letter with all that is new; ``parts`` are one or more."""
    hub = _line(sender.hub)
    why = f"You asked {hub} for {listed([_asked_for(kind) for kind in _kinds(parts)])} by mail."
    text, html = [why], [f"<p>{escape(why)}</p>"]
    for part in parts:
        text += ["", *_text_of(part, sender)]
        html += _html_of(part, sender)
    stops = [
        (f"Stop “{entry_of(kind).title}”", f"{stop_path}?kind={kind.value}")
        for kind in _kinds(parts)
    ]
    stops += [("Stop all mails like this", stop_path), ("Change what you get", "/account/mail")]
    return _letter(
        address,
        _subject(parts),
        (text, html),
        [(words, sender.at(path)) for words, path in stops],
        notice=DIGEST,
        stop_address=sender.at(stop_path),
    )


def new_browser_letter(
    sender: Sender, address: str, browser: str, first_at: datetime, *, stop_path: str
) -> Letter:
    """Write that a browser which was not known signed in to the account."""
    hub, browser = _line(sender.hub), _line(browser)
    what = f"{browser} signed in to your account at {hub} on {first_at:%d %B %Y, %H:%M} UTC."
    was_it_you = (
        "If it was you, there is nothing to do. If not, sign it out on your account’s page, and "
        "look after your mailbox: who reads your mail can sign in."
    )
    link = sender.at("/account")
    return _letter(
        address,
        f"New at your account: {browser}",
        (
            [what, "", was_it_you, "", f"Your account: {link}"],
            [f"<p>{escape(what)}</p><p>{escape(was_it_you)}</p>", _link("Your account", link)],
        ),
        [("Stop mails like this", sender.at(stop_path))],
        notice=NoticeKind.ACCOUNT.value,
        stop_address=sender.at(stop_path),
    )


def offer_arrived_letter(sender: Sender, address: str, title: str, *, stop_path: str) -> Letter:
    """Write to a steward that somebody offers help; who and how stands on the desk alone."""
    named = _line(title) or "a task without a title"
    return _plain_letter(
        sender,
        address,
        f"An offer to help: {_line(title, _SUBJECT_CHARS) or 'a task without a title'}",
        (
            f"Somebody offers to help at {_line(sender.hub)} with “{named}”, in a project that "
            "you look after. Who it is and what they wrote stands on your desk, and waits there "
            "for your answer."
        ),
        ("Your desk", "/desk"),
        kind=NoticeKind.OFFER_ARRIVED,
        stop_path=stop_path,
    )


def offer_answered_letter(
    sender: Sender, address: str, title: str, *, is_yes: bool, stop_path: str
) -> Letter:
    """Write to who offered help that the project said yes, or no this time."""
    named = _line(title) or "a task without a title"
    said = "They said yes" if is_yes else "Not this time"
    what = (
        f"The project said yes to your offer to help with “{named}”."
        if is_yes
        else f"Thank you for offering to help with “{named}”. The project says no this time."
    )
    return _plain_letter(
        sender,
        address,
        f"{said}: {_line(title, _SUBJECT_CHARS) or 'a task without a title'}",
        f"{what} What they wrote stands beside your offer at {_line(sender.hub)}.",
        ("Your offers", "/account/offers"),
        kind=NoticeKind.OFFER_ANSWERED,
        stop_path=stop_path,
    )


def _plain_letter(
    sender: Sender,
    address: str,
    subject: str,
    what: str,
    page: tuple[str, str],
    *,
    kind: NoticeKind,
    stop_path: str,
) -> Letter:
    words, link = page[0], sender.at(page[1])
    why = f"You asked for “{entry_of(kind).title}” by mail."
    stops = [
        ("Stop mails like this", sender.at(stop_path)),
        ("Change what you get", sender.at("/account/mail")),
    ]
    return _letter(
        address,
        subject,
        (
            [why, "", what, "", f"{words}: {link}"],
            [f"<p>{escape(why)}</p><p>{escape(what)}</p>", _link(words, link)],
        ),
        stops,
        notice=kind.value,
        stop_address=sender.at(stop_path),
    )


def _letter(
    address: str,
    subject: str,
    body: tuple[list[str], list[str]],
    stops: Sequence[tuple[str, str]],
    *,
    notice: str,
    stop_address: str,
) -> Letter:
    text, html = body
    lines = [*text, "", "--", *(f"{words}: {link}" for words, link in stops)]
    links = "<br>".join(f'<a href="{escape(link)}">{escape(words)}</a>' for words, link in stops)
    return Letter(
        address=address,
        subject=subject,
        text="\n".join(lines) + "\n",
        html=(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="color-scheme" content="light dark"></head>'
            f'<body style="{_BODY}">{"".join(html)}<hr><p><small>{links}</small></p></body></html>'
        ),
        notice=notice,
        stop_address=stop_address,
    )


def _subject(parts: Sequence[NewsPart]) -> str:
    """Say the fact: of one thing its title, of several how many there are of each."""
    if len(parts) == 1 and len(parts[0].items) == 1:
        return f"{_line(parts[0].heading)}: {_line(parts[0].items[0].title, _SUBJECT_CHARS)}"
    return shortened(", ".join(_line(part.heading) for part in parts), 150)


def _text_of(part: NewsPart, sender: Sender) -> list[str]:
    lines = [_line(part.heading), ""]
    for item in part.items:
        lines.append(f"* {_titled(item)}")
        lines += [f"  {_line(item.why, 200)}"] if item.why else []
        lines.append(f"  {sender.at(item.path)}")
    return [*lines, "", f"{_line(part.more)}: {sender.at(part.more_path)}"]


def _html_of(part: NewsPart, sender: Sender) -> list[str]:
    items = "".join(
        f'<li><a href="{escape(sender.at(item.path))}"><bdi>{escape(_title(item))}</bdi></a>'
        f"{_under(item.place)}{_under(item.why)}</li>"
        for item in part.items
    )
    return [
        f"<h2>{escape(_line(part.heading))}</h2><ul>{items}</ul>",
        _link(_line(part.more), sender.at(part.more_path)),
    ]


def _under(text: str) -> str:
    return f"<br><bdi>{escape(_line(text, 200))}</bdi>" if text else ""


def _link(words: str, address: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'


def _titled(item: NewsItem) -> str:
    return f"{_title(item)} ({_line(item.place)})" if item.place else _title(item)


def _title(item: NewsItem) -> str:
    return _line(item.title) or "Without a title"


def _kinds(parts: Sequence[NewsPart]) -> tuple[NoticeKind, ...]:
    return tuple(dict.fromkeys(part.kind for part in parts))


def _asked_for(kind: NoticeKind) -> str:
    return f"“{entry_of(kind).title}”"


def _line(text: str, length: int = _TITLE_CHARS) -> str:
    """Bring what others wrote onto one line, without signs that have no shape."""
    return shortened("".join(char if char.isprintable() else " " for char in text), length)
