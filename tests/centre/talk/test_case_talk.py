"""Talk about a case over HTTP and by the phone's operations: handlers, helpers, strangers."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.callers import Caller
from domain.centre.cases.parties import CASE_PARTY, CaseParty, PartyKind, PartyRole
from domain.desk.notices import NoticeState, Purpose
from domain.desk.timers import TimerKind
from domain.errors import ConflictError, NotFoundError
from domain.subject_key import SubjectKey
from operations.clock import utc_now
from operations.field.talk.talking import Said
from store.centre import helps
from store.desk import outbox
from store.field import talk
from store.field.acts import Press
from tests.access.two_towns import OTHER_PHONE, OTHER_TOWN, OUR_TOWN, OUR_UNIT, THEIR_UNIT
from tests.centre.the_centre import CASES, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
# Cases lie in the other town; its officers are of their grid.
HELPER = Caller("guards-there", "police", area=OTHER_TOWN, unit_id=THEIR_UNIT)
STRANGER = Caller("guards", "police", area=OUR_TOWN, unit_id=OUR_UNIT)
# Nobody in the case: two of them see other cases, one takes them in at another window.
OUTSIDE = (
    *("centre", "chief", "clerk", "lives", "walks", "guards", "talks", "sysadm", "wall"),
    *("receives", "arbitrates", "talker", "in-charge", "looks-after"),
)


class Phones:
    """What phones were told, instead of their sockets."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.told: list[str] = []

    async def tell(self, units, message) -> None:
        self.told += units
        self.rung += [unit for unit in units if message["rings"]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("case-talk"))
    await made.start()
    made.phones = Phones()
    object.__setattr__(made.parts.talks.ground, "tell", made.phones.tell)
    yield made
    await made.stop()


def door(code: str, rest: str = "talk") -> str:
    return f"{CASES}/{code}/{rest}"


def asked(unit_id: str = THEIR_UNIT, **more: Any) -> dict[str, Any]:
    task = f"请上门核实，{NAME} 电话 {PHONE}"
    return {"key": uuid4().hex, "unit_id": unit_id, "task": task, "reason": "当事人不接电话"} | more


async def helped(centre: TheCentre, key: str) -> tuple[str, str]:
    """A case the mediation handles, and a help somebody of its grid was asked for."""
    code = await centre.handled(key)
    made = centre.json(await centre.call("POST", door(code, "helps"), "mediates", asked()), 201)
    return code, made["help_id"]


async def test_handlers_and_a_helper_talk_once_each_with_marks(centre: TheCentre):
    code = await centre.handled("talk")
    body = asked()
    centre.phones.rung.clear()
    assert (await centre.call("POST", door(code, "helps"), "mediates", body)).status == 201
    assert (await centre.call("POST", door(code, "helps"), "mediates", body)).status == 200
    assert centre.phones.rung == [THEIR_UNIT]
    talks = centre.parts.talks
    # the phone has what is asked and no more of the case: surname, and numbers masked
    [task] = [one for one in await talks.helping.mine(HELPER) if one.case_code == code]
    assert "欧*" in task.task and NAME not in task.task and PHONE not in task.task
    page = await talks.cases.looking.of_crew(code, HELPER)
    assert NAME not in str(page.messages) and PHONE not in str(page.messages)
    [mine] = [one for one in await talks.cases.looking.mine(HELPER) if one.number == code]
    assert (mine.about, mine.unread, mine.is_open) == ("case", 1, True)
    await talks.cases.talking.mark(code, 1, 1, HELPER)
    said = Said("a1", reply="received", at=utc_now() - timedelta(minutes=5))
    answered, is_new = await talks.cases.talking.answer(code, said, HELPER)
    assert is_new and answered.at - answered.pressed_at > timedelta(minutes=4)
    assert (await talks.cases.talking.answer(code, said, HELPER))[1] is False
    # at the centre it is whole, and everybody is told who has read
    seen = centre.json(await centre.ask("GET", door(code), "duty"))
    first, second = seen["items"]
    assert PHONE in first["text"] and first["read"] == [THEIR_UNIT]
    assert (second["side"], second["read_by_desk"], seen["own_read"]) == ("crew", False, 0)
    assert (await centre.call("POST", door(code, "talk/read"), "duty", {"n": 2})).status == 200
    seen = centre.json(await centre.ask("GET", door(code), "mediates"))
    assert [one["read_by"] for one in seen["items"]] == [["duty"], ["duty"]]
    assert seen["items"][1]["read_by_desk"]
    assert centre.parts.store.verify_chain() is None


