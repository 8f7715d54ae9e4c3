"""The vocabulary's labels in the form that matching takes them."""

from functools import cache

from hub.matching.names import Names
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.skills import skills
from hub.vocabulary.spoken import spoken_languages
from hub.vocabulary.terms import efforts


@cache
def vocabulary_names() -> Names:
    """Give the labels of everything that a reason may name."""
    return Names(
        skills={each.key: each.name for each in skills()},
        kinds={each.key: each.label for each in kinds()},
        causes={each.key: each.label for each in causes()},
        spoken={each.code: each.name for each in spoken_languages()},
        efforts={each.key: each.label for each in efforts()},
    )
