"""The hub's spans of time, and how it slows down when the machine is busy."""

from dataclasses import dataclass

# A position frame may cost at most this share of the pause after it.
POSITIONS_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Timing:
    """Spans in seconds; tests make them short.

    Attributes:
        tick_s: least time between two position frames (40 frames/s).
        slowest_tick_s: most time between them, however busy the machine.
        poll_s: the journal is looked at this often though nothing wakes the hub.
        beat_s: time between two signs of life.
        stale_s: after this long without reading the journal the hub falls silent.
        hello_s: a client must say hello within this time.
        send_s: a client must take a message within this time.
        snapshot_shared_s: joiners share a snapshot at most this old.
        revive_s: pause before a failed loop is begun again.
    """

    tick_s: float = 0.025
    slowest_tick_s: float = 0.5
    poll_s: float = 1.0
    beat_s: float = 5.0
    stale_s: float = 3.0
    hello_s: float = 10.0
    send_s: float = 10.0
    snapshot_shared_s: float = 1.0
    revive_s: float = 0.5

    def next_tick_s(self, tick_s: float, cost_s: float) -> float:
        """The pause after a position frame, given the last pause and what the frame cost.

        Grows until frames cost no more than their share of the pause, and
        shrinks again as they get cheaper.
        """
        wanted = 0.8 * tick_s + 0.2 * cost_s / POSITIONS_SHARE
        return min(max(wanted, self.tick_s), self.slowest_tick_s)
