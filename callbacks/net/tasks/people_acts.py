"""Acts of the page of work in the grids about people: households that moved in, swaps of shifts."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol

from callbacks import office
from callbacks.fields import whole
from callbacks.guarded import caller
from layouts.net.tasks.seat import Seat
from layouts.reader import Reader
from operations.net.people.swaps import NewSwap, Swaps
from operations.net.tasks.arriving import NewNewcomer
from operations.net.tasks.net_tasks import NetTasks
from operations.net.tasks.task_desk import read_day


class PeopleParts(Protocol):
    """What the product is made of, as far as these acts ask for it."""

    net_tasks: NetTasks
    net_swaps: Swaps


Act = Callable[[PeopleParts, office.Asked, Reader, Seat], Awaitable[office.Told]]


async def _enter_newcomer(
    parts: PeopleParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    new = NewNewcomer(
        asked.text("grid"), asked.text("since"), whole(asked, "people"),
        asked.text("needs_visit") == "yes", asked.text("home"), asked.text("name"),
        asked.text("phone"),
    )  # fmt: skip
    made = await parts.net_tasks.arriving.enter(new, caller())
    words = reader.words
    return office.Told(words("已登记，走访任务已生成") if made.schedule_id else words("已保存"))


async def _ask_swap(
    parts: PeopleParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    first = read_day(asked.text("from_day"), "from_day")
    last = read_day(asked.text("until_day"), "until_day")
    grids = asked.text("grid"), asked.text("other_grid")
    await parts.net_swaps.ask(NewSwap(*grids, first, last, asked.text("reason")), caller())
    return office.Told(reader.words("已申请，等待对方答复"))


async def _answer(
    parts: PeopleParts, asked: office.Asked, reader: Reader, _seat: Seat, *, accepts: bool
) -> office.Told:
    await parts.net_swaps.answer(asked.text("swap"), caller(), accepts=accepts)
    return office.Told(reader.words("已保存"))


async def _decide(
    parts: PeopleParts, asked: office.Asked, reader: Reader, _seat: Seat, *, approves: bool
) -> office.Told:
    await parts.net_swaps.decide(asked.text("swap"), caller(), approves=approves)
    return office.Told(reader.words("已保存"))


async def _withdraw(
    parts: PeopleParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_swaps.withdraw(asked.text("swap"), caller())
    return office.Told(reader.words("已保存"))


PEOPLE_ACTS: Mapping[str, Act] = {
    "enter_newcomer": _enter_newcomer,
    "ask_swap": _ask_swap,
    "accept_swap": partial(_answer, accepts=True),
    "decline_swap": partial(_answer, accepts=False),
    "approve_swap": partial(_decide, approves=True),
    "refuse_swap": partial(_decide, approves=False),
    "withdraw_swap": _withdraw,
}
