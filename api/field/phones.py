"""`/api/v1/field/*` and `/ws/field`: a bound phone, its duty, its orders, its alarm.

Source: docs/field.md
"""

from fastapi import APIRouter, Request, WebSocket
from starlette.responses import Response

from api.access.who import PHONE_COOKIE
from api.callers import caller_of, visit_of
from api.cookies import DEVICE_LIVES_S, cookie_of, drop_cookie, set_cookie
from api.field import bodies
from api.field.who import phone_of
from api.live.live import LiveConnection
from api.typed import Nothing, read, said, told
from domain.errors import InvalidError
from domain.fields import as_choice, as_place
from domain.moments import to_iso
from operations.field.acts import Act
from operations.field.field import Field
from operations.field.presses import press_of
from operations.field.standbys import StandbyAct


def router(field: Field) -> APIRouter:
    """The routes of phones, and of the desk that keeps them."""
    routes = APIRouter()
    _binding(routes, field)
    _opening(routes, field)
    _orders(routes, field)
    _kept_by_the_desk(routes, field)

    @routes.websocket("/ws/field")
    async def follow(websocket: WebSocket) -> None:
        visit = visit_of(websocket.scope)
        await websocket.accept()
        if visit is None or visit.phone is None:
            await websocket.close(4409, "this phone is bound to nothing")
            return
        await field.sockets.serve(LiveConnection(websocket), visit.phone)

    return routes


def _binding(routes: APIRouter, field: Field) -> None:
    @routes.get("/api/v1/field/me", **told(answers=bodies.PhoneMe))
    async def me(request: Request) -> Response:
        visit = visit_of(request.scope)
        phone = visit.phone if visit else None
        return said(bodies.PhoneMe(**await field.me(caller_of(request.scope), phone)))

    @routes.get("/api/v1/field/units", **told(answers=bodies.UnitsOffered))
    async def units(request: Request) -> Response:
        found = await field.phones.choices(caller_of(request.scope))
        offered = [
            bodies.UnitOffered(unit_id=one.unit_id, call_sign=one.call_sign, kind=str(one.kind))
            for one in found
        ]
        return said(bodies.UnitsOffered(items=offered))

    @routes.post("/api/v1/field/bind", **told(bodies.PhoneBind, bodies.PhoneMe, 201))
    async def bind(request: Request) -> Response:
        new, caller = await read(request, bodies.PhoneBind), caller_of(request.scope)
        bound = await field.phones.bind(
            caller,
            unit_id=new.unit_id,
            pin=new.pin,
            label=new.label or "",
            replaces=cookie_of(request.scope, PHONE_COOKIE),
        )
        phone = await field.phones.phone_of_key(bound.key)
        response = said(bodies.PhoneMe(**await field.me(caller, phone)), 201)
        set_cookie(response, request.scope, bound.key, suffix=PHONE_COOKIE, lives_s=DEVICE_LIVES_S)
        return response

    @routes.post("/api/v1/field/sign-out", **told(Nothing, bodies.PhoneOnDuty))
    async def sign_out(request: Request) -> Response:
        await read(request, Nothing)
        await field.phones.sign_out(phone_of(request.scope))
        response = said(bodies.PhoneOnDuty(on_duty=False))
        drop_cookie(response, request.scope, PHONE_COOKIE)
        return response

    @routes.post("/api/v1/field/duty", **told(bodies.PhoneDuty, bodies.PhoneOnDuty))
    async def duty(request: Request) -> Response:
        new, phone = await read(request, bodies.PhoneDuty), phone_of(request.scope)
        press = press_of(phone, new.key, new.age_ms)
        return said(bodies.PhoneOnDuty(**await field.phones.set_duty(phone, press, on=new.on)))


