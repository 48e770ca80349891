"""States of incidents as older versions wrote them, each in the shape that came after it."""

from collections.abc import Mapping
from typing import Any


def from_v1(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state written before the desk existed, in the second shape."""
    return {
        **state,
        "call_started_at": None,
        "owner": None,
        "shared_with": [],
        "disposition": None,
        "merged_into": None,
        "links": [],
        "is_taken": False,
    }


def from_v2(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state written before a reopening kept what was reached first, in the third shape."""
    return {**state, "first_reached_at": {}}


def from_v3(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state from before an incident's status followed from its crews, in the fourth shape."""
    return {**state, "is_stated": False, "unserved_since": None}


def from_v4(state: Mapping[str, Any]) -> dict[str, Any]:
    """Until the fifth shape the device of an alarm stood in its `source_id` alone."""
    pressed = state.get("class") == "sos"
    device = str(state.get("source_id", "")).rpartition(":")[0] if pressed else ""
    return {**state, "device_id": device or None}
