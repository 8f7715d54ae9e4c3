"""Turns the keys of closed sets into the words and sentences that pages print. Pure.

The voice is that of the design direction: plain, dated, and honest about what is not known.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from markupsafe import Markup, escape

from hub.matching.sentences import Sentence
from hub.matching.telling import Voice, tell
from hub.models import Fluency, Freshness, Health
from hub.views import Ending, EstimateView, FreshnessView, TaskCard
from hub.vocabulary.causes import cause
from hub.vocabulary.effort_signs import effort_sign
from hub.vocabulary.kinds import kind
from hub.vocabulary.skills import skill_name
from hub.vocabulary.spoken import spoken_name
from hub.vocabulary.terms import effort, effort_rank, impact, level
from hub.web.dates import date_tag, time_tag

# What is longer is a sentence, not the name of who answers.
LONGEST_NAME_CHARS = 30

FRESHNESS_LABELS = {
    "open": "Open, nobody on it",
    "quiet": "Quiet for a while",
    "taken": "Somebody is on it",
    "review": "Being reviewed",
    "asleep": "Asleep",
    "unknown": "Not known",
    "closed": "Closed",
}
MARK_LABELS = {
    "answered": "Somebody answered",
    "newcomer": "Good first task",
    "mentor": "Mentor ready",
    "help": "Help wanted",
}
LIFE_LABELS = {
    "lively": "Lively",
    "steady": "Steady",
    "quiet": "Quiet",
    "asleep": "Asleep",
    "ended": "Archived by its owners",
}
FACET_LEGENDS = {
    "kind": "Kind of work",
    "freshness": "Freshness",
    "effort": "Time it takes",
    "spoken": "Language of work",
    "level": "Level",
    "mark": "Marked as",
    "skill": "Skill",
    "language": "Programming language",
    "cause": "Cause",
    "forge": "Forge",
    "life": "Life of the project",
    "licence": "Licence",
    "project": "Project",
    "mentor": "Can mentor",
    "learning": "Wants to learn",
}
STAGE_LABELS = {
    "concept": "an idea so far (concept)",
    "development": "being built (development)",
    "beta": "being tried out (beta)",
    "stable": "in use (stable)",
    "obsolete": "no longer kept (obsolete)",
}
HEALTH_LABELS = {
    Health.UNREAD: "Not read yet",
    Health.GOOD: "In good health",
    Health.WAITING: "Waiting",
    Health.REFUSED: "Refused",
    Health.GONE: "Gone",
    Health.UNREACHABLE: "Does not answer",
}
FORGE_LABELS = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "forgejo": "Forgejo",
    "gitea": "Gitea",
    "memory": "Sample forge",
}


FLUENCIES: Mapping[str, str] = {
    Fluency.BASIC: "basic",
    Fluency.CONVERSATIONAL: "conversational",
    Fluency.FLUENT: "fluent",
    Fluency.NATIVE: "native",
}


def kind_label(key: str) -> str:
    """Name a kind of work; an unknown key is shown as words."""
    found = kind(key)
    return found.label if found else plain_words(key)


def kind_icon(key: str) -> str:
    """Name the icon of a kind in the sprite."""
    found = kind(key)
    return found.icon if found else "help-circle"


def is_kind(key: str) -> bool:
    """Say whether a key is one of our kinds of work."""
    return kind(key) is not None


def kind_class(key: str) -> str:
    """Give the class that colours a kind; an unknown key stays uncoloured."""
    return f"kind-{key}" if kind(key) else "kind-other"


def cause_label(key: str) -> str:
    """Name a cause."""
    found = cause(key)
    return found.label if found else plain_words(key)


def fluency_label(key: str) -> str:
    """Say how well a language is spoken."""
    return FLUENCIES.get(key, key)


def level_label(key: str) -> str:
    """Say how much practice is asked for."""
    found = level(key)
    return found.label if found else plain_words(key)


def effort_label(key: str) -> str:
    """Say how long it takes, as in a strip."""
    found = effort(key)
    return found.label if found else plain_words(key)


def estimate_label(estimate: EstimateView) -> str:
    """Say how long a task takes by a guess, which tells small tasks from others and no more."""
    more = " or more" if effort_rank(estimate.effort) else ""
    return f"{effort_label(estimate.effort)}{more}"


def estimate_reason(estimate: EstimateView) -> str:
    """Say what a guess rests on, as it ends a sentence: "for the title names one file"."""
    signs = (effort_sign(key) for key in estimate.basis)
    because = listed(tuple(sign.because for sign in signs if sign and sign.because))
    return f"for {because}" if because else "for the words of its title"


def impact_label(key: str) -> str:
    """Say how much a project says depends on a task."""
    found = impact(key)
    return found.label if found else plain_words(key)


def effort_filter_label(key: str) -> str:
    """Say how long it takes, as beside a box."""
    found = effort(key)
    return found.filter_label if found else plain_words(key)


def facet_legend(name: str) -> str:
    """Name a group of filters."""
    return FACET_LEGENDS.get(name) or plain_words(name)


_FACET_LABELS: dict[str, Callable[[str], str]] = {
    "kind": kind_label,
    "cause": cause_label,
    "skill": skill_name,
    "mentor": skill_name,
    "learning": skill_name,
    "spoken": spoken_name,
    "effort": effort_filter_label,
    "level": lambda key: capitalised(level_label(key)),
    "freshness": lambda key: FRESHNESS_LABELS.get(key) or plain_words(key),
    "mark": lambda key: MARK_LABELS.get(key) or plain_words(key),
    "life": lambda key: LIFE_LABELS.get(key) or plain_words(key),
}


def facet_label(name: str, value: str) -> str:
    """Name one value of a facet; hosts, licences and languages are their own names."""
    label = _FACET_LABELS.get(name)
    return label(value) if label else value


def stage_label(key: str) -> str:
    """Say how far a project is."""
    return STAGE_LABELS.get(key) or plain_words(key)


_FORGE_HOSTS = {"github.com": "GitHub", "gitlab.com": "GitLab", "codeberg.org": "Codeberg"}


def forge_label(key: str) -> str:
    """Name the software of a forge."""
    return FORGE_LABELS.get(key) or plain_words(key)


def forge_host(host: str) -> str:
    """Name a forge by its host as people call it: GitHub, Codeberg, or the host itself."""
    return _FORGE_HOSTS.get(host, host)


def health_label(health: Health) -> str:
    """Say in a word or two how the last try went."""
    return HEALTH_LABELS[health]


def plain_words(key: str) -> str:
    """Make words of a key that no table knows: "some_key" becomes "Some key"."""
    return capitalised(key.replace("_", " ").replace("-", " "))


def capitalised(text: str) -> str:
    """Raise the first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def freshness_sentence(view: FreshnessView, now: datetime) -> Markup:
    """Say how free a task is, with the date of the last word where it is known."""
    match view.state:
        case Freshness.OPEN:
            return _dated("Open, last word ", "Open", view, now)
        case Freshness.QUIET if is_away(view.away_until, now):
            return Markup("Quiet, {}").format(away_words(view.steward, view.away_until, now))
        case Freshness.QUIET:
            return _dated("Quiet, last word ", "Quiet for a while", view, now)
        case Freshness.TAKEN:
            return _taken(view, now)
        case Freshness.REVIEW:
            return Markup("A change is being reviewed")
        case Freshness.ASLEEP:
            return _asleep(view, now)
        case Freshness.CLOSED:
            return _ended(view, now)
        case _:
            return _dated(
                "Not known if it is free, last word ", "Not known if it is free", view, now
            )


