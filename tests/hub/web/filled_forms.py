"""Reads the form of a page as a browser would send it without a change."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    """Collects what each form of a page would send, by its address."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._fields: Fields = {}
        self._select: str | None = None
        self._first: str | None = None
        self._chosen: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        match tag:
            case "form":
                self._fields = self.forms.setdefault(given.get("action", ""), {})
            case "input" if name:
                is_box = given.get("type") in ("checkbox", "radio")
                if not is_box or "checked" in given:
                    self._add(name, given.get("value", "on"))
            case "select":
                self._select, self._first, self._chosen = name, None, None
            case "option" if self._select:
                value = given.get("value", "")
                self._first = value if self._first is None else self._first
                self._chosen = value if "selected" in given else self._chosen
            case "textarea":
                self._textarea = name
                self._add(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self._add(self._select, self._first or "" if self._chosen is None else self._chosen)
            self._select = None
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._fields[self._textarea][-1] += data

    def _add(self, name: str, value: str) -> None:
        self._fields.setdefault(name, []).append(value)


def filled_form(page: str, address: str) -> dict[str, str | list[str]]:
    """Give the fields of the form that a page sends to an address, but for its token."""
    reader = _Forms()
    reader.feed(page)
    fields = reader.forms[address]
    return {name: values for name, values in fields.items() if name != "form_token"}
