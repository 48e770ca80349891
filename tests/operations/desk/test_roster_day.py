"""The roster's form is of the district's tomorrow, whatever day it is elsewhere."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.access.callers import DEMO_DISPATCHER
from operations.desk.roster import DeskRoster
from operations.files.decoding import Decoding
from tests.operations.door_parts import a_door


async def test_the_form_begins_tomorrow_by_the_districts_own_day(tmp_path: Path):
    after_midnight = datetime(2026, 6, 30, 20, tzinfo=UTC)  # 04:00 of 1 July in the district
    async with a_door(tmp_path) as door:
        roster = DeskRoster(
            door.store,
            door.work,
            Decoding(),
            zone=ZoneInfo("Asia/Shanghai"),
            now=lambda: after_midnight,
        )
        form = (await roster.template(caller=DEMO_DISPATCHER)).decode("utf-8-sig")
    assert {line[:10] for line in form.splitlines()[1:]} == {"2026-07-02"}
