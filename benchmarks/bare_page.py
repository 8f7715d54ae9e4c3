"""The peer of ``benchmarks.web``: the least that FastAPI and Jinja can do for such a page.

Twenty cards and seven groups of filters from constants, rendered by one template: no search, no
database, no headers for safety, no compression.
"""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

CARDS = [
    {
        "id": number,
        "title": f"Read the timetable with a screen reader, part {number}",
        "text": "The bus timetable is one wide table. Sighted riders scan it in a second, but the "
        "stop name is gone after the third column. We need ears, no code.",
        "kinds": ["Accessibility", "Testing"],
        "project": "Lanternbus",
        "host": "git.lanternbus.example",
        "facts": ["about 2 hours", "good first task", "English"],
    }
    for number in range(20)
]
GROUPS = {f"Group {letter}": [(f"Value {n}", 40 - n) for n in range(8)] for letter in "ABCDEFG"}
TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Search</title></head><body>
<form>{% for name, values in groups.items() %}<fieldset><legend>{{ name }}</legend>
{% for value, count in values %}<label><input type="checkbox" name="{{ name }}" value="{{ value }}">
{{ value }} <span>{{ count }}</span></label>{% endfor %}</fieldset>{% endfor %}</form>
{% for card in cards %}<article>{% for kind in card.kinds %}<span>{{ kind }}</span>{% endfor %}
<a href="/p">{{ card.project }}</a> <span>{{ card.host }}</span>
<h3><a href="/tasks/{{ card.id }}">{{ card.title }}</a></h3><p>{{ card.text }}</p>
<ul>{% for fact in card.facts %}<li>{{ fact }}</li>{% endfor %}</ul></article>{% endfor %}
</body></html>"""


def make_app() -> FastAPI:
    """Make the bare application."""
    app = FastAPI()
    template = Environment(autoescape=True).from_string(TEMPLATE)

    @app.get("/", response_class=HTMLResponse)
    def page() -> HTMLResponse:
        return HTMLResponse(template.render(cards=CARDS, groups=GROUPS))

    return app