def freshness_brief(view: FreshnessView, now: datetime) -> Markup:
    """Say the same in a narrow column: the date alone where a shape and hidden words say more."""
    if view.state is Freshness.OPEN and view.since is not None:
        return Markup('<span class="hidden">Open, last word </span>{}').format(
            time_tag(view.since, now)
        )
    is_only_quiet = view.state is Freshness.QUIET and not is_away(view.away_until, now)
    if is_only_quiet and view.since is not None:
        return Markup("Last word {}").format(time_tag(view.since, now))
    return freshness_sentence(view, now)


def is_away(away_until: date | None, now: datetime) -> bool:
    """Say whether who answers for a project is away still; on the day itself they are back."""
    return away_until is not None and away_until > now.date()


def away_words(
    steward: str | None, away_until: date | None, now: datetime, *, nobody: str = "the team"
) -> Markup:
    """Say who is away until when; the day must be known. ``nobody`` stands for who has no name."""
    if away_until is None:
        raise ValueError("Who is away must be away until a day.")
    day = date_tag(datetime.combine(away_until, time(), UTC), now)
    return Markup("<bdi>{}</bdi> is away until {}").format(_name_in(steward) or nobody, day)


def _name_in(answered_by: str | None) -> str | None:
    """Take the name from what a project says of who answers: “Noor, within a week” is Noor."""
    name = re.split(r"[,;:(]", answered_by or "", maxsplit=1)[0].strip()
    return name if len(name) <= LONGEST_NAME_CHARS else None


