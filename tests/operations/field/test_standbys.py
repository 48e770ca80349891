"""A standby on the phones of its unit: told with the orders, answered once, over when it ends."""

import pytest

from domain.desk.notices import NoticeState
from domain.dispatch.standby import Ending, Standby
from domain.errors import ConflictError, NotFoundError
from operations.field.standbys import StandbyAct
from operations.incidents.standby_steps import finish, give
from store.desk import outbox, standby
from tests.operations.field.the_field import TheField


async def ordered(town: TheField, unit_id: str = "P1") -> Standby:
    """The unit is told to wait."""
    with town.door.store.transaction() as tx:
        unit = tx.unit(unit_id)
        assert unit is not None
        made = Standby(f"standby-{unit_id}", unit_id, "340604101", "和村社区", 33.81, 116.81, tx.at)
        give(tx, made, unit, actor="centre")
    await town.door.settled()
    return made


def state_of(town: TheField, made: Standby) -> tuple[NoticeState, Standby]:
    with town.door.store.transaction() as tx:
        notice, held = outbox.notice(tx, made.standby_id), standby.standby(tx, made.standby_id)
        assert notice is not None and held is not None
        return notice.state, held


async def test_a_standby_reaches_the_phone_and_is_answered_once(town: TheField):
    phone = await town.bound("li")
    async with town.connected(phone) as socket:
        made = await ordered(town)
        await town.until(lambda: socket.of("orders") and socket.of("orders")[-1]["standby"])
        told = socket.of("orders")[-1]
        assert told["orders"] == []  # it is none
        shown = told["standby"]
        assert (shown["name"], shown["step"], shown["notice_id"]) == (
            "和村社区", "asked", made.standby_id,
        )  # fmt: skip
        press = town.press(phone)
        for _ in range(2):
            await town.field.standbys.act(phone, made.standby_id, StandbyAct.ACCEPT, press)
        assert state_of(town, made)[0] is NoticeState.ACKNOWLEDGED
        await town.until(lambda: socket.of("orders")[-1]["standby"]["step"] == "accepted")
        await town.field.standbys.act(phone, made.standby_id, StandbyAct.ARRIVED, town.press(phone))
        await town.until(lambda: socket.of("orders")[-1]["standby"]["step"] == "arrived")
        assert state_of(town, made)[1].arrived_at is not None
        held = state_of(town, made)[1]
        with town.door.store.transaction() as tx:
            finish(tx, held, Ending.RELEASED, actor="centre")
        await town.until(lambda: socket.of("orders")[-1]["standby"] is None)
    with pytest.raises(ConflictError):
        await town.field.standbys.act(phone, made.standby_id, StandbyAct.ARRIVED, town.press(phone))


async def test_another_units_phone_neither_sees_nor_answers_it(town: TheField):
    await town.bound("li")
    stranger = await town.bound("wang", "P2")
    made = await ordered(town)
    assert await town.field.standbys.of(stranger) is None
    with pytest.raises(NotFoundError):
        await town.field.standbys.act(
            stranger, made.standby_id, StandbyAct.ACCEPT, town.press(stranger)
        )
    assert state_of(town, made)[0] is not NoticeState.ACKNOWLEDGED
