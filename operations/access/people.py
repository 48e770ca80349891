"""Everything about those who sign in, made once from the store."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from argon2 import PasswordHasher

from domain.access.accounts import AccountRules
from domain.access.alarms import AlarmRules
from operations.access.account_sessions import AccountSessions
from operations.access.accounts import Accounts
from operations.access.alarms import Alarms
from operations.access.audit import Audit
from operations.access.devices import Devices
from operations.access.entrance import Entrance
from operations.access.own_account import OwnAccount
from operations.access.passwords import STRONG, Passwords
from operations.access.presence import Presence
from operations.access.register import Register
from operations.access.secret_box import SecretBox
from operations.access.trusted_browser import Familiar
from operations.threads import Work
from store import Store

log = logging.getLogger(__name__)
LOOK_EVERY_S = 3.0


class People:
    """Accounts, sessions, devices, and the record of what they do.

    Args:
        store: where they are kept.
        work: the lanes it is asked on.
        rules: what the settings say about passwords and sessions.
        key: the account key, which seals second factors.
        hasher: what a password costs; tests take a cheap one.
        alarms: how many failures are too many.
        now: the clock.

    Attributes:
        presence: who is behind a token.
        accounts: what an administrator does with accounts.
        sessions: the sessions of others, seen and ended.
        entrance: signing in and out.
        own: what people do with their own account.
        devices: walls and feeds.
        audit: the record.
        alarms: what looks like an intrusion.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        rules: AccountRules,
        key: str,
        *,
        hasher: PasswordHasher = STRONG,
        alarms: AlarmRules | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.presence = Presence(store, work, rules, now)
        self.register = Register(
            store, work, Passwords(hasher), self.presence, SecretBox(key), Familiar(key), now=now
        )
        self.accounts = Accounts(self.register)
        self.sessions = AccountSessions(self.register)
        self.alarms = Alarms(store, work, alarms or AlarmRules(), now)
        self.entrance = Entrance(self.register, self.alarms)
        self.own = OwnAccount(self.register)
        self.devices = Devices(self.register)
        self.audit = Audit(store, work, now, self.alarms)

    @property
    def nobody_yet(self) -> bool:
        """Whether no account has ever been made ready by its owner."""
        return self.register.nobody_yet

    async def look(self) -> None:
        """See whether anybody is ready; an account may be added at the command line."""
        await self.register.look()

    async def watch(self) -> None:
        """Look again until somebody is; accounts are stopped, never deleted."""
        while self.nobody_yet:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()
        log.info("there are accounts: everybody signs in")

    def close(self) -> None:
        """Finish the hashing under way."""
        self.register.passwords.close()
