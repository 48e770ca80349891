"""The call list on the page: called, not reached, another day, printed; and who sees none of it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.stages import Stage
from domain.centre.mediation.sessions import Manner
from domain.centre.person.due_calls import DueCall
from domain.errors import ConflictError, NotFoundError, NotReadyError
from tests.centre.mediation.the_mediation import (
    OFFICER,
    STRANGERS,
    TALKER,
    WINDOW,
    TheMediation,
)
from tests.centre.the_centre import NAME, PHONE

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEES = {"view": "calls"}
SIDES: list[dict[str, Any]] = [
    {"name": NAME, "phone": PHONE},
    {"name": "演示-0451", "role": "respondent"},
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheMediation]:
    made = TheMediation(tmp_path_factory.mktemp("calling"))
    await made.start()
    yield made
    await made.stop()


_HOURS = count(2)  # one mediator has one session at a time


async def called(centre: TheMediation, key: str, **more: Any) -> tuple[str, list[DueCall]]:
    """A case with a session within the day; its code, and who is to be called for it."""
    code = await centre.chosen(key, parties=SIDES, **more)
    begins = centre.parts.cases.steps._desk.now() + timedelta(hours=next(_HOURS))
    begins = begins.replace(minute=0, second=0, microsecond=0)
    await centre.mediation.sitting.plan(
        code, OFFICER, begins_at=begins, ends_at=begins + timedelta(hours=1),
        manner=Manner.APART, knows_day_off=True, expected=await centre.party_ids(code),
    )  # fmt: skip
    return code, await due(centre, code)


async def due(centre: TheMediation, code: str, who: Caller = WINDOW) -> list[DueCall]:
    found = await centre.parts.calling.due(who)
    return [one for one in found.due if one.case.code == code]


def asks(one: DueCall, act: str, **more: str) -> dict[str, str]:
    held = {"code": one.case.code, "party": one.party.party_id, "occasion": one.occasion.key}
    return {"act": f"calls.{act}", **held, **more}


async def test_the_list_shows_names_masked_and_the_sheet_the_number(centre: TheMediation):
    code, [first, second] = await called(centre, "listed")
    drawn = await centre.queue("window", **SEES)
    assert code in drawn
    assert "欧*" in drawn
    count = (await centre.parts.calling.due(WINDOW)).count
    for view in (drawn, await centre.queue("window")):  # beside the other views too
        assert re.search(rf"电话提醒[^0-9]*{count}\b", view)
    assert "演示-0451" in drawn  # invented, and said so
    for hidden in (NAME, PHONE):
        assert hidden not in drawn
    sheet = await centre.pressed("window", **asks(first, "open"))
    assert NAME in sheet
    assert f"tel:{PHONE}" in sheet
    assert "打印提醒单" in await centre.pressed("window", **asks(second, "open"))


async def test_what_came_of_a_call_is_written_to_the_case(centre: TheMediation):
    code, [first, _] = await called(centre, "written")
    await centre.pressed("window", **asks(first, "told", came="not_reached"))
    [_, again] = await due(centre, code)  # who was not reached stands behind the others
    assert (again.party.name, again.tries) == (NAME, 1)
    said = await centre.pressed("window", **asks(first, "told", came="reached", note="会来"))
    assert "已记录" in said
    assert [one.party.name for one in await due(centre, code)] == ["演示-0451"]
    card = await centre.pressed("mediates", act="open", code=code)
    assert "会来" in card
    twice = await centre.pressed("duty", **asks(first, "told", came="reached"))
    assert "已由他人打过" in twice


async def test_who_asks_for_another_day_is_off_the_list_until_then(centre: TheMediation):
    code, [first, _] = await called(centre, "another-day")
    wrong = await centre.pressed("window", **asks(first, "told", came="again", again_on="昨天"))
    assert "30 天内" in wrong
    day = str(centre.parts.calling.today() + timedelta(days=1))
    await centre.pressed("window", **asks(first, "told", came="again", again_on=day))
    assert len(await due(centre, code)) == 1


async def test_who_has_no_phone_is_handed_a_slip_that_names_nobody(centre: TheMediation):
    code, [first, second] = await called(centre, "printed")
    name, content = await centre.parts.calling.print(
        code, first.party.party_id, first.occasion.key, WINDOW
    )
    assert (name, content[:5]) == (f"{code}-reminder.pdf", b"%PDF-")
    said = await centre.pressed("window", **asks(second, "print"))
    assert "application/pdf" in said
    assert await due(centre, code) == []


async def test_a_case_with_violence_says_how_to_call(centre: TheMediation):
    _, [first, _] = await called(centre, "violence", flags=["violence"])
    assert "只对本人说" in await centre.pressed("window", **asks(first, "open"))


class Texts:
    """A gateway that keeps what it took, or takes nothing."""

    def __init__(self) -> None:
        self.took: list[tuple[str, str, str]] = []
        self.is_at_hand = True
        self.refuses = False

    async def send(self, phone: str, text: str, text_id: str) -> None:
        if self.refuses:
            raise NotReadyError(says="text_not_taken")
        self.took.append((phone, text, text_id))


async def test_where_a_gateway_texts_somebody_is_reminded_by_it(centre: TheMediation):
    calling, texts = centre.parts.calling, Texts()
    code, [first, second] = await called(centre, "texted")
    assert "发送短信提醒" not in await centre.pressed("window", **asks(first, "open"))
    assert "没有设置短信通道" in await centre.pressed("window", **asks(first, "text"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calling, "_texts", texts)
        assert "发送短信提醒" in await centre.pressed("window", **asks(first, "open"))
        texts.refuses = True
        assert "没有发出" in await centre.pressed("window", **asks(first, "text"))
        assert len(await due(centre, code)) == 2  # still to be called
        texts.refuses = False
        assert "没有电话" in await centre.pressed("window", **asks(second, "text"))
        assert "已发送短信提醒" in await centre.pressed("window", **asks(first, "text"))
        [(phone, text, _)] = texts.took
        assert phone == PHONE
        assert code in text
        assert NAME not in text
        assert len(await due(centre, code)) == 1
        _, [careful, _] = await called(centre, "texted-violence", flags=["violence"])
        assert "家庭暴力" in await centre.pressed("window", **asks(careful, "text"))
        assert len(texts.took) == 1


async def test_a_stranger_to_the_case_is_called_for_nothing(centre: TheMediation):
    code, [first, _] = await called(centre, "strange")
    party, key = first.party.party_id, first.occasion.key
    for who in (*STRANGERS, TALKER):
        with pytest.raises((NotFoundError, NotAllowedError)):
            await centre.parts.calling.sheet(code, party, key, who)
        with pytest.raises((NotFoundError, NotAllowedError)):
            await centre.parts.calling.print(code, party, key, who)
        with pytest.raises((NotFoundError, NotAllowedError)):
            await centre.parts.calling.of_case(code, who)
    for name in ("receives", "arbitrates", "talker", "in-charge"):
        assert code not in await centre.queue(name, **SEES)
        assert PHONE not in await centre.pressed(name, **asks(first, "open"))
    assert len(await due(centre, code)) == 2


async def test_a_sealed_report_stands_on_no_list(centre: TheMediation):
    code = await centre.take_in("sealed-call", matter="report", category="other", parties=SIDES)
    centre.set_back(code, stage=Stage.CALL_BACK, is_sealed=False)
    [first, *_] = await due(centre, code)  # it would stand there
    centre.set_back(code, is_sealed=True)
    assert await due(centre, code) == []
    with pytest.raises(ConflictError):
        await centre.parts.calling.sheet(code, first.party.party_id, first.occasion.key, WINDOW)


async def test_the_address_names_the_view(centre: TheMediation):
    drawn = await centre.looked_at("window", "?view=calls")
    assert re.search(r"is-calls.{0,200}aria-pressed.{0,10}true", drawn)
