from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from operations.statistics.kpis import Kpis
from tests.operations.door_parts import a_door, put_units, report


async def test_figures_are_written_when_they_change_and_once_a_minute(tmp_path: Path):
    async with a_door(tmp_path) as door:
        start = datetime.now(UTC)
        if start.minute >= 57:  # the turn of an hour or a day has figures of its own
            start -= timedelta(minutes=5)
        now = [start]
        kpis = Kpis(
            door.store,
            door.work,
            door.picture,
            door.areas,
            zone=ZoneInfo("Asia/Shanghai"),
            arrival_target=timedelta(minutes=6),
            now=lambda: now[0],
        )
        put_units(door, "P1")
        await door.settled()
        assert await kpis.refresh() == 7
        await door.settled()
        state = door.picture.entities["kpi"]["police_on_duty"].state
        assert (state["value"], state["at"][:19]) == (1, start.isoformat()[:19])
        assert (
            len(door.picture.entities["kpi"]["reported_per_hour"].state["detail"]["last_24h"]) == 24
        )

        now[0] += timedelta(seconds=1)
        await report(door, "1", reported_at=start.isoformat())
        await door.settled()
        assert await kpis.refresh() == 0, "a change waits two seconds for others"
        now[0] += timedelta(seconds=1)
        assert await kpis.refresh() == 3, "today, open, per hour"
        await door.settled()
        assert door.picture.entities["kpi"]["incidents_open"].state["value"] == 1

        now[0] += timedelta(seconds=59)
        assert await kpis.refresh() == 4, "the quiet ones are a minute old"
        now[0] += timedelta(seconds=1)
        assert await kpis.refresh() == 3
