"""The roster: units are added and changed here."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from domain.access.reserved_names import is_reserved
from domain.dispatch.standby import Ending
from domain.dispatch.units import (
    FREE,
    MOST_SKILLS,
    SKILL,
    SUBKINDS,
    TravelMode,
    Unit,
    UnitKind,
    UnitStatus,
    to_private,
    to_state,
)
from domain.errors import ConflictError, InvalidError, OneScreenError, RefusedError
from domain.fields import (
    as_choice,
    as_text,
    check_known,
    check_object,
    optional_text,
    required,
)
from domain.ingest.device_ids import read_device_id
from domain.maps.areas import level_of
from domain.private import mask, mask_numbers
from operations.incidents.acts import assignments_follow
from operations.incidents.found import no_unit
from operations.incidents.standby_steps import finish_of
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

FIELDS = (
    "unit_id",
    "call_sign",
    "kind",
    "subkind",
    "status",
    "home_area",
    "name",
    "phone",
    "skills",
    "travel_mode",
)
LONGEST_CALL_SIGN = 64
LONGEST_NAME = 64
LONGEST_PHONE = 32
# A bite of a long table holds the one writer no longer than this, and no more units.
LONGEST_BITE_S = 0.05
MOST_IN_BITE = 200
Progress = Callable[[int, int], None]
T = TypeVar("T")


class CutOffError(RefusedError):
    """A long table was cut off: what it says is written, and the same table goes on from there."""

    code = "cut_off"


@dataclass(frozen=True, slots=True)
class PutUnit:
    """A unit as it stands after a put, and whether it is new or was changed."""

    unit: Unit
    is_new: bool
    is_changed: bool = False


class Units:
    """Adds, changes and reads units."""

    def __init__(self, store: Store, work: Work, areas: Areas | None = None) -> None:
        """The roster; without `areas` no single unit can be put, only checked tables."""
        self._store = store
        self._work = work
        self._areas = areas

    async def put_unit(self, unit_id: str, body: object, *, actor: str) -> PutUnit:
        """Add a unit, or change one; a field that is not named stays as it is.

        The id is kept as a device sends it (domain/ingest/device_ids.py).

        Raises:
            InvalidError: a field that cannot be accepted, by name.
        """
        fields = read_unit(unit_id, body)
        known = read_device_id(unit_id) or unit_id
        code = fields.get("home_area")
        if code is not None and (self._areas is None or self._areas.area(code) is None):
            raise InvalidError(says="no_area", area=code, field="home_area", code="unknown_area")

        def write(tx: Transaction) -> PutUnit:
            return _put(tx, known, fields, actor=actor, at=tx.at)

        return await in_transaction(self._store, self._work, write)

    async def put_units(
        self,
        wanted: Mapping[str, dict[str, Any]],
        *,
        actor: str,
        progress: Progress = lambda done, of: None,
    ) -> list[PutUnit]:
        """Add or change many units, a bite at a time, so that nobody waits long for the writer.

        All is checked before the first bite. What a bite has written stays where a later one
        fails: said again, the same table goes on there, as units that are so already are left.

        Args:
            wanted: the fields of each by its id, as `read_unit` gives them.
            actor: who does it, for the record.
            progress: told after each bite how many are done, of how many.

        Raises:
            InvalidError: an id is reserved; nothing was changed.
            CutOffError: a bite failed; says how many units are written.
        """
        await self._work.read(lambda: self._check_ids(wanted))

        def put(tx: Transaction, unit_id: str) -> PutUnit:
            return _put(tx, unit_id, wanted[unit_id], actor=actor, at=tx.at)

        return await self._in_bites(list(wanted), put, progress)

    async def remove_units(
        self,
        unit_ids: Sequence[str],
        *,
        actor: str,
        progress: Progress = lambda done, of: None,
    ) -> list[Unit]:
        """Take units away, all that are named or none; their records and assignments stay.

        Raises:
            NotFoundError: one is unknown, or taken away already; nothing was changed.
            ConflictError: one is on an incident (code `unit_busy`); nothing was changed.
            CutOffError: a bite failed; says how many are taken away.
        """
        known = [read_device_id(one) or one for one in dict.fromkeys(unit_ids)]
        await self._work.read(lambda: self._check_removable(known))

        def remove(tx: Transaction, unit_id: str) -> Unit:
            return _remove(tx, unit_id, actor=actor)

        return await self._in_bites(known, remove, progress)

    async def remove_unit(self, unit_id: str, *, actor: str) -> Unit:
        """Take one unit away; its records and assignments stay.

        Raises:
            NotFoundError: there is none.
            ConflictError: it is on an incident (code `unit_busy`).
        """
        known = read_device_id(unit_id) or unit_id

        def write(tx: Transaction) -> Unit:
            return _remove(tx, known, actor=actor)

        return await in_transaction(self._store, self._work, write)

    async def _in_bites(
        self, ids: Sequence[str], step: Callable[[Transaction, str], T], progress: Progress
    ) -> list[T]:
        """One step for each id, in transactions that are short however many ids there are."""
        made: list[T] = []
        while len(made) < len(ids):
            begun = time.perf_counter()
            try:
                bite = partial(self._bite, ids=ids[len(made) :], step=step)
                made += await in_transaction(self._store, self._work, bite)
            except OneScreenError as error:
                raise CutOffError(
                    says="units_cut_off", done=len(made), of=len(ids), why=str(error)
                ) from error
            progress(len(made), len(ids))
            # The same time again is left to others: a lock of the database is not given in turn.
            await asyncio.sleep(min(time.perf_counter() - begun, LONGEST_BITE_S))
        return made

    def _bite(
        self, tx: Transaction, *, ids: Sequence[str], step: Callable[[Transaction, str], T]
    ) -> list[T]:
        made: list[T] = []
        begun = time.perf_counter()
        for unit_id in ids[:MOST_IN_BITE]:
            made.append(step(tx, unit_id))
            if time.perf_counter() - begun > LONGEST_BITE_S:
                break
        return made

    def _check_ids(self, wanted: Iterable[str]) -> None:
        held = {one.unit_id for one in self._store.units()}
        if any(is_reserved(unit_id) for unit_id in wanted if unit_id not in held):
            raise InvalidError(says="unit_id_reserved", field="unit_id")

    def _check_removable(self, unit_ids: Sequence[str]) -> None:
        held = {one.unit_id: one for one in self._store.units()}
        busy = {one.unit_id for one in self._store.open_assignments()}
        for unit_id in unit_ids:
            if unit_id not in held:
                raise no_unit(unit_id)
            if unit_id in busy:
                raise _on_incident(held[unit_id])

    async def unit(self, unit_id: str) -> Unit:
        """The unit with this id.

        Raises:
            NotFoundError: there is none.
        """
        unit = None
        if known := read_device_id(unit_id):
            unit = await self._work.read(lambda: self._store.unit(known))
        if unit is None:
            raise no_unit(unit_id)
        return unit


def unit_body(unit: Unit) -> dict[str, Any]:
    """A unit as clients see it: name and phone masked."""
    state = to_state(unit)
    del state["is_removed"]  # what is taken away is answered to nobody
    return state | mask("unit", to_private(unit))


def read_unit(unit_id: str, raw: object) -> dict[str, Any]:
    """Check the body that adds or changes a unit; returns the fields of `Unit` it names.

    Raises:
        InvalidError: a field that cannot be accepted, or is not known.
    """
    known = read_device_id(unit_id)
    if known is None:
        raise InvalidError(says="unit_id_wrong", field="unit_id")
    if mask_numbers(known) != known:
        raise InvalidError(
            says="unit_id_personal",
            field="unit_id",
        )
    body = check_object(raw)
    check_known(body, FIELDS)
    if read_device_id(body.get("unit_id", unit_id)) != known:
        raise InvalidError(says="unit_id_differs", field="unit_id")
    kind = UnitKind(as_choice(required(body, "kind"), "kind", UnitKind))
    call_sign = as_text(required(body, "call_sign"), "call_sign", longest=LONGEST_CALL_SIGN)
    if mask_numbers(call_sign) != call_sign:
        raise InvalidError(says="call_sign_personal", field="call_sign")
    fields: dict[str, Any] = {"call_sign": call_sign, "kind": kind}
    return fields | _optional(body, kind)


def _optional(body: Mapping[str, Any], kind: UnitKind) -> dict[str, Any]:
    """The fields a client may leave out; null empties one, but never the status."""
    fields: dict[str, Any] = {}
    if "subkind" in body:
        fields["subkind"] = _subkind(body["subkind"], kind)
    if body.get("status") is not None:
        fields["status"] = UnitStatus(as_choice(body["status"], "status", UnitStatus))
    if "home_area" in body:
        fields["home_area"] = _home_area(body["home_area"])
    for name, longest in (("name", LONGEST_NAME), ("phone", LONGEST_PHONE)):
        if name in body:
            fields[name] = optional_text(body, name, longest=longest)
    if "skills" in body:
        fields["skills"] = _skills(body["skills"])
    if "travel_mode" in body:
        fields["mode"] = _mode(body["travel_mode"])
    return fields


def _skills(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_SKILLS:
        raise InvalidError(says="field_list", most=MOST_SKILLS, field="skills")
    if not all(isinstance(word, str) and SKILL.fullmatch(word) for word in value):
        raise InvalidError(says="skill_wrong", field="skills")
    return tuple(sorted(set(value)))


def _mode(value: object) -> TravelMode | None:
    if value is None:
        return None
    return TravelMode(as_choice(value, "travel_mode", TravelMode))


def _subkind(value: object, kind: UnitKind) -> str | None:
    if value is None:
        return None
    if not SUBKINDS[kind]:
        raise InvalidError(says="no_subkind", kind=kind, field="subkind")
    return as_choice(value, "subkind", SUBKINDS[kind])


def _home_area(value: object) -> str | None:
    if value is None:
        return None
    code = as_text(value, "home_area", longest=32)
    try:
        level_of(code)
    except InvalidError as error:
        raise error.about("home_area") from None
    return code


def _remove(tx: Transaction, unit_id: str, *, actor: str) -> Unit:
    held = tx.unit(unit_id)
    if held is None:
        raise no_unit(unit_id)
    if tx.open_assignments(unit_id=unit_id):
        raise _on_incident(held)
    finish_of(tx, unit_id, Ending.UNAVAILABLE, actor=actor)
    gone = replace(held, is_removed=True)
    tx.put_unit(gone, action="remove", actor=actor)
    return gone


def _on_incident(unit: Unit) -> ConflictError:
    return ConflictError(
        says="unit_on_incident", call_sign=unit.call_sign, field="unit_id", code="unit_busy"
    )


def _put(
    tx: Transaction, unit_id: str, fields: dict[str, Any], *, actor: str, at: datetime
) -> PutUnit:
    before = tx.unit(unit_id)
    if before is None:
        if is_reserved(unit_id):
            raise InvalidError(says="unit_id_reserved", field="unit_id")
        unit = Unit(unit_id=unit_id, **fields)
        tx.put_unit(unit, action="add", actor=actor, occurred_at=at)
        return PutUnit(unit, is_new=True)
    if fields["kind"] is not before.kind:
        fields.setdefault("subkind", None)
    after = replace(before, **fields)
    if after == before:
        return PutUnit(before, is_new=False)
    if after.status is not before.status:
        assignments_follow(tx, unit_id, after.status, actor=actor, at=at)
        if after.status not in FREE:
            finish_of(tx, unit_id, Ending.UNAVAILABLE, actor=actor)
    tx.put_unit(after, action="change", actor=actor, occurred_at=at)
    return PutUnit(after, is_new=False, is_changed=True)
