"""The issues that a pull request among GitHub's issues will close."""

from collections.abc import Mapping

from integrations.closing_words import issues_closed_by
from integrations.records import LinkedChange


def linked_change(item: Mapping[str, object], *, host: str, path: str) -> LinkedChange | None:
    """Read the issues of ``path`` that a pull request will close, or ``None`` if it names none."""
    url = item.get("html_url")
    if not isinstance(url, str) or not url.startswith("https://"):
        return None
    closes = issues_closed_by(item.get("body"), host=host, path=path)
    if not closes:
        return None
    return LinkedChange(url=url, is_open=item.get("state") == "open", closes=closes)
