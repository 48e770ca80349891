"""A camera as the register knows it: where it stands, what it sees, whose it is, on what basis.

One kind, one record of changes and one row for all of it: docs/decisions/0130.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.kind import Audience, Kept, Kind, Live, Owned
from domain.kind_fields import AREA, LAT, LON, Shape, fields_of
from domain.video.cameras.vocabulary import (
    PTZ,
    CameraClass,
    CameraStatus,
    Function,
    Mount,
    OwnerClass,
    PositionType,
    Room,
    TakenFrom,
    Use,
)

__all__ = ["CAMERA", "Camera", "CameraClass", "CameraStatus", "Preset", "with_map_facts"]


@dataclass(frozen=True, slots=True)
class Preset:
    """A position a camera can be sent to.

    `number` is that of its source (1–255); `bearing_deg` where it looks, clockwise from north,
    None where nobody has said.
    """

    number: int
    name: str
    bearing_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera.

    Attributes:
        camera_id: 20 digits (GB/T 28181); `domain/video/cameras/ids.py` reads them.
        camera_class: the district's own placement class; `position_type` the national one.
        lat, lon: WGS 84 degrees.
        area_code: the grid it stands in.
        status: as its source's own list last told; what is so now is measured apart.
        owner: the department whose it is: of departments nobody else sees it, `shared_with` apart.
        unit: the body that answers for it, in words: a company, an estate.
        direction_deg: where it looks, clockwise from north; of one that turns, at rest.
        view_deg, reach_m: how wide, and how far a person can still be made out.
        legal_basis: the law and document it was put up by.
        in_use_since, filed_on: days, `2026-11-29`; filing is with the police.
        filed: what was filed, by the names of `domain/video/cameras/filing.py`.
        retention_days: how long its recorder keeps pictures.
        has_sign: whether a sign tells that it is there; None where nobody has looked.
        near_secret, consent: near military or secret bodies, and the record of their consent.
        agreement: the document by which a body outside gives its pictures.
        quota_gb: storage its owner grants.
        legal_hold: the document by which its recordings may not be deleted.
        source: the name of the connector that has its pictures; None for not connected.
        address, sub_address: there: device and channel, or a path; never a secret.
        taken_from: what last told where it stands; a map changes only what came from a map.
        missing_since: since when its source lists it no more.
    """

    camera_id: str
    name: str
    camera_class: CameraClass
    lat: float
    lon: float
    area_code: str
    status: CameraStatus = CameraStatus.NOT_CONNECTED
    is_demo: bool = False
    owner_class: OwnerClass = OwnerClass.XUELIANG
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    unit: str | None = None
    position_type: PositionType | None = None
    room: Room | None = None
    use: Use | None = None
    function: Function | None = None
    direction_deg: float | None = None
    view_deg: float | None = None
    reach_m: float | None = None
    mount: Mount | None = None
    presets: tuple[Preset, ...] = ()
    legal_basis: str | None = None
    in_use_since: str | None = None
    filing_number: str | None = None
    filed_on: str | None = None
    filed: Mapping[str, Any] | None = None
    retention_days: int | None = None
    has_sign: bool | None = None
    near_secret: bool = False
    consent: str | None = None
    agreement: str | None = None
    quota_gb: int | None = None
    legal_hold: str | None = None
    source: str | None = None
    address: str | None = None
    sub_address: str | None = None
    taken_from: TakenFrom = TakenFrom.MAP
    missing_since: datetime | None = None
    is_removed: bool = False

    @property
    def turns(self) -> bool:
        """Whether it can be turned from here."""
        return self.mount in PTZ

    @property
    def is_connected(self) -> bool:
        """Whether a source is named that has its pictures."""
        return bool(self.source and self.address)


def _written(presets: Iterable[Preset]) -> list[dict[str, Any]]:
    return [
        {"number": one.number, "name": one.name, "bearing_deg": one.bearing_deg} for one in presets
    ]


def _read(told: Iterable[Mapping[str, Any]] | None) -> tuple[Preset, ...]:
    return tuple(Preset(**one) for one in told or ())


def _from_the_map(state: Mapping[str, Any]) -> dict[str, Any]:
    """A camera as maps alone told of it: nothing is known that the register asks for."""
    return {**_UNKNOWN, **state}


CAMERA = Kind(
    name="camera",
    entity=Camera,
    version=2,
    upcasters={1: _from_the_map},
    fields=fields_of(
        Camera,
        camera_class={"name": "class"},
        lat={"shape": LAT},
        lon={"shape": LON},
        area_code={"shape": AREA},
        presets={"shape": Shape("any", encode=_written, decode=_read)},
        filed={"shape": Shape("any", encode=dict, decode=dict)},
    ),
    id_field="camera_id",
    audience=Audience(
        ("video.register.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF
    ),
    live=Live.NEVER,
    kept=Kept.NEWEST,
    is_streamed=False,  # a layer of the map draws them
    is_buffered=True,
    removed_field="is_removed",
    title="摄像机",
    says={
        "map": "摄像机 {name} 随地图更新",
        "add": "登记了摄像机 {name}",
        "edit": "更改了摄像机 {name} 的登记",
        "import": "摄像机 {name} 随台账导入",
        "sync": "摄像机 {name} 随视频平台同步",
        "missing": "视频平台不再列出摄像机 {name}",
        "remove": "摄像机 {name} 已撤销登记",
    },
)
_UNKNOWN = {
    name: value
    for name, value in CAMERA.state_of(
        Camera("", "", CameraClass.OTHER, 0.0, 0.0, "340604")
    ).items()
    if name not in {"camera_id", "name", "class", "lat", "lon", "area_code"}
}
to_state, from_state = CAMERA.state_of, CAMERA.entity_of


def with_map_facts(known: Camera | None, told: Camera) -> Camera:
    """What the register holds of a camera after a map has told of it.

    A map tells where cameras stand that nobody has registered otherwise; of one that a table, a
    source or a person has placed since, the map changes nothing.
    """
    if known is None:
        return told
    if known.taken_from is not TakenFrom.MAP:
        return known
    return replace(
        known,
        name=told.name,
        camera_class=told.camera_class,
        lat=told.lat,
        lon=told.lon,
        area_code=told.area_code,
        is_demo=told.is_demo,
        is_removed=False,
    )


def left_out(known: Iterable[Camera], told: Iterable[Camera]) -> list[Camera]:
    """The cameras only maps have told of and the map in use has no more, as taken off."""
    there = {one.camera_id for one in told}
    return [
        replace(one, is_removed=True)
        for one in known
        if one.taken_from is TakenFrom.MAP and not one.is_removed and one.camera_id not in there
    ]
