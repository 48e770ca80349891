"""Rounds of inspections: begun, answered question by question, findings with pictures, ended."""

import hashlib
from dataclasses import dataclass, replace

from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.subject_key import SubjectKey
from domain.video.inspections import runs, steps
from domain.video.inspections.findings import (
    INSPECTION_FINDING,
    FindingState,
    Gravity,
    InspectionFinding,
)
from domain.video.inspections.plans import INSPECTION_PLAN, InspectionPlan, after_run
from domain.video.inspections.runs import INSPECTION_RUN, Answer, InspectionRun
from operations.files.shelf import Shelf
from operations.net.fusion.fusion_desk import id_of
from operations.video.inspections.inspection_desk import (
    LONGEST_NAME,
    LONGEST_TEXT,
    InspectionDesk,
    inspects,
)
from operations.video.inspections.planning import own_plan
from store import Transaction
from store.video import inspections as kept
from store.video import places as sites


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What somebody finds in a round.

    Attributes:
        key: by which the same finding is known again.
        question: the number of the question it goes against.
        unit: the inspected unit; empty where `site_id` names it.
        camera_id: what it was seen by; empty on the spot.
        preset: where the camera looked to.
        lat, lon: where it is, WGS 84; None where camera or site say so.
    """

    key: str
    question: str
    gravity: Gravity
    text: str
    unit: str = ""
    camera_id: str = ""
    preset: str = ""
    site_id: str = ""
    lat: float | None = None
    lon: float | None = None


class Running:
    """Rounds.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk
        self.shelf: Shelf | None = None

    async def start(self, plan_id: str, caller: Caller) -> InspectionRun:
        """Begin a round of a plan; one that is under way is gone on with.

        Raises:
            NotAllowedError, NotFoundError: it is no plan of theirs.
        """

        def write(tx: Transaction) -> InspectionRun:
            plan = own_plan(tx, plan_id, caller)
            held = kept.open_run(tx.connection, plan_id)
            if held is not None:
                return held
            made = runs.started(plan, id_of("IR", "", caller), caller.actor, tx.at)
            tx.put(INSPECTION_RUN, made, action="start", actor=caller.actor)
            return made

        return await self._desk.write(write)

    async def answer(
        self, run_id: str, number: str, answer: Answer, caller: Caller
    ) -> InspectionRun:
        """Answer a question of a round.

        Raises:
            NotAllowedError, NotFoundError: it is no round of theirs.
            ConflictError, InvalidError: it is over; there is no such question.
        """

        def write(tx: Transaction) -> InspectionRun:
            held = own_run(tx, run_id, caller)
            made = runs.answered(held, number, answer)
            if made != held:
                tx.put(INSPECTION_RUN, made, action="answer", actor=caller.actor)
            return made

        return await self._desk.write(write)

    async def find(self, run_id: str, told: NewFinding, caller: Caller) -> InspectionFinding:
        """Write down a finding; its question counts as failed. The same key again is the same.

        Raises:
            NotAllowedError, NotFoundError: it is no round of theirs; camera or site are not.
            ConflictError, InvalidError: the round is over; a field does not do.
        """
        inspects(caller)
        finding_id = id_of("IF", as_text(told.key, "key", longest=64), caller)
        text = as_text(told.text, "text", longest=LONGEST_TEXT, lines=True)
        preset = as_text(told.preset, "preset", longest=LONGEST_NAME) if told.preset else None
        unit, area, lat, lon = await self._place(told, caller)

        def write(tx: Transaction) -> InspectionFinding:
            held = kept.one_of(tx.connection, INSPECTION_FINDING, finding_id)
            if isinstance(held, InspectionFinding):
                return held
            run = runs.answered(own_run(tx, run_id, caller), told.question, Answer.FAILED)
            new = InspectionFinding(
                finding_id, run.run_id, run.plan_id, run.owner, run.place_class, run.way,
                run.question(told.question), told.gravity, unit, area, lat, lon, tx.at,
                caller.actor, site_id=told.site_id or run.site_id,
                camera_id=told.camera_id or None, preset=preset, is_demo=run.is_demo, text=text,
            )  # fmt: skip
            new = steps.with_repeats(new, kept.earlier(tx.connection, new.owner, new.unit))
            tx.put(INSPECTION_FINDING, new, action="find", actor=caller.actor)
            run = replace(run, findings=run.findings + 1)
            tx.put(INSPECTION_RUN, run, action="find", actor=caller.actor)
            return new

        return await self._desk.write(write)

    async def _place(self, told: NewFinding, caller: Caller) -> tuple[str, str, float, float]:
        """The unit, and where it is: the site's place, else the camera's, else the point's."""
        site = None
        if told.site_id:
            site = await self._desk.read(lambda one: sites.one_of(one, told.site_id, caller))
            if site is None:
                raise NotFoundError(says="site_unknown", field="site_id")
        camera = await self._desk.camera(told.camera_id, caller) if told.camera_id else None
        unit = told.unit or (site.name if site else "")
        unit = as_text(unit, "unit", longest=LONGEST_NAME)
        for one in (site, camera):
            if one is not None:
                return unit, one.area_code, one.lat, one.lon
        if told.lat is None or told.lon is None:
            raise InvalidError(says="inspection_no_place", field="lat")
        place = self._desk.areas.place(told.lat, told.lon)
        return unit, place.area_code, told.lat, told.lon

    async def picture(
        self, finding_id: str, caller: Caller, address: str | None = None
    ) -> InspectionFinding:
        """Keep what the camera of a finding shows now, with its hash and its moment.

        The look is written into the register of looks, with the address it is asked from.

        Raises:
            NotAllowedError, NotFoundError: it is no finding of theirs.
            InvalidError, RefusedError: it has no camera; there is no picture to be had.
        """
        found = await self._desk.read(
            lambda one: kept.one_of(one, INSPECTION_FINDING, finding_id, caller)
        )
        found = own_finding(found, caller)
        if found.camera_id is None or self.shelf is None:
            raise InvalidError(says="inspection_no_camera", field="camera_id")
        taken = await self._desk.picture(found.camera_id, found.run_id, caller, address)
        file_id = f"{finding_id}-{hashlib.sha256(taken.jpeg).hexdigest()[:16]}"
        await self.shelf.keep(
            SubjectKey(INSPECTION_FINDING.name, finding_id), file_id, "检查画面.jpg", taken.jpeg,
            url=f"/api/v1/files/{file_id}", caller=caller,
        )  # fmt: skip

        def write(tx: Transaction) -> InspectionFinding:
            held = own_finding(
                kept.one_of(tx.connection, INSPECTION_FINDING, finding_id, caller), caller
            )
            made = replace(
                held, snapshot=taken.sha256, snapshot_at=taken.at, file_id=file_id
            )  # fmt: skip
            tx.put(INSPECTION_FINDING, made, action="picture", actor=caller.actor)
            run = kept.one_of(tx.connection, INSPECTION_RUN, made.run_id)
            if isinstance(run, InspectionRun) and made.camera_id not in run.looked:
                looked = replace(run, looked=(*run.looked, str(made.camera_id)))
                tx.put(INSPECTION_RUN, looked, action="look", actor=caller.actor)
            return made

        return await self._desk.write(write)

    async def end(self, run_id: str, note: str, caller: Caller) -> InspectionRun:
        """End a round: the next of its plan is due a cycle later.

        Raises:
            NotAllowedError, NotFoundError: it is no round of theirs.
            ConflictError: it is over, or questions are open.
        """
        said = as_text(note, "note", longest=LONGEST_TEXT, lines=True) if note else None

        def write(tx: Transaction) -> InspectionRun:
            run = runs.ended(own_run(tx, run_id, caller), said, tx.at)
            tx.put(INSPECTION_RUN, run, action="end", actor=caller.actor)
            plan = kept.one_of(tx.connection, INSPECTION_PLAN, run.plan_id)
            if isinstance(plan, InspectionPlan) and not plan.is_removed:
                after = after_run(plan, tx.at, self._desk.today(tx.at))
                tx.put(INSPECTION_PLAN, after, action="run", actor=caller.actor)
            return run

        return await self._desk.write(write)


def own_run(tx: Transaction, run_id: str, caller: Caller) -> InspectionRun:
    """A round of the caller's department.

    Raises:
        NotAllowedError: the caller inspects for none.
        NotFoundError: it is none of theirs.
    """
    owner = inspects(caller)
    held = kept.one_of(tx.connection, INSPECTION_RUN, run_id, caller)
    if not isinstance(held, InspectionRun) or held.owner != owner:
        raise NotFoundError(says="inspection_no_run", field="run_id")
    return held


def own_finding(held: InspectionFinding | None, caller: Caller) -> InspectionFinding:
    """A finding of the caller's department.

    Raises:
        NotAllowedError: the caller inspects for none.
        NotFoundError: it is none of theirs.
    """
    owner = inspects(caller)
    if held is None or held.owner != owner or held.state is FindingState.WITHDRAWN:
        raise NotFoundError(says="inspection_no_finding", field="finding_id")
    return held
