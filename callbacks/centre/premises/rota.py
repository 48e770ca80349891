"""The rota and the rooms of a day: each act is one operation; a file is taken whole or not."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Protocol

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import caller
from callbacks.tables import takes_table
from domain.access.access import may
from domain.calendar.working_time import WorkingCalendar
from domain.centre.premises.rota import WINDOW_DUTY, Half, Written
from domain.errors import NotFoundError
from domain.fields import as_choice
from domain.private import mask
from domain.words import Catalogues
from layouts.centre.premises import rota as drawing
from layouts.office import ids
from layouts.office import office as frame
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.centre.cases.cases import Cases
from operations.centre.premises.bookings import Bookings
from operations.centre.premises.days import read_day
from operations.centre.premises.rota import Rota


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    rota: Rota
    bookings: Bookings
    cases: Cases
    calendar: WorkingCalendar
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(drawing.PAGE), "children"),
        Input(ids.done(drawing.PAGE), "data"),
        Input(READER, "data"),
        State(ids.do(drawing.PAGE), "data"),
    )
    async def show_rota(_done: Any, kept: Any, asked: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            facts = await _facts(parts, office.Asked(asked).text("day"))
            return drawing.rota(facts, reader, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, drawing.PAGE)
    async def do_rota(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, drawing.PAGE, office.repeats("open", "history"))
    async def redraw_duty(asked: office.Asked, reader: Reader) -> office.Told:
        return await _ACTS[asked.act](parts, asked, reader)

    @takes_table(app, parts, drawing.PAGE, upload=drawing.FILE, says=drawing.FILE_SAYS)
    async def load_rota(raw: bytes, reader: Reader) -> str:
        return reader.words("已导入 {count} 行", count=await parts.rota.load(raw, caller()))


async def _facts(parts: Parts, asked: str) -> drawing.RotaFacts:
    who, rota = caller(), parts.rota
    today = rota.day_now()
    day = read_day(asked) if asked else today
    return drawing.RotaFacts(
        day=day,
        today=today,
        centre=parts.cases.centre(who),
        rows=await rota.days(day, day, who),
        taken=await parts.bookings.day(day, who),
        month=await rota.days(*rota.month(day), who),
        me=who.actor,
        writes=may(who, "rota.write"),
        is_day_off=not parts.calendar.is_working_day(day),
    )


async def _day(_parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    day: date = read_day(asked.text("day"))
    return office.Told(str(day), card=None)


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    facts = await _facts(parts, asked.text("day"))
    duty = next((one for one in facts.rows if one.duty_id == asked.text("duty")), None)
    if duty is None:
        raise NotFoundError(says="no_rota_row", field="duty_id")
    return office.Told(card=drawing.opened(duty, facts, reader), is_changed=False)


async def _plan(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    row = Written(
        day=read_day(asked.text("day")),
        half=Half(as_choice(asked.text("half"), "half", [one.value for one in Half])),
        window=asked.text("window"),
        unit=asked.text("unit"),
        account=asked.text("account"),
        name=asked.text("name"),
        phone=asked.text("phone"),
    )
    await parts.rota.write(row, caller())
    return office.Told(reader.words("已排班"), card=None)


async def _absent(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.rota.absent(asked.text("duty"), asked.text("reason"), caller())
    return office.Told(reader.words("已登记缺勤"), card=None)


async def _substitute(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    duty, account, name = asked.text("duty"), asked.text("account"), asked.text("name")
    await parts.rota.substitute(duty, account, name, caller())
    return office.Told(reader.words("已安排顶班"), card=None)


async def _swap(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    done = await parts.rota.swap(asked.text("duty"), asked.text("other"), caller())
    words = reader.words
    return office.Told(words("已换班") if done else words("已申请换班，待对方同意"), card=None)


async def _remove(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.rota.remove(asked.text("duty"), caller())
    return office.Told(reader.words("已取消排班"), card=None)


async def _history(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    rows = [
        {
            "at": frame.moment(one.at, parts.zone_name),
            "actor": one.actor,
            "says": reader.words(
                WINDOW_DUTY.says[one.action], window=one.duty.window, day=one.duty.day
            )
            if one.action in WINDOW_DUTY.says
            else one.action,
            "who": one.duty.account or _masked(one.duty.name),
            "reason": one.duty.reason or "",
        }
        for one in await parts.rota.history(asked.text("duty"), caller())
    ]
    return office.Told(card=drawing.history(rows, reader), is_changed=False)


def _masked(name: str | None) -> str:
    return str(mask(WINDOW_DUTY.name, {"name": name})["name"]) if name else ""


Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, Act] = {
    "day": _day,
    "open": _open,
    "plan": _plan,
    "absent": _absent,
    "substitute": _substitute,
    "swap": _swap,
    "remove": _remove,
    "history": _history,
}
