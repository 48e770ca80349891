"""Accounts as an administrator keeps them: add, change, stop, reset. Every act is journalled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.access.access import require
from domain.access.accounts import (
    Account,
    check_one_remains,
    folded_name,
    read_email,
    read_name,
    read_role,
)
from domain.access.callers import Caller
from domain.access.reserved_names import is_reserved
from domain.errors import InvalidError
from domain.fields import as_text
from domain.maps.known_areas import check_known
from operations.access.account_acts import check_free, check_other, tell
from operations.access.passwords import new_token, one_time_password
from operations.access.register import Register, no_account
from store import Transaction

FIRST = "admin"
FIRST_START = Caller("first start", "security_admin")
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
    email: str | None = None
    has_password: bool = True


class Accounts:
    """Keeps the accounts. Every call asks the access table again, whatever a page allowed."""

    def __init__(self, register: Register) -> None:
        self._register = register

    async def all(self, caller: Caller) -> list[Account]:
        """Every account, by name.

        Raises:
            NotAllowedError: the caller may not see them.
        """
        require(caller, "accounts.manage")
        return await self._register.read(lambda rows: rows.accounts())

    async def named(self, caller: Caller, name: str) -> Account:
        """The account of a login name.

        Raises:
            NotAllowedError: the caller may not see it.
            NotFoundError: there is none.
        """
        require(caller, "accounts.manage")
        found = await self._register.read(lambda rows: rows.account_named(name))
        if found is None:
            raise no_account()
        return found

    async def add(
        self, caller: Caller, new: NewAccount, *, address: str | None = None
    ) -> tuple[Account, str]:
        """Add an account; returns it and its one-time password, to be told once.

        One that signs in elsewhere only has no password but an e-mail; "" is returned.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: the name, role, area or e-mail is not one.
            ConflictError: the name or e-mail is taken.
        """
        require(caller, "accounts.manage")
        if is_reserved(folded_name(new.name)):
            raise InvalidError(says="name_reserved", field="name")
        account, password = await self._made(new)

        def write(tx: Transaction) -> Account:
            check_free(tx.accounts.accounts(), account)
            tx.accounts.put_account(account)
            tell(tx, "account_added", caller, account, address, role=account.role)
            return account

        return await self._register.write(write), password

    async def add_first(self) -> tuple[Account, str] | None:
        """The security administrator of a store that has none; None when there is one.

        An account made at the command line before the first start must not leave nobody who may
        make others.
        """
        account, password = await self._made(NewAccount(FIRST, "security_admin", "首任安全管理员"))

        def write(tx: Transaction) -> Account | None:
            if any(one.name == FIRST or one.role == account.role for one in tx.accounts.accounts()):
                return None
            tx.accounts.put_account(account)
            tell(tx, "account_added", FIRST_START, account, None, role=account.role)
            return account

        made = await self._register.write(write)
        return (made, password) if made else None

    async def _made(self, new: NewAccount) -> tuple[Account, str]:
        name = read_name(new.name)
        area, department = new.area or None, new.department or None
        read_role(new.role, area, department)
        self._check_area(area)
        email = read_email(new.email)
        if not new.has_password and email is None:
            raise InvalidError(says="email_missing", field="email")
        password = one_time_password() if new.has_password else ""
        shown = new.display_name.strip() or name
        account = Account(
            account_id=new_token()[:16],
            name=name,
            display_name=as_text(shown, "display_name", longest=64),
            role=new.role,
            area=area,
            department=department and as_text(department, "department", longest=64),
            email=email,
            password_hash=await self._register.passwords.hash(password) if password else None,
            password_at=self._register.now(),
            must_change=bool(password),
            created_at=self._register.now(),
        )
        return account, password

    def _check_area(self, area: str | None) -> None:
        """Whoever is bound to an area the map does not know would see nothing."""
        if area is not None:
            check_known(area, self._register.areas())

    async def change(
        self,
        caller: Caller,
        name: str,
        *,
        role: str,
        area: str | None,
        department: str | None,
        display_name: str | None = None,
        email: str | None = None,
        address: str | None = None,
    ) -> Account:
        """Give an account another role, area, department, name or e-mail; its sessions end.

        Nobody changes their own, so nobody comes to hold two offices.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
            InvalidError: the role, area, department or e-mail is not one.
            ConflictError: the e-mail is taken, or no security administrator would be left.
        """
        area, department = area or None, department or None
        read_role(role, area, department)
        self._check_area(area)
        department = department and as_text(department, "department", longest=64)
        shown = display_name and as_text(display_name, "display_name", longest=64)
        post = None if email is None else read_email(email)

        def step(account: Account) -> Account:
            subject = account.oidc_subject if post == account.email or email is None else None
            return replace(
                account, oidc_subject=subject, role=role, area=area, department=department,
                display_name=shown or account.display_name,
                email=account.email if email is None else post,
            )  # fmt: skip

        return await self._change(
            caller, name, "account_changed", step, address, role=role, area=area
        )

    async def disable(self, caller: Caller, name: str, *, address: str | None = None) -> Account:
        """Stop an account and end its sessions at once.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
            ConflictError: no security administrator would be left.
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

    async def unlock(self, caller: Caller, name: str, *, address: str | None = None) -> Account:
        """End the wait after wrong passwords; sessions go on.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """

        def step(held: Account) -> Account:
            return replace(held, failures=0, locked_until=None)

        return await self._change(
            caller, name, "account_unlocked", step, address, ends_sessions=False
        )

    async def remove_factor(
        self, caller: Caller, name: str, *, address: str | None = None
    ) -> Account:
        """Take the second factor off, for somebody who has lost the phone; sessions end.

        Raises:
            NotAllowedError: the caller may not, or names themselves.
            NotFoundError: no such account.
        """

        def step(held: Account) -> Account:
            return replace(held, totp_secret=None, recovery=())

        return await self._change(caller, name, "second_factor_removed", step, address)

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
        hashed = await self._register.passwords.hash(password)
        now = self._register.now()

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

    async def _change(
        self,
        caller: Caller,
        name: str,
        action: str,
        step: Callable[[Account], Account],
        address: str | None,
        *,
        ends_sessions: bool = True,
        **about: Any,
    ) -> Account:
        check_other(caller, name)

        def write(tx: Transaction) -> Account:
            before = tx.accounts.account_named(name)
            if before is None:
                raise no_account()
            after = step(before)
            others = [one for one in tx.accounts.accounts() if one.name != name]
            if before.role == "security_admin":
                check_one_remains(others, after)
            check_free(others, after)
            tx.accounts.put_account(after)
            if ends_sessions:
                tx.accounts.end_sessions_of(after.account_id)
            tell(tx, action, caller, after, address, **about)
            return after

        return await self._register.write(write)
