"""Everything about those who sign in, made once from the store."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from argon2 import PasswordHasher

from domain.accounts import Rules
from operations.accounts import Accounts
from operations.audit import Audit
from operations.devices import Devices
from operations.entrance import Entrance
from operations.own_account import OwnAccount
from operations.passwords import STRONG, Passwords
from operations.presence import Presence
from operations.work import Work
from store import Store

log = logging.getLogger(__name__)
LOOK_EVERY_S = 3.0


class People:
    """Accounts, sessions, devices, and the record of what they do.

    Attributes:
        presence: who is behind a token.
        accounts: what an administrator does with accounts.
        entrance: signing in and out.
        own: what people do with their own account.
        devices: walls and feeds.
        audit: the record.
        are_none: no account exists yet, so nobody could sign in.
    """

    are_none = False

    def __init__(
        self,
        store: Store,
        work: Work,
        rules: Rules,
        *,
        hasher: PasswordHasher = STRONG,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._work = store, work
        self._passwords = Passwords(hasher)
        self.presence = Presence(store, work, rules, now)
        self.accounts = Accounts(store, work, self._passwords, self.presence, now)
        self.entrance = Entrance(store, work, self._passwords, self.presence, now)
        self.own = OwnAccount(store, work, self._passwords, self.presence, now)
        self.devices = Devices(store, work, self.presence, now)
        self.audit = Audit(store, work, now)

    async def look(self) -> None:
        """See whether there is an account; one may be added at the command line."""
        self.are_none = not await self._work.read(self._any)

    def _any(self) -> bool:
        with self._store.accounts() as rows:
            return bool(rows.accounts())

    async def watch(self) -> None:
        """Look again until there is one; accounts are stopped, never deleted."""
        while self.are_none:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()
        log.info("there are accounts: everybody signs in")

    def close(self) -> None:
        """Finish the hashing under way."""
        self._passwords.close()
