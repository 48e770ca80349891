"""The rooms the inbox of each person is filled from, in the order of their names on the page."""

from typing import Any

from domain.access.access import may
from domain.access.callers import Caller
from domain.centre.cases.views import Order, View
from domain.net.tasks.inbox import Waiting
from operations.centre.cases.looking import CaseFilter, Looking
from operations.net.credit.waiting import credit_room
from operations.net.fusion.inbox import whistle_room
from operations.net.items.inbox import ROOM as ITEMS
from operations.net.items.inbox import ItemRoom
from operations.net.people.swaps import swap_room
from operations.net.tasks.inbox import InboxSource, Room, care_room, incident_room, task_room
from operations.video.inspections.inbox import ROOM as INSPECTIONS
from operations.video.inspections.inbox import InspectionRoom

MOST_CASES = 30


def inbox_sources(parts: Any) -> list[InboxSource]:
    """Every room: a further kind is one line here."""
    tasks = parts.net_tasks
    return [
        InboxSource("task", "网格任务", task_room(tasks.desk, tasks.looking)),
        InboxSource("care", "关爱走访", care_room(tasks.desk, tasks.caring)),
        InboxSource(ITEMS, "城市管理件", ItemRoom(parts.net_items.desk, parts.net_items.looking)),
        InboxSource(
            INSPECTIONS,
            "检查整改",
            InspectionRoom(parts.inspections.desk, parts.inspections.looking),
        ),
        InboxSource("incident", "事件", incident_room(parts.picture.entities["incident"])),
        InboxSource("case", "案件", case_room(parts.cases.looking)),
        InboxSource("whistle", "吹哨报到", whistle_room(parts.fusion)),
        InboxSource("swap", "换班", swap_room(parts.net_swaps)),
        InboxSource("credit", "积分与奖惩", credit_room(parts.credit.desk)),
    ]


def case_room(looking: Looking) -> Room:
    """Open cases the caller has taken in, handles, mediates or leads; of people, nothing."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "cases.see"):
            return []
        wanted = CaseFilter(is_open=True, view=View.MINE, order=Order.DUE)
        page = await looking.page(caller, wanted, cursor=None, limit=MOST_CASES)
        return [
            Waiting(
                "case",
                case.code,
                "由我办理的案件",
                case.due_at,
                case.due_at is not None and case.due_at < page.at,
                "/centre?view=mine",
                case.area_code or "",
                is_word=True,
            )
            for case in page.cases
        ]

    return waiting
