"""Reminders texted by themselves: once, in office hours, and never where there was violence."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.centre.cases.agreements import Instalment
from domain.centre.cases.stages import Stage
from domain.centre.person.calls import Came
from domain.centre.premises.places import Hours
from domain.errors import NotReadyError
from operations.centre.person.texting import Texting
from tests.centre.the_centre import NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
ALWAYS = Hours(time(0), time(23, 59, 59), is_open_on_days_off=True)
NEVER = Hours(time(0), time(0, 0, 0, 1))


class Phones:
    """A gateway that keeps what it took, or takes nothing."""

    is_at_hand = True

    def __init__(self) -> None:
        self.took: list[tuple[str, str]] = []
        self.refuses = False

    async def send(self, phone: str, text: str, text_id: str) -> None:
        await asyncio.sleep(0)
        if self.refuses:
            raise NotReadyError(says="text_not_taken")
        self.took.append((phone, text))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("texting"))
    await made.start()
    yield made
    await made.stop()


def texting(
    centre: TheCentre, phones: Phones, *, hours: Hours = ALWAYS, by_itself: bool = True
) -> Texting:
    desk = centre.parts.centre_desk
    its = replace(desk.its(), hours=hours)
    return Texting(
        replace(desk, centre=lambda: its), centre.parts.calling, phones, by_itself=by_itself
    )


async def owing(centre: TheCentre, key: str, phone: str = PHONE, **more: Any) -> str:
    """A case in which the other side pays tomorrow."""
    sides = [{"name": NAME}, {"name": "演示-0451", "role": "respondent", "phone": phone}]
    code = await centre.handled(key, parties=sides, **more)
    due = date.today() + timedelta(days=1)  # noqa: DTZ011 - a day near today is enough
    centre.set_back(code, stage=Stage.PERFORMING, instalments=(Instalment(due, 60_000_00),))
    return code


async def done(centre: TheCentre, code: str) -> None:
    centre.set_back(code, stage=Stage.CLOSED, instalments=None)


async def calls(centre: TheCentre, code: str) -> list[Any]:
    from tests.centre.mediation.the_mediation import DUTY

    return list(await centre.parts.calling.of_case(code, DUTY))


async def test_whoever_owes_is_texted_once_however_many_look(centre: TheCentre):
    code, phones = await owing(centre, "texted"), Phones()
    looks = [texting(centre, phones) for _ in range(3)]
    assert sum(await asyncio.gather(*(one.look() for one in looks))) == 1
    assert await looks[0].look() == 0
    [(phone, text)] = phones.took
    assert phone == PHONE
    assert code in text and NAME not in text and "演示-0451" not in text
    [call] = await calls(centre, code)
    assert (call.came, call.by) == (Came.TEXTED, "system")
    await done(centre, code)


async def test_nobody_is_texted_outside_office_hours_or_unless_the_district_says_so(
    centre: TheCentre,
):
    code, phones = await owing(centre, "hours"), Phones()
    assert await texting(centre, phones, hours=NEVER).look() == 0
    assert await texting(centre, phones, by_itself=False).look() == 0
    off = replace(ALWAYS, is_open_on_days_off=False)
    looks = texting(centre, phones, hours=off)
    calendar = looks._desk.calendar
    is_working = calendar.is_working_day(looks._desk.today())
    assert await looks.look() == int(is_working)
    assert len(phones.took) == int(is_working)
    await done(centre, code)


async def test_nobody_is_texted_where_there_was_violence_or_of_a_sealed_report(centre: TheCentre):
    violent = await owing(centre, "violent", flags=["violence"])
    sealed = await owing(centre, "sealed-text")
    centre.set_back(sealed, is_sealed=True)
    phones = Phones()
    assert await texting(centre, phones).look() == 0
    assert phones.took == []
    await done(centre, violent)


async def test_what_the_gateway_does_not_take_stays_on_the_call_list(centre: TheCentre):
    code, phones = await owing(centre, "refused-text"), Phones()
    phones.refuses = True
    looks = texting(centre, phones)
    assert await looks.look() == 0
    [call] = await calls(centre, code)
    assert (call.came, call.note) == (Came.NOT_REACHED, "短信网关未接收")
    [due] = [one for one in await centre.parts.calling.due_by_time() if one.case.code == code]
    assert due.tries == 1
    phones.refuses = False
    assert await looks.look() == 0  # tomorrow, once more
    await done(centre, code)
