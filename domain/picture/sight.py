"""Who may see records that are asked for by their incident or out of a narrowed list.

Each is `Kind.may_be_seen`; only where the record belongs is told by what it was asked for by.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from domain.incidents.incidents import INCIDENT, Incident
from domain.kind import Kind, Owned
from domain.kinds import KINDS
from domain.live.records import Record
from domain.reach import Reach, State, Viewer


def is_of_story(viewer: Viewer, incident: Incident, kind: Kind[Any], state: State) -> bool:
    """Whether a part of an incident's story may be read by a viewer.

    All of a story belongs where its incident does, what came to it by a merger too; only whom a
    record names itself stays its own.
    """
    whole = INCIDENT.reach_of(INCIDENT.state_of(incident))
    own = kind.reach_of(state, whole)
    owners = own.owners if kind.audience.owned is Owned.NOBODY else whole.owners
    return kind.may_be_seen(viewer, replace(own, place=whole.place, owners=owners))


def story_seen_by(viewer: Viewer, incident: Incident, records: Iterable[Record]) -> list[Record]:
    """Those records of an incident's story that a viewer may read; none of unknown kinds."""
    return [
        one
        for one in records
        if one.kind in KINDS and is_of_story(viewer, incident, KINDS[one.kind], one.state)
    ]


def is_of_list(viewer: Viewer, kind: Kind[Any], state: State) -> bool:
    """Whether a row of a list may be read that was narrowed to the viewer's area and department."""
    named = kind.audience.named
    return kind.may_be_seen(viewer, Reach(named=named(state) if named else None))
