"""Numbers are taken, called and ended over HTTP and the socket; devices reach their page alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from domain.centre.premises.places import Hours
from store.tables import TICKET_TURN as TURNS
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUEUE = "/api/v1/queue"
ALWAYS = Hours(time(0), time(23, 59, 59, 999999), is_open_on_days_off=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("queue"))
    await made.start()
    for kind in ("hall", "kiosk"):
        made.tokens[kind] = await made.a_wall(kind, kind=kind)
    open_always(made, ALWAYS)
    yield made
    await made.stop()


def open_always(centre: TheCentre, hours: Hours) -> None:
    queue = centre.parts.queue
    always = replace(queue._desk.its(), hours=hours)
    queue._desk = replace(queue._desk, centre=lambda: always)


async def take(centre: TheCentre, zone: str = "intake", who: str = "kiosk") -> Any:
    return centre.json(await centre.call("POST", f"{QUEUE}/tickets", who, {"zone": zone}), 201)


async def act(centre: TheCentre, window: str, name: str, who: str = "window", **said: Any) -> Any:
    return await centre.call("POST", f"{QUEUE}/windows/{window}/{name}", who, said)


async def at(centre: TheCentre, window: str, name: str, **said: Any) -> Any:
    return centre.json(await act(centre, window, name, **said))["ticket"]


async def board(centre: TheCentre, who: str = "hall") -> Any:
    return centre.json(await centre.call("GET", QUEUE, who))


async def test_a_number_goes_from_the_kiosk_over_two_windows_to_its_end(centre: TheCentre):
    first, second = await take(centre), await take(centre)
    assert (first["ahead"], second["ahead"]) == (0, 1)
    here = await at(centre, "01", "next")
    assert here["label"] == first["label"]
    assert (await at(centre, "02", "next"))["label"] == second["label"]
    refused = await act(centre, "01", "not-come")
    assert (refused.status, refused.error["field"]) == (409, "ticket")
    for calls in (2, 3):
        assert (await at(centre, "01", "again"))["calls"] == calls
    gone = await at(centre, "01", "not-come")
    assert gone["state"] == "gone"
    back = await centre.call("POST", f"{QUEUE}/tickets/{gone['ticket_id']}/back", "window", {})
    assert centre.json(back)["ticket"]["for_window"] == "01"
    assert (await at(centre, "01", "next"))["label"] == first["label"]
    moved = await at(centre, "01", "hand-over", to="07")
    assert (moved["state"], moved["for_window"]) == ("waiting", "07")
    assert (await at(centre, "07", "next"))["label"] == first["label"]
    shown = {one["label"]: one["window"] for one in (await board(centre))["called"]}
    assert shown == {first["label"]: "07", second["label"]: "02"}
    # What keeps a turn from beginning at two windows of two servers is written with each call.
    begun = select(TURNS.c.window).where(TURNS.c.ticket_id == gone["ticket_id"])
    turns = centre.parts.store.ask(lambda one: one.scalars(begun.order_by(TURNS.c.turn)).all())
    assert turns == ["01", "01", "07"]
    for window in ("07", "02"):
        assert (await at(centre, window, "done"))["state"] == "done"
    assert (await board(centre))["called"] == []
    assert await at(centre, "01", "next") is None


async def test_windows_that_press_next_at_once_never_get_one_number(centre: TheCentre):
    numbers = {(await take(centre))["label"] for _ in range(3)}
    answers = await asyncio.gather(*(at(centre, window, "next") for window in ("01", "02", "03")))
    assert {one["label"] for one in answers} == numbers
    # one number, three windows
    for window in ("01", "02", "03"):
        await at(centre, window, "done")
    last = await take(centre)
    answers = await asyncio.gather(*(at(centre, window, "next") for window in ("01", "02", "03")))
    assert sorted(one["label"] if one else "" for one in answers) == ["", "", last["label"]]
    for window, one in zip(("01", "02", "03"), answers, strict=True):
        if one:
            await at(centre, window, "done")


async def test_after_closing_no_number_is_given_and_those_who_wait_are_served_or_told(
    centre: TheCentre,
):
    waits, serves = await take(centre, "legal"), await take(centre, "visits")
    early = await act(centre, "", "x")  # no such path
    assert early.status == 404
    ended = await centre.call("POST", f"{QUEUE}/end-of-day", "window", {})
    assert ended.status == 409
    open_always(centre, Hours(time(0), time(0, 0, 1), is_open_on_days_off=True))
    try:
        answer = await centre.call("POST", f"{QUEUE}/tickets", "kiosk", {"zone": "legal"})
        assert (answer.status, answer.error["code"]) == (409, "closed")
        assert not (await board(centre))["is_open"]
        assert (await at(centre, "04", "next"))["label"] == serves["label"]
        await at(centre, "04", "done")
        waiting = {one["zone"]: one["count"] for one in (await board(centre))["waiting"]}
        assert waiting["legal"] == 1
        told = centre.json(await centre.call("POST", f"{QUEUE}/end-of-day", "window", {}))
        assert told == {"told": sum(waiting.values())}
        assert await at(centre, "09", "next") is None, waits
    finally:
        open_always(centre, ALWAYS)


async def test_the_paper_holds_a_number_and_no_name(centre: TheCentre):
    made = await take(centre, "visits")
    path = f"{QUEUE}/tickets/{made['ticket_id']}/paper.pdf"
    paper = await centre.call("GET", path, "kiosk")
    assert paper.status == 200
    assert paper.body.startswith(b"%PDF-")
    assert b"226.77" in paper.body  # 80 mm
    assert (await centre.call("GET", path.replace("visits", "nowhere"), "kiosk")).status == 404
    await at(centre, "04", "next")
    await at(centre, "04", "done")


async def test_a_hall_screen_is_told_each_call_at_once(centre: TheCentre):
    made = await take(centre, "mediation")
    async with centre.socket("/ws/queue", "hall") as socket:
        assert socket.status == 101

        async def heard() -> Any:
            async with asyncio.timeout(30):
                return json.loads((await socket.got.get())["text"])

        first = await heard()
        assert {one["zone"]: one["count"] for one in first["waiting"]}["mediation"] == 1
        await at(centre, "05", "next")
        [called] = (await heard())["called"]
        assert (called["label"], called["window"]) == (made["label"], "05")
        assert set(called) == {"label", "window", "window_name", "calls", "called_at"}
    await at(centre, "05", "done")


async def test_the_screens_reach_their_own_page_and_nothing_else(centre: TheCentre):
    for who, own, other in (
        ("hall", "/centre/hall", "/centre/kiosk"),
        ("kiosk", "/centre/kiosk", "/centre/hall"),
    ):
        led = await centre.ask("GET", "/", who, accept="text/html")
        assert (led.status, led.headers["location"]) == (303, own)
        shown = await centre.ask("GET", own, who, accept="text/html")
        assert shown.status == 200
        assert "演示" not in shown.body.decode()
        for path in (other, "/centre", "/centre/queue", "/desk", "/wall", "/api/v1/cases",
                     "/api/v1/centre", "/api/v1/centre/bookings", "/api/v1/incidents"):  # fmt: skip
            answer = await centre.ask("GET", path, who)
            assert answer.status == 403, (who, path, answer.status)
    for name in ("next", "again", "not-come", "done", "hand-over"):
        for who in ("hall", "kiosk", "talker", "in-charge", "centre", "wall", "sysadm"):
            assert (await act(centre, "01", name, who, to="02")).status == 403, (name, who)
    refused = await centre.call("POST", f"{QUEUE}/tickets", "hall", {"zone": "intake"})
    assert refused.status == 403


async def test_the_desk_pairs_a_screen_of_the_centre_without_an_area(centre: TheCentre):
    devices = centre.people.devices
    code, _ = devices.begin_pairing("10.0.0.9")
    for said, field in (({"kind": "feed"}, "kind"), ({"kind": "hall", "area": "340604"}, "area")):
        answer = await centre.call(
            "POST", "/api/v1/admin/walls/pair", "sysadm", {"code": code, "name": "大厅一", **said}
        )
        assert (answer.status, answer.error["field"]) == (422, field)


async def test_a_day_begins_with_number_one(centre: TheCentre):
    queue = centre.parts.queue
    store = centre.parts.store
    today = datetime.now(UTC)
    before = await take(centre, "reconsideration")
    assert before["label"].endswith("001")
    from domain.centre.premises.tickets import day_of
    from store.centre.tickets import last_number

    zone = queue._desk.zone
    tomorrow = day_of(today, zone).replace(year=2027).isoformat()
    assert store.ask(lambda c: last_number(c, before["ticket_id"][:0] + tomorrow, "intake")) == 0


async def test_a_number_that_became_a_case_is_kept_by_the_case_alone(centre: TheCentre):
    code = await centre.take_in("of-a-number")
    made = await take(centre, "litigation")
    await at(centre, "07", "next")
    refused = await act(centre, "07", "done", "other-window", case=code)
    assert refused.status == 404  # not theirs to see, so not theirs to link
    await at(centre, "07", "done", case=code)
    shown = await centre.pressed("duty", act="open", code=code)
    assert made["label"] in shown
    answer = await centre.call("GET", QUEUE, "hall")
    assert code not in answer.body.decode()
    journal = await centre.call("GET", "/api/v1/admin/journal", "audit-1", query="kind=case_ticket")
    assert code not in journal.body.decode()


async def pressed(centre: TheCentre, who: str, **asked: Any) -> str:
    body = json.loads(posted(centre, "queue-says.children"))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == "queue-do":
            entry["value"] = asked
    answer = await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    return json.dumps(json.loads(answer.body), ensure_ascii=False) if answer.body else ""


async def test_the_panel_does_what_the_routes_do_for_those_who_call(centre: TheCentre):
    told = await pressed(centre, "window", act="take", window="08", zone="litigation")
    assert "打印小票" in told
    for act_, said in (
        ("sit", "窗口 08"),
        ("next", "呼叫"),
        ("again", "第 2 次"),
        ("done", "办理完毕"),
    ):
        assert said in await pressed(centre, "window", act=act_, window="08"), act_
    body = json.loads(posted(centre, "queue-body.children"))
    for entry in body["state"]:
        if entry["id"] == "queue-do":
            entry["value"] = {"act": "sit", "window": "08"}
    drawn = await centre.ask("POST", CALLBACK, "window", body=json.dumps(body).encode())
    assert "本窗口现在没有号" in json.dumps(json.loads(drawn.body), ensure_ascii=False)
    for who in ("talker", "in-charge", "centre", "hall", "kiosk"):
        refused = await centre.ask(
            "POST", CALLBACK, who, body=posted(centre, "queue-says.children")
        )
        assert refused.status == 403, who
