"""What a project is for, by its topics and its description."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from hub.normalise.phrases import Phrasebook, phrasebook
from hub.vocabulary.causes import causes

MAX_CAUSES = 3
MAX_TEXT_CHARS = 1000
_TOPIC_WEIGHT = 2


def causes_of(topics: Sequence[str], description: str | None) -> tuple[str, ...]:
    """Name up to three causes, the one that most speaks for first; empty where nothing does."""
    votes: Counter[str] = Counter()
    whole_topics = _whole_topics()
    for topic in topics:
        folded = _fold_topic(topic)
        said = whole_topics.get(folded) or {key for _, key in _words().find(folded)}
        votes.update(dict.fromkeys(said, _TOPIC_WEIGHT))
    if description:
        votes.update({key for _, key in _words().find(description[:MAX_TEXT_CHARS].casefold())})
    places = {each.key: place for place, each in enumerate(causes())}
    return tuple(sorted(votes, key=lambda key: (-votes[key], places[key])))[:MAX_CAUSES]


def _fold_topic(topic: str) -> str:
    return " ".join(topic.casefold().replace("-", " ").replace("_", " ").split())


@cache
def _words() -> Phrasebook:
    return phrasebook((word.casefold(), each.key) for each in causes() for word in each.words)


@cache
def _whole_topics() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in causes():
        for topic in each.topics:
            found.setdefault(_fold_topic(topic), []).append(each.key)
    return {topic: tuple(keys) for topic, keys in found.items()}
