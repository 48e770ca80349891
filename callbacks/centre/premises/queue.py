"""The window's calling panel: each press is one operation; the panel follows the queue."""

from typing import Any, Protocol

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import caller
from domain.access.access import may
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.centre.premises import queue as drawing
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER, news
from operations.centre.premises.queue import Queue
from operations.centre.premises.rota import Rota


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    queue: Queue
    rota: Rota
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(drawing.PAGE), "children"),
        Input(ids.done(drawing.PAGE), "data"),
        Input(READER, "data"),
        Input(news("ticket"), "data"),
        State(ids.do(drawing.PAGE), "data"),
    )
    async def show_window(_done: Any, kept: Any, _news: Any, asked: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            who = caller()
            board = await parts.queue.board(who)
            window = office.Asked(asked).text("window")
            if window not in board.centre.windows:
                window = await parts.rota.window_now(who)
            takes = may(who, "queue.take")
            return drawing.panel(board, window, reader, parts.zone_name, takes=takes)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, drawing.PAGE)
    async def do_window(asked: office.Asked, reader: Reader) -> office.Told:
        return await _called(parts.queue, asked, reader)


async def _called(queue: Queue, asked: office.Asked, reader: Reader) -> office.Told:
    """Somebody takes a number, or is called."""
    words, who, window = reader.words, caller(), asked.text("window")
    if asked.act == "sit":
        return office.Told(words("窗口 {window}", window=window), card=None)
    if asked.act == "take":
        made = await queue.take(asked.text("zone"), who)
        card = drawing.taken(made.ticket.label, made.ahead, made.ticket.ticket_id, reader)
        return office.Told(words("已取号 {label}", label=made.ticket.label), card=card)
    if asked.act == "next":
        ticket = await queue.next(window, who)
        told = words("呼叫 {label}", label=ticket.label) if ticket else words("没有人等候")
        return office.Told(told, card=None)
    if asked.act == "again":
        ticket = await queue.again(window, who)
        told = words("第 {calls} 次呼叫 {label}", calls=ticket.calls, label=ticket.label)
        return office.Told(told, card=None)
    return office.Told(await _ended(queue, asked, reader), card=None)


async def _ended(queue: Queue, asked: office.Asked, reader: Reader) -> str:
    """What ends a number's time at a window; of what it was asked, in words.

    Raises:
        InvalidError: there is no such act.
    """
    words, who, window = reader.words, caller(), asked.text("window")
    if asked.act == "done":
        ticket = await queue.done(window, who, asked.text("case"))
        return words("{label} 办理完毕", label=ticket.label)
    if asked.act == "not_come":
        ticket = await queue.not_come(window, who)
        return words("{label} 过号", label=ticket.label)
    if asked.act == "hand_over":
        to = asked.text("to")
        ticket = await queue.hand_over(window, to, who)
        return words("{label} 已移交 {to} 号窗口", label=ticket.label, to=to)
    if asked.act == "back":
        ticket = await queue.back(asked.text("ticket"), who)
        return words("{label} 恢复排队", label=ticket.label)
    if asked.act == "end_day":
        count = await queue.end_day(who)
        return words("已告知 {count} 人改日办理", count=count)
    raise InvalidError(says="field_not_valid", field="act")
