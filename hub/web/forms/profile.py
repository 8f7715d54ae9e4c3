"""Reads the profile's form: what was typed becomes a profile, or a sentence at each wrong field."""

from collections.abc import Mapping

from hub.services.profiles import Profile
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.web.forms import profile_fields as fields
from hub.web.forms.typed_profile import TypedProfile


def read_profile(typed: TypedProfile) -> tuple[Profile | None, Mapping[str, str]]:
    """Give the profile, or ``None`` with a sentence for each field that is wrong."""
    errors = fields.Errors()
    profile = Profile(
        name=fields.read_name(typed.name, errors),
        own_line=fields.read_line("own_line", typed.own_line, errors),
        skills=fields.read_skills(typed.skills, errors),
        level=fields.read_level("level", typed.level, errors),
        kinds=fields.read_keys("kinds", typed.kinds, (each.key for each in kinds()), errors),
        causes=fields.read_keys("causes", typed.causes, (each.key for each in causes()), errors),
        hours_per_week=fields.read_hours(typed.hours, errors),
        spoken=fields.read_spoken(typed.spoken, errors),
        never_projects=fields.read_projects(typed.never_projects, errors),
        is_findable=typed.is_findable,
        is_suggested=typed.is_suggested,
        paused_until=fields.read_start("paused_until", typed.paused_until, errors),
        seen_by=fields.read_seen_by(typed.seen_by, errors),
    )
    return (None if errors.sentences else profile), errors.sentences
