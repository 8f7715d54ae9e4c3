"""Writes what a program gives into the profile's form, so that the form's reader judges it."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from hub.services.openness import FIELDS
from hub.web.forms.profile_fields import language_code
from hub.web.forms.typed_profile import TypedProfile, TypedSkill, TypedSpoken
from hub.web.schemas import GivenProfile

Value = TypeVar("Value")


def typed_from(before: TypedProfile, given: GivenProfile) -> TypedProfile:
    """Put the given fields over those that stand there; the rest stays."""

    def said(name: str, new: Value, old: Value) -> Value:
        return new if name in given.model_fields_set else old

    hours = "" if given.hours_per_week is None else f"{given.hours_per_week}"
    skills = tuple(TypedSkill(each.skill, each.relation, each.level or "") for each in given.skills)
    never_projects = "\n".join(given.never_projects)
    suggested_causes = tuple(given.suggested_causes)
    return TypedProfile(
        name=said("name", given.name, before.name),
        own_line=said("own_line", given.own_line or "", before.own_line),
        skills=said("skills", skills, before.skills),
        level=said("level", given.level or "", before.level),
        kinds=said("kinds", tuple(given.kinds), before.kinds),
        causes=said("causes", tuple(given.causes), before.causes),
        hours=said("hours_per_week", hours, before.hours),
        hours_until=said("hours_until", f"{given.hours_until or ''}", before.hours_until),
        time_zone=said("time_zone", given.time_zone or "", before.time_zone),
        spoken=tuple(_spoken(before, given)),
        asked_for=said("asked_for", given.asked_for or "", before.asked_for),
        not_asked_for=said("not_asked_for", given.not_asked_for or "", before.not_asked_for),
        links=said("links", "\n".join(given.links), before.links),
        contact=said("contact", given.contact or "", before.contact),
        never_projects=said("never_projects", never_projects, before.never_projects),
        is_findable=said("is_findable", given.is_findable, before.is_findable),
        is_suggested=said("is_suggested", given.is_suggested, before.is_suggested),
        suggested_causes=said("suggested_causes", suggested_causes, before.suggested_causes),
        paused_until=said("paused_until", f"{given.paused_until or ''}", before.paused_until),
        seen_by={**before.seen_by, **given.seen_by},
    )


def not_there(before: TypedProfile, given: GivenProfile) -> Mapping[str, str]:
    """Say which fields and languages are named that are not there, which a form cannot do."""
    errors: dict[str, str] = {}
    spoken = {_code(each.text) for each in _spoken(before, given)}
    for name in given.seen_by:
        if name not in FIELDS:
            errors["seen_by"] = f"There is no such field; there are: {', '.join(FIELDS)}."
    for name in given.spoken_levels:
        if _code(name) not in spoken:
            errors["spoken_levels"] = "Name each of these languages in `spoken` too."
    return errors


def _spoken(before: TypedProfile, given: GivenProfile) -> Iterator[TypedSpoken]:
    """Join languages and how well they are spoken, where one or both of the two were given."""
    said = given.model_fields_set
    names = given.spoken if "spoken" in said else [each.text for each in before.spoken]
    levels: Mapping[str, str] = {_code(each.text): each.level for each in before.spoken}
    if "spoken_levels" in said:
        levels = {_code(name): level for name, level in given.spoken_levels.items()}
    for name in names:
        yield TypedSpoken(name, levels.get(_code(name), ""))


def _code(name: str) -> str:
    return language_code(name) or name
