"""Rooms and mediators are booked over HTTP for a case; strangers to it see that they are busy."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from tests.access.test_all_doors import found_in, text_of
from tests.centre.cases.test_case_doors import OUTSIDE
from tests.centre.the_centre import CASES, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
ZONE = ZoneInfo("Asia/Shanghai")
DAY_OFF = {"knows_day_off": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("bookings"))
    await made.start()
    yield made
    await made.stop()


def day(after: int) -> date:
    return (datetime.now(UTC).astimezone(ZONE) + timedelta(days=after)).date()


def span(after: int, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    return {
        "begins_at": f"{day(after)}T{begins}:00+08:00",
        "ends_at": f"{day(after)}T{ends}:00+08:00",
        **DAY_OFF, **more,
    }  # fmt: skip


async def book(centre: TheCentre, code: str, who: str = "mediates", **said: Any) -> Any:
    return await centre.call("POST", f"{CASES}/{code}/bookings", who, said)


async def test_a_room_and_a_mediator_are_booked_moved_and_let_go(centre: TheCentre):
    code = await centre.handled("rooms")
    made = centre.json(
        await book(centre, code, **span(1, "09:00", "10:00", room="R1", mediators=["talker"])), 201
    )
    assert (made["room"], made["state"]) == ("R1", "booked")
    again = await book(centre, code, **span(1, "09:45", "11:00", room="R1"))
    assert (again.status, again.error["code"], again.error["field"]) == (409, "taken", "room")
    assert "调解一室" in again.error["message"]
    again = await book(centre, code, **span(1, "09:45", "11:00", mediators=["talker"]))
    assert (again.status, again.error["field"]) == (409, "mediators")
    path = f"/api/v1/centre/bookings/{made['booking_id']}"
    moved = centre.json(
        await centre.call("POST", f"{path}/move", "mediates", span(1, "14:00", "15:00", room="R2"))
    )
    assert (moved["room"], moved["mediators"]) == ("R2", [])
    centre.json(await book(centre, code, **span(1, "09:45", "11:00", room="R1")), 201)
    gone = await centre.call("POST", f"{path}/cancel", "mediates", {"reason": "当事人生病"})
    assert centre.json(gone)["state"] == "cancelled"
    refused = await centre.call("POST", f"{path}/cancel", "mediates", {"reason": "再来"})
    assert refused.status == 409
    listed = centre.json(await centre.call("GET", f"{CASES}/{code}/bookings", "duty"))["items"]
    assert [one["state"] for one in listed] == ["booked", "cancelled"]


async def test_two_at_once_get_one_room(centre: TheCentre):
    codes = [await centre.handled(f"race-{n}") for n in range(4)]
    asked = span(2, "09:00", "10:00", room="R3")
    answers = await asyncio.gather(*(book(centre, code, **asked) for code in codes))
    assert sorted(one.status for one in answers) == [201, 409, 409, 409]


async def test_a_day_off_is_said_first(centre: TheCentre):
    code = await centre.handled("day-off")
    after = next(n for n in range(1, 9) if day(n).weekday() == 6)
    asked = span(after, "09:00", "10:00", room="R4", knows_day_off=False)
    answer = await book(centre, code, **asked)
    assert (answer.status, answer.error["code"]) == (409, "day_off")
    centre.json(await book(centre, code, **asked | DAY_OFF), 201)


async def test_only_those_who_take_it_further_book(centre: TheCentre):
    code = await centre.handled("whose")
    await centre.done(code, "mediates", "assign", mediators=["talker"])
    centre.json(await book(centre, code, "talker", **span(3, "09:00", "10:00", room="R1")), 201)
    for who in OUTSIDE:
        if who == "talker":
            continue
        answer = await book(centre, code, who, **span(3, "11:00", "11:30", room="R1"))
        assert answer.status in {401, 403, 404}, (who, answer.status)


async def test_a_stranger_sees_that_it_is_busy_and_no_more(centre: TheCentre):
    code = await centre.handled("stranger")
    made = centre.json(
        await book(centre, code, **span(4, "09:00", "10:00", room="R5", mediators=["talker"])), 201
    )
    listing = ("/api/v1/centre/bookings", f"day={day(4)}")
    for who in ("duty", "mediates", "colleague"):
        [seen] = centre.json(await centre.call("GET", listing[0], who, query=listing[1]))["items"]
        assert (seen["case_code"], seen["booking_id"]) == (code, made["booking_id"]), who
    for who in ("receives", "arbitrates", "other-window", "in-charge"):
        [busy] = centre.json(await centre.call("GET", listing[0], who, query=listing[1]))["items"]
        assert (busy["room"], busy["case_code"], busy["booking_id"]) == ("R5", None, None), who
    marks = [code, made["booking_id"]]
    for who in OUTSIDE:
        if who == "audit-1":
            continue  # the auditor reads which doors were knocked at
        for path in (
            f"{CASES}/{code}/bookings",
            f"/api/v1/centre/bookings?day={day(4)}",
            f"/api/v1/admin/journal?entity={made['booking_id']}",
            "/api/v1/admin/journal?kind=booking",
        ):
            bare, _, query = path.partition("?")
            answer = await centre.ask("GET", bare, who, query=query)
            echo = path if answer.status >= 400 else ""
            assert found_in(text_of(answer.body), marks, echo=echo) == [], (who, path)
        for act, said in (("move", span(4, "11:00", "12:00")), ("cancel", {"reason": "试一试"})):
            path = f"/api/v1/centre/bookings/{made['booking_id']}/{act}"
            answer = await centre.call("POST", path, who, said)
            assert answer.status in {401, 403, 404}, (who, act)


async def test_the_booking_of_a_sealed_case_is_seen_by_its_own_alone(centre: TheCentre):
    code = await centre.take_in("sealed-room", matter="report", category="other")
    centre.json(await book(centre, code, "window", **span(5, "09:00", "10:00", room="R6")), 201)
    path, query = "/api/v1/centre/bookings", f"day={day(5)}"
    for who, told in (("window", code), ("duty", None)):
        listed = centre.json(await centre.call("GET", path, who, query=query))["items"]
        [seen] = [one for one in listed if one["room"] == "R6"]
        assert seen["case_code"] == told, who


async def test_a_closed_case_holds_no_room_any_more(centre: TheCentre):
    first, second = await centre.handled("closes"), await centre.handled("waits")
    asked = span(6, "09:00", "10:00", room="R1")
    centre.json(await book(centre, first, **asked), 201)
    assert (await book(centre, second, **asked)).status == 409
    await centre.done(first, "duty", "join", text="同一纠纷", joined_to=second)
    centre.json(await book(centre, second, **asked), 201)
    assert (await book(centre, first, **span(7, "09:00", "10:00", room="R1"))).status in {403, 409}


async def test_the_card_books_moves_and_lets_go(centre: TheCentre):
    code = await centre.handled("card")
    when = {"day": str(day(8)), "begins": "09:00", "ends": "10:00", "knows_day_off": "yes"}
    told = await centre.pressed("mediates", act="book", code=code, room="R2", **when)
    assert "已预约" in told
    [made] = centre.json(await centre.call("GET", f"{CASES}/{code}/bookings", "duty"))["items"]
    which = {"code": code, "booking": made["booking_id"]}
    moved = when | {"begins": "10:00", "ends": "11:00"}
    told = await centre.pressed("mediates", act="move_booking", room="R2", **which, **moved)
    assert "已改期" in told
    for who in ("receives", "arbitrates", "in-charge", "other-window"):
        told = await centre.pressed(who, act="cancel_booking", why="试一试", **which)
        assert "已取消预约" not in told, who
        assert made["booking_id"] not in told, who
    told = await centre.pressed("mediates", act="cancel_booking", why="改日", **which)
    assert "已取消预约" in told
