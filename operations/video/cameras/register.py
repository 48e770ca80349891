"""The register of cameras kept: pages of it, entries changed, tables and sources taken in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.access.scope import NO_DEPARTMENT
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.tables import Sheet, TableError
from domain.video.cameras.camera import CAMERA, Camera
from domain.video.cameras.figures import RegisterFigures
from domain.video.cameras.filing import Gap, gaps_of
from domain.video.cameras.table import (
    COLUMN_OF_FIELD,
    ID,
    LONGEST,
    TableRules,
    camera_of,
    check_connected_by,
    checked,
    read_cameras,
    read_field,
    with_filing,
)
from domain.video.cameras.vocabulary import TakenFrom
from operations.files.decoding import Decoding
from operations.video.cameras.cameras import CameraDesk, connects, no_camera
from store import Transaction
from store.video import camera_gaps
from store.video import cameras as kept
from store.video.cameras import Wanted

__all__ = ["EDITED", "LISTED", "CameraFile", "CameraPage", "Register", "Wanted"]

SEE, MANAGE = "video.register.see", "video.register.manage"
LISTED, AT_ONCE, MOST_TEXT = 50, 1000, 64


@dataclass(frozen=True, slots=True)
class CameraPage:
    """A page of the register: cameras with what each lacks today, and how many there are."""

    lines: Sequence[tuple[Camera, Sequence[Gap]]]
    count: int
    at: int
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A record of a camera: what was done, by whom, when, and what was changed."""

    action: str
    actor: str
    at: datetime
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class CameraFile:
    """Everything of a camera.

    Attributes:
        seq: of the newest record: who saves an edit names it, so that nobody's is lost.
        history: the newest change first.
    """

    camera: Camera
    gaps: Sequence[Gap]
    seq: int
    history: Sequence[Changed]
    may_manage: bool


