"""`/api/v1/field/passkey*`: a passkey beside the PIN of a bound phone.

Source: docs/decisions/0160-a-passkey-beside-the-pin.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.field import bodies
from api.field.who import phone_of
from api.typed import Nothing, read, said, told
from domain.moments import to_iso
from operations.field.passkeys import FieldPasskeys


def router(passkeys: FieldPasskeys) -> APIRouter:
    """The routes of passkeys; all are of the phone that asks."""
    routes = APIRouter()

    @routes.post("/api/v1/field/passkey/begin", **told(Nothing, bodies.PasskeyAsked))
    async def begin(request: Request) -> Response:
        await read(request, Nothing)
        asked = await passkeys.begin(phone_of(request.scope))
        return said(bodies.PasskeyAsked(options=dict(asked)))

    @routes.post("/api/v1/field/passkey", **told(bodies.PhonePasskey, bodies.PhonePasskeyKept, 201))
    async def make(request: Request) -> Response:
        new = await read(request, bodies.PhonePasskey)
        await passkeys.make(phone_of(request.scope), new.model_dump())
        return said(bodies.PhonePasskeyKept(has_passkey=True), 201)

    @routes.post("/api/v1/field/passkey/question", **told(Nothing, bodies.PasskeyAsked))
    async def ask(request: Request) -> Response:
        await read(request, Nothing)
        asked = await passkeys.ask(phone_of(request.scope))
        return said(bodies.PasskeyAsked(options=dict(asked)))

    @routes.post("/api/v1/field/passkey/open", **told(bodies.PhonePasskey, bodies.PhoneOpened))
    async def open_again(request: Request) -> Response:
        new = await read(request, bodies.PhonePasskey)
        until = await passkeys.open(phone_of(request.scope), new.model_dump())
        return said(bodies.PhoneOpened(open_until=to_iso(until)))

    @routes.post("/api/v1/field/passkey/removal", **told(Nothing, bodies.PhonePasskeyKept))
    async def remove(request: Request) -> Response:
        await read(request, Nothing)
        await passkeys.drop(phone_of(request.scope))
        return said(bodies.PhonePasskeyKept(has_passkey=False))

    return routes
