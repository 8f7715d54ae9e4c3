"""How keys are called in a sentence. Handed in, so that matching knows no vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.matching.sentences import Name


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

    def skill(self, key: str) -> Name:
        """Name a skill: ``Rust``."""
        return Name("skill", key, self.skills.get(key, key))

    def kind(self, key: str) -> Name:
        """Name a kind of work: ``Translation``."""
        return Name("kind", key, self.kinds.get(key, key))

    def cause(self, key: str) -> Name:
        """Name a cause: ``Climate``."""
        return Name("cause", key, self.causes.get(key) or key.replace("-", " "))

    def language(self, code: str) -> Name:
        """Name a spoken language by its code: ``Polish``."""
        main = code.split("-", maxsplit=1)[0]
        return Name("language", code, self.spoken.get(code) or self.spoken.get(main, code))

    def effort(self, key: str) -> Name:
        """Say how long an effort is: ``an evening or two``."""
        return Name("effort", key, self.efforts.get(key) or f"the time of a {key} task")
