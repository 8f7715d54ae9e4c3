"""Draws icons: small references into the one sprite. Pure; the texts here are our own."""

from markupsafe import Markup

_ICON = Markup('<svg class="icon" aria-hidden="true"><use href="{address}#{name}"/></svg>')
_CHAIR = Markup('<svg class="seat {}" viewBox="0 0 18 11" aria-hidden="true">{}</svg>')
_CHAIR_SHAPE = Markup('<path d="M1 10A8 8 0 0 1 17 10Z"/>')
_TAKEN = _CHAIR.format("taken", _CHAIR_SHAPE)
_FREE = _CHAIR.format("free", _CHAIR_SHAPE)
_DRAWN_GAUGE = Markup(
    '<svg class="fit" viewBox="0 0 22 15" aria-hidden="true">{}</svg>'
    '<span class="hidden">{} </span>'
)

FIT_WORDS = {
    "clear": "Clear fit:",
    "partly": "Partly:",
    "not_yet": "Not yet:",
    "unknown": "Not known:",
}
_SEAT = Markup("M2 13A9 9 0 0 1 20 13Z")
_FULL = Markup('<path class="full" d="{}"/>').format(_SEAT)
_HALF = Markup('<path class="none" d="{}"/><path class="half" d="M2 13A9 9 0 0 1 11 4V13Z"/>')
_DASHED = Markup('<path class="dash" d="{}"/>').format(_SEAT)
_GAUGES = {
    "clear": _FULL,
    "partly": _HALF.format(_SEAT),
    "not_yet": _DASHED,
    "unknown": _DASHED,
}


class Icons:
    """The icons of one hub: made once for the address of its sprite, then only looked up."""

    def __init__(self, sprite_address: str) -> None:
        self._sprite_address = sprite_address
        self._made: dict[str, Markup] = {}

    def __call__(self, name: str) -> Markup:
        """Draw an icon that says nothing by itself: words stand beside it."""
        made = self._made.get(name)
        if made is None:
            made = _ICON.format(address=self._sprite_address, name=name)
            self._made[name] = made
        return made


def gauge(fit: str) -> Markup:
    """Draw how well a reason fits, with its hidden words."""
    return _DRAWN_GAUGES[fit]


def seats(taken: int, free: int) -> Markup:
    """Draw places as seats, taken ones first; above six the words beside them are enough."""
    if not 0 < taken + free <= 6:
        return Markup("")
    drawn = [_TAKEN] * taken + [_FREE] * free
    return Markup('<span class="seats">{}</span>').format(Markup("").join(drawn))


def _draw(fit: str) -> Markup:
    return _DRAWN_GAUGE.format(_GAUGES[fit], FIT_WORDS[fit])


_DRAWN_GAUGES = {fit: _draw(fit) for fit in _GAUGES}
