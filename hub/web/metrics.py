"""Numbers for the operator's monitoring, in Prometheus' form: no text of a reader, no name."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlmodel import Session

from hub.services import numbers, sources

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
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
        self._tasks = Gauge("hub_open_tasks", "Open tasks.", registry=self._registry)
        self._projects = Gauge("hub_projects", "Listed projects.", registry=self._registry)
        self._sources = Gauge(
            "hub_sources", "Sources by state.", ("health", "paused"), registry=self._registry
        )

    def count(self, method: str, route: str, *, status: int, duration_s: float) -> None:
        """Count one request. A method nobody knows is counted as ``other``: labels stay few."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._duration.labels(route).observe(duration_s)

    def text(self, session: Session) -> bytes:
        """Give all numbers; those of the database are counted now."""
        self._tasks.set(numbers.count_tasks(session))
        self._projects.set(numbers.count_projects(session))
        self._sources.clear()
        for (is_paused, health), number in sources.count_by_state(session).items():
            self._sources.labels(health.value, str(is_paused).lower()).set(number)
        return generate_latest(self._registry)
