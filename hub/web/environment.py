"""The template environment: strict, autoescaped, and the filters that templates may use.

Filters, not functions: Jinja calls a filter at less than half the price.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hub.matching.wording import shortened
from hub.vocabulary.skills import skill_name
from hub.vocabulary.spoken import spoken_name
from hub.web import dates, wording
from hub.web.addresses import browse_address
from hub.web.fragments import Fragments, facet_row, marked
from hub.web.icons import Icons, gauge, seats
from hub.web.markdown import render_markdown
from hub.web.pages.suggestions import told_first


def make_environment(templates_dir: Path, icon: Icons) -> Environment:
    """Make the environment; a template that names what it was not given fails."""
    environment = Environment(
        loader=FileSystemLoader(templates_dir),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    _add_words(environment)
    _add_parts(environment, icon)
    return environment


def _add_words(environment: Environment) -> None:
    environment.filters.update(
        capitalised=wording.capitalised,
        cause_label=wording.cause_label,
        counted=dates.counted,
        day=dates.day_tag,
        effort_label=wording.effort_label,
        estimate_label=wording.estimate_label,
        estimate_reason=wording.estimate_reason,
        fluency_label=wording.fluency_label,
        forge_host=wording.forge_host,
        forge_label=wording.forge_label,
        freshness_sentence=wording.freshness_sentence,
        health_label=wording.health_label,
        hours=dates.hours,
        impact_label=wording.impact_label,
        kind_class=wording.kind_class,
        level_label=wording.level_label,
        listed=wording.listed,
        number=_number,
        skill_name=skill_name,
        spoken_name=spoken_name,
        stage_label=wording.stage_label,
        task_facts=wording.task_facts,
        told=wording.told,
        told_first=told_first,
        without_scheme=_without_scheme,
    )
    environment.globals.update(browse_address=browse_address)


def _add_parts(environment: Environment, icon: Icons) -> None:
    parts = Fragments(icon)
    environment.filters.update(
        facet_row=facet_row,
        facts=parts.facts,
        fresh=parts.fresh,
        fresh_brief=parts.fresh_brief,
        fresh_pill=parts.fresh_pill,
        gauge=gauge,
        icon=icon,
        is_web_address=is_web_address,
        kind_chip=parts.kind_chip,
        kind_chips=parts.kind_chips,
        life=parts.life,
        markdown=render_markdown,
        marked=marked,
        one_line=shortened,
        time_tag=dates.time_tag,
    )
    environment.globals.update(seats=seats)


def _number(value: int) -> str:
    return f"{value:,}"


def is_web_address(url: str) -> bool:
    """Say whether an address may be linked: what a forge or a person wrote may be anything."""
    return url.startswith(("https://", "http://"))


def _without_scheme(url: str) -> str:
    """Shorten a web address for reading."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")
