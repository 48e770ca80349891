"""By which key place an incident was raised: told with its name to whoever may see places."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from domain.access.access import may
from domain.access.callers import Caller
from domain.live.records import Record
from domain.video.places.raising import SITE_ALARM
from store.video.places import names_of


def raised_by(
    connection: Connection, caller: Caller, story: Sequence[Record]
) -> dict[int, dict[str, Any]]:
    """What raised an incident, with the name of the place, as far as somebody may see places.

    Returns:
        By the number of the record: the values of its sentence. Records that are not in it are told
        without a name.
    """
    told = {one.seq: dict(one.state) for one in story if one.kind == SITE_ALARM.name}
    if not told or not may(caller, "places.see"):
        return {}
    wanted = {str(state.get("site_id")) for state in told.values()}
    names = names_of(connection, wanted, caller)
    return {
        seq: state | {"site_name": names[str(state.get("site_id"))]}
        for seq, state in told.items()
        if str(state.get("site_id")) in names
    }