async def test_a_stranger_learns_nothing_of_it_at_any_door(centre: TheCentre):
    code, help_id = await helped(centre, "strangers")
    talks = centre.parts.talks
    for who in OUTSIDE:
        for rest in ("talk", "helps"):
            answer = await centre.ask("GET", door(code, rest), who)
            assert answer.status in {401, 403, 404}, (who, rest, answer.status)
        for rest, body in (
            ("talk", {"key": "x" * 12, "text": "x"}),
            ("talk/read", {"n": 1}),
            ("helps", asked()),
            (f"helps/{help_id}/end", {}),
        ):
            answer = await centre.call("POST", door(code, rest), who, body)
            assert answer.status in {401, 403, 404}, (who, rest, answer.status)
    # another area, nobody's phone, and no other case of the helper
    other = await centre.handled("strangers-other")
    [message] = (await talks.cases.looking.of_crew(code, HELPER)).messages
    alone = replace(HELPER, unit_id=None)
    for caller, number in ((STRANGER, code), (alone, code), (HELPER, other)):
        for refused in (
            talks.cases.looking.of_crew(number, caller),
            talks.cases.talking.answer(number, Said("z", "z"), caller),
            talks.cases.talking.mark(number, 1, 1, caller),
        ):
            with pytest.raises(NotFoundError):
                await refused
        assert number not in {one.number for one in await talks.cases.looking.mine(caller)}
    for caller in (STRANGER, alone):
        with pytest.raises(NotFoundError):
            await talks.cases.looking.message(message.message_id, caller)
        with pytest.raises(NotFoundError):
            press = Press("phone", uuid4().hex, utc_now())
            await talks.helping.done(help_id, "看过了", press, caller)
    # who may look but does not handle it says nothing
    assert centre.json(await centre.ask("GET", door(code), "colleague"))["may_speak"] is True
    seen = centre.json(await centre.ask("GET", door(code), "reviews"))
    assert seen["may_speak"] is False
    refused = await centre.call("POST", door(code), "reviews", {"key": "k", "text": "x"})
    assert refused.status == 403


async def test_nobody_talks_of_a_sealed_case_nor_is_asked_about_one(centre: TheCentre):
    people = [{"name": "司徒演示", "phone": "13700008888"}]
    code = await centre.take_in("sealed", matter="report", category="other", parties=people)
    for who in ("window", "duty"):
        assert (await centre.ask("GET", door(code), who)).status == 404
        said = await centre.call("POST", door(code), who, {"key": "k", "text": "x"})
        assert said.status == 404
        assert (await centre.call("POST", door(code, "helps"), who, asked())).status in {403, 404}
    # whoever took it in sees it, and is offered nobody
    assert centre.json(await centre.ask("GET", door(code, "helps"), "window"))["offered"] == []
    # one that is sealed later is hidden from whoever helped
    later, _ = await helped(centre, "sealed-later")
    centre.set_back(later, is_sealed=True, people=("mediates",))
    with pytest.raises(NotFoundError):
        await centre.parts.talks.cases.looking.of_crew(later, HELPER)
    assert later not in {one.case_code for one in await centre.parts.talks.helping.mine(HELPER)}


async def test_a_barred_mediator_and_a_barred_helper_are_out(centre: TheCentre):
    code, _ = await helped(centre, "barred")
    centre.set_back(code, mediators=("talker",), people=("talker",))
    body = {"key": "m1", "text": "明天下午调解"}
    assert (await centre.call("POST", door(code), "talker", body)).status == 201
    centre.set_back(code, never=("talker", HELPER.actor))
    assert (await centre.ask("GET", door(code), "talker")).status == 404
    with pytest.raises(NotFoundError):
        await centre.parts.talks.cases.looking.of_crew(code, HELPER)
    assert code not in {one.case_code for one in await centre.parts.talks.helping.mine(HELPER)}


async def test_whoever_is_in_the_dispute_is_not_asked_and_hears_nothing(centre: TheCentre):
    code = await centre.handled("party", parties=[{"name": "某甲", "phone": OTHER_PHONE}])
    refused = await centre.call("POST", door(code, "helps"), "mediates", asked())
    assert (refused.status, refused.error["field"]) == (422, "unit_id")
    offered = centre.json(await centre.ask("GET", door(code, "helps"), "mediates"))["offered"]
    assert THEIR_UNIT not in {one["unit_id"] for one in offered}
    # and where it turns out later
    other, _ = await helped(centre, "party-later")
    found = CaseParty(
        f"party-{uuid4().hex[:12]}", other, PartyRole.RESPONDENT, PartyKind.PERSON,
        "某乙", OTHER_PHONE,
    )  # fmt: skip
    with centre.parts.store.transaction() as tx:
        tx.put(CASE_PARTY, found, action="add", actor="test")
    with pytest.raises(NotFoundError):
        await centre.parts.talks.cases.looking.of_crew(other, HELPER)
    centre.phones.rung.clear()
    body = {"key": "p1", "text": "还在吗"}
    assert (await centre.call("POST", door(other), "mediates", body)).status == 201
    assert centre.phones.rung == []


