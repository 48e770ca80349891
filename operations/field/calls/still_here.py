"""Whether somebody whose line broke may come back: their session stands and their account too."""

from collections.abc import Callable
from datetime import datetime

from domain.access.accounts import AccountRules, is_alive
from domain.field.phones import Phone
from operations.access.presence import Visit
from operations.clock import utc_now
from operations.threads import Work
from store import Store
from store.field.phones import device_of


class StillHere:
    """Asks the store, not what was remembered a moment ago."""

    def __init__(
        self,
        store: Store,
        work: Work,
        rules: AccountRules,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._rules, self._now = store, work, rules, now

    async def was_signed_out(self, visit: Visit | None) -> bool:
        """Whether a visit is over; the demo's own dispatcher never is.

        Raises:
            OneScreenError: the store cannot be asked.
        """
        if visit is None or visit.session is None:
            return False
        hashed, account_id = visit.session.token_hash, visit.session.account_id

        def look() -> bool:
            with self._store.accounts() as rows:
                session, account = rows.session(hashed), rows.account(account_id)
            return not (
                session and account and is_alive(session, account, self._rules, self._now())
            )

        return await self._work.read(look)

    async def is_out(self, phone: Phone) -> bool:
        """Whether the binding of a phone is over, or its account stopped.

        Raises:
            OneScreenError: the store cannot be asked.
        """
        device_id, name = phone.device_id, phone.device.account

        def look() -> bool:
            held = self._store.ask(lambda rows: device_of(rows, device_id))
            with self._store.accounts() as rows:
                account = rows.account_named(name)
            return (
                held is None or held.revoked_at is not None or not (account and account.is_enabled)
            )

        return await self._work.read(look)
