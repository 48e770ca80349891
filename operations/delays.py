"""How long an address, or a name nobody has, must wait after failing to sign in."""

from datetime import datetime, timedelta

from domain.accounts import FREE_FAILURES, wait_after

FORGOTTEN_AFTER = timedelta(hours=2)
MOST_REMEMBERED = 10_000
# Many people may sit behind one address: it is given more tries than one account.
FREE_PER_ADDRESS = 20


class Delays:
    """Failures by key, in memory, bounded. Keys begin with `address ` or `name `."""

    def __init__(self) -> None:
        self._failures: dict[str, tuple[int, datetime, datetime]] = {}

    def until(self, key: str, now: datetime) -> datetime | None:
        """The moment before which a key may not try again; None when it may."""
        _, until, _ = self._failures.get(key, (0, now, now))
        return until if until > now else None

    def failed(self, key: str, now: datetime) -> None:
        """Count one failure."""
        count, _, last = self._failures.get(key, (0, now, now))
        count = 1 if now - last > FORGOTTEN_AFTER else count + 1
        free = FREE_PER_ADDRESS if key.startswith("address ") else FREE_FAILURES
        self._make_room(now)
        self._failures[key] = (count, now + wait_after(count - free + FREE_FAILURES), now)

    def succeeded(self, key: str) -> None:
        """Forget a key's failures."""
        self._failures.pop(key, None)

    def _make_room(self, now: datetime) -> None:
        if len(self._failures) < MOST_REMEMBERED:
            return
        self._failures = {
            key: kept for key, kept in self._failures.items() if now - kept[2] <= FORGOTTEN_AFTER
        }
        while len(self._failures) >= MOST_REMEMBERED:
            self._failures.pop(next(iter(self._failures)))
