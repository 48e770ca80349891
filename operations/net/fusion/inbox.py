"""Whistles in the inbox: a department's calls to answer, a community's to rate."""

from collections.abc import Awaitable, Callable

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.fusion.whistles import CallState, WhistleCall
from domain.net.tasks.inbox import Waiting
from operations.net.fusion.fusion import Fusion

PAGE = "/net/fusion"
_TO_ANSWER = {
    CallState.CALLED: "吹哨：请响应",
    CallState.COMING: "吹哨：请到场",
    CallState.ARRIVED: "吹哨：请报告结果",
}
_TO_RATE = {CallState.REPORTED: "吹哨：请评价部门报到"}


def whistle_room(fusion: Fusion) -> Callable[[Caller], Awaitable[list[Waiting]]]:
    """Calls that wait for the caller's department, or for the rating of their community."""

    async def waiting(caller: Caller) -> list[Waiting]:
        answers, rates = may(caller, "net.whistles.answer"), may(caller, "net.whistles.blow")
        if not (answers or rates):
            return []
        page = await fusion.whistles.page(caller)
        said = _TO_ANSWER if answers else _TO_RATE
        calls = [call for seen in page.whistles for call in seen.calls if call.state in said]
        return [_waiting(call, said[call.state], is_late=call.is_late(page.now)) for call in calls]

    return waiting


def _waiting(call: WhistleCall, title: str, *, is_late: bool) -> Waiting:
    is_there = call.arrived_at is not None
    return Waiting(
        "whistle", call.call_id, title, None if is_there else call.due_at,
        is_late and not is_there, PAGE, call.area_code, is_word=True,
    )  # fmt: skip
