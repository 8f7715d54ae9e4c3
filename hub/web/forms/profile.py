"""Reads the profile's form: what was typed becomes a profile, or a sentence at each wrong field."""

from collections.abc import Mapping

from hub.services.profiles import Profile
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.web.forms import profile_fields as fields
from hub.web.forms.links import read_links
from hub.web.forms.typed_profile import TypedProfile


def read_profile(typed: TypedProfile) -> tuple[Profile | None, Mapping[str, str]]:
    """Give the profile, or ``None`` with a sentence for each field that is wrong."""
    errors = fields.Errors()
    known_causes = [each.key for each in causes()]
    spoken = fields.read_spoken(typed.spoken, errors)
    profile = Profile(
        name=fields.read_name(typed.name, errors),
        own_line=fields.read_line("own_line", typed.own_line, errors),
        skills=fields.read_skills(typed.skills, errors),
        level=fields.read_level("level", typed.level, errors),
        kinds=fields.read_keys("kinds", typed.kinds, (each.key for each in kinds()), errors),
        causes=fields.read_keys("causes", typed.causes, known_causes, errors),
        hours_per_week=fields.read_hours(typed.hours, errors),
        hours_until=fields.read_day("hours_until", typed.hours_until, errors),
        time_zone=fields.read_time_zone(typed.time_zone, errors),
        spoken=tuple(spoken),
        spoken_levels={code: level for code, level in spoken.items() if level},
        asked_for=fields.read_line("asked_for", typed.asked_for, errors),
        not_asked_for=fields.read_line("not_asked_for", typed.not_asked_for, errors),
        links=read_links(typed.links, errors),
        contact=fields.read_line("contact", typed.contact, errors),
        never_projects=fields.read_projects(typed.never_projects, errors),
        is_findable=typed.is_findable,
        is_suggested=typed.is_suggested,
        suggested_causes=fields.read_keys(
            "suggested_causes", typed.suggested_causes, known_causes, errors
        ),
        paused_until=fields.read_start("paused_until", typed.paused_until, errors),
        seen_by=fields.read_seen_by(typed.seen_by, errors),
    )
    return (None if errors.sentences else profile), errors.sentences
