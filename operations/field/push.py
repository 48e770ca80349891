"""Pushes to dark screens: a channel of notices that wakes the phones of a unit.

A push is sent without content: the service in between learns that something came, never what. The
phone shows that there is something and opens the page, which asks for it.

Source: RFC 8030, RFC 8292 (VAPID); docs/decisions/0143-pushes-without-content.md
"""

import asyncio
import base64
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from domain.errors import OneScreenError
from domain.field.phones import FieldDevice
from operations.notices.channels import ANSWER_WITHIN_S, ChannelError, Message
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.field import phones as kept

if TYPE_CHECKING:  # imported with the first push
    import httpx

log = logging.getLogger(__name__)
LIVES_S = 12 * 3600
# A push that comes later than this is of no use: other channels have told by then.
TTL_S = 600
_GONE = frozenset({404, 410})


class PushKeyError(ValueError):
    """The key of pushes is none."""


@dataclass(frozen=True)
class PushKey:
    """The server's own key, by which a push service knows who sends.

    `contact` is where the service writes to, as `mailto:duty@example.org`.
    """

    private: ec.EllipticCurvePrivateKey
    contact: str

    @property
    def public(self) -> str:
        """What browsers are told."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def proof(self, endpoint: str) -> str:
        """The header of a push to an address."""
        from joserfc import jwt
        from joserfc.jwk import ECKey

        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + LIVES_S,
            "sub": self.contact,
        }
        token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, ECKey.import_key(pem))
        return f"vapid t={token}, k={self.public}"


def read_push_key(text: str, contact: str) -> PushKey:
    """The key of a setting: 32 bytes in URL-safe base64, as tools for VAPID make them.

    Raises:
        PushKeyError: it is none.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if len(raw) != 32:
            raise ValueError("32 bytes are wanted")
        private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except ValueError as error:
        raise PushKeyError(str(error)) from None
    return PushKey(private, contact)


class PushChannel:
    """Wakes the phones of a unit that are on duty and take pushes.

    Args:
        store: where phones are kept.
        work: the lanes of threads.
        key: the server's own.
        is_rung: whether a phone is rung now: nobody off duty is.
        within_s: how long a service may take to answer.
    """

    name = "push"

    def __init__(
        self,
        store: Store,
        work: Work,
        key: PushKey,
        is_rung: Callable[[FieldDevice], bool],
        *,
        within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self._store, self._work, self._key, self._is_rung = store, work, key, is_rung
        self._within_s = within_s

    async def send(self, message: Message) -> None:
        """Push to every phone of the notice's unit; who takes no pushes is left to the others.

        Raises:
            ChannelError: a service did not take it; it is tried again.
        """
        unit_id = message.notice.unit_id
        if unit_id is not None and (failed := await self.wake(unit_id)):
            raise ChannelError(f"推送服务没有接受（HTTP {failed[0]}）")

    async def wake(self, unit_id: str) -> Sequence[int]:
        """Push to the phones of a unit that are on duty; how services refused that did."""
        found = await self._work.read(lambda: self._targets(unit_id))
        failed: list[int] = []
        if not found:
            return failed
        import httpx

        async with httpx.AsyncClient(timeout=self._within_s, trust_env=False) as client:
            for held in found:
                if (status := await self._pushed(client, held.push or "")) in _GONE:
                    await self._forget(held)
                elif status >= 300:
                    failed.append(status)
        return failed

    def _targets(self, unit_id: str) -> Sequence[kept.FieldKey]:
        devices = self._store.ask(lambda rows: kept.bound_to(rows, unit_id))
        rung = [one.device_id for one in devices if self._is_rung(one)]
        keys = self._store.ask(lambda rows: [kept.key_of(rows, one) for one in rung])
        return [one for one in keys if one is not None and one.push]

    async def _pushed(self, client: "httpx.AsyncClient", endpoint: str) -> int:
        import httpx

        headers = {
            "authorization": self._key.proof(endpoint),
            "ttl": str(TTL_S),
            "urgency": "high",
            "content-length": "0",
        }
        try:
            return (await client.post(endpoint, headers=headers)).status_code
        except httpx.HTTPError:
            return 599

    async def _forget(self, held: kept.FieldKey) -> None:
        """The browser has given the address up."""

        def write(tx: Transaction) -> None:
            now = kept.key_of(tx.connection, held.device_id)
            if now is not None and now.push == held.push:
                kept.put_key(tx.connection, replace(now, push=None))

        await in_transaction(self._store, self._work, write)


class Waker:
    """Wakes phones beside what goes on: a call rings whether a service answers or not."""

    def __init__(self, channel: PushChannel) -> None:
        self._channel = channel
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self, unit_id: str) -> None:
        """Begin to wake a unit's phones. On the event loop."""
        task = asyncio.get_running_loop().create_task(self._try(unit_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, unit_id: str) -> None:
        try:
            failed = await self._channel.wake(unit_id)
        except OneScreenError:
            log.warning("phones of a called unit were not woken", exc_info=True)
            return
        if failed:
            log.warning("a push service refused to wake a called unit: HTTP %s", failed[0])
