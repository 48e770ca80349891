"""People and devices for tests: a store of their own, cheap hashing, a clock that can be moved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from argon2 import PasswordHasher

from domain.access.accounts import Account, AccountRules
from domain.access.callers import Caller
from operations.access.accounts import OPERATOR, NewAccount
from operations.access.entrance import From, SignedIn
from operations.access.people import People as Everything
from operations.access.presence import Visit
from operations.threads import Work
from store import Store
from tests.support.stores import a_store

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct-horse-battery"
HERE = From("192.168.1.7", "a browser")
SYSTEM = Caller("system", "system_admin")
SECURITY = Caller("security", "security_admin")


class People(Everything):
    """Everything about accounts, on a store of its own or on one that is given."""

    def __init__(self, folder: Path, store: Store | None = None, work: Work | None = None) -> None:
        self.moment = datetime.now(UTC)
        self._owns = store is None
        self.store = store or a_store(folder)
        self.work = work or Work()
        super().__init__(
            self.store,
            self.work,
            AccountRules(),
            "a test's account key",
            hasher=CHEAP,
            now=self.now,
        )

    def now(self) -> datetime:
        return self.moment

    def passes(self, **span: float) -> None:
        self.moment += timedelta(**span)

    async def add(self, name: str, role: str = "dispatcher", **more: str | None) -> Account:
        """An account that is ready: password changed, and an administrator's second factor set."""
        made, once = await self.accounts.add(OPERATOR, NewAccount(name, role, **more))
        signed = await self.entrance.sign_in(name, once, HERE)
        visit = await self.visit(signed.token)
        token = await self.own.change_password(visit, once, PASSWORD, HERE.address)
        if role.endswith("_admin"):
            visit = await self.visit(token)
            secret = self.own.enrolment(visit).secret
            await self.own.confirm_enrolment(visit, self.code_of(secret), HERE.address)
            self.passes(seconds=60)
        await self.entrance.sign_out(token, HERE.address)
        return made

    async def sign_in(self, name: str) -> SignedIn:
        """Through all steps."""
        signed = await self.entrance.sign_in(name, PASSWORD, HERE)
        if signed.is_half:
            self.passes(seconds=60)  # a code works once: take the next
            signed = await self.entrance.give_code(signed.token, self.code_now(signed), HERE)
        return signed

    def code_now(self, signed: SignedIn) -> str:
        account = signed.account
        assert account.totp_secret
        return self.code_of(self.register.box.open(account.totp_secret, account.account_id))

    def code_of(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.moment)

    async def token_of(self, role: str, **more: str | None) -> str:
        """The session token of a new account of a role."""
        name = f"{role.replace('_', '-')}-1"
        await self.add(name, role, **more)
        return (await self.sign_in(name)).token

    async def visit(self, token: str) -> Visit:
        found = await self.presence.who(token)
        assert found is not None
        return found

    def told(self, action: str | None = None) -> list[tuple[str, str, dict, dict]]:
        """Records of kind audit: actor, action, state, personal."""
        return [
            (record.actor, record.action, dict(record.state), dict(record.private or {}))
            for record in self.store.records_after(0, limit=5000)
            if record.kind == "audit" and action in {None, record.action}
        ]

    def close(self) -> None:
        super().close()
        if self._owns:
            self.work.close()
            self.store.close()