async def test_only_of_the_grid_with_a_reason_and_never_twice(centre: TheCentre):
    code = await centre.handled("grid")
    path = door(code, "helps")
    for body, status in (
        (asked(OUR_UNIT), 422),
        (asked("nobody"), 422),
        (asked(reason=""), 422),
        (asked(task=" "), 422),
    ):
        assert (await centre.call("POST", path, "mediates", body)).status == status, body
    assert (await centre.call("POST", path, "window", asked())).status == 403
    assert (await centre.call("POST", path, "mediates", asked())).status == 201
    assert (await centre.call("POST", path, "duty", asked())).status == 409


async def test_the_help_ends_by_whoever_helped_a_handler_or_the_case(centre: TheCentre):
    talks = centre.parts.talks
    code, help_id = await helped(centre, "ends")
    press = Press("phone", uuid4().hex, utc_now())
    centre.phones.told.clear()
    for _ in range(2):  # sent twice, done once
        assert (await talks.helping.done(help_id, "已上门", press, HELPER))["help_id"] == help_id
    assert centre.phones.told == [THEIR_UNIT], "the unit's other phone, of what the first has done"
    seen = centre.json(await centre.ask("GET", door(code), "mediates"))
    assert [one["text"] for one in seen["items"]][-1] == "协助已完成：已上门"
    held = centre.json(await centre.ask("GET", door(code, "helps"), "mediates"))["helps"]
    assert [(one["ending"], one["result"]) for one in held] == [("done", "已上门")]
    with pytest.raises(NotFoundError):
        await talks.cases.looking.of_crew(code, HELPER)
    # what was pressed before the end still comes in; what is said after it does not
    before = Said("late", "路上没有网络", at=held_at(held) - timedelta(seconds=1))
    assert (await talks.cases.talking.answer(code, before, HELPER))[1]
    with pytest.raises(NotFoundError):
        await talks.cases.talking.answer(code, Said("after", "还有一句"), HELPER)
    # a handler ends the next one
    other, other_id = await helped(centre, "ends-too")
    end = door(other, f"helps/{other_id}/end")
    assert (await centre.call("POST", end, "duty", {})).status == 200
    assert (await centre.call("POST", end, "duty", {})).status == 409
    # and the case the third
    third, third_id = await helped(centre, "ends-closed")
    first = await centre.routed("ends-into")
    await centre.done(third, "duty", "join", joined_to=first, text="同一纠纷")
    held = centre.json(await centre.ask("GET", door(third, "helps"), "duty"))["helps"]
    assert [(one["help_id"], one["ending"]) for one in held] == [(third_id, "closed")]
    with pytest.raises(NotFoundError):
        await talks.cases.looking.of_crew(third, HELPER)
    with pytest.raises(ConflictError):
        await talks.cases.talking.tell(
            third, Said("c", "x"), Caller("duty", "duty_clerk", department="governance")
        )


def held_at(held: list[dict[str, Any]]) -> Any:
    from domain.moments import from_iso

    return from_iso(held[0]["ended_at"])


async def test_what_waits_is_told_to_its_people_and_to_no_other_clerk(centre: TheCentre):
    code, _ = await helped(centre, "waits")

    async def waits(who: str) -> dict[str, int]:
        found = centre.json(await centre.ask("GET", "/api/v1/centre/talks", who))["items"]
        return {one["code"]: one["unread"] for one in found}

    # who took it in and who handles it; the one who wrote has read; another body sees nothing
    assert (await waits("window"))[code] == 1
    for who in ("mediates", "other-window", "receives", "duty", "talker"):
        assert code not in await waits(who), who
    await centre.parts.talks.cases.talking.answer(code, Said("w1", "到了"), HELPER)
    assert ((await waits("window"))[code], (await waits("mediates"))[code]) == (2, 1)
    await centre.call("POST", door(code, "talk/read"), "mediates", {"n": 2})
    assert code not in await waits("mediates")
    assert (await centre.ask("GET", "/api/v1/centre/talks", "centre")).status == 403
    centre.set_back(code, never=("window",))  # kept out since: not even that something is said
    assert code not in await waits("window")


