"""`/api/v1/admin/accounts*`: accounts as the security administrator keeps them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import body_of
from api.callers import address_of, caller_of
from api.errors import answer
from api.reading import Query
from domain.access.access import ADMINISTRATORS, PEOPLE, granted
from domain.access.accounts import Account, Session
from domain.errors import InvalidError
from domain.moments import to_iso
from operations.access.accounts import NewAccount
from operations.access.listing import MOST_LISTED, PAGE, AreaName, account_page, check_area
from operations.access.people import People

Shown = Callable[[Account], dict[str, Any]]
_WRITTEN = ("display_name", "role", "area", "department", "email")


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
    @routes.get("/me")
    async def me(request: Request) -> Response:
        caller = caller_of(request.scope)
        return answer({"name": caller.actor, "role": caller.role, "may": granted(caller)})

    @routes.get("/accounts")
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
        return answer({"items": items, "total": page.total, "next": page.after})

    @routes.get("/accounts/{name}/sessions")
    async def sessions(request: Request, name: str) -> Response:
        found = await people.sessions.all(caller_of(request.scope), name)
        return answer({"items": [session_body(one) for one in found]})


def _add_writes(routes: APIRouter, people: People, area_name: AreaName, shown: Shown) -> None:
    @routes.post("/accounts")
    async def add(request: Request) -> Response:
        told = _texts(await body_of(request, "name", "sign_in", *_WRITTEN))
        has_password = told.pop("sign_in", "") != "elsewhere"
        check_area(told.get("area"), area_name)
        new = NewAccount(**{"name": "", "role": "", **told}, has_password=has_password)
        account, password = await people.accounts.add(
            caller_of(request.scope), new, address=address_of(request.scope)
        )
        return answer({"account": shown(account), "password": password or None}, 201)

    @routes.post("/accounts/{name}")
    async def change(request: Request, name: str) -> Response:
        told = _texts(await body_of(request, *_WRITTEN))
        check_area(told.get("area"), area_name)
        changed = await people.accounts.change(
            caller_of(request.scope),
            name,
            role=told.get("role", ""),
            area=told.get("area"),
            department=told.get("department"),
            display_name=told.get("display_name"),
            email=told.get("email"),
            address=address_of(request.scope),
        )
        return answer({"account": shown(changed)})


def _add_acts(routes: APIRouter, people: People, shown: Shown) -> None:
    @routes.post("/accounts/{name}/{step}")
    async def act(request: Request, name: str, step: str) -> Response:
        steps = {
            "disable": people.accounts.disable,
            "enable": people.accounts.enable,
            "unlock": people.accounts.unlock,
            "factor": people.accounts.remove_factor,
        }
        caller, address = caller_of(request.scope), address_of(request.scope)
        if step == "reset":
            return answer({"password": await people.accounts.reset(caller, name, address=address)})
        if step == "sessions":
            told = _texts(await body_of(request, "session"))
            ended = await people.sessions.end(caller, name, told.get("session"), address=address)
            return answer({"ended": ended})
        if step not in steps:
            raise InvalidError("没有这个操作", field="step")
        return answer({"account": shown(await steps[step](caller, name, address=address))})


def _add_alarms(routes: APIRouter, people: People) -> None:
    @routes.get("/alarms")
    async def alarms(request: Request) -> Response:
        return answer({"items": await people.alarms.all(caller_of(request.scope))})

    @routes.post("/alarms/{seq}/seen")
    async def see(request: Request, seq: int) -> Response:
        caller, address = caller_of(request.scope), address_of(request.scope)
        await people.alarms.see(caller, seq, address=address)
        return answer({"items": await people.alarms.all(caller)})


def _texts(body: Mapping[str, Any]) -> dict[str, str]:
    """The fields that were said; each is text.

    Raises:
        InvalidError: one is not.
    """
    for name, value in body.items():
        if value is not None and (not isinstance(value, str) or "\x00" in value):
            raise InvalidError("应为文字", field=name)
    return {name: value for name, value in body.items() if value is not None}


def account_body(account: Account, now: datetime, area_name: AreaName) -> dict[str, Any]:
    """An account as the page lists it; no secret is in it."""
    waits = account.locked_until is not None and account.locked_until > now
    return {
        "name": account.name,
        "display_name": account.display_name,
        "role": account.role,
        "is_administrator": account.role in ADMINISTRATORS,
        "area": account.area,
        "area_name": area_name(account.area) if account.area else None,
        "department": account.department,
        "email": account.email,
        "is_enabled": account.is_enabled,
        "must_change": account.must_change,
        "has_password": account.password_hash is not None,
        "has_second_factor": account.totp_secret is not None,
        "signs_in_elsewhere": account.oidc_subject is not None,
        "locked_until": to_iso(account.locked_until) if waits and account.locked_until else None,
        "signed_in_at": to_iso(account.signed_in_at) if account.signed_in_at else None,
        "created_at": to_iso(account.created_at),
    }


def session_body(session: Session) -> dict[str, Any]:
    """A session as the page lists it."""
    return {
        "session": session.public_id,
        "seen_at": to_iso(session.seen_at),
        "created_at": to_iso(session.created_at),
        "expires_at": to_iso(session.expires_at),
        "address": session.address,
        "agent": session.agent,
    }
