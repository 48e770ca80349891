"""How the cameras somebody may see are now, for what draws them on a map."""

from collections.abc import Callable, Mapping

from domain.access.access import require
from domain.access.callers import Caller
from domain.video.media.status import CameraState
from operations.video.cameras.cameras import CameraDesk
from store.video import cameras as kept


class CameraStates:
    """What was measured, bounded to what a caller sees.

    Args:
        desk: what the operations of the register share.
        measured: by camera.
    """

    def __init__(self, desk: CameraDesk, measured: Callable[[], Mapping[str, CameraState]]) -> None:
        self._desk, self._measured = desk, measured

    async def told(self, caller: Caller) -> list[CameraState]:
        """Of each connected camera of the caller's that was measured, by id.

        Raises:
            NotAllowedError: the register is not theirs to see.
        """
        require(caller, "video.register.see")
        ids = await self._desk.read(lambda one: kept.connected_ids(one, caller))
        measured = self._measured()
        return [measured[one] for one in sorted(ids) if one in measured]
