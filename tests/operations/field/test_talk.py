"""Talk between the desk and its crews over HTTP and by the phones' operations, and strangers."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.desk.notices import NoticeState, Purpose
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.talk.marks import FIELD_TALK
from domain.subject_key import SubjectKey, of_incident
from operations.field.talk.broadcasts import NewBroadcast
from operations.field.talk.talking import Said
from store.desk import outbox
from tests.access.test_kinds_at_all_doors import told
from tests.access.two_towns import (
    OTHER_TOWN,
    OUR_PLACE,
    OUR_TOWN,
    OUR_UNIT,
    THEIR_OTHER_UNIT,
    THEIR_UNIT,
    TwoTowns,
)  # fmt: skip

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECRET = "仓库密语 13812345678"
CENTRE = Caller("centre", "dispatcher")
CREW = Caller("guards", "police", area=OUR_TOWN, unit_id=OUR_UNIT)
THEIR_CREW = Caller("guards-there", "police", area=OTHER_TOWN, unit_id=THEIR_UNIT)
ALONE = Caller("guards-too", "police", area=OUR_TOWN)


class Phones:
    """What phones were told, instead of their sockets."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    async def tell(self, units, message) -> None:
        self.rung += [unit for unit in units if message["rings"]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("talk"))
    await made.start()
    made.phones = Phones()
    object.__setattr__(made.parts.talks.ground, "tell", made.phones.tell)
    yield made
    await made.stop()


async def an_incident(towns: TwoTowns, key: str, *units: str) -> str:
    lat, lon = OUR_PLACE
    body = {
        "key": f"incident-{key}",
        "class": "medical",
        "lat": lat,
        "lon": lon,
        "title": f"{key}事件",
    }
    made = await towns.call("POST", "/api/v1/desk/incidents", "centre", body)
    number = str(towns.json(made, 201)["number"])
    if units:
        await send(towns, number, *units)
    return number


async def send(towns: TwoTowns, number: str, *units: str) -> None:
    await free(towns, *units)
    path = f"/api/v1/desk/incidents/{number}/assignments"
    towns.json(await towns.call("POST", path, "centre", {"unit_ids": [*units]}), 201)


async def free(towns: TwoTowns, *units: str) -> None:
    for unit in units:
        path = f"/api/v1/desk/units/{unit}/status"
        towns.json(await towns.call("PUT", path, "centre", {"status": "available"}))


def talk_of(towns: TwoTowns, number: str):
    return FIELD_TALK.entity_of(towns.parts.store.newest("field_talk", number).state)


def path_of(number: str, rest: str = "") -> str:
    return f"/api/v1/desk/incidents/{number}/talk{rest}"


async def test_desk_and_crew_talk_once_each_with_marks(towns: TwoTowns):
    number = await an_incident(towns, "talk", OUR_UNIT)
    body = {"key": "k1", "text": SECRET}
    assert (await towns.call("POST", path_of(number), "centre", body)).status == 201
    assert (await towns.call("POST", path_of(number), "centre", body)).status == 200
    assert towns.phones.rung == [OUR_UNIT]
    looking, talking = towns.parts.talks.incidents.looking, towns.parts.talks.incidents.talking
    page = await looking.of_crew(number, CREW)
    assert [one.text for one in page.messages] == [SECRET]  # whom it is for reads its numbers
    [mine] = [one for one in await looking.mine(CREW) if one.number == number]
    assert (mine.unread, mine.is_open) == (1, True)
    await talking.mark(number, 1, 0, CREW)
    seen = towns.json(await towns.ask("GET", path_of(number), "centre"))
    [one] = seen["items"]
    assert (one["delivered"], one["read"]) == ([OUR_UNIT], [])
    assert "12345678" not in str(seen)  # the desk reads them for a reason
    said = Said("k2", reply="received", at=page.talk.at - timedelta(minutes=5))
    answered, is_new = await talking.answer(number, said, CREW)
    assert is_new and answered.text == "收到" and answered.units == ()
    assert answered.at - answered.pressed_at > timedelta(minutes=4)
    again, is_new = await talking.answer(number, said, CREW)
    assert (again, is_new) == (answered, False)
    assert talk_of(towns, number).read == {OUR_UNIT: 2}
    assert (await towns.call("POST", path_of(number, "/read"), "centre", {"n": 2})).status == 200
    assert talk_of(towns, number).desk_n == 2
    assert towns.parts.store.verify_chain() is None


