"""Numbers for the operator's monitoring, in Prometheus' form: no text of a reader, no name."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlmodel import Session

from hub.services import numbers, sources, vitals
from hub.services.budgets import budgets
from hub.services.concentration import concentration

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Labels stay few: of a thousand sources those are told that were read longest ago.
_MOST_SOURCES = 50
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The counters of one app, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hub_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._duration = Histogram(
            "hub_request_duration_seconds",
            "Time from a request to the end of its answer.",
            ("route",),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )
        self._webhooks = Counter(
            "hub_webhooks",
            "Deliveries of forges by what became of them.",
            ("forge", "event", "outcome"),
            registry=self._registry,
        )
        self._tasks = Gauge("hub_open_tasks", "Open tasks.", registry=self._registry)
        self._projects = Gauge("hub_projects", "Listed projects.", registry=self._registry)
        self._sources = Gauge(
            "hub_sources", "Sources by state.", ("health", "paused"), registry=self._registry
        )
        self._long_unread = self._gauge(
            "hub_sources_long_unread", "Sources not read well for more than eight days."
        )
        self._ages = self._gauge(
            "hub_source_good_age_seconds",
            "Time since a source was read well, of those read longest ago; +Inf: never.",
            "source",
        )
        self._records = self._gauge(
            "hub_records_last_day", "Records of the pulls of the last 24 hours.", "what"
        )
        budget = ("forge", "host", "token", "resource")
        self._left = self._gauge(
            "hub_token_budget_left", "Requests that a token may still make, as last told.", *budget
        )
        self._limits = self._gauge(
            "hub_token_budget_limit", "Requests that a token may make in a window.", *budget
        )
        self._workers = self._gauge("hub_workers_alive", "Workers that gave a sign of life lately.")
        self._people = self._gauge(
            "hub_people", "People who ask to be suggested; suggested to a task: of these.", "what"
        )
        self._spread = self._gauge(
            "hub_suggestions_spread",
            "How suggestions of 30 days spread: share of the tenth with the most, Gini's number.",
            "measure",
        )

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self._registry)

    def count(self, method: str, route: str, *, status: int, duration_s: float) -> None:
        """Count one request. A method nobody knows is counted as ``other``: labels stay few."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._duration.labels(route).observe(duration_s)

    def count_webhook(self, forge: str, event: str, *, outcome: str) -> None:
        """Count one delivery. The caller gives names it knows, never what was sent."""
        self._webhooks.labels(forge, event, outcome).inc()

    def text(self, session: Session, *, now: datetime) -> bytes:
        """Give all numbers; those of the database are counted now."""
        self._tasks.set(numbers.count_tasks(session))
        self._projects.set(numbers.count_projects(session))
        self._sources.clear()
        for (is_paused, health), number in sources.count_by_state(session).items():
            self._sources.labels(health.value, str(is_paused).lower()).set(number)
        self._measure_sources(session, now=now)
        self._measure_budgets(session, now=now)
        self._workers.set(vitals.count_workers(session, now=now))
        self._measure_suggestions(session, now=now)
        return generate_latest(self._registry)

    def _measure_sources(self, session: Session, *, now: datetime) -> None:
        _, long_unread = sources.count_by_age(session, now=now)
        self._long_unread.set(long_unread)
        self._ages.clear()
        for source in vitals.oldest_reads(session, now=now, limit=_MOST_SOURCES):
            age = source.age.total_seconds() if source.age is not None else float("inf")
            self._ages.labels(source.name).set(age)
        counts = vitals.records_of_a_day(session, now=now)
        for what in ("seen", "changed", "skipped", "gone"):
            self._records.labels(what).set(getattr(counts, what))

    def _measure_budgets(self, session: Session, *, now: datetime) -> None:
        self._left.clear()
        self._limits.clear()
        for each in budgets(session, now=now):
            labels = (each.forge, each.host, str(each.number), each.resource)
            self._left.labels(*labels).set(each.left)
            self._limits.labels(*labels).set(each.limit)

    def _measure_suggestions(self, session: Session, *, now: datetime) -> None:
        found = concentration(session, now=now)
        for what, number in (
            ("asked", found.people),
            ("suggested_ever", found.ever),
            ("suggested_last_30_days", found.lately),
        ):
            self._people.labels(what).set(number)
        self._spread.clear()
        for measure, value in (("top_tenth", found.top_tenth), ("gini", found.gini)):
            if value is not None:
                self._spread.labels(measure).set(value)
