"""People for pictures, measurements and tests: made beside a running server, and signed in.

As the command line makes an account, but in this process, and with a cheap hash of its password:
a new interpreter and four strong hashes cost two seconds of a processor for each person.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
from argon2 import PasswordHasher

from data_folder import read_account_key
from domain.access.accounts import AccountRules
from domain.access.roles import ADMINISTRATORS
from operations.access.accounts import OPERATOR, NewAccount
from operations.access.entrance import From
from operations.access.people import People
from operations.threads import Work
from settings import Settings
from store import open_store

PASSWORD = "seven quiet herons wade"
HERE = From("127.0.0.1", "a browser")
# Whom the account of a role acts for.
_DEPARTMENTS = {
    "department": "emergency",
    "window_clerk": "governance",
    "duty_clerk": "governance",
    "body_officer": "people_mediation",
    "case_reviewer": "governance",
    "study_secretary": "governance",
    "discipline_officer": "discipline",
}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def session_of(
    data_dir: Path,
    role: str,
    *,
    demo: bool = True,
    name: str = "",
    department: str = "",
    area: str = "",
) -> str:
    """The session cookie of a new account of a role, owing nothing any more.

    Args:
        data_dir: the data folder of the running server.
        role: a word of the access table.
        demo: whether its facts are the demo's.
        name: what it signs in with; `test-` and its role where none is given.
        department: whom it acts for; what its role usually does where none is given.
        area: the area it is bound to; none where none is given.
    """
    name = name or f"test-{role.replace('_', '-')}"  # no account of the demo begins so
    new = NewAccount(name, role, area=area or None, department=department or _DEPARTMENTS.get(role))
    settings = Settings(data_dir=data_dir, demo=demo)
    # A thread of its own: who drives a browser has a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_signed_in(settings, new))).result()


async def _signed_in(settings: Settings, new: NewAccount) -> str:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = open_store(
        url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    work = Work()
    people = People(store, work, AccountRules(), read_account_key(settings), hasher=CHEAP)
    try:
        _, once = await people.accounts.add(OPERATOR, new)
        first = await people.entrance.sign_in(new.name, once, HERE)
        visit = await people.presence.who(first.token)
        if visit is None:
            raise RuntimeError(f"{new.name} was not let in")
        token = await people.own.change_password(visit, once, PASSWORD, HERE.address)
        if new.role in ADMINISTRATORS:
            code = pyotp.TOTP(people.own.enrolment(visit).secret).now()
            await people.own.confirm_enrolment(visit, code, HERE.address)
        return token
    finally:
        people.close()
        work.close()
        store.close()