def _opening(routes: APIRouter, field: Field) -> None:
    @routes.post("/api/v1/field/pin", **told(bodies.PhonePin, bodies.PhoneOpened))
    async def open_again(request: Request) -> Response:
        new = await read(request, bodies.PhonePin)
        until = await field.phones.open(phone_of(request.scope), new.pin)
        return said(bodies.PhoneOpened(open_until=to_iso(until)))

    @routes.post("/api/v1/field/lock", **told(Nothing, bodies.PhoneOpened))
    async def lock(request: Request) -> Response:
        await read(request, Nothing)
        await field.phones.lock(phone_of(request.scope))
        return said(bodies.PhoneOpened(open_until=None))

    @routes.post("/api/v1/field/push", **told(bodies.PhonePush, bodies.PhoneOpened))
    async def push(request: Request) -> Response:
        new, phone = await read(request, bodies.PhonePush), phone_of(request.scope)
        await field.phones.push_to(phone, new.endpoint, field.push_services)
        until = phone.open_until
        return said(bodies.PhoneOpened(open_until=to_iso(until) if until else None))

    @routes.post("/api/v1/field/awake", **told(Nothing, bodies.PhoneOpened))
    async def awake(request: Request) -> Response:
        await read(request, Nothing)
        until = await field.phones.awake(phone_of(request.scope))
        return said(bodies.PhoneOpened(open_until=to_iso(until) if until else None))


def _orders(routes: APIRouter, field: Field) -> None:
    @routes.get("/api/v1/field/orders", **told(answers=bodies.PhoneOrders))
    async def orders(request: Request) -> Response:
        phone = phone_of(request.scope)
        is_rung = field.phones.is_rung(phone.device)
        held = await field.orders.of(phone) if is_rung else []
        waits = await field.standbys.of(phone) if is_rung else None
        return said(bodies.PhoneOrders(on_duty=is_rung, orders=held, standby=waits))

    @routes.post(
        "/api/v1/field/standbys/{standby_id}", **told(bodies.StandbyAct, bodies.StandbyActed)
    )
    async def act_standby(standby_id: str, request: Request) -> Response:
        new, phone = await read(request, bodies.StandbyAct), phone_of(request.scope)
        act = StandbyAct(as_choice(new.act, "act", StandbyAct))
        press = press_of(phone, new.key, new.age_ms)
        return said(bodies.StandbyActed(**await field.standbys.act(phone, standby_id, act, press)))

    @routes.post("/api/v1/field/orders/{assignment_id}", **told(bodies.OrderAct, bodies.OrderActed))
    async def act(assignment_id: str, request: Request) -> Response:
        new, phone = await read(request, bodies.OrderAct), phone_of(request.scope)
        done = await field.acts.act(
            phone,
            assignment_id,
            Act(as_choice(new.act, "act", Act)),
            press_of(phone, new.key, new.age_ms),
            reason=new.reason or "",
        )
        return said(bodies.OrderActed(**done))

    @routes.post("/api/v1/field/sos", **told(bodies.PhoneSos, bodies.PhoneSosState, 201))
    async def sos(request: Request) -> Response:
        new, phone = await read(request, bodies.PhoneSos), phone_of(request.scope)
        try:
            where = as_place({"lat": new.lat, "lon": new.lon})
        except InvalidError:
            where = None  # an alarm is never refused for its place
        press = press_of(phone, new.key, new.age_ms)
        made = await field.sos.press(phone, press, where, new.accuracy_m)
        return said(bodies.PhoneSosState(**made), 201)

    @routes.get("/api/v1/field/sos/{number}", **told(answers=bodies.PhoneSosState))
    async def sos_state(number: str, request: Request) -> Response:
        return said(bodies.PhoneSosState(**await field.sos.state(phone_of(request.scope), number)))


def _kept_by_the_desk(routes: APIRouter, field: Field) -> None:
    @routes.get("/api/v1/field/devices", **told(answers=bodies.FieldPhoneList))
    async def listed(request: Request) -> Response:
        found = await field.phones.listed(caller_of(request.scope))
        return said(bodies.FieldPhoneList(items=[bodies.FieldPhoneListed(**one) for one in found]))

    @routes.post(
        "/api/v1/field/devices/{device_id}/revocation", **told(Nothing, bodies.PhoneUnanswered)
    )
    async def revoke(device_id: str, request: Request) -> Response:
        await read(request, Nothing)
        left = await field.phones.revoke(device_id, caller_of(request.scope))
        return said(bodies.PhoneUnanswered(unanswered=[one.notice_id for one in left]))
