"""`/api/v1/centre/…`: the rota of windows, and changes of the centre itself.

Source: docs/centre.md
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer, error_body
from api.reading import Query
from api.sentences import sentence_of
from api.typed import Answer, Body, Longest, read, said, told
from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.premises.edits import Entry, General, Part
from domain.centre.premises.rota import WINDOW_DUTY, Half, WindowDuty, Written
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_choice
from domain.private import mask
from domain.tables import TableError
from operations.centre.premises.centres import Centres
from operations.centre.premises.days import read_day
from operations.centre.premises.rota import Rota

_Word = Annotated[str | None, Longest(64)]


class RotaRowIn(Body):
    """Who stands at a window for half a day: an account, or a name."""

    day: str = Field(max_length=10)
    half: str = Field(max_length=16)
    window: str = Field(max_length=2)
    unit: str = Field(max_length=64)
    account: _Word = None
    name: _Word = None
    phone: _Word = None


class RotaActIn(Body):
    """What is said with an act: the reason of an absence, the substitute, the other row."""

    reason: Annotated[str | None, Longest(200)] = None
    account: _Word = None
    name: _Word = None
    other: _Word = None


class RotaRow(Answer):
    """A row of the rota; a name is masked."""

    duty_id: str
    day: str
    half: str
    window: str
    unit: str
    account: str | None
    name: str | None
    is_absent: bool
    substitute_of: str | None
    asked_swap: str | None


class RotaList(Answer):
    """The rota of some days, by day, half and window."""

    items: list[RotaRow]


class RotaActed(Answer):
    """Whether it is done; a swap that waits for the other is not."""

    is_done: bool


class RotaLoaded(Answer):
    """How many rows were taken."""

    rows: int


class ChangeIn(Body):
    """One change of the centre, of the version it was seen in.

    `act`: put, close, reopen, remove (each of a `part`), general, seal.
    """

    version: int = Field(ge=1, le=1_000_000)
    act: str = Field(max_length=16)
    part: _Word = None
    code: _Word = None
    name: _Word = None
    zone: _Word = None
    staffing: _Word = None
    clock: _Word = None
    phone: _Word = None
    is_judicial: bool = False
    opens: _Word = None
    closes: _Word = None
    is_open_on_days_off: bool = False
    reopened_within_days: int = Field(180, ge=0, le=100_000)
    sealed_to: list[str] = Field([], max_length=50)


class Changed(Answer):
    """The version that stands now."""

    version: int


class Version(Answer):
    """Who wrote a version when."""

    version: int
    at: str | None
    actor: str


class VersionList(Answer):
    """The versions of the centre, newest first."""

    items: list[Version]


def router(rota: Rota, centres: Centres) -> APIRouter:
    """The routes of the rota and of changes of the centre."""
    routes = APIRouter(prefix="/api/v1/centre")
    _rota(routes, rota)

    @routes.get("/versions", **told(answers=VersionList))
    async def versions(request: Request) -> Response:
        found = await centres.versions(caller_of(request.scope))
        return said(VersionList(items=[Version(**one) for one in found]))

    @routes.post("/changes", **told(ChangeIn, Changed))
    async def change(request: Request) -> Response:
        body, caller = await read(request, ChangeIn), caller_of(request.scope)
        require(caller, "centre.premises")
        return said(Changed(version=await _changed(centres, body, caller)))

    return routes


def _rota(routes: APIRouter, rota: Rota) -> None:
    @routes.get("/rota", **told(answers=RotaList))
    async def days(request: Request) -> Response:
        query = Query(request, ("from", "to"))
        first = query.text("from")
        begins = read_day(first, "from") if first else rota.day_now()
        last = query.text("to")
        ends = read_day(last, "to") if last else begins
        found = await rota.days(begins, ends, caller_of(request.scope))
        return said(RotaList(items=[_row(one) for one in found]))

    @routes.post("/rota", **told(RotaRowIn, RotaRow, 201))
    async def plan(request: Request) -> Response:
        body = await read(request, RotaRowIn)
        row = Written(
            day=read_day(body.day),
            half=Half(as_choice(body.half, "half", [one.value for one in Half])),
            window=body.window,
            unit=body.unit,
            account=body.account or "",
            name=body.name or "",
            phone=body.phone or "",
        )
        return said(_row(await rota.write(row, caller_of(request.scope))), 201)

    @routes.post("/rota/file", **told(answers=RotaLoaded))
    async def load(request: Request) -> Response:
        """A file of CSV or xlsx as the body; taken whole, or nothing of it."""
        caller = caller_of(request.scope)
        require(caller, "rota.write")
        try:
            rows = await rota.load(await request.body(), caller)
        except TableError as error:
            refused = error_body(error.code, error.field, sentence_of(error))
            return answer({**refused, "rows": [one.body(sentence_of) for one in error.rows]}, 422)
        return said(RotaLoaded(rows=rows))

    @routes.post("/rota/{duty_id}/{act}", **told(RotaActIn, RotaActed))
    async def act(duty_id: str, act: str, request: Request) -> Response:
        body, caller = await read(request, RotaActIn), caller_of(request.scope)
        require(caller, "rota.see")
        is_done = True
        if act == "absent":
            await rota.absent(duty_id, body.reason or "", caller)
        elif act == "substitute":
            await rota.substitute(duty_id, body.account or "", body.name or "", caller)
        elif act == "swap":
            is_done = await rota.swap(duty_id, body.other or "", caller)
        elif act == "remove":
            await rota.remove(duty_id, caller)
        else:
            raise NotFoundError(says="nothing_at_path", field="act")
        return said(RotaActed(is_done=is_done))


async def _changed(centres: Centres, body: ChangeIn, caller: Caller) -> int:
    code = body.code or ""
    if body.act == "general":
        whole = General(
            phone=body.phone or "",
            opens=body.opens or "",
            closes=body.closes or "",
            is_open_on_days_off=body.is_open_on_days_off,
            reopened_within_days=body.reopened_within_days,
        )
        return (await centres.put_general(body.version, whole, caller)).version
    if body.act == "seal":
        return (await centres.seal_to(body.version, tuple(body.sealed_to), caller)).version
    part = Part(as_choice(body.part, "part", [one.value for one in Part]))
    if body.act == "put":
        return (await centres.put(body.version, part, _entry(body), caller)).version
    if body.act in {"close", "reopen"}:
        is_closed = body.act == "close"
        made = await centres.close(body.version, part, code, is_closed=is_closed, caller=caller)
        return made.version
    if body.act == "remove":
        return (await centres.remove(body.version, part, code, caller)).version
    raise InvalidError(says="field_not_valid", field="act")


def _entry(body: ChangeIn) -> Entry:
    return Entry(
        code=body.code or "",
        name=body.name or "",
        zone=body.zone or "",
        staffing=body.staffing or "",
        clock=body.clock or "",
        phone=body.phone or "",
        is_judicial=body.is_judicial,
    )


def _row(one: WindowDuty) -> RotaRow:
    shown: Any = mask(WINDOW_DUTY.name, {"name": one.name}) if one.name else {}
    return RotaRow(
        duty_id=one.duty_id,
        day=one.day,
        half=one.half.value,
        window=one.window,
        unit=one.unit,
        account=one.account,
        name=shown.get("name"),
        is_absent=one.is_absent,
        substitute_of=one.substitute_of,
        asked_swap=one.asked_swap,
    )
