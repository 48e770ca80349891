"""Cameras to choose from: found by their names, taken by the group."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.access.access import require
from domain.access.callers import Caller
from domain.video.cameras.camera import Camera, CameraClass
from operations.threads import Work
from store import Store
from store.video import cameras as kept

MOST_FOUND, MOST_OF_A_GROUP = 40, 160


@dataclass(frozen=True, slots=True)
class Choices:
    """Cameras as far as a list goes, and how many there are."""

    cameras: Sequence[Camera]
    count: int


class Picking:
    """Asks the register for whoever looks."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store, self._work = store, work

    async def pick(
        self,
        caller: Caller,
        *,
        text: str = "",
        area: str = "",
        camera_class: CameraClass | None = None,
        is_connected: bool = False,
    ) -> Choices:
        """The cameras the caller may look through, by name.

        Args:
            caller: who looks.
            text: letters of a name, its pinyin or initials, or digits of an id: finds a few.
            area: standing below this one; with `camera_class`, a whole group.
            camera_class: what they watch.
            is_connected: only those that have a source.

        Raises:
            NotAllowedError: the caller looks through no camera.
        """
        require(caller, "video.see")
        wanted = kept.Wanted(text=text, area=area, camera_class=camera_class)
        most = MOST_FOUND if text else MOST_OF_A_GROUP

        def find() -> Choices:
            found = self._store.ask(lambda one: kept.everything(one, caller, wanted))
            fit = [one for one in found if one.is_connected or not is_connected]
            fit.sort(key=lambda one: (one.name, one.camera_id))
            return Choices(fit[:most], len(fit))

        return await self._work.read(find)
