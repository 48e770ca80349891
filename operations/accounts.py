"""Accounts as an administrator keeps them: add, change, stop, reset. Every act is journalled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from domain.access import NotAllowedError, require
from domain.accounts import Account, Session, read_name, read_role
from domain.audit import audit
from domain.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.fields import as_text
from operations.passwords import Passwords, new_token, one_time_password
from operations.presence import Presence
from operations.work import Work
from store import Store, Transaction

T = TypeVar("T")
# At the server's own command line: whoever can run it can read the database as well.
OPERATOR = Caller("operator", "security_admin")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an administrator says of a new account."""

    name: str
    role: str
    display_name: str = ""
    area: str | None = None
    department: str | None = None


class Accounts:
    """Keeps the accounts. Every call asks the access table again, whatever a page allowed."""

    def __init__(
        self,
        store: Store,
        work: Work,
        passwords: Passwords,
        presence: Presence,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._work = work
        self._passwords = passwords
        self._presence = presence
        self._now = now

    async def all(self, caller: Caller) -> list[Account]:
        """Every account, by name.

        Raises:
            NotAllowedError: the caller may not see them.
        """
        require(caller, "accounts.manage")
        return await self._work.read(self._all)

    def _all(self) -> list[Account]:
        with self._store.accounts() as rows:
            return rows.accounts()

    async def add(
        self, caller: Caller, new: NewAccount, *, address: str | None = None
    ) -> tuple[Account, str]:
        """Add an account; returns it and its one-time password, to be told once.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: the name, role or area is not one.
            ConflictError: the name is taken.
        """
        require(caller, "accounts.manage")
        account, password = await self._made(new)

        def write(tx: Transaction) -> Account:
            if tx.accounts.account_named(account.name) is not None:
                raise ConflictError("这个登录名已被使用", field="name", code="name_taken")
            tx.accounts.put_account(account)
            _tell(tx, "account_added", caller, account, address, role=account.role)
            return account

        return await self._write(write), password

    async def _made(self, new: NewAccount) -> tuple[Account, str]:
        name = read_name(new.name)
        area, department = new.area or None, new.department or None
        read_role(new.role, area, department)
        password = one_time_password()
        shown = new.display_name.strip() or name
        account = Account(
            account_id=new_token()[:16],
            name=name,
            display_name=as_text(shown, "display_name", longest=64),
            role=new.role,
            area=area,
            department=department and as_text(department, "department", longest=64),
            password_hash=await self._passwords.hash(password),
            password_at=self._now(),
            must_change=True,
            created_at=self._now(),
        )
        return account, password

    async def change(
        self,
        caller: Caller,
        name: str,
        *,
        role: str,
        area: str | None,
        department: str | None,
        display_name: str | None = None,
        address: str | None = None,
    ) -> Account:
        """Give an account another role, area or department; its sessions end.

        Nobody changes their own, so nobody comes to hold two offices.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
            InvalidError: the role, area or department is not one.
        """
        area, department = area or None, department or None
        read_role(role, area, department)

        def step(account: Account) -> Account:
            shown = (display_name or "").strip() or account.display_name
            return replace(account, role=role, area=area, department=department, display_name=shown)

        return await self._change(
            caller, name, "account_changed", step, address, role=role, area=area
        )

    async def disable(self, caller: Caller, name: str, *, address: str | None = None) -> Account:
        """Stop an account and end its sessions at once.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """
        return await self._change(
            caller, name, "account_disabled", lambda held: replace(held, is_enabled=False), address
        )

    async def enable(self, caller: Caller, name: str, *, address: str | None = None) -> Account:
        """Let a stopped or locked account sign in again.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """

        def step(held: Account) -> Account:
            return replace(held, is_enabled=True, failures=0, locked_until=None)

        return await self._change(caller, name, "account_enabled", step, address)

    async def reset(
        self,
        caller: Caller,
        name: str,
        *,
        second_factor: bool = False,
        address: str | None = None,
    ) -> str:
        """A new one-time password; the lock and the sessions end, perhaps the second factor too.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """
        password = one_time_password()
        hashed = await self._passwords.hash(password)
        now = self._now()

        def step(held: Account) -> Account:
            held = replace(
                held, password_hash=hashed, password_at=now, must_change=True,
                failures=0, locked_until=None,
            )  # fmt: skip
            return replace(held, totp_secret=None, recovery=()) if second_factor else held

        await self._change(
            caller, name, "password_reset", step, address, second_factor=second_factor
        )
        return password

    async def sessions(self, caller: Caller, name: str) -> list[Session]:
        """The sessions of an account, last used first.

        Raises:
            NotAllowedError: the caller may not see them.
            NotFoundError: no such account.
        """
        require(caller, "accounts.manage")

        def read() -> list[Session]:
            with self._store.accounts() as rows:
                account = rows.account_named(name)
                if account is None:
                    raise NotFoundError("没有这个账号", field="name")
                return rows.sessions_of(account.account_id)

        return await self._work.read(read)

    async def end_sessions(self, caller: Caller, name: str, *, address: str | None = None) -> None:
        """End every session of an account.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """
        await self._change(caller, name, "session_revoked", lambda held: held, address)

    async def _change(
        self,
        caller: Caller,
        name: str,
        action: str,
        step: Callable[[Account], Account],
        address: str | None,
        **about: Any,
    ) -> Account:
        require(caller, "accounts.manage")
        if caller.actor == name:
            raise NotAllowedError("不能修改自己的账号", field="name")

        def write(tx: Transaction) -> Account:
            before = tx.accounts.account_named(name)
            if before is None:
                raise NotFoundError("没有这个账号", field="name")
            after = step(before)
            tx.accounts.put_account(after)
            tx.accounts.end_sessions_of(after.account_id)
            _tell(tx, action, caller, after, address, **about)
            return after

        return await self._write(write)

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        def run() -> T:
            with self._store.transaction() as tx:
                return steps(tx)

        done = await self._work.write(run)
        self._presence.forget()
        return done


def _tell(
    tx: Transaction,
    action: str,
    caller: Caller,
    account: Account,
    address: str | None,
    **about: Any,
) -> None:
    said = {name: value for name, value in about.items() if value is not None}
    tx.append(
        audit(
            action, actor=caller.actor, subject=account.name, at=tx.at, address=address, about=said
        )
    )