class Register:
    """The register.

    Args:
        desk: what its operations share.
        decoding: takes tables of others apart.
        place: of degrees and the name of their system, WGS 84 degrees and the grid there.
    """

    def __init__(
        self,
        desk: CameraDesk,
        decoding: Decoding,
        place: Callable[[float, float, str], tuple[float, float, str]],
    ) -> None:
        self._desk, self._decoding, self._place = desk, decoding, place

    # looked at ----------------------------------------------------------------------------

    async def page(self, wanted: Wanted, at: int, caller: Caller) -> CameraPage:
        """A page of the register, as far as it is looked for.

        Raises:
            NotAllowedError: it is not the caller's to see, or not this area.
            InvalidError: the words are too long.
        """
        require(caller, SEE, wanted.area or None)
        if wanted.text:
            text = as_text(wanted.text, "text", longest=MOST_TEXT)
            wanted = replace(wanted, text=text)
        today = self._desk.today()

        def question(one: Connection) -> CameraPage:
            found, count = kept.page(one, caller, wanted, today, most=LISTED, at=max(0, at))
            lines = [(camera, gaps_of(camera, today)) for camera in found]
            return CameraPage(lines, count, max(0, at), may(caller, MANAGE))

        return await self._desk.read(question)

    async def figures(self, caller: Caller) -> RegisterFigures:
        """What the caller's cameras come to.

        Raises:
            NotAllowedError: the register is not theirs to see.
        """
        require(caller, SEE)
        today = self._desk.today()
        return await self._desk.read(lambda one: camera_gaps.figures(one, caller, today))

    async def file(self, camera_id: str, caller: Caller) -> CameraFile:
        """Everything of a camera.

        Raises:
            NotAllowedError: the register is not the caller's to see.
            NotFoundError: there is none of this id, or it is not theirs to see.
        """
        require(caller, SEE)
        today = self._desk.today()

        def ask() -> CameraFile:
            found = self._desk.store.ask(lambda one: kept.with_seq(one, camera_id, caller))
            if found is None:
                raise no_camera(camera_id)
            camera, seq = found
            story = self._desk.store.history(CAMERA.name, camera_id)
            manages = self._manages(camera, caller)
            return CameraFile(camera, gaps_of(camera, today), seq, changes(story), manages)

        return await self._desk.work.read(ask)

    def _manages(self, camera: Camera, caller: Caller) -> bool:
        return may(caller, MANAGE, camera.area_code, camera.owner or "")

    # changed ------------------------------------------------------------------------------

    async def change(
        self, camera_id: str, told: Mapping[str, str], seq: int, caller: Caller
    ) -> Camera:
        """Save what a form says of a camera; an empty field is unknown from then on.

        Args:
            camera_id: whose entry.
            told: fields by name, as they were typed.
            seq: of the record the form was drawn from.
            caller: who saves.

        Raises:
            NotAllowedError: the camera is not theirs to keep.
            NotFoundError: there is none, or it is not theirs to see.
            ConflictError: somebody has saved it since.
            InvalidError: a field cannot be read, or the place is banned.
        """
        require(caller, MANAGE)
        read = self._read(told)

        def steps(tx: Transaction) -> Camera:
            camera, newest = self._own(tx.connection, camera_id, caller)
            if newest != seq:
                raise ConflictError(says="camera_changed_meanwhile", field="camera_id")
            edited = self._edited(camera, read, told.get("spot", ""))
            self._check_owner(edited, caller)
            check_connected_by(camera, edited, may_connect=connects(caller))
            if edited != camera:
                tx.put_camera(edited, action="edit", actor=caller.actor)
            return edited

        return await self._desk.write(steps)

    def _read(self, told: Mapping[str, str]) -> dict[str, Any]:
        departments = self._desk.department_names
        found: dict[str, Any] = {}
        for name in EDITED:
            if name in told:
                cell = told[name].strip()
                found[name] = read_field(name, cell, departments) if cell else _EMPTY.get(name)
        return found

    def _edited(self, camera: Camera, read: Mapping[str, Any], spot: str) -> Camera:
        named = dict(read)
        if not named.get("camera_class"):
            named.pop("camera_class", None)
        if not named.get("owner_class"):
            named.pop("owner_class", None)
        if "name" in named:
            named["name"] = as_text(named["name"] or "", "name", longest=LONGEST["name"])
        edited = checked(replace(camera, **named), spot)
        if edited == camera:
            return camera
        return with_filing(camera, replace(edited, taken_from=TakenFrom.HAND))

    async def remove(self, camera_id: str, caller: Caller) -> None:
        """Take a camera off the register; its records stay.

        Raises:
            NotAllowedError, NotFoundError: as `change`.
        """
        require(caller, MANAGE)

        def steps(tx: Transaction) -> None:
            camera, _ = self._own(tx.connection, camera_id, caller)
            gone = replace(camera, is_removed=True, taken_from=TakenFrom.HAND)
            tx.put_camera(gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)

    def _own(self, connection: Connection, camera_id: str, caller: Caller) -> tuple[Camera, int]:
        found = kept.with_seq(connection, camera_id, caller)
        if found is None:
            raise no_camera(camera_id)
        camera, _ = found
        require(caller, MANAGE, camera.area_code, camera.owner or "")
        return found

    def _check_owner(self, camera: Camera, caller: Caller) -> None:
        """A department's officers keep cameras of their own department alone."""
        if caller.role == "department" and camera.owner != caller.department:
            raise InvalidError(says="camera_owner_other", field="owner")

    async def add(self, told: Mapping[str, str], caller: Caller) -> Camera:
        """Register a camera that the register does not know, as a form tells of it.

        Args:
            told: fields by name, as they were typed.
            caller: who registers it.

        Raises:
            NotAllowedError: not the caller's to keep.
            ConflictError: the register knows it already.
            InvalidError: a field cannot be read, or the place is banned.
        """
        require(caller, MANAGE)
        row = {column: told.get(name, "") for name, column in COLUMN_OF_FIELD.items()}

        def steps(tx: Transaction) -> Camera:
            known = kept.known(tx.connection, [row[ID].strip()]).get(row[ID].strip())
            if known is not None and not known.is_removed:
                raise ConflictError(says="camera_known", field="camera_id")
            rules = replace(self._rules(caller, lambda _: None), taken_from=TakenFrom.HAND)
            camera = camera_of(row, rules)
            tx.put_camera(camera, action="add", actor=caller.actor)
            return camera

        return await self._desk.write(steps)

    # taken in -----------------------------------------------------------------------------

    async def load(self, raw: bytes, caller: Caller) -> int:
        """Take a table of cameras (xlsx, CSV or GeoJSON): all its rows, or none.

        What the register knows and the table does not name stays as it is.

        Returns:
            How many were new or changed.

        Raises:
            NotAllowedError: not the caller's to keep.
            TableError: names every row that is wrong; nothing was taken.
        """
        require(caller, MANAGE)
        task = "camera_points" if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "cameras"
        decoded = await self._decoding.run(task, raw, actor=caller.actor)
        known = {
            one.camera_id: one for one in await self._desk.read(lambda one: kept.all_of_any(one))
        }
        rules = self._rules(caller, known.get)
        cameras, errors = read_cameras(Sheet(**decoded.facts), rules)
        if errors:
            raise TableError(errors)
        count = 0
        for start in range(0, len(cameras), AT_ONCE):
            count += await self._keep(cameras[start : start + AT_ONCE], caller)
        return count

    def _rules(self, caller: Caller, known: Callable[[str], Camera | None]) -> TableRules:
        return TableRules(
            self._desk.district,
            self._desk.department_names,
            self._placed(caller),
            (caller.department or NO_DEPARTMENT) if caller.role == "department" else "",
            known,
            may_connect=connects(caller),
        )

    def _placed(self, caller: Caller) -> Callable[[float, float, str], tuple[float, float, str]]:
        """As the map places a point, and refused outside what the caller sees."""

        def place(lat: float, lon: float, crs: str) -> tuple[float, float, str]:
            found = self._place(lat, lon, crs)
            if not caller.scope.covers(found[2]):
                raise InvalidError(says="outside_your_area", field="lat")
            return found

        return place

    async def _keep(self, cameras: Sequence[Camera], caller: Caller) -> int:
        def steps(tx: Transaction) -> int:
            known = kept.known(tx.connection, [one.camera_id for one in cameras])
            changed = [one for one in cameras if known.get(one.camera_id) != one]
            for one in changed:
                action = "import" if one.camera_id in known else "add"
                tx.put_camera(one, action=action, actor=caller.actor)
            return len(changed)

        return await self._desk.write(steps)


# What a form of the page may change, by name.
EDITED = (
    *("name", "camera_class", "owner_class", "owner", "shared_with", "unit", "position_type"),
    *("room", "use", "function", "direction_deg", "view_deg", "reach_m", "mount", "presets"),
    *("legal_basis", "in_use_since", "filing_number", "filed_on", "retention_days", "has_sign"),
    *("near_secret", "consent", "agreement", "quota_gb", "legal_hold"),
    *("source", "address", "sub_address"),
)
_EMPTY: Mapping[str, Any] = {"shared_with": (), "presets": (), "near_secret": False}


def changes(story: Iterable[Any]) -> list[Changed]:
    """Records of a camera, oldest first, as what each changed; the newest first."""
    found: list[Changed] = []
    before: Mapping[str, Any] | None = None
    for record in story:
        state = CAMERA.risen(record.state, record.v)
        names = [] if before is None else [n for n in state if state[n] != before.get(n)]
        found.append(Changed(record.action, record.actor, record.occurred_at, names))
        before = state
    return found[::-1]
