"""`/ingest`: positions and alarms from phones (OsmAnd, Traccar Client) and from gateways."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, WebSocket
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect

from api.access.gate import KEY_CHECKED, KEY_HOLDER
from api.access.limits import device_wait_s, over_rate_s, too_many
from api.callers import caller_of
from api.errors import answer, feed_refusal, refusal
from api.sentences import kept
from api.tokens import IngestToken
from domain.access.callers import MACHINE, Caller
from domain.errors import FeedError, InvalidError
from domain.incidents.reports import CRS_WORDS, read_crs
from feeds import osmand, owntracks, positions_ws
from feeds.osmand import OsmandBatch, OsmandReport
from operations.clock import utc_now
from operations.ingest.ingest import Ingest
from operations.ingest.sos import SosDesk
from operations.ingest.steps import Passage, Pressed

OSMAND, OWNTRACKS, WS = "osmand", "owntracks", "ws"
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

    @routes.get("/osmand")
    @routes.post("/osmand")
    @routes.get("/osmand/")
    @routes.post("/osmand/")
    @routes.get("/osmand/{key}")
    @routes.post("/osmand/{key}")
    @routes.get("/osmand/{key}/")
    @routes.post("/osmand/{key}/")
    async def take_osmand(request: Request) -> Response:
        return await _take_osmand(request, ingest, sos, token, now())

    @routes.post("/owntracks/{key}")
    async def take_owntracks(request: Request) -> Response:
        return await _take_owntracks(request, ingest, now())

    @routes.websocket("/ws")
    @routes.websocket("/ws/{key}")
    async def take_positions(socket: WebSocket) -> None:
        await _take_positions(socket, ingest, now)

    return routes


async def _take_osmand(
    request: Request, ingest: Ingest, sos: SosDesk, token: IngestToken, now: datetime
) -> Response:
    """Read, check the key and the pace, and hand on; one answer for all messages of a body."""
    body = await request.body()
    query = request.scope["query_string"].decode("latin-1")
    sent = body or request.scope["query_string"]
    is_let_in = request.scope.get(KEY_CHECKED, False)
    try:
        batch = osmand.parse(query, body, request.headers.get("content-type", ""), now=now)
    except FeedError as error:
        if not is_let_in:
            return _unauthorized()
        ingest.refuse(OSMAND, error, sent)
        return _refusal_of(error)
    holder = caller_of(request.scope)
    if not is_let_in:
        found = await _holder_of(request, batch.reports[0].key, token)
        if found is None:
            return _unauthorized()
        holder = found
    for fault in batch.faults:
        ingest.refuse(OSMAND, fault, sent)
    own = _of(holder, batch)
    if others := len(batch.reports) - len(own):
        other = FeedError(positions_ws.ANOTHER_UNIT, field="id", says="key_sends_for_another")
        ingest.refuse(OSMAND, other, sent, count=others)
        if not own:
            return feed_refusal(403, "not_allowed", other)
    wait_s = await _wait_s(request, own)
    if wait_s is not None:
        return too_many(wait_s)
    for fault in await _accept(own, ingest, sos, now):
        ingest.refuse(OSMAND, kept(fault), sent)
    return answer({"status": "ok"})


async def _take_owntracks(request: Request, ingest: Ingest, now: datetime) -> Response:
    """Take a place of the unit whose key it is; the app expects a list and resends all else.

    What cannot be read is counted and answered like the rest: refused, it would come again and
    again, and hold back what is behind it.
    """
    holder = caller_of(request.scope)
    if holder.unit_id is None:
        return _unauthorized()
    wait_s = over_rate_s(request.scope)
    wait_s = wait_s or await device_wait_s(request.scope, holder.unit_id)
    if wait_s is not None:
        return too_many(wait_s)
    body = await request.body()
    try:
        fix = owntracks.parse(body, holder.unit_id)
    except FeedError as error:
        ingest.refuse(OWNTRACKS, error, body)
        return answer([])
    if fix is not None:
        passage = ingest.take_positions(Passage(OWNTRACKS, now, fixes=[fix], time_field="tst"))
        for _, fault in passage.dropped:
            ingest.refuse(OWNTRACKS, kept(fault), body)
    return answer([])


def _refusal_of(error: FeedError) -> Response:
    return feed_refusal(400 if error.field == "id" else 422, "invalid", error)


def _of(holder: Caller, batch: OsmandBatch) -> list[OsmandReport]:
    """The reports a key may send: a phone's for its unit only, a gateway's all."""
    return [one for one in batch.reports if holder.unit_id in (None, one.device_id)]


async def _wait_s(request: Request, reports: list[OsmandReport]) -> int | None:
    """Seconds the sender must wait; None for what may pass. A call for help is counted and passes.

    A phone sends its call once and does not keep it: a 429 would lose it.
    """
    devices = dict.fromkeys(one.device_id for one in reports)
    waits = [over_rate_s(request.scope)]
    waits += [await device_wait_s(request.scope, device_id) for device_id in devices]
    if any(one.is_sos for one in reports):
        return None
    return max((wait for wait in waits if wait is not None), default=None)


async def _holder_of(request: Request, key: str | None, token: IngestToken) -> Caller | None:
    """Whose key stands in the body, the token's or a device's; None when nobody's."""
    holder_of = request.scope.get(KEY_HOLDER)
    if holder_of is None or not key:
        return MACHINE if token.fits(key) else None
    known = await holder_of(key)
    return known.caller if known is not None else None