async def test_a_key_is_of_one_message_and_nothing_is_no_message(towns: TwoTowns):
    number = await an_incident(towns, "keys", OUR_UNIT)
    talking = towns.parts.talks.incidents.talking
    await talking.tell(number, Said("k", reply="stay_safe"), CENTRE)
    with pytest.raises(ConflictError):
        await talking.tell(number, Said("k", reply="send_photo"), CENTRE)
    await talking.tell(number, Said("typed", "一车间"), CENTRE)
    for other in (Said("typed", "二车间"), Said("typed", "一车间", photos=1)):
        with pytest.raises(ConflictError):  # never answered as if it had been said
            await talking.tell(number, other, CENTRE)
    for said in (Said("n1"), Said("n2", text="  "), Said("n3", reply="received"), Said("", "x")):
        with pytest.raises(InvalidError):
            await talking.tell(number, said, CENTRE)


async def test_strangers_see_nothing_at_any_door(towns: TwoTowns):
    # of the other town: the doors are asked for what is there
    number, talks = towns.theirs.number, towns.parts.talks
    await send(towns, number, THEIR_UNIT)
    message, _ = await talks.incidents.talking.tell(number, Said(uuid4().hex, SECRET), CENTRE)
    await towns.settled()
    for who in ("ours", "clerk", "leads", "walks", "guards", "talks", "wall", "machine", "sysadm"):
        assert (await towns.ask("GET", path_of(number), who)).status in {401, 403, 404}, who
        assert await told(towns, "仓库密语", who) == [], who
    told_to_centre = {one.strip() for one in await told(towns, "仓库密语", "centre")}
    of_it = "GET /api/v1/desk/incidents/{number}"
    assert {f"{of_it}/talk", f"{of_it}/timeline"} <= told_to_centre
    # who may look there but handles nothing says nothing, and reads for nobody
    assert towns.json(await towns.ask("GET", path_of(number), "chief"))["may_speak"] is False
    refused = await towns.call("POST", path_of(number), "chief", {"key": "x", "text": "y"})
    assert refused.status == 403
    for stranger in (CREW, ALONE):
        for refused in (
            talks.incidents.looking.of_crew(number, stranger),
            talks.incidents.talking.answer(number, Said("z", "z"), stranger),
            talks.incidents.talking.mark(number, 1, 1, stranger),
            talks.incidents.looking.message(message.message_id, stranger),
        ):
            with pytest.raises(NotFoundError):
                await refused
        assert number not in {one.number for one in await talks.incidents.looking.mine(stranger)}
    with pytest.raises(NotAllowedError):
        await talks.incidents.looking.mine(CENTRE)


async def test_who_left_reads_and_answers_for_a_day_and_is_rung_no_more(towns: TwoTowns):
    number = await an_incident(towns, "left", OUR_UNIT)
    await free(towns, OUR_UNIT)
    towns.phones.rung.clear()
    talking = towns.parts.talks.incidents.talking
    message, _ = await talking.tell(number, Said("l1", "还有人吗"), CENTRE)
    assert message.units == () and towns.phones.rung == []
    _, is_new = await talking.answer(number, Said("l2", "刚才没有网络"), CREW)
    assert is_new  # what was typed on the way is not lost


async def test_who_is_off_duty_is_not_rung_by_a_broadcast(towns: TwoTowns):
    await free(towns, OUR_UNIT, THEIR_UNIT, THEIR_OTHER_UNIT)
    path = f"/api/v1/desk/units/{THEIR_OTHER_UNIT}/status"
    await towns.call("PUT", path, "centre", {"status": "off_duty"})
    towns.phones.rung.clear()
    made, is_new = await towns.parts.talks.broadcasts.send(
        NewBroadcast(f"off-{uuid4().hex}", "大风预警", "340604"), CENTRE
    )
    assert is_new and made.people == 2
    assert sorted(towns.phones.rung) == [OUR_UNIT, THEIR_UNIT]
    await towns.call("PUT", path, "centre", {"status": "available"})


