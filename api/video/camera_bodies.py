"""What the routes of the register of cameras answer."""

from typing import Any

from pydantic import Field

from api.typed import Answer


class PresetOfCamera(Answer):
    """A position it can be sent to; `bearing_deg` is where it looks then."""

    number: int
    name: str
    bearing_deg: float | None


class CameraAnswer(Answer):
    """A camera of the register; of where its source keeps it nothing is told.

    `link`: `none`, `online`, `offline`, `not_connected`, or `missing` where its source lists it no
    more. `gaps` are words such as `not_filed`, `changed_since`, `retention_short`.
    """

    camera_id: str
    name: str
    camera_class: str = Field(alias="class")
    owner_class: str
    owner: str | None
    area_code: str
    lat: float
    lon: float
    link: str
    missing_since: str | None
    direction_deg: float | None
    view_deg: float | None
    reach_m: float | None
    turns: bool
    presets: list[PresetOfCamera]
    filing_number: str | None
    filed_on: str | None
    retention_days: int | None
    is_demo: bool
    gaps: list[str]


class CamerasAnswer(Answer):
    """A page of the register: `count` on all pages, `at` before the first, `listed` at most."""

    items: list[CameraAnswer]
    count: int
    at: int
    listed: int


class StateOfCamera(Answer):
    """Its three layers as last measured; null where nobody has.

    `picture`: `ok`, `black`, `frozen`, `clock_stands` or `unknown`.
    """

    camera_id: str
    is_signalled: bool | None
    has_stream: bool | None
    first_frame_at: str | None
    picture: str | None
    is_clock_off: bool


class CameraStatesAnswer(Answer):
    """The connected cameras that were measured."""

    items: list[StateOfCamera]


class CameraLayerAnswer(Answer):
    """The layer of the map: a row for each camera, in the order of `fields`.

    `seq` is what `?since=` takes: then only what changed after it is told, and in `gone` what was
    taken off the register.
    """

    seq: int
    is_whole: bool
    fields: list[str]
    cameras: list[list[Any]]
    gone: list[str]