async def _accept(
    reports: list[OsmandReport], ingest: Ingest, sos: SosDesk, now: datetime
) -> list[FeedError]:
    """Take reports through every step; what moves nobody, and why."""
    faults = [one.fault for one in reports if one.fault is not None]
    for crs in dict.fromkeys(one.crs for one in reports):
        passage = _passage([one for one in reports if one.crs == crs], crs, now)
        await ingest.take(passage, sos.accept_sos)
        faults += [fault for _, fault in passage.dropped]
    return faults


def _passage(reports: list[OsmandReport], crs: str, now: datetime) -> Passage:
    return Passage(
        OSMAND,
        now,
        fixes=[one.fix for one in reports if one.fix is not None],
        silent=[one.device_id for one in reports if one.fix is None],
        without_fix=[one.device_id for one in reports if one.last_known is not None],
        pressed=[
            Pressed(one.device_id, one.at, one.fix, one.last_known) for one in reports if one.is_sos
        ],
        odd_alarms=[(one.device_id, word) for one in reports for word in one.unknown_alarms],
        crs=crs if crs in CRS_WORDS else "wgs84",
        time_field="timestamp",
    )


def _unauthorized() -> Response:
    return refusal(
        401,
        "unauthorized",
        "key",
        says="ingest_token_wrong",
        headers={"www-authenticate": "Bearer"},
    )


async def _take_positions(socket: WebSocket, ingest: Ingest, now: Callable[[], datetime]) -> None:
    """Take messages until the sender leaves; nothing in a message can end the socket."""
    if not socket.scope.get(KEY_CHECKED, False):
        await socket.close(1008)
        return
    try:
        crs = read_crs(socket.query_params.get("crs"))
    except InvalidError as error:
        await socket.close(1008, kept(error).message)
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
        if part.fixes:
            passage = ingest.take_positions(Passage(WS, now, fixes=part.fixes, crs=crs))
            accepted += len(part.fixes) - len(passage.dropped)
            for place, fault in passage.dropped:
                part.refuse(part.places[place], fault.field or "at", kept(fault).message)
        told.add(part)
    if told.refused:
        reason = told.refusals[0]
        first_of = FeedError(f"position {reason.index}: {reason.message}", field=reason.field)
        ingest.refuse(WS, first_of, _as_bytes(message), count=told.refused)
    return told, accepted


def _as_bytes(message: str | bytes) -> bytes:
    return message.encode("utf-8", "replace") if isinstance(message, str) else message