def task_facts(card: TaskCard) -> tuple[tuple[str, str], ...]:
    """List what else decides, as (icon, words); what is not known is left out."""
    facts: list[tuple[str, str]] = []
    if card.effort:
        facts.append(("clock", effort_label(card.effort)))
    if card.is_newcomer_fit:
        facts.append(("stairs", "good first task"))
    elif card.level:
        facts.append(("stairs", level_label(card.level)))
    if card.has_mentor:
        facts.append(("school", "mentor ready"))
    if card.spoken:
        facts.append(("message-circle", spoken_name(card.spoken)))
    return tuple(facts)


def listed(words: tuple[str, ...]) -> str:
    """Join words as people do: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def life_sentence(life: str | None, last_change_at: datetime | None, now: datetime) -> Markup:
    """Say how alive a project is, from dates; ``life`` is its key, ``None`` where not known."""
    if life == "ended":
        return Markup("Archived by its owners")
    if life is None or last_change_at is None:
        return Markup("Not known when it last changed")
    label = LIFE_LABELS.get(life) or plain_words(life)
    return Markup("{}: last change {}").format(label, time_tag(last_change_at, now))


# A project's life is drawn with the shapes of freshness.
LIFE_SHAPES = {
    "lively": "open",
    "steady": "open",
    "quiet": "quiet",
    "asleep": "asleep",
    "ended": "closed",
}


def life_shape(life: str | None) -> str:
    """Name the shape, and with it the colour, of a project's life."""
    return LIFE_SHAPES.get(life or "", "unknown")


def _dated(start: str, alone: str, view: FreshnessView, now: datetime) -> Markup:
    if view.since is None:
        return escape(alone)
    return Markup("{}{}").format(start, time_tag(view.since, now))


def _taken(view: FreshnessView, now: datetime) -> Markup:
    who = view.who
    if not who:
        return Markup("Somebody is on it")
    named = listed(who) if len(who) <= 2 else f"{who[0]} and {len(who) - 1} others"
    verb = "is" if len(who) == 1 else "are"
    said = Markup("<bdi>{}</bdi> {} on it").format(named, verb)
    if view.until is None or view.until <= now:
        return said
    return said + Markup(" until {}").format(date_tag(view.until, now))


def _ended(view: FreshnessView, now: datetime) -> Markup:
    match view.ending:
        case Ending.GONE:
            return Markup("Gone from its forge, deleted or moved away")
        case Ending.ARCHIVED:
            return Markup("Archived by its owners")
        case _:
            return _dated("Closed, last word ", "Closed", view, now)


def _asleep(view: FreshnessView, now: datetime) -> Markup:
    if view.since is None:
        return Markup("Asleep")
    if now - view.since >= timedelta(days=365):
        years = (now - view.since).days // 365
        return Markup('Asleep, no word for <span title="{}">{}</span>').format(
            view.since.strftime("last word %Y-%m-%d"), "a year" if years == 1 else f"{years} years"
        )
    return Markup("Asleep, last word {}").format(time_tag(view.since, now))


def told(sentence: Sentence, about_person: bool, language: str) -> str:  # noqa: FBT001
    """Tell a reason to others or to the person, in one of the languages that there are."""
    return tell(sentence, Voice.ABOUT if about_person else Voice.TO, language)