async def test_a_photo_comes_with_a_message_and_is_its_crews_alone(towns: TwoTowns):
    number = await an_incident(towns, "photo", OUR_UNIT)
    talks = towns.parts.talks
    message, _ = await talks.incidents.talking.answer(number, Said("p1", photos=1), CREW)
    png = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(png, "PNG")
    url = f"/api/v1/desk/messages/{message.message_id}/photos/f1"
    for _ in range(2):  # sent twice, kept once
        await talks.incidents.photos.keep(message.message_id, "f1", png.getvalue(), url, CREW)
    assert talk_of(towns, number).photos == 1
    seen = towns.json(await towns.ask("GET", path_of(number), "centre"))
    assert seen["items"][-1]["photo_urls"] == [url]
    assert (await towns.ask("GET", url, "centre")).status == 200
    assert (await towns.ask("GET", url, "theirs")).status == 404
    with pytest.raises(NotFoundError):
        await talks.incidents.photos.read(message.message_id, "f1", THEIR_CREW)
    with pytest.raises(NotAllowedError):
        await talks.incidents.photos.keep(message.message_id, "f2", png.getvalue(), url, CENTRE)


# silence ------------------------------------------------------------------------------------------


def due(towns: TwoTowns, kind: TimerKind, item: str) -> Timer | None:
    with towns.parts.store.transaction() as tx:
        return outbox.timer(tx, kind, item)


def notices(towns: TwoTowns, about: SubjectKey):
    with towns.parts.store.transaction() as tx:
        return [one for one in outbox.notices_about(tx, about) if one.purpose is Purpose.MESSAGE]


@pytest.fixture
def no_patience(towns: TwoTowns):
    """Everything unread is unread for long enough."""
    ground = towns.parts.talks.ground
    before = ground.settings
    hasty = replace(before, unread_after=timedelta(0), supervisor_after=timedelta(0))
    object.__setattr__(ground, "settings", hasty)
    yield
    object.__setattr__(ground, "settings", before)


async def test_a_crew_that_does_not_read_is_told_then_the_supervisor(towns, no_patience):
    number = await an_incident(towns, "silent", OUR_UNIT)
    talks = towns.parts.talks
    await talks.incidents.talking.tell(number, Said("s1", "请回话"), CENTRE)
    await talks.incidents.talking.tell(number, Said("s2", "请回话"), CENTRE)
    before = len(towns.parts.store.open_assignments())
    for _ in range(2):
        timer = due(towns, TimerKind.TALK, f"{number}:crew")
        await talks.handlers[TimerKind.TALK](timer)
    to_unit, to_chief = notices(towns, of_incident(number))
    assert to_unit.unit_id == OUR_UNIT and "本镇一号" in to_unit.text
    assert to_chief.recipient == "值班长" and "未读消息" in to_chief.head
    assert due(towns, TimerKind.TALK, f"{number}:crew") is None
    # nobody else is sent because a message was not read
    await towns.parts.desk_parts.escalation.deliver(
        due(towns, TimerKind.DELIVER, to_unit.notice_id)
    )
    assert due(towns, TimerKind.ESCALATE, to_unit.notice_id) is None
    assert len(towns.parts.store.open_assignments()) == before
    await talks.incidents.talking.mark(number, 2, 2, CREW)
    assert {one.state for one in notices(towns, of_incident(number))} == {NoticeState.WITHDRAWN}


async def test_who_came_later_is_told_too_and_before_the_supervisor(towns: TwoTowns):
    number = await an_incident(towns, "later", OUR_UNIT)
    talks, ground = towns.parts.talks, towns.parts.talks.ground
    before = ground.settings
    await talks.incidents.talking.tell(number, Said("y1", "请回话"), CENTRE)
    item = f"{number}:crew"
    step = replace(due(towns, TimerKind.TALK, item), step=1)
    hasty = replace(before, unread_after=timedelta(seconds=0.4))
    object.__setattr__(ground, "settings", hasty)
    try:
        await asyncio.sleep(0.5)
        await send(towns, number, THEIR_UNIT)
        await talks.incidents.talking.tell(number, Said("y2", "后到的也请回话"), CENTRE)
        await talks.handlers[TimerKind.TALK](step)
        told_units = {one.unit_id for one in notices(towns, of_incident(number))}
        assert told_units == {OUR_UNIT, None}
        again = due(towns, TimerKind.TALK, item)
        assert again is not None and again.step == 0  # what is younger has its own time
        await asyncio.sleep(0.5)
        await talks.handlers[TimerKind.TALK](again)
    finally:
        object.__setattr__(ground, "settings", before)
    told_units = {one.unit_id for one in notices(towns, of_incident(number))}
    assert told_units == {OUR_UNIT, THEIR_UNIT, None}


