"""`/api/v1/admin/accounts*`: accounts as the security administrator keeps them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.errors import answer
from api.reading import Query
from api.typed import Answer, Body, Written, read, said, told
from domain.access.access import granted
from domain.access.accounts import Account, Session
from domain.access.roles import ADMINISTRATORS, PEOPLE
from domain.errors import InvalidError
from domain.moments import to_iso
from operations.access.accounts import NewAccount
from operations.access.listing import MOST_LISTED, PAGE, AreaName, account_page
from operations.access.people import People

Shown = Callable[[Account], "AccountAnswer"]


class Me(Answer):
    """Who asks, and what they may do."""

    name: str
    role: str
    may: list[str]


class AccountAnswer(Answer):
    """An account; no secret is in it."""

    name: str
    display_name: str
    role: str
    is_administrator: bool
    area: str | None
    area_name: str | None
    department: str | None
    email: str | None
    is_enabled: bool
    must_change: bool
    has_password: bool
    has_second_factor: bool
    signs_in_elsewhere: bool
    locked_until: str | None
    signed_in_at: str | None
    created_at: str


class AccountList(Answer):
    """A page of accounts by name; `next` is the name to go on after."""

    items: list[AccountAnswer]
    total: int
    next: str | None


class OneAccount(Answer):
    """An account as it is now."""

    account: AccountAnswer


class NewAccountAnswer(OneAccount):
    """A new account and its one-time password, None where it signs in elsewhere."""

    password: str | None


class ActAnswer(Answer):
    """What an act did: the account as it is now, a one-time password, or how many sessions ended.

    Only what the act is about is told.
    """

    account: AccountAnswer | None = None
    password: str | None = None
    ended: int | None = None


class SessionAnswer(Answer):
    """A session of an account."""

    session: str
    seen_at: str
    created_at: str
    expires_at: str
    address: str | None
    agent: str | None


class SessionList(Answer):
    """The sessions of an account."""

    items: list[SessionAnswer]


class AlarmAnswer(Answer):
    """What looked like an intrusion, and who has seen to it."""

    seq: int
    at: str
    what: str
    count: int
    minutes: int
    address: str | None
    account: str | None
    seen_by: str | None
    seen_at: str | None


class AlarmList(Answer):
    """The newest alarms, newest first."""

    items: list[AlarmAnswer]


class AccountChange(Body):
    """What is to be another; an empty text takes a value back."""

    display_name: Written = None
    role: Written = None
    area: Written = None
    department: Written = None
    email: Written = None


class AccountToAdd(AccountChange):
    """A new account; `sign_in` is `elsewhere` where it has no password."""

    name: Written = None
    sign_in: Written = None


class SessionToEnd(Body):
    """Which session is to end; all of the account without one."""

    session: Written = None


def router(people: People, area_name: AreaName) -> APIRouter:
    """List, add, change, stop and mend accounts; every act is told to the record."""
    routes = APIRouter(prefix="/api/v1/admin")
    shown = _shower(people, area_name)
    _add_reads(routes, people, area_name, shown)
    _add_writes(routes, people, area_name, shown)
    _add_acts(routes, people, shown)
    _add_alarms(routes, people)
    return routes


def _shower(people: People, area_name: AreaName) -> Shown:
    return lambda account: account_body(account, people.register.now(), area_name)


def _add_reads(routes: APIRouter, people: People, area_name: AreaName, shown: Shown) -> None:
    @routes.get("/me", **told(answers=Me))
    async def me(request: Request) -> Response:
        caller = caller_of(request.scope)
        return said(Me(name=caller.actor, role=caller.role, may=granted(caller)))

    @routes.get("/accounts", **told(answers=AccountList))
    async def listed(request: Request) -> Response:
        query = Query(request, ("q", "role", "after", "limit"))
        found = await people.accounts.all(caller_of(request.scope))
        roles = query.words("role", PEOPLE) or PEOPLE
        page = account_page(
            found,
            words=request.query_params.get("q") or "",
            roles=roles,
            area_name=area_name,
            after=query.text("after") or "",
            limit=query.whole("limit", 1, MOST_LISTED, PAGE),
        )
        items = [shown(one) for one in page.items]
        return said(AccountList(items=items, total=page.total, next=page.after))

    @routes.get("/accounts/{name}/sessions", **told(answers=SessionList))
    async def sessions(request: Request, name: str) -> Response:
        found = await people.sessions.all(caller_of(request.scope), name)
        return said(SessionList(items=[session_body(one) for one in found]))


def _add_writes(routes: APIRouter, people: People, area_name: AreaName, shown: Shown) -> None:
    @routes.post("/accounts", **told(AccountToAdd, NewAccountAnswer, 201))
    async def add(request: Request) -> Response:
        wanted = await read(request, AccountToAdd)
        given = wanted.model_dump(exclude_none=True, exclude={"sign_in"})
        has_password = wanted.sign_in != "elsewhere"
        new = NewAccount(**{"name": "", "role": "", **given}, has_password=has_password)
        account, password = await people.accounts.add(
            caller_of(request.scope), new, address=address_of(request.scope)
        )
        return said(NewAccountAnswer(account=shown(account), password=password or None), 201)

    @routes.post("/accounts/{name}", **told(AccountChange, OneAccount))
    async def change(request: Request, name: str) -> Response:
        wanted = await read(request, AccountChange)
        changed = await people.accounts.change(
            caller_of(request.scope),
            name,
            role=wanted.role or "",
            area=wanted.area,
            department=wanted.department,
            display_name=wanted.display_name,
            email=wanted.email,
            address=address_of(request.scope),
        )
        return said(OneAccount(account=shown(changed)))


def _add_acts(routes: APIRouter, people: People, shown: Shown) -> None:
    @routes.post("/accounts/{name}/{step}", **told(SessionToEnd, ActAnswer))
    async def act(request: Request, name: str, step: str) -> Response:
        steps = {
            "disable": people.accounts.disable,
            "enable": people.accounts.enable,
            "unlock": people.accounts.unlock,
            "factor": people.accounts.remove_factor,
        }
        caller, address = caller_of(request.scope), address_of(request.scope)
        if step == "reset":
            password = await people.accounts.reset(caller, name, address=address)
            return _done(ActAnswer(password=password))
        if step == "sessions":
            which = await read(request, SessionToEnd)
            ended = await people.sessions.end(caller, name, which.session, address=address)
            return _done(ActAnswer(ended=ended))
        if step not in steps:
            raise InvalidError(says="no_such_act", field="step")
        changed = await steps[step](caller, name, address=address)
        return _done(ActAnswer(account=shown(changed)))


def _add_alarms(routes: APIRouter, people: People) -> None:
    @routes.get("/alarms", **told(answers=AlarmList))
    async def alarms(request: Request) -> Response:
        return _alarms(await people.alarms.all(caller_of(request.scope)))

    @routes.post("/alarms/{seq}/seen", **told(answers=AlarmList))
    async def see(request: Request, seq: int) -> Response:
        caller, address = caller_of(request.scope), address_of(request.scope)
        await people.alarms.see(caller, seq, address=address)
        return _alarms(await people.alarms.all(caller))


def _done(act: ActAnswer) -> Response:
    return answer(act.model_dump(mode="json", exclude_unset=True))


def _alarms(found: list[dict[str, Any]]) -> Response:
    return said(AlarmList(items=[AlarmAnswer.model_validate(one) for one in found]))


def account_body(account: Account, now: datetime, area_name: AreaName) -> AccountAnswer:
    """An account as the page lists it; no secret is in it."""
    waits = account.locked_until is not None and account.locked_until > now
    return AccountAnswer(
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        is_administrator=account.role in ADMINISTRATORS,
        area=account.area,
        area_name=area_name(account.area) if account.area else None,
        department=account.department,
        email=account.email,
        is_enabled=account.is_enabled,
        must_change=account.must_change,
        has_password=account.password_hash is not None,
        has_second_factor=account.totp_secret is not None,
        signs_in_elsewhere=account.oidc_subject is not None,
        locked_until=to_iso(account.locked_until) if waits and account.locked_until else None,
        signed_in_at=to_iso(account.signed_in_at) if account.signed_in_at else None,
        created_at=to_iso(account.created_at),
    )


def session_body(session: Session) -> SessionAnswer:
    """A session as the page lists it."""
    return SessionAnswer(
        session=session.public_id,
        seen_at=to_iso(session.seen_at),
        created_at=to_iso(session.created_at),
        expires_at=to_iso(session.expires_at),
        address=session.address,
        agent=session.agent,
    )
