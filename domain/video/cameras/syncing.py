"""What a source's list of cameras changes in the register: new, changed, listed no more, refused.

A list tells a camera's address, whether its source has it, and name and place of cameras that only
lists have told of. Nothing is taken off the register because a source lists it no more: it is
marked and listed, and a person decides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain.errors import InvalidError
from domain.fields import as_text
from domain.video.cameras.banned import check_allowed
from domain.video.cameras.camera import Camera, CameraClass, CameraStatus
from domain.video.cameras.ids import check_id
from domain.video.cameras.vocabulary import Mount, OwnerClass, TakenFrom

Place = Callable[[float, float, str], tuple[float, float, str]]
LONGEST_NAME, LONGEST_ADDRESS = 64, 300


class Listed(Protocol):
    """A camera as its source lists it; the place is WGS 84 degrees, None where it tells none."""

    @property
    def address(self) -> str:
        """By which the source is asked for it."""

    @property
    def camera_id(self) -> str:
        """Its national id, as the source has it."""

    @property
    def name(self) -> str:
        """What it is called there."""

    @property
    def is_on(self) -> bool | None:
        """Whether it is registered there."""

    @property
    def lat(self) -> float | None:
        """Degrees."""

    @property
    def lon(self) -> float | None:
        """Degrees."""

    @property
    def ptz_type(self) -> int | None:
        """How it is built."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A camera of a list that the register does not take, and why."""

    camera_id: str
    name: str
    wrong: InvalidError


@dataclass(frozen=True, slots=True)
class Synced:
    """What a list came to.

    Attributes:
        changes: action and entry, as they are to be written.
        missing: of the changes those that the list no longer has.
        not_taken: what was refused.
        listed: how many cameras the list has.
    """

    changes: Sequence[tuple[str, Camera]]
    missing: Sequence[Camera]
    not_taken: Sequence[NotTaken]
    listed: int

    def count(self, action: str) -> int:
        """How many were added (`add`), changed (`sync`) or are missing (`missing`)."""
        return sum(one == action for one, _ in self.changes)


@dataclass(frozen=True, slots=True)
class SyncRules:
    """What a list is taken by.

    Attributes:
        source: the connector's name.
        district: the six digits of the district.
        place: of degrees and the name of their system: WGS 84 degrees and the grid there.
        at: the moment of the list.
    """

    source: str
    district: str
    place: Place
    at: datetime


def synced(listed: Iterable[Listed], known: Mapping[str, Camera], rules: SyncRules) -> Synced:
    """What a whole list changes; `known` are the cameras of the register, taken off or not."""
    changes: list[tuple[str, Camera]] = []
    refused: list[NotTaken] = []
    found: set[str] = set()
    count = 0
    for one in listed:
        count += 1
        try:
            if one.camera_id in found:
                raise InvalidError(says="camera_twice", told=one.camera_id, field="camera_id")
            camera = _taken(one, known.get(one.camera_id), rules)
        except InvalidError as error:
            refused.append(NotTaken(one.camera_id, one.name, error))
            continue
        finally:
            found.add(one.camera_id)
        before = known.get(one.camera_id)
        if camera != before:
            is_new = before is None or before.is_removed
            changes.append(("add" if is_new else "sync", camera))
    missing = [
        replace(one, missing_since=rules.at)
        for one in known.values()
        if one.source == rules.source
        and not one.is_removed
        and one.missing_since is None
        and one.camera_id not in found
    ]
    changes += [("missing", one) for one in missing]
    return Synced(changes, missing, refused, count)


def _taken(one: Listed, known: Camera | None, rules: SyncRules) -> Camera:
    """A camera as the register holds it after a list has told of it.

    Raises:
        InvalidError: its id, name or place cannot be taken, or another source has it.
    """
    camera_id = check_id(one.camera_id, rules.district)
    if known is None or known.is_removed:
        base = _new(camera_id, one, rules)
    elif known.source not in {None, rules.source}:
        raise InvalidError(
            says="camera_other_source", told=camera_id, source=known.source, field="source"
        )
    else:
        base = _renamed(known, one, rules)
    return replace(
        base,
        status=CameraStatus.OFFLINE
        if one.is_on is False
        else CameraStatus.ONLINE
        if one.is_on
        else base.status,
        source=rules.source,
        address=as_text(one.address, "address", longest=LONGEST_ADDRESS),
        missing_since=None,
        mount=base.mount or _mount(one.ptz_type),
    )


def _new(camera_id: str, one: Listed, rules: SyncRules) -> Camera:
    name = as_text(one.name or camera_id, "name", longest=LONGEST_NAME)
    check_allowed(name, "", None)
    if one.lat is None or one.lon is None:
        raise InvalidError(says="camera_without_place", told=camera_id, field="lat")
    lat, lon, area = rules.place(one.lat, one.lon, "wgs84")
    return Camera(
        camera_id,
        name,
        CameraClass.OTHER,
        lat,
        lon,
        area,
        owner_class=OwnerClass.XUELIANG,
        taken_from=TakenFrom.SOURCE,
    )


def _renamed(known: Camera, one: Listed, rules: SyncRules) -> Camera:
    """Name and place as the list tells them, where nobody has said otherwise."""
    if known.taken_from is not TakenFrom.SOURCE:
        return known
    named = replace(known, name=as_text(one.name or known.name, "name", longest=LONGEST_NAME))
    if one.lat is None or one.lon is None:
        return named
    lat, lon, area = rules.place(one.lat, one.lon, "wgs84")
    return replace(named, lat=lat, lon=lon, area_code=area)


def _mount(ptz_type: int | None) -> Mount | None:
    return Mount(ptz_type) if ptz_type in {one.value for one in Mount} else None