async def test_the_desk_that_does_not_read_is_rung_until_somebody_does(towns, no_patience):
    number = await an_incident(towns, "unheard", OUR_UNIT)
    talks = towns.parts.talks
    await talks.incidents.talking.answer(number, Said("u1", "需要破拆"), CREW)
    timer = due(towns, TimerKind.TALK, f"{number}:desk")
    await talks.handlers[TimerKind.TALK](timer)
    [rings] = notices(towns, of_incident(number))
    assert (rings.recipient, rings.state) == ("指挥中心调度席", NoticeState.WAITING)
    assert "需要破拆" not in rings.text
    await talks.incidents.talking.read_at_desk(number, 1, CENTRE)
    assert [one.state for one in notices(towns, of_incident(number))] == [NoticeState.WITHDRAWN]
    assert due(towns, TimerKind.TALK, f"{number}:desk") is None


# broadcasts ---------------------------------------------------------------------------------------


async def test_a_broadcast_is_counted_and_who_does_not_read_is_told_on(towns, no_patience):
    await free(towns, OUR_UNIT, THEIR_UNIT, THEIR_OTHER_UNIT)
    talks = towns.parts.talks
    body = {"key": uuid4().hex, "text": f"撤离{SECRET}", "area_code": "340604", "kinds": ["police"]}
    made = towns.json(await towns.call("POST", "/api/v1/desk/broadcasts", "centre", body), 201)
    assert (await towns.call("POST", "/api/v1/desk/broadcasts", "centre", body)).status == 200
    changed = body | {"area_code": OUR_TOWN}
    assert (await towns.call("POST", "/api/v1/desk/broadcasts", "centre", changed)).status == 409
    item, about = made["broadcast_id"], SubjectKey("field_broadcast", made["broadcast_id"])
    assert made["people"] == 3
    await talks.broadcasts.mark([item], CREW, is_read=True)
    await talks.broadcasts.mark([item], CREW, is_read=True)
    await talks.broadcasts.mark([item], THEIR_CREW, is_read=False)
    one = towns.json(await towns.ask("GET", f"/api/v1/desk/broadcasts/{item}", "chief"))
    assert (one["broadcast"]["delivered"], one["broadcast"]["read"]) == (2, 1)
    assert [reader["unit_id"] for reader in one["readers"]][-1] == OUR_UNIT
    assert "12345678" not in str(one)
    if soon := due(towns, TimerKind.BROADCAST_TALLY, item):  # or two seconds have gone by already
        await talks.handlers[TimerKind.BROADCAST_TALLY](soon)
    state = towns.parts.store.newest("field_broadcast", item).state
    assert (state["delivered"], state["read"]) == (2, 1)
    for _ in range(2):
        await talks.handlers[TimerKind.BROADCAST](due(towns, TimerKind.BROADCAST, item))
    by_unit = {one.unit_id: one for one in notices(towns, about)}
    assert by_unit.keys() == {THEIR_UNIT, THEIR_OTHER_UNIT, None}
    assert "未读 2" in by_unit[None].text
    assert due(towns, TimerKind.BROADCAST, item) is None
    # one record each: sent, counted twice, told again; never one for each reader and mark
    assert len(towns.parts.store.history("field_broadcast", item)) <= 4


