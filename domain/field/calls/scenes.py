"""The picture of a scene on a wall: who may be shown, and to how many it is sent.

A wall is no member of the room: it says nothing and hears nothing. But whoever is shown sends once
more, so one picture goes to one wall.

Source: docs/decisions/0158-a-scene-on-a-wall.md
"""

from collections.abc import Mapping

from domain.errors import ConflictError, NotFoundError
from domain.field.calls.calls import FieldCall
from domain.field.calls.states import CallState


class NoSceneError(NotFoundError):
    """There is no picture of a call to be shown, or no more."""

    code = "call_no_picture"


def check_may_be_shown(call: FieldCall, *, is_in_room: bool, has_picture: bool) -> None:
    """Refuse to show whoever has not answered, has left, or sends no picture.

    Args:
        call: of the unit.
        is_in_room: whether somebody came into the room by it and is there still.
        has_picture: whether that one's camera is on, as their browser said last.

    Raises:
        NoSceneError: says so.
    """
    if call.state is not CallState.ACCEPTED or not is_in_room or not has_picture:
        raise NoSceneError(says="call_no_picture", who=call.call_sign, field="call")


def check_is_free(
    call_id: str, wall_id: str, shown: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """Refuse a second wall for one picture: its phone would send a third and a fourth time.

    Args:
        call_id: of the picture.
        wall_id: where it is to be shown.
        shown: the call on each wall, by the wall.
        names: what the walls are called.

    Raises:
        ConflictError: names the wall it is on.
    """
    for other, held in shown.items():
        if held == call_id and other != wall_id:
            raise ConflictError(says="call_on_a_wall", wall=names.get(other, other), field="call")
