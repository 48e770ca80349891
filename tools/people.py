"""People for pictures, measurements and tests: made beside a running server, and signed in.

As the command line makes an account, but in this process, and with a cheap hash of its password:
a new interpreter and four strong hashes cost two seconds of a processor for each person.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from argon2 import PasswordHasher

from data_folder import read_account_key
from domain.access.accounts import AccountRules
from domain.access.callers import Caller
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
Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, signed in.

    Args:
        name: what they sign in with.
        token: the session cookie.
        secret: of the second factor; empty where the role needs none.
    """

    name: str
    token: str
    secret: str = ""


def session_of(data_dir: Path, role: str, *, demo: bool = True) -> str:
    """The session cookie of a new account of a role, owing nothing any more."""
    return person_of(data_dir, role, demo=demo).token


def person_of(
    data_dir: Path,
    role: str,
    *,
    demo: bool = True,
    name: str = "",
    department: str = "",
    area: str = "",
) -> Person:
    """A new account of a role, signed in and owing nothing any more.

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

    async def steps(people: People) -> Person:
        return await _made(people, new)

    return _beside(Settings(data_dir=data_dir, demo=demo), steps)


def signed_in_again(
    data_dir: Path, person: Person, *, demo: bool = True, now: Clock = _now
) -> Person:
    """The same person with a session that has just begun; the one before goes on."""

    async def steps(people: People) -> Person:
        first = await people.entrance.sign_in(person.name, PASSWORD, HERE)
        if first.is_half:
            code = pyotp.TOTP(person.secret).at(now())
            first = await people.entrance.give_code(first.token, code, HERE)
        return Person(person.name, first.token, person.secret)

    return _beside(Settings(data_dir=data_dir, demo=demo), steps, now)


def wall_of(data_dir: Path, name: str, *, demo: bool = True) -> str:
    """The key of a newly paired wall, as its cookie holds it."""

    async def steps(people: People) -> Person:
        code, secret = people.devices.begin_pairing(HERE.address)
        await people.devices.pair_wall(Caller("test", "system_admin"), code, name)
        return Person(name, people.devices.take_key(secret) or "")

    return _beside(Settings(data_dir=data_dir, demo=demo), steps).token


async def _made(people: People, new: NewAccount) -> Person:
    _, once = await people.accounts.add(OPERATOR, new)
    first = await people.entrance.sign_in(new.name, once, HERE)
    visit = await people.presence.who(first.token)
    if visit is None:
        raise RuntimeError(f"{new.name} was not let in")
    token = await people.own.change_password(visit, once, PASSWORD, HERE.address)
    secret = ""
    if new.role in ADMINISTRATORS:
        secret = people.own.enrolment(visit).secret
        await people.own.confirm_enrolment(visit, pyotp.TOTP(secret).now(), HERE.address)
    return Person(new.name, token, secret)


def _beside(
    settings: Settings, steps: Callable[[People], Awaitable[Person]], now: Clock = _now
) -> Person:
    """Take steps beside the running server."""

    async def run() -> Person:
        async with _people(settings, now) as people:
            return await steps(people)

    # A thread of its own: who drives a browser has a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


@asynccontextmanager
async def _people(settings: Settings, now: Clock) -> AsyncIterator[People]:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = open_store(
        url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
    )
    work = Work()
    key = read_account_key(settings)
    people = People(store, work, AccountRules(), key, hasher=CHEAP, now=now)
    try:
        yield people
    finally:
        people.close()
        work.close()
        store.close()