async def test_what_is_over_takes_no_place_among_what_waits(
    centre: TheCentre, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(helps, "MOST_LISTED", 1)
    monkeypatch.setattr(talk, "MOST_TALKS", 1)
    code, _ = await helped(centre, "crowded")
    over, _ = await helped(centre, "crowded-over")
    into = await centre.routed("crowded-into")
    await centre.done(over, "duty", "join", joined_to=into, text="同一纠纷")
    assert [one.case_code for one in await centre.parts.talks.helping.mine(HELPER)] == [code]
    found = centre.json(await centre.ask("GET", "/api/v1/centre/talks", "window"))["items"]
    assert [one["code"] for one in found] == [code]


async def test_a_photo_is_of_the_cases_people_alone(centre: TheCentre):
    code, _ = await helped(centre, "photo")
    talks = centre.parts.talks
    message, _ = await talks.cases.talking.answer(code, Said("p1", photos=1), HELPER)
    png = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(png, "PNG")
    url = door(code, f"talk/{message.message_id}/photos/f-{message.message_id}")
    file_id = f"f-{message.message_id}"
    await talks.cases.photos.keep(message.message_id, file_id, png.getvalue(), url, HELPER)
    assert (await centre.ask("GET", url, "mediates")).status == 200
    for who in ("receives", "arbitrates", "centre", "chief", "clerk"):
        assert (await centre.ask("GET", url, who)).status in {403, 404}, who
        plain = f"/api/v1/files/{file_id}"
        assert (await centre.ask("GET", plain, who)).status in {403, 404}, who
    with pytest.raises(NotFoundError):
        await talks.cases.photos.read(message.message_id, file_id, STRANGER)
    own = door(code, f"talk/{message.message_id}/photos")
    assert (await centre.ask("POST", own, "mediates", body=png.getvalue())).status == 403
    # a handler sends one of their own
    body = {"key": "with-photo", "text": "现场", "photos": 1}
    made = centre.json(await centre.call("POST", door(code), "mediates", body), 201)
    sent = await centre.ask(
        "POST", door(code, f"talk/{made['message_id']}/photos"), "mediates", body=png.getvalue()
    )
    assert sent.status == 201
    assert (await talks.cases.looking.of_crew(code, HELPER)).photos[made["message_id"]]


async def test_what_nobody_reads_is_told_on_to_the_unit_and_the_cases_people(centre: TheCentre):
    code, _ = await helped(centre, "silent")
    talks, about = centre.parts.talks, SubjectKey("case", code)
    before = talks.ground.settings
    hasty = replace(before, case_unread_after=timedelta(0), case_supervisor_after=timedelta(0))
    object.__setattr__(talks.ground, "settings", hasty)
    try:
        for _ in range(2):
            await talks.handlers[TimerKind.TALK](due(centre, f"{code}:crew"))
        to_unit, to_handler = told(centre, about)
        assert to_unit.unit_id == THEIR_UNIT and to_handler.recipient == "承办人"
        assert NAME not in to_unit.text and "当事人" not in to_unit.text
        await talks.cases.talking.answer(code, Said("s1", "人不在家"), HELPER)
        await talks.handlers[TimerKind.TALK](due(centre, f"{code}:desk"))
        waiting = [one for one in told(centre, about) if one.state is NoticeState.WAITING]
        assert [one.head for one in waiting] == ["协助人员的消息无人阅读"]
        # another step of the case leaves it; whoever reads withdraws it
        await centre.done(code, "mediates", "session", has_consent=True, text="纪要")
        assert [one.state for one in told(centre, about)].count(NoticeState.WAITING) == 1
        await centre.call("POST", door(code, "talk/read"), "mediates", {"n": 2})
        assert {one.state for one in told(centre, about)} == {NoticeState.WITHDRAWN}
    finally:
        object.__setattr__(talks.ground, "settings", before)


def due(centre: TheCentre, item: str):
    with centre.parts.store.transaction() as tx:
        return outbox.timer(tx, TimerKind.TALK, item)


def told(centre: TheCentre, about: SubjectKey):
    with centre.parts.store.transaction() as tx:
        return [one for one in outbox.notices_about(tx, about) if one.purpose is Purpose.MESSAGE]


async def test_the_card_asks_for_help_shows_it_and_ends_it(centre: TheCentre):
    code = await centre.handled("card")
    card = await centre.pressed("mediates", act="open", code=code)
    assert '"id": "case-talk"' in card and '"data-case-talk": "' + code in card
    assert "邻镇哨一号" in card
    said = await centre.pressed(
        "mediates", act="talk.ask", code=code, unit_id=THEIR_UNIT, task="核实住址",
        why="当事人搬家", key="card-help", version="1",
    )  # fmt: skip
    assert "已请求协助" in said and "核实住址" in said and "协助中" in said
    [one] = centre.json(await centre.ask("GET", door(code, "helps"), "mediates"))["helps"]
    said = await centre.pressed("mediates", act="talk.end", code=code, help_id=one["help_id"])
    assert "协助已结束" in said and "办案人员结束" in said
    sealed = await centre.take_in(
        "card-sealed", matter="report", category="other", parties=[{"name": "司徒演示"}]
    )
    card = await centre.pressed("window", act="open", code=sealed, reason="核对检举材料")
    assert "case-talk" not in card
