"""GitHub's GraphQL API: one question at a time, and what its answers mean.

It answers 200 to nearly everything: a spent budget, a repository that is gone, a question that took
too long. Where GraphQL is not to be had (no token, points spent, a server that does not know a
field), :meth:`GraphQL.ask` gives ``None`` and the caller asks by REST instead. It must not know
records.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from integrations import sentences
from integrations.answers import Answer, unusable
from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable, RateLimited, RecordGone
from integrations.github.answers import error_of
from integrations.github.client import GitHubClient
from integrations.github.queries import Variables
from integrations.github.schemas import GitHubPoints
from integrations.github.tokens import Token
from integrations.http import AnswerTooHeavy, answered_at, rate_limit_reset

_POINTS = "graphql"
# How long a server that did not understand us is left alone.
_SILENCE = timedelta(hours=1)
_WAIT_WHEN_NOT_TOLD = timedelta(minutes=1)
_LIMIT_TYPES = {"RATE_LIMITED", "RATE_LIMIT"}


class TooHeavy(ForgeUnavailable):
    """The question was too much for one answer: ask for less."""


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """The data of an answer, the errors of each place in it, and the server's time."""

    data: Mapping[str, object]
    errors: Mapping[str, Mapping[str, object]]
    answered_at: datetime

    def place(self, alias: str) -> Mapping[str, object] | None:
        """Give what stands under an alias, if it is an object."""
        found = self.data.get(alias)
        return found if isinstance(found, Mapping) else None


class GraphQL:
    """Asks GraphQL questions with the token that has the most points left."""

    def __init__(self, client: GitHubClient) -> None:
        self._client = client
        self._host = client.host
        self._is_silent_until: datetime | None = None

    def is_usable(self) -> bool:
        """Say whether a question could be answered now, as far as we know."""
        until = self._is_silent_until
        is_silent = until is not None and self._client.now() < until
        return self._client.has_tokens() and not is_silent and not self._client.is_spent(_POINTS)

    def is_spent(self) -> bool:
        """Say whether no token has points left, as far as we were told."""
        return self._client.is_spent(_POINTS)

    def ask(self, query: str, variables: Variables, *, subject: str) -> GraphAnswer | None:
        """Ask a question, or give ``None`` where it has to be asked by REST.

        Raises :class:`TooHeavy` for one that is too much, and what concerns every question.
        """
        if not self.is_usable():
            return None
        try:
            answer, token = self._client.post_graphql(
                {"query": query, "variables": variables},
                error_of=lambda answer: self._error_of(answer, subject=subject),
            )
        except AnswerTooHeavy as exc:
            raise TooHeavy(str(exc)) from exc
        except RateLimited:
            if self._client.is_spent(_POINTS):
                return None
            raise
        except _NotSpoken:
            self._is_silent_until = self._client.now() + _SILENCE
            return None
        return self._read(answer, token, subject=subject)

    def error_at(self, answer: GraphAnswer, alias: str, *, subject: str) -> ForgeError | None:
        """Give the error of one place, or ``None`` where it was answered."""
        error = answer.errors.get(alias)
        if error is None:
            place = answer.place(alias)
            if place is not None and place.get("isPrivate") is True:
                return sentences.gone(self._host, subject)
            return None if place is not None else sentences.gone(self._host, subject)
        return self._meaning(error, subject=subject)

    def _meaning(self, error: Mapping[str, object], *, subject: str) -> ForgeError:
        kind, message = error.get("type"), str(error.get("message", ""))
        if kind == "NOT_FOUND":
            return sentences.gone(self._host, subject)
        if kind == "FORBIDDEN" and "SAML" in message:
            return ForgeRefused(
                f"{self._host} shows the {subject} only to tokens that its organisation let in "
                "(SAML). Authorise the token in HUB_GITHUB_TOKENS for that organisation."
            )
        if kind == "FORBIDDEN":
            return ForgeRefused(
                f"{self._host} does not let us read the {subject}. "
                "A token in HUB_GITHUB_TOKENS that may read it would help."
            )
        return unusable(self._host, f"could not answer about the {subject}")

    def _error_of(self, answer: Answer, *, subject: str) -> ForgeError | None:
        """Find what went wrong with a question as a whole."""
        if answer.status in {502, 504}:
            return TooHeavy(str(unusable(self._host, f"took too long over the {subject}")))
        now = self._client.now()
        error = error_of(answer, host=self._host, subject=subject, now=now)
        if isinstance(error, ForgeRefused | RecordGone) and answer.status != 401:
            return _NotSpoken(str(error))
        if error is not None or '"errors"' not in answer.body:
            return error
        body = _object(answer.body)
        if body.get("data"):
            return None
        return self._error_without_data(answer, _errors(body), subject=subject)

    def _error_without_data(
        self, answer: Answer, errors: list[Mapping[str, object]], *, subject: str
    ) -> ForgeError | None:
        now = self._client.now()
        words = " ".join(str(error.get("message", "")) for error in errors).casefold()
        if "rate limit" in words or _LIMIT_TYPES & {str(error.get("type")) for error in errors}:
            full_at = rate_limit_reset(answer.headers)
            has_waited = full_at is None or full_at <= now
            retry_at = now + _WAIT_WHEN_NOT_TOLD if has_waited else full_at
            assert retry_at is not None
            return sentences.rate_limited(self._host, retry_at)
        if "something went wrong" in words or "timeout" in words:
            return TooHeavy(str(unusable(self._host, f"took too long over the {subject}")))
        if all(error.get("path") for error in errors):
            return None
        return _NotSpoken(f"{self._host} does not understand our question about {subject}.")

    def _read(self, answer: Answer, token: Token, *, subject: str) -> GraphAnswer:
        body = _object(answer.body)
        data = body.get("data")
        errors = _errors(body)
        if not isinstance(data, Mapping) and not errors:
            raise unusable(self._host, f"answered with something else than the {subject}")
        held = data if isinstance(data, Mapping) else {}
        self._note_points(held.get("rateLimit"), token)
        return GraphAnswer(held, _by_place(held, errors), answered_at(answer.headers, self._now()))

    def _now(self) -> datetime:
        return self._client.now()

    def _note_points(self, told: object, token: Token) -> None:
        """Note what is left of a token's points; Enterprise may have no limit, and tells none."""
        try:
            points = GitHubPoints.model_validate(told)
        except ValidationError:
            return
        token.budgets.note(points.remaining, points.reset_at, _POINTS)


class _NotSpoken(ForgeError):
    """This server, or this token, does not answer our GraphQL."""


def _by_place(
    data: Mapping[str, object], errors: list[Mapping[str, object]]
) -> dict[str, Mapping[str, object]]:
    """Sort errors by the place that they spoil as a whole; a part that is missing spoils none."""
    found: dict[str, Mapping[str, object]] = {}
    for error in errors:
        path = error.get("path")
        place = path[0] if isinstance(path, list) and path else None
        if isinstance(place, str) and data.get(place) is None:
            found.setdefault(place, error)
    return found


def _errors(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    errors = body.get("errors")
    listed = errors if isinstance(errors, list) else []
    return [error for error in listed if isinstance(error, Mapping)]


def _object(text: str) -> Mapping[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
