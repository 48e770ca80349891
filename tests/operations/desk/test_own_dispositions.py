"""A district's own way to end an incident: taken, kept, and told by its name."""

from pathlib import Path

import pytest

from domain.access.callers import DEMO_DISPATCHER
from domain.errors import InvalidError
from domain.incidents.dispositions import dispositions_of
from domain.incidents.incidents import IncidentStatus
from domain.told import message
from operations.desk.steps.steps import DeskSteps
from tests.operations.door_parts import a_door, report


async def test_an_incident_ends_in_the_districts_own_way(tmp_path: Path):
    async with a_door(tmp_path) as door:
        known = dispositions_of(["已转渔政"], [], ["mediated"])
        steps = DeskSteps(door.store, door.work, [], known)
        number = await report(door, "1")
        await door.desk.advance(number, IncidentStatus.ACCEPTED, actor="d1")
        with pytest.raises(InvalidError):
            await steps.close(number, "mediated", caller=DEMO_DISPATCHER)
        ended = await steps.close(number, "已转渔政", caller=DEMO_DISPATCHER)
        assert (ended.status, ended.disposition) == (IncidentStatus.CLOSED, "已转渔政")
        last = door.store.history("incident", number)[-1]
        assert message(last).values["disposition_name"] == "已转渔政"
