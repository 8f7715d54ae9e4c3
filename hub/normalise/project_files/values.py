"""What a project's own file says, as frozen values. Knows no file format and no row."""

from dataclasses import dataclass, fields
from datetime import date

MAX_PROBLEMS = 40
MAX_AI_RULE_CHARS = 300
MAX_PERSON_CHARS = 200
MAX_HOMEPAGE_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a file, in plain words; ``line`` counts from 1."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a file says of its project; ``None`` is not said.

    ``labels`` are those whose issues may be advertised; ``maintainers`` are names, never mail
    addresses; ``stewards`` are handles on the forge of the file's repository.
    """

    name: str | None = None
    summary: str | None = None
    homepage: str | None = None
    stage: str | None = None
    causes: tuple[str, ...] | None = None
    licence: str | None = None
    maintainers: tuple[str, ...] | None = None
    is_listed: bool | None = None
    labels: tuple[str, ...] | None = None
    newcomers_a_month: int | None = None
    ai_rule: str | None = None
    answered_by: str | None = None
    away_until: date | None = None
    stewards: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NeedWords:
    """A need as its file says it. Empty lists and ``None`` are not said; ``line`` is its title's.

    ``key`` stays the same for as long as the need is the same one.
    """

    key: str
    title: str
    line: int
    what: str = ""
    kinds: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    level: str | None = None
    effort: str | None = None
    answered_by: str | None = None
    mentor: str | None = None
    expires_on: date | None = None
    spoken: str | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file as far as it could be read. One that is not ``is_readable`` says nothing at all."""

    words: OwnWords = OwnWords()
    needs: tuple[NeedWords, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_readable: bool = True


class Problems:
    """Gathers the mistakes of one file; of very many only the first are kept."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, line: int, words: str) -> None:
        """Note a mistake."""
        self._found.append(Problem(max(line, 1), words))

    def in_order(self) -> tuple[Problem, ...]:
        """Give them by line, each once."""
        found = sorted(dict.fromkeys(self._found), key=lambda each: each.line)
        left = len(found) - MAX_PROBLEMS
        if left <= 0:
            return tuple(found)
        rest = Problem(found[MAX_PROBLEMS].line, f"from here on {left} more mistakes.")
        return (*found[:MAX_PROBLEMS], rest)


def first_said(files: tuple[OwnWords, ...]) -> OwnWords:
    """Put the words of files together: of each thing the first that says it counts.

    One that asks not to be listed is heard wherever it stands.
    """
    said = {
        field.name: next((value for value in _values(files, field.name) if value is not None), None)
        for field in fields(OwnWords)
    }
    if any(each.is_listed is False for each in files):
        said["is_listed"] = False
    return OwnWords(**said)  # type: ignore[arg-type]  # the fields keep their types


def to_plain(words: OwnWords) -> dict[str, object]:
    """Write words as a JSON object of what is said."""
    return {
        field.name: _plain(value)
        for field in fields(OwnWords)
        if (value := getattr(words, field.name)) is not None
    }


def from_plain(said: dict[str, object]) -> OwnWords:
    """Read what :func:`to_plain` wrote; names that are not known any more are left out."""
    names = {field.name for field in fields(OwnWords)}
    values = {name: _value(name, value) for name, value in said.items() if name in names}
    return OwnWords(**values)  # type: ignore[arg-type]  # as to_plain wrote them


def _values(files: tuple[OwnWords, ...], name: str) -> list[object]:
    return [getattr(each, name) for each in files]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(str(value)) if name == "away_until" else value
