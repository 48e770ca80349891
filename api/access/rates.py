"""How often somebody may ask: counters per account, device and address, kept by `limits`."""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

log = logging.getLogger(__name__)

# On loopback sit gateways and load tests; only what is certainly a fault is too much there.
LOCAL_IS_LARGER = 100
_SWEPT_EVERY_S = 5.0
_ANSWER_WITHIN_S = 0.25
_REDIS_REST_S = 10.0


@dataclass(frozen=True, slots=True)
class RateRules:
    """How much is too much, for callers that are not on loopback."""

    address: str = "12000/minute"
    account: str = "6000/minute"
    device: str = "1200/minute"
    public: str = "30/minute"
    sockets_per_address: int = 100
    requests_per_address: int = 200
    messages_per_s: int = 1000
    storage: str = ""


class RatesError(Exception):
    """A rate or the place where rates are kept cannot be read; the text says which."""


class Rates:
    """Counts what each caller asked in the present window.

    Counting never fails a request: when the shared storage does not answer, this process counts
    for itself for a while, and says so once.
    """

    def __init__(self, rules: RateRules) -> None:
        self._items = {
            name: _item(name, getattr(rules, name))
            for name in ("address", "account", "device", "public")
        }
        self._local = {name: _larger(item) for name, item in self._items.items()}
        self._memory = SweptMemory()
        self._own = FixedWindowRateLimiter(self._memory)
        self._shared = FixedWindowRateLimiter(_storage(rules.storage)) if rules.storage else None
        self._shared_rests_until = float("-inf")

    async def wait_s(self, kind: str, who: str, *, is_local: bool) -> int | None:
        """Count one request; None when it may pass, else the seconds to wait (at least 1)."""
        item = (self._local if is_local else self._items)[kind]
        who = f"{kind}:{'local:' if is_local else ''}{who}"
        if self._shared is not None and time.monotonic() >= self._shared_rests_until:
            try:
                async with asyncio.timeout(_ANSWER_WITHIN_S):
                    return await _counted(self._shared, item, who)
            except Exception:
                # Whatever a client library raises: a limit that cannot be kept together is kept
                # alone; no caller is refused for it.
                log.exception("the shared storage of rates does not answer; counting alone")
                self._shared_rests_until = time.monotonic() + _REDIS_REST_S
        self._memory.sweep_now_and_then()
        return await _counted(self._own, item, who)


async def _counted(limiter: FixedWindowRateLimiter, item: RateLimitItem, who: str) -> int | None:
    if await limiter.hit(item, who):
        return None
    window = await limiter.get_window_stats(item, who)
    return max(1, round(window.reset_time - time.time()))


class SweptMemory(MemoryStorage):
    """The library's memory, swept now and then instead of whole at every request.

    A flood from many addresses would otherwise make each request look at all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._swept_at = time.monotonic()
        self.timer: Any = _Busy()  # the library then believes a sweep of its own is under way

    def sweep_now_and_then(self) -> None:
        """Forget windows that have passed."""
        if time.monotonic() - self._swept_at < _SWEPT_EVERY_S:
            return
        self._swept_at = time.monotonic()
        now = time.time()
        for key in [key for key, until in self.expirations.items() if until <= now]:
            self.expirations.pop(key, None)
            self.storage.pop(key, None)
            self.locks.pop(key, None)


class _Busy:
    @staticmethod
    def done() -> bool:
        return False

    @staticmethod
    def cancel() -> None:
        """Nothing runs."""


class Pace:
    """A token bucket: `per_s` a second on average, twice that at once. Cheap: one per socket."""

    def __init__(self, per_s: float, *, now: float) -> None:
        self._per_s = per_s
        self._left = self._most = 2 * per_s
        self._at = now

    def allows(self, now: float) -> bool:
        """Take one; False when none is left."""
        self._left = min(self._most, self._left + (now - self._at) * self._per_s)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _item(name: str, words: str) -> RateLimitItem:
    try:
        item = parse(words)
        if item.amount < 1:
            raise ValueError
        return item
    except ValueError:
        raise RatesError(f"the rate per {name} cannot be read: write it like 600/minute") from None


def _larger(item: RateLimitItem) -> RateLimitItem:
    return type(item)(item.amount * LOCAL_IS_LARGER, item.multiples)


def _storage(address: str) -> Storage:
    """The shared storage a setting names, for instance redis://host:6379/0.

    Raises:
        RatesError: unknown, or its package is not installed.
    """
    uri = address if address.startswith("async+") else f"async+{address}"
    options = {"implementation": "redispy"} if "redis" in uri else {}
    try:
        return storage_from_string(uri, **options)  # type: ignore[return-value]
    except (ConfigurationError, ValueError) as error:
        raise RatesError(
            f"rates cannot be kept there ({error}); for Redis install the package redis"
        ) from None
