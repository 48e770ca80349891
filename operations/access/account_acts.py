"""What every act on an account begins and ends with: may they, is the name free, and the record."""

from collections.abc import Iterable
from typing import Any

from domain.access.access import NotAllowedError, require
from domain.access.accounts import Account
from domain.access.callers import Caller
from domain.audit.audit import audit
from domain.errors import ConflictError
from store import Transaction


def check_other(caller: Caller, name: str) -> None:
    """Refuse who may not keep accounts, or means their own.

    Raises:
        NotAllowedError: either.
    """
    require(caller, "accounts.manage")
    if caller.actor == name:
        raise NotAllowedError(says="own_account", field="name")


def check_free(others: Iterable[Account], account: Account) -> None:
    """Refuse a name or an e-mail that somebody else has.

    Raises:
        ConflictError: either is taken.
    """
    for one in others:
        if one.name == account.name:
            raise ConflictError(says="sign_in_name_taken", field="name", code="name_taken")
        if account.email and one.email == account.email:
            raise ConflictError(says="email_taken", field="email", code="email_taken")


def tell(
    tx: Transaction,
    action: str,
    caller: Caller,
    account: Account,
    address: str | None,
    **about: Any,
) -> None:
    """Write down inside a transaction what somebody did to an account."""
    said = {name: value for name, value in about.items() if value is not None}
    tx.append(
        audit(
            action, actor=caller.actor, subject=account.name, at=tx.at, address=address, about=said
        )
    )
