"""Plans of inspections: a department makes, changes and stops its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections.plans import (
    INSPECTION_PLAN,
    MOST_CYCLE_DAYS,
    InspectionPlan,
    Way,
    read_questions,
)
from operations.net.fusion.fusion_desk import id_of
from operations.video.inspections.inspection_desk import LONGEST_NAME, InspectionDesk, inspects
from store import Transaction
from store.video import inspections as kept

MOST_CAMERAS = 64


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What somebody plans; `first_on` is the day it is due first (`2026-12-01`)."""

    key: str
    name: str
    place_class: CameraClass
    way: Way
    checklist: str
    cycle_days: int
    first_on: str
    cameras: tuple[str, ...] = ()
    site_id: str = ""


class Planning:
    """Plans.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk

    async def plans(self, caller: Caller) -> Sequence[InspectionPlan]:
        """The plans in force the caller may see.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "video.inspect.plans")
        return await self._desk.read(lambda one: kept.plans(one, caller))

    async def plan(self, plan_id: str, caller: Caller) -> InspectionPlan:
        """A plan.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none for them.
        """
        require(caller, "video.inspect.plans")
        found = await self._desk.read(
            lambda one: kept.one_of(one, INSPECTION_PLAN, plan_id, caller)
        )
        if not isinstance(found, InspectionPlan) or found.is_removed:
            raise NotFoundError(says="inspection_no_plan", field="plan_id")
        return found

    async def add(self, told: NewPlan, caller: Caller) -> InspectionPlan:
        """Plan an inspection; the same key again is the same plan.

        Raises:
            NotAllowedError: the caller inspects for no department.
            InvalidError: a field does not do.
            NotFoundError: a camera is not theirs to look through.
        """
        owner = inspects(caller)
        fields = await self._fields(told, caller)
        plan_id = id_of("IP", as_text(told.key, "key", longest=64), caller)

        def steps(tx: Transaction) -> InspectionPlan:
            held = kept.one_of(tx.connection, INSPECTION_PLAN, plan_id)
            if isinstance(held, InspectionPlan):
                return held
            made = InspectionPlan(
                plan_id=plan_id, owner=owner, made_at=tx.at, by=caller.actor, **fields
            )
            tx.put(INSPECTION_PLAN, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def change(self, plan_id: str, told: NewPlan, caller: Caller) -> InspectionPlan:
        """Change a plan; rounds that were begun keep the list they began with.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: as `add`; it is no plan of theirs.
        """
        fields = await self._fields(told, caller)

        def steps(tx: Transaction) -> InspectionPlan:
            held = own_plan(tx, plan_id, caller)
            made = replace(held, **fields)
            if made != held:
                tx.put(INSPECTION_PLAN, made, action="change", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def stop(self, plan_id: str, caller: Caller) -> None:
        """Stop a plan: nothing more is due by it; its rounds and findings stay.

        Raises:
            NotAllowedError, NotFoundError: it is no plan of theirs.
        """

        def steps(tx: Transaction) -> None:
            gone = replace(own_plan(tx, plan_id, caller), is_removed=True)
            tx.put(INSPECTION_PLAN, gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)

    async def _fields(self, told: NewPlan, caller: Caller) -> dict[str, Any]:
        inspects(caller)
        if not 0 <= told.cycle_days <= MOST_CYCLE_DAYS:
            raise InvalidError(says="inspection_cycle", most=MOST_CYCLE_DAYS, field="cycle_days")
        cameras = tuple(dict.fromkeys(told.cameras)) if told.way is Way.REMOTE else ()
        if len(cameras) > MOST_CAMERAS:
            raise InvalidError(says="inspection_cameras", most=MOST_CAMERAS, field="cameras")
        if told.way is Way.REMOTE and not cameras:
            raise InvalidError(says="inspection_no_camera", field="cameras")
        for camera_id in cameras:
            await self._desk.camera(camera_id, caller)
        return {
            "name": as_text(told.name, "name", longest=LONGEST_NAME),
            "place_class": told.place_class,
            "way": told.way,
            "checklist": read_questions(told.checklist),
            "cycle_days": told.cycle_days,
            "next_on": _day(told.first_on).isoformat(),
            "cameras": cameras,
            "site_id": told.site_id or None,
        }


def own_plan(tx: Transaction, plan_id: str, caller: Caller) -> InspectionPlan:
    """A plan of the caller's department.

    Raises:
        NotAllowedError: the caller inspects for none.
        NotFoundError: it is none of theirs.
    """
    owner = inspects(caller)
    held = kept.one_of(tx.connection, INSPECTION_PLAN, plan_id, caller)
    if not isinstance(held, InspectionPlan) or held.is_removed or held.owner != owner:
        raise NotFoundError(says="inspection_no_plan", field="plan_id")
    return held


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="first_on") from None
