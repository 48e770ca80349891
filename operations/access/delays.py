"""How long an address, a browser, or a name nobody has, must wait after failing to sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access.accounts import FREE_FAILURES, aged, wait_after

# A room where people mistype now and then never comes to wait; whoever guesses does.
FORGIVEN_EVERY = timedelta(minutes=3)
MOST_REMEMBERED = 10_000
# Many people may sit behind one address: it is given more tries than one account.
FREE_PER_ADDRESS = 20


@dataclass(frozen=True, slots=True)
class _Failed:
    count: float
    until: datetime
    last: datetime

    def left(self, key: str, now: datetime) -> float:
        """The failures that still count; a name nobody has ages like one that somebody has."""
        if key.startswith("name "):
            return aged(int(self.count), self.last, now)
        return max(0.0, self.count - (now - self.last) / FORGIVEN_EVERY)


class Delays:
    """Failures by key, in memory, bounded. Keys begin with what they name, as `address `."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failed] = {}

    def until(self, key: str, now: datetime) -> datetime | None:
        """The moment before which a key may not try again; None when it may."""
        held = self._failures.get(key)
        return held.until if held and held.until > now else None

    def failed(self, key: str, now: datetime) -> int:
        """Count one failure; how many count by now."""
        held = self._failures.get(key)
        count = (held.left(key, now) if held else 0.0) + 1
        free = FREE_PER_ADDRESS if key.startswith("address ") else FREE_FAILURES
        self._make_room(now)
        wait = wait_after(round(count) - free + FREE_FAILURES)
        self._failures[key] = _Failed(count, now + wait, now)
        return round(count)

    def succeeded(self, key: str) -> None:
        """Forget a key's failures."""
        self._failures.pop(key, None)

    def _make_room(self, now: datetime) -> None:
        if len(self._failures) < MOST_REMEMBERED:
            return
        self._failures = {
            key: held
            for key, held in self._failures.items()
            if held.until > now or held.left(key, now)
        }
        while len(self._failures) >= MOST_REMEMBERED:
            self._failures.pop(next(iter(self._failures)))
