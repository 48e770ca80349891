"""Accounts of the demo's centre, so that a new user can try each role; never made without the demo.

All have one password, made for this data folder alone: a password known to the world would let a
stranger in wherever a demo is reached from elsewhere.
"""

from collections.abc import Iterable

from domain.access.accounts import Account
from domain.access.callers import Caller
from operations.access.account_acts import tell
from operations.access.accounts import NewAccount
from operations.access.passwords import new_token
from operations.access.register import Register
from store import Transaction

DEMO = Caller("demo", "security_admin")


async def ensure_demo_accounts(
    register: Register, members: Iterable[NewAccount], password: str
) -> int:
    """Add the accounts that are missing; returns how many were. Those that are there stay."""
    known = {one.name for one in await register.read(lambda rows: rows.accounts())}
    missing = [one for one in members if one.name not in known]
    if not missing:
        return 0
    hashed = await register.passwords.hash(password)
    made = [_made(one, hashed, register) for one in missing]

    def write(tx: Transaction) -> None:
        for account in made:
            tx.accounts.put_account(account)
            tell(tx, "account_added", DEMO, account, None, role=account.role)

    await register.write(write)
    return len(made)


def _made(new: NewAccount, hashed: str, register: Register) -> Account:
    now = register.now()
    return Account(
        account_id=new_token()[:16],
        name=new.name,
        display_name=new.display_name,
        role=new.role,
        created_at=now,
        area=new.area,
        department=new.department,
        password_hash=hashed,
        password_at=now,
        ready_at=now,
    )
