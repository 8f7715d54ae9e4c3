"""How keys are called in a sentence. Handed in, so that matching knows no vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """Labels of skills, kinds, causes, spoken languages and efforts by key.

    A key without a label stands for itself.
    """

    skills: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    causes: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=dict)
    efforts: Mapping[str, str] = field(default_factory=dict)

    def skill(self, key: str) -> str:
        """Name a skill: ``Rust``."""
        return self.skills.get(key, key)

    def kind(self, key: str) -> str:
        """Name a kind of work as it stands inside a sentence: ``translation``."""
        return _inside_sentence(self.kinds.get(key, key))

    def cause(self, key: str) -> str:
        """Name a cause as it stands inside a sentence: ``climate``."""
        return _inside_sentence(self.causes.get(key, key.replace("-", " ")))

    def language(self, code: str) -> str:
        """Name a spoken language by its code: ``Polish``."""
        return self.spoken.get(code) or self.spoken.get(code.split("-", maxsplit=1)[0], code)

    def effort(self, key: str) -> str:
        """Say how long an effort is: ``an evening or two``."""
        return self.efforts.get(key, f"the time of a {key} task")


def _inside_sentence(label: str) -> str:
    """Lower the first letter, unless the first word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
