"""The issues that a pull request among Forgejo's issues will close."""

from collections.abc import Mapping

from integrations.closing_words import issues_closed_by
from integrations.json_values import web_url
from integrations.records import LinkedChange


def linked_change(item: Mapping[str, object], *, host: str, path: str) -> LinkedChange | None:
    """Read the issues of ``path`` that a pull request will close, or ``None`` if it names none."""
    number = item.get("number")
    closes = issues_closed_by(item.get("body"), host=host, path=path)
    if not closes or not isinstance(number, int):
        return None
    written = item.get("html_url")
    url = web_url(written if isinstance(written, str) else None)
    return LinkedChange(
        url=url or f"https://{host}/{path}/pulls/{number}",
        is_open=item.get("state") == "open",
        closes=closes,
    )