async def test_a_broadcast_is_its_readers_and_its_areas_dispatchers_alone(towns: TwoTowns):
    await free(towns, OUR_UNIT, THEIR_UNIT)
    broadcasts = towns.parts.talks.broadcasts
    made, _ = await broadcasts.send(NewBroadcast(uuid4().hex, f"集结{SECRET}", OTHER_TOWN), CENTRE)
    await towns.settled()
    assert await told(towns, "集结", "theirs")
    path = f"/api/v1/desk/broadcasts/{made.broadcast_id}"
    for who in ("ours", "clerk", "walks", "guards", "wall", "sysadm"):
        assert (await towns.ask("GET", path, who)).status in {403, 404}, who
        assert await told(towns, "集结", who) == [], who
    body = {"key": "b3", "text": "x", "area_code": OTHER_TOWN}
    assert (await towns.call("POST", "/api/v1/desk/broadcasts", "ours", body)).status == 403
    assert (await towns.call("POST", "/api/v1/desk/broadcasts", "chief", body)).status == 403
    sent = {one.broadcast.broadcast_id for one in await broadcasts.received(CREW)}
    theirs = {one.broadcast.broadcast_id for one in await broadcasts.received(THEIR_CREW)}
    assert made.broadcast_id in theirs and made.broadcast_id not in sent
    await broadcasts.mark([made.broadcast_id], CREW, is_read=True)  # not theirs to read
    assert (await broadcasts.one(made.broadcast_id, CENTRE)).broadcast.read == 0
    assert (await towns.call("POST", f"{path}/withdrawal", "theirs", {})).status == 200
    [seen] = [
        one.broadcast
        for one in await broadcasts.received(THEIR_CREW)
        if one.broadcast.broadcast_id == made.broadcast_id
    ]
    assert seen.withdrawn_at is not None
    assert due(towns, TimerKind.BROADCAST, made.broadcast_id) is None


async def test_where_nobody_is_on_duty_no_broadcast_is_sent(towns: TwoTowns):
    new = NewBroadcast("b4", "x", "340604001001", ("grid_worker",))
    with pytest.raises(InvalidError):
        await towns.parts.talks.broadcasts.send(new, CENTRE)


async def test_who_comes_on_duty_while_it_holds_is_shown_it_and_counted_as_a_later_reader(
    towns: TwoTowns,
):
    await free(towns, OUR_UNIT, THEIR_UNIT)
    path = f"/api/v1/desk/units/{THEIR_UNIT}/status"
    await towns.call("PUT", path, "centre", {"status": "off_duty"})
    broadcasts = towns.parts.talks.broadcasts
    new = NewBroadcast(uuid4().hex, "封路至二十点", "340604", ("police",), hours=2)
    made, _ = await broadcasts.send(new, CENTRE)

    async def shown() -> set[str]:
        return {one.broadcast.broadcast_id for one in await broadcasts.received(THEIR_CREW)}

    # off duty it is neither shown nor counted, whatever a phone says
    await broadcasts.mark([made.broadcast_id], THEIR_CREW, is_read=True)
    assert made.broadcast_id not in await shown()
    await towns.call("PUT", path, "centre", {"status": "available"})
    assert made.broadcast_id in await shown()
    await broadcasts.mark([made.broadcast_id], THEIR_CREW, is_read=False)
    await broadcasts.mark([made.broadcast_id], THEIR_CREW, is_read=True)
    one = towns.json(
        await towns.ask("GET", f"/api/v1/desk/broadcasts/{made.broadcast_id}", "centre")
    )
    held = one["broadcast"]
    assert (held["later"], held["later_read"], held["read"]) == (1, 1, 0)
    assert held["people"] == made.people
    joined = {reader["unit_id"] for reader in one["readers"] if reader["joined_at"]}
    assert joined == {THEIR_UNIT}
    # what is over is shown to nobody for the first time
    away = f"/api/v1/desk/units/{THEIR_OTHER_UNIT}/status"
    await towns.call("PUT", away, "centre", {"status": "off_duty"})
    late = replace(THEIR_CREW, unit_id=THEIR_OTHER_UNIT)
    other, _ = await broadcasts.send(replace(new, key=uuid4().hex), CENTRE)
    await broadcasts.withdraw(other.broadcast_id, CENTRE)
    await free(towns, THEIR_OTHER_UNIT)
    found = {one.broadcast.broadcast_id for one in await broadcasts.received(late)}
    assert made.broadcast_id in found and other.broadcast_id not in found
