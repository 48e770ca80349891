"""The question of a media server: may this reader read this path? Answered from memory.

MediaMTX asks for every reader, old ones for every piece of a playlist.

Source: docs/decisions/0132; MediaMTX docs/2-features/06-authentication.md
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from operations.clock import utc_now

# A key holds as long as a look may go on without a new one: our own requests carry the newest.
LASTS = timedelta(hours=12)
MOST_KEYS = 4000
_READS = frozenset({"read", "playback"})


class MediaHook:
    """Makes keys for paths, and tells whether a reader's fits.

    Args:
        logins: name of a source → user and secret by which its own API is asked, and cameras
            publish to it.
        now: the clock.
    """

    def __init__(
        self, logins: Mapping[str, tuple[str, str]], now: Callable[[], datetime] = utc_now
    ) -> None:
        self._logins, self._now = logins, now
        self._keys: dict[str, tuple[str, datetime]] = {}

    def key_for(self, source: str, path: str) -> str:
        """A key with which a path may be read; of whichever source it is."""
        now = self._now()
        if len(self._keys) >= MOST_KEYS:
            self._drop_old(now)
        key = secrets.token_urlsafe(24)
        self._keys[key] = path.strip("/"), now + LASTS
        return key

    def allows(self, asked: Mapping[str, Any]) -> bool:
        """Whether a reader may; empty credentials never."""
        action = asked.get("action")
        if action in _READS:
            return self._reads(str(asked.get("token") or ""), str(asked.get("path") or ""))
        user, password = str(asked.get("user") or ""), str(asked.get("password") or "")
        if not user or not password:
            return False
        pair = f"{user}\0{password}".encode()
        return any(
            name and secret and hmac.compare_digest(pair, f"{name}\0{secret}".encode())
            for name, secret in self._logins.values()
        )

    def _reads(self, key: str, path: str) -> bool:
        found = self._keys.get(key)
        return found is not None and found[0] == path.strip("/") and found[1] > self._now()

    def _drop_old(self, now: datetime) -> None:
        self._keys = {key: held for key, held in self._keys.items() if held[1] > now}
        while len(self._keys) >= MOST_KEYS:
            self._keys.pop(next(iter(self._keys)))
