"""`run --metrics`: what Prometheus scrapes of a bot that keeps an archive."""

import importlib.util
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lightbulb_audit.archiver import Archiver
from lightbulb_audit.errors import InputError

if TYPE_CHECKING:
    from prometheus_client.core import Metric

OPTION: Final = "--metrics"
_PREFIX: Final = "lightbulb_audit"


def check() -> None:
    """See that metrics can be told.

    Raises:
        InputError: If the package for it is missing.
    """
    if importlib.util.find_spec("prometheus_client") is None:
        problem = "the package prometheus-client is missing; run: pip install 'lightbulb-audit[metrics]'"
        raise InputError(OPTION, problem)


def format_metrics(archiver: Archiver | None) -> str:
    """Return the metrics of an archive in Prometheus's text format; nothing where there is no archive."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - an extra

    registry = CollectorRegistry()
    if archiver is not None:
        registry.register(_Watched(archiver))
    return generate_latest(registry).decode()


def _families(archiver: Archiver) -> "Iterable[Metric]":
    from prometheus_client.core import (  # noqa: PLC0415 - as above
        CounterMetricFamily,
        GaugeMetricFamily,
        SummaryMetricFamily,
    )

    found = archiver.statistics()
    tally = found.tally
    counters = {
        "events": ("Entries that came as events and were kept.", tally.events),
        "pages": ("Pages of Discord's audit log that were read and kept.", tally.pages),
        "rows": ("Rows that were written to the archive.", tally.rows),
        "requests": ("Requests for Discord's audit log that collecting made, retries among them.", found.requests),
    }
    gauges = {
        "requests_left": ("Requests that collecting may still make within this second.", found.requests_left),
        "servers": ("Servers whose log this process collects.", found.servers),
        "servers_behind": ("Servers of which the archive may lack something that Discord has.", found.behind),
        "archive_up": ("Whether the archive's database does its part.", int(archiver.store.trouble is None)),
    }
    for name, (meaning, value) in counters.items():
        yield CounterMetricFamily(f"{_PREFIX}_{name}", meaning, value=value)
    for name, (meaning, value) in gauges.items():
        yield GaugeMetricFamily(f"{_PREFIX}_{name}", meaning, value=value)
    meaning = "Seconds from the making of the newest of some events to its row in the archive."
    yield SummaryMetricFamily(f"{_PREFIX}_event_lag_seconds", meaning, count_value=tally.bursts, sum_value=tally.lag)


class _Watched:
    """What a registry asks at each scrape."""

    def __init__(self, archiver: Archiver) -> None:
        self._archiver = archiver

    def collect(self) -> "Iterable[Metric]":
        """Return all metrics as they are now."""
        return _families(self._archiver)
