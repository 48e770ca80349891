"""The register of cameras asked: one by its id, those near a place, pages of them, figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TypeVar

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.incidents.duplicates import metres_between
from domain.maps.departments import Department
from domain.video.cameras.camera import Camera
from operations.clock import utc_now
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.video import cameras as kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CameraDesk:
    """What the operations of the register share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        zone: in which a day is a day.
        departments: of the district, by code.
        district: its code of six digits.
    """

    store: Store
    work: Work
    zone: tzinfo
    departments: Mapping[str, Department]
    district: str
    now: Callable[[], datetime] = utc_now

    @property
    def department_names(self) -> dict[str, str]:
        """Code and name of each department."""
        return {code: one.name for code, one in self.departments.items()}

    def today(self) -> date:
        """The day it is in the district."""
        return self.now().astimezone(self.zone).date()

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction."""
        return await in_transaction(self.store, self.work, steps)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the database."""
        return await self.work.read(lambda: self.store.ask(question))


def connects(caller: Caller) -> bool:
    """Whether somebody says where pictures come from: a source has cameras of whoever.

    Who names an address of another's camera as their own would see it, and the register of looks
    would name the wrong one.
    """
    return caller.role == "dispatcher" and caller.area is None


def no_camera(camera_id: str) -> NotFoundError:
    """What is said where there is no such camera, or none for this reader."""
    return NotFoundError(says="no_camera", camera=camera_id[:32], field="camera_id")


class Cameras:
    """What is asked of the register by whoever draws, plays or finds cameras."""

    def __init__(self, desk: CameraDesk) -> None:
        self.desk = self._desk = desk

    async def one(self, camera_id: str, caller: Caller) -> Camera:
        """A camera.

        Raises:
            NotAllowedError: the register is not the caller's to see.
            NotFoundError: there is none of this id, or it is not theirs to see.
        """
        require(caller, "video.register.see")
        found = await self._desk.read(lambda one: kept.one_of(one, camera_id, caller))
        if found is None:
            raise no_camera(camera_id)
        return found

    async def near(
        self, lat: float, lon: float, metres: float, caller: Caller
    ) -> list[tuple[float, Camera]]:
        """The cameras within so many metres of a place, with how far each is, the nearest first.

        Nothing for whoever may not see the register.
        """

        def question(one: Connection) -> list[tuple[float, Camera]]:
            boxed = kept.in_box(one, caller, lat, lon, metres)
            found = [(metres_between(lat, lon, cam.lat, cam.lon), cam) for cam in boxed]
            within = [pair for pair in found if pair[0] <= metres]
            return sorted(within, key=lambda pair: (pair[0], pair[1].camera_id))

        return await self._desk.read(question)
