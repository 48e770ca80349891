"""What is done on the page of inspections, each act by its name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from callbacks import office
from callbacks.fields import degrees, whole, word
from callbacks.guarded import address, caller
from callbacks.video.read import chosen
from callbacks.video.seat import seat_of
from domain.access.access import may
from domain.errors import InvalidError, NotFoundError
from domain.subject_key import SubjectKey
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections.findings import INSPECTION_FINDING, Gravity
from domain.video.inspections.plans import Way
from domain.video.inspections.runs import Answer
from layouts.reader import Reader
from layouts.video.inspections.cards import finding_card, run_card
from layouts.video.inspections.drawn import plan_form
from operations.video.inspections.inspections import Inspections
from operations.video.inspections.planning import NewPlan
from operations.video.inspections.running import NewFinding
from operations.video.places.site_register import SiteRegister


class Parts(Protocol):
    """What the product is made of, as far as these ask for it."""

    inspections: Inspections
    key_sites: SiteRegister
    desk_parts: Any
    zone_name: str


@dataclass(frozen=True, slots=True)
class Doing:
    """Where something is done, for whom, and what they said."""

    parts: Parts
    asked: office.Asked
    reader: Reader

    @property
    def id(self) -> str:
        """Which plan, round or finding."""
        return self.asked.text("id")[:64]

    @property
    def part(self) -> Inspections:
        """The operations."""
        return self.parts.inspections

    def saved(self, card: Any) -> office.Told:
        """It was done, and this is how it stands now."""
        return office.Told(self.reader.words("已保存"), card=card)


Act = Callable[[Doing], Awaitable[office.Told]]


async def finding_card_of(parts: Parts, finding_id: str, reader: Reader) -> Any:
    """The card of a finding, with its files for whoever reads files."""
    one = await parts.inspections.looking.finding(finding_id, caller())
    files: list[tuple[str, str]] = []
    if may(caller(), "files.use"):
        about = SubjectKey(INSPECTION_FINDING.name, finding_id)
        held = await parts.desk_parts.shelf.items(about, caller=caller())
        words = reader.words
        files = [
            (str(file["file_id"]), words("照片 {n}", n=nth)) for nth, file in enumerate(held, 1)
        ]
    return finding_card(one, await seat_of(parts, reader, has_cameras=True), files)


async def _run_card(doing: Doing, run_id: str) -> Any:
    one = await doing.part.looking.run(run_id, caller())
    try:
        plan = await doing.part.planning.plan(one.run.plan_id, caller())
        cameras = plan.cameras
    except NotFoundError:  # the plan was stopped since
        cameras = one.run.looked
    return run_card(one, await seat_of(doing.parts, doing.reader, has_cameras=True), cameras)


def _plan_told(asked: office.Asked) -> NewPlan:
    return NewPlan(
        asked.text("key"), asked.text("name"), word(CameraClass, asked, "class"),
        word(Way, asked, "way"), asked.text("checklist"), whole(asked, "cycle"),
        asked.text("first"), chosen(asked, "cameras"), asked.text("site"),
    )  # fmt: skip


async def _add_plan(doing: Doing) -> office.Told:
    await doing.part.planning.add(_plan_told(doing.asked), caller())
    return doing.saved(None)


async def _edit_plan(doing: Doing) -> office.Told:
    plan = await doing.part.planning.plan(doing.id, caller())
    seat = await seat_of(doing.parts, doing.reader, has_cameras=True)
    return office.Told(card=plan_form(seat, plan), is_changed=False)


async def _change_plan(doing: Doing) -> office.Told:
    await doing.part.planning.change(doing.id, _plan_told(doing.asked), caller())
    return doing.saved(None)


async def _stop_plan(doing: Doing) -> office.Told:
    await doing.part.planning.stop(doing.id, caller())
    return doing.saved(None)


async def _start(doing: Doing) -> office.Told:
    run = await doing.part.running.start(doing.id, caller())
    return office.Told(doing.reader.words("已开始检查"), card=await _run_card(doing, run.run_id))


async def _open_run(doing: Doing) -> office.Told:
    return office.Told(card=await _run_card(doing, doing.id), is_changed=False)


async def _answer_question(doing: Doing) -> office.Told:
    answer = word(Answer, doing.asked, "answer")
    await doing.part.running.answer(doing.id, doing.asked.text("question"), answer, caller())
    return doing.saved(await _run_card(doing, doing.id))


async def _find(doing: Doing) -> office.Told:
    asked = doing.asked
    told = NewFinding(
        asked.text("key"), asked.text("question"), word(Gravity, asked, "gravity"),
        asked.text("text"), asked.text("unit"), asked.text("camera"), asked.text("preset"),
        asked.text("site"), degrees(asked, "lat"), degrees(asked, "lon"),
    )  # fmt: skip
    await doing.part.running.find(doing.id, told, caller())
    return office.Told(doing.reader.words("已记录问题"), card=await _run_card(doing, doing.id))


async def _end(doing: Doing) -> office.Told:
    await doing.part.running.end(doing.id, doing.asked.text("note"), caller())
    return office.Told(doing.reader.words("检查已结束"), card=await _run_card(doing, doing.id))


async def _open(doing: Doing) -> office.Told:
    card = await finding_card_of(doing.parts, doing.id, doing.reader)
    return office.Told(card=card, is_changed=False)


async def _shut(_doing: Doing) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _after(doing: Doing) -> office.Told:
    """What was done is said, and the finding is drawn as it is now."""
    return doing.saved(await finding_card_of(doing.parts, doing.id, doing.reader))


async def _picture(doing: Doing) -> office.Told:
    await doing.part.running.picture(doing.id, caller(), address())
    return await _after(doing)


def _days(doing: Doing) -> int:
    days = whole(doing.asked, "days", longest=3)
    if not days:
        raise InvalidError(says="field_not_valid", field="days")
    return days


async def _order(doing: Doing) -> office.Told:
    who = doing.asked.text("answerer")
    await doing.part.ordering.order(doing.id, who, _days(doing), caller())
    return await _after(doing)


async def _answer(doing: Doing) -> office.Told:
    await doing.part.ordering.answer(doing.id, doing.asked.text("reply"), caller())
    return await _after(doing)


async def _pass(doing: Doing) -> office.Told:
    await doing.part.ordering.recheck(doing.id, caller(), is_done=True)
    return await _after(doing)


async def _fail(doing: Doing) -> office.Told:
    reason, days = doing.asked.text("reason"), _days(doing)
    await doing.part.ordering.recheck(
        doing.id, caller(), is_done=False, reason=reason, days=days
    )  # fmt: skip
    return await _after(doing)


async def _withdraw(doing: Doing) -> office.Told:
    await doing.part.ordering.withdraw(doing.id, doing.asked.text("reason"), caller())
    return await _after(doing)


ACTS: Mapping[str, Act] = {
    "add_plan": _add_plan,
    "edit_plan": _edit_plan,
    "change_plan": _change_plan,
    "stop_plan": _stop_plan,
    "start": _start,
    "open_run": _open_run,
    "answer_question": _answer_question,
    "find": _find,
    "end": _end,
    "open": _open,
    "shut": _shut,
    "picture": _picture,
    "order": _order,
    "answer": _answer,
    "pass": _pass,
    "fail": _fail,
    "withdraw": _withdraw,
}
