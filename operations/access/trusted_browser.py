"""Browsers that have signed an account in before: their mark spares them the waits of strangers.

Somebody who guesses from elsewhere, or from behind the same address, can then not keep a person out
of their own account. A mark lets nobody in; who holds one has waits of their own.

Source: docs/decisions/0060-waits-that-do-not-lock-people-out.md
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from operations.access.passwords import new_token

LIVES = timedelta(days=180)
MOST_MARKS = 8  # as many people share a desk's browser


class Familiar:
    """Makes and reads marks: `<account>.<expiry>.<random>.<mac>`, several joined by `~`.

    Args:
        key: the account key.
    """

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(b"onescreen familiar browser " + key.encode()).digest()

    def of(self, held: str, account_id: str, now: datetime) -> str | None:
        """The mark of an account among those a browser holds; None for none that holds good."""
        for mark in held.split("~")[:MOST_MARKS]:
            body, _, mac = mark.rpartition(".")
            owner, _, rest = body.partition(".")
            expiry = rest.partition(".")[0]
            if owner != account_id or not hmac.compare_digest(mac, self._mac(body)):
                continue
            if expiry.isdigit() and int(expiry) > now.timestamp():
                return body
        return None

    def with_mark(self, held: str, account_id: str, now: datetime) -> str:
        """What a browser holds once it has signed an account in."""
        body = f"{account_id}.{int((now + LIVES).timestamp())}.{new_token()[:16]}"
        others = [one for one in held.split("~") if one and not one.startswith(account_id + ".")]
        return "~".join([f"{body}.{self._mac(body)}", *others[: MOST_MARKS - 1]])

    def _mac(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()[:32]
