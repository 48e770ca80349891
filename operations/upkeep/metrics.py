"""What a watcher of machines collects: rates, delays, queues and ages, for Prometheus.

Counts are kept where they arise (feeds, hub, lanes) and only read here, when somebody asks. Two
delays are measured by this module: of commits, which the store tells, and of the event loop.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from domain.moments import from_iso
from store import Store

LOOP_ASKED_EVERY_S = 0.25
COMMIT_STEPS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LOOP_STEPS_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
FEED_STATES = ("ok", "idle", "silent", "failed")

Told = Mapping[str, Any]
Reasons = Mapping[tuple[str, str, str], int]


class Metrics:
    """Everything `/metrics` tells.

    Args:
        store: tells how long its commits take.
        feeds: the health of every feed, as `/healthz` has it.
        reasons: messages refused, by feed, code and field.
        hub: the health of the live thread.
        lanes: calls waiting for the threads, by lane.
        stopped: parts that have ended though they should run.
    """

    def __init__(
        self,
        store: Store,
        *,
        feeds: Callable[[], Mapping[str, Told]],
        reasons: Callable[[], Reasons],
        hub: Callable[[], Told],
        lanes: Callable[[], Mapping[str, int]],
        stopped: Callable[[], Sequence[str]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._feeds, self._reasons, self._hub = feeds, reasons, hub
        self._lanes, self._stopped, self._now = lanes, stopped, now
        self._registry = CollectorRegistry(auto_describe=True)
        self._commits = Histogram(
            "onescreen_commit_seconds",
            "Time a transaction of facts took from its last statement until it was on disk.",
            buckets=COMMIT_STEPS_S,
            registry=self._registry,
        )
        self._loop = Histogram(
            "onescreen_loop_delay_seconds",
            f"How late the event loop woke, asked every {LOOP_ASKED_EVERY_S} s.",
            buckets=LOOP_STEPS_S,
            registry=self._registry,
        )
        self._registry.register(self)
        store.on_commit_time(self._commits.observe)

    async def run(self) -> None:
        """Measure how late the event loop is until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOP_ASKED_EVERY_S
            await asyncio.sleep(LOOP_ASKED_EVERY_S)
            self._loop.observe(max(0.0, loop.time() - due))

    def told(self) -> bytes:
        """The figures of this moment in the text format of Prometheus."""
        return generate_latest(self._registry)

    def describe(self) -> Iterator[Metric]:
        """None beforehand: what there is depends on the feeds heard so far."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """What the parts of the product say about themselves now."""
        yield from self._of_feeds()
        yield from self._of_live(self._hub())
        waiting = GaugeMetricFamily(
            "onescreen_queue_waiting",
            "Calls begun or queued and not yet answered.",
            labels=["lane"],
        )
        for lane, count in sorted(self._lanes().items()):
            waiting.add_metric([lane], count)
        yield waiting
        stopped = GaugeMetricFamily(
            "onescreen_part_stopped",
            "1 for a part that has ended though it should run.",
            labels=["part"],
        )
        for part in sorted(self._stopped()):
            stopped.add_metric([part], 1)
        yield stopped

    def _of_feeds(self) -> Iterator[Metric]:
        accepted = CounterMetricFamily(
            "onescreen_messages_accepted", "Messages accepted since the start.", labels=["feed"]
        )
        age = GaugeMetricFamily(
            "onescreen_feed_age_seconds", "Since the last message was accepted.", labels=["feed"]
        )
        state = GaugeMetricFamily(
            "onescreen_feed_state", "1 for the state a feed is in.", labels=["feed", "state"]
        )
        for name, told in sorted(self._feeds().items()):
            accepted.add_metric([name], told["accepted"])
            if told["last_at"]:
                heard = from_iso(str(told["last_at"]))
                age.add_metric([name], max(0.0, (self._now() - heard).total_seconds()))
            for word in FEED_STATES:
                state.add_metric([name, word], float(told["state"] == word))
        refused = CounterMetricFamily(
            "onescreen_messages_refused",
            "Messages refused since the start, by code of the refusal and field at fault.",
            labels=["feed", "code", "field"],
        )
        for labels, count in sorted(self._reasons().items()):
            refused.add_metric(list(labels), count)
        yield from (accepted, age, state, refused)

    def _of_live(self, hub: Told) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "onescreen_live_alive",
            "1 while facts and positions both flow.",
            value=float(hub["alive"]),
        )
        yield GaugeMetricFamily(
            "onescreen_live_lag_records",
            "Records committed and not yet on screens.",
            value=hub["lag"],
        )
        yield GaugeMetricFamily(
            "onescreen_live_clients", "Live sockets served now.", value=hub["clients"]
        )
        yield CounterMetricFamily(
            "onescreen_journal_seq", "Number of the newest record.", value=hub["seq"]
        )
        yield CounterMetricFamily(
            "onescreen_live_frames", "Frames sent since the start.", value=hub["frames"]
        )
        yield CounterMetricFamily(
            "onescreen_live_encodings", "Frames encoded since the start.", value=hub["encodings"]
        )
        yield CounterMetricFamily(
            "onescreen_live_slow_closed",
            "Sockets closed for being too slow.",
            value=hub["slow_closed"],
        )
        yield CounterMetricFamily(
            "onescreen_live_refused",
            "Sockets turned away for being too many.",
            value=hub["refused"],
        )
