"""`/ingest`: positions and alarms from phones (OsmAnd, Traccar Client) and from gateways."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, WebSocket
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect

from api.access.gate import KEY_CHECKED, KEY_HOLDER
from api.access.limits import device_wait_s, too_many
from api.callers import caller_of
from api.errors import answer, refusal
from api.tokens import IngestToken
from domain.access.callers import MACHINE, Caller
from domain.dispatch.units import Fix
from domain.errors import FeedError, InvalidError
from domain.incidents.reports import read_crs
from feeds import osmand, positions_ws
from feeds.osmand import OsmandReport
from operations.ingest.ingest import Ingest, utc_now
from operations.ingest.sos import SosDesk

OSMAND, WS = "osmand", "ws"
CHECKED_AT_ONCE = 500
# What the server must let through (uvicorn's ws_max_size): a message a little too long is
# refused with a reason, its socket lives on.
LARGEST_FRAME = 2 * positions_ws.LONGEST_MESSAGE
TOLD_EVERY, TOLD_MOST = timedelta(seconds=1), 20


def router(
    ingest: Ingest,
    sos: SosDesk,
    token: IngestToken,
    *,
    now: Callable[[], datetime] = utc_now,
) -> APIRouter:
    """The routes of the keyed door."""
    routes = APIRouter(prefix="/ingest")

    @routes.api_route("/osmand", methods=["GET", "POST"])
    @routes.api_route("/osmand/", methods=["GET", "POST"])
    @routes.api_route("/osmand/{key}", methods=["GET", "POST"])
    @routes.api_route("/osmand/{key}/", methods=["GET", "POST"])
    async def take_osmand(request: Request) -> Response:
        return await _take_osmand(request, ingest, sos, token, now())

    @routes.websocket("/ws")
    @routes.websocket("/ws/{key}")
    async def take_positions(socket: WebSocket) -> None:
        await _take_positions(socket, ingest, now)

    return routes


async def _take_osmand(
    request: Request, ingest: Ingest, sos: SosDesk, token: IngestToken, now: datetime
) -> Response:
    body = await request.body()
    query = request.scope["query_string"].decode("latin-1")
    is_let_in = request.scope.get(KEY_CHECKED, False)
    try:
        report = osmand.parse(query, body, request.headers.get("content-type", ""), now=now)
    except FeedError as error:
        if not is_let_in:
            return _unauthorized()
        ingest.refuse(OSMAND, error, body or request.scope["query_string"])
        status = 400 if error.field == "id" else 422
        return refusal(status, "invalid", error.field, error.message)
    holder = caller_of(request.scope)
    if not is_let_in:
        found = await _holder_of(request, report.key, token)
        if found is None:
            return _unauthorized()
        holder = found
    if holder.unit_id not in (None, report.device_id):
        error = FeedError(positions_ws.ANOTHER_UNIT, field="id")
        ingest.refuse(OSMAND, error, body or request.scope["query_string"])
        return refusal(403, "not_allowed", "id", error.message)
    wait_s = await device_wait_s(request.scope, report.device_id)
    if wait_s is not None:
        return too_many(wait_s)
    await _accept(report, ingest, sos)
    if report.fault is not None:
        ingest.refuse(OSMAND, report.fault, body or request.scope["query_string"])
    return answer({"status": "ok"})


async def _holder_of(request: Request, key: str | None, token: IngestToken) -> Caller | None:
    """Whose key stands in the body, the token's or a device's; None when nobody's."""
    holder_of = request.scope.get(KEY_HOLDER)
    if holder_of is None or not key:
        return MACHINE if token.fits(key) else None
    known = await holder_of(key)
    return known.caller if known is not None else None


async def _accept(report: OsmandReport, ingest: Ingest, sos: SosDesk) -> None:
    """Move the unit, then raise the alarm if it was pressed."""
    fix = ingest.in_wgs84(report.fix, report.crs) if report.fix is not None else None
    if fix is not None:
        ingest.accept_fixes([fix], feed=OSMAND)
    else:
        ingest.accept_heartbeat(report.device_id, feed=OSMAND)
    if report.is_sos:
        await sos.accept_sos(report.device_id, fix, report.at, feed=OSMAND)


def _unauthorized() -> Response:
    return refusal(
        401,
        "unauthorized",
        "key",
        "the ingest token is missing or wrong",
        www_authenticate="Bearer",
    )


async def _take_positions(socket: WebSocket, ingest: Ingest, now: Callable[[], datetime]) -> None:
    """Take messages until the sender leaves; nothing in a message can end the socket."""
    if not socket.scope.get(KEY_CHECKED, False):
        await socket.close(1008)
        return
    try:
        crs = read_crs(socket.query_params.get("crs"))
    except InvalidError as error:
        await socket.close(1008, error.message)
        return
    await socket.accept()
    only = caller_of(socket.scope).unit_id
    pace = positions_ws.Pace(TOLD_EVERY, TOLD_MOST, now)
    untold = positions_ws.Batch()
    taken = 0
    while (message := await _next_message(socket)) is not None:
        batch, accepted = await _take_message(message, ingest, crs, now(), only)
        if not batch.refused:
            continue
        taken += accepted
        untold.add(batch)
        if pace.allows():
            if not await _tell(socket, positions_ws.answer(taken, untold)):
                return
            untold, taken = positions_ws.Batch(), 0


async def _tell(socket: WebSocket, text: bytes) -> bool:
    """Answer the sender; False when it left."""
    try:
        await socket.send_text(text.decode())
    except (WebSocketDisconnect, RuntimeError):
        return False
    return True


async def _next_message(socket: WebSocket) -> str | bytes | None:
    """What the sender says next; None when it left."""
    try:
        message = await socket.receive()
    except (WebSocketDisconnect, RuntimeError):
        return None
    if message["type"] == "websocket.disconnect":
        return None
    text = message.get("text")
    return text if text is not None else message.get("bytes") or b""


async def _take_message(
    message: str | bytes, ingest: Ingest, crs: str, now: datetime, only: str | None
) -> tuple[positions_ws.Batch, int]:
    """Accept the good positions of a message in small steps, so that others get their turn."""
    told = positions_ws.Batch()
    accepted = 0
    try:
        items = positions_ws.decode(message)
    except FeedError as error:
        told.refuse(None, error.field or "body", error.message)
        ingest.refuse(WS, error, _as_bytes(message))
        return told, accepted
    for first in range(0, len(items), CHECKED_AT_ONCE):
        if first:
            await asyncio.sleep(0)
        some = items[first : first + CHECKED_AT_ONCE]
        part = positions_ws.read(some, now=now, first=first, only=only)
        fixes: list[Fix] = part.fixes
        if fixes:
            ingest.accept_fixes(fixes, feed=WS, crs=crs)
            accepted += len(fixes)
        told.add(part)
    if told.refused:
        reason = told.refusals[0]
        error = FeedError(f"position {reason.index}: {reason.message}", field=reason.field)
        ingest.refuse(WS, error, _as_bytes(message), count=told.refused)
    return told, accepted


def _as_bytes(message: str | bytes) -> bytes:
    return message.encode("utf-8", "replace") if isinstance(message, str) else message
