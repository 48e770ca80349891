"""The roster: units are added and changed here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

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
from domain.errors import InvalidError
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

    async def put_units(self, wanted: Mapping[str, dict[str, Any]], *, actor: str) -> list[PutUnit]:
        """Add or change many units in one transaction.

        Args:
            wanted: the fields of each by its id, as `read_unit` gives them.
            actor: who does it, for the record.

        Raises:
            InvalidError: an id is reserved; nothing was changed.
        """

        def write(tx: Transaction) -> list[PutUnit]:
            return [
                _put(tx, unit_id, fields, actor=actor, at=tx.at)
                for unit_id, fields in wanted.items()
            ]

        return await in_transaction(self._store, self._work, write)

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
    return to_state(unit) | mask("unit", to_private(unit))


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
