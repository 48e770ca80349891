"""What a browser is told of the rules, so that it repeats none of them.

One value, the same for everybody: the kinds that screens are sent with their fields and their ends,
and the words of incidents and units with what may follow what. Pure.
"""

from typing import Any

from domain.dispatch.units import FREE, NOT_ON_DUTY, UnitStatus
from domain.incidents.incidents import ENDED, NEXT_STEPS, REOPENED_FROM, IncidentStatus
from domain.kind import KEPT_LIVE_FOR, Kind, Live
from domain.kind_fields import Field
from domain.kinds import KINDS


def contract() -> dict[str, Any]:
    """The contract as JSON takes it; see docs/live-protocol.md."""
    return {
        "kept_live_ms": int(KEPT_LIVE_FOR.total_seconds() * 1000),
        "kinds": {
            kind.name: _kind(kind)
            for kind in KINDS.values()
            if kind.live is not Live.NEVER and kind.is_streamed
        },
        "incident": {
            "statuses": [status.value for status in IncidentStatus],
            "open": [status.value for status in IncidentStatus if status not in ENDED],
            "ended": _words(ENDED),
            "next_steps": {status.value: _words(steps) for status, steps in NEXT_STEPS.items()},
            "may_reopen": _words(REOPENED_FROM),
        },
        "unit": {
            "statuses": [status.value for status in UnitStatus],
            "free": _words(FREE),
            "not_on_duty": _words(NOT_ON_DUTY),
        },
    }


def _kind(kind: Kind[Any]) -> dict[str, Any]:
    shown = [one for one in kind.fields if one.personal is None or one.is_on_screens]
    told: dict[str, Any] = {"fields": {one.name: _field(one) for one in shown}}
    if kind.id_field:
        told["id"] = kind.id_field
    if kind.live is Live.UNTIL_ENDED and kind.ends is not None:
        told["ends"] = {"at": kind.ends.at}
        if kind.ends.when is not None:
            name, words = kind.ends.when
            told["ends"]["when"] = [name, sorted(words)]
    return told


def _field(one: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"shape": one.shape.name}
    if one.shape.name == "code":
        told["one_of"] = list(one.shape.one_of)
    if one.may_be_null or one.personal is not None:
        told["null"] = True
    if one.is_needed:
        told["needed"] = True
    return told


def _words(members: frozenset[Any]) -> list[str]:
    return sorted(str(member) for member in members)
