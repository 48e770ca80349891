"""Inspections, key places and rooms of the demo: visibly invented, the same by the seed.

Every finding goes the way a real one does, by the same steps; only when each step was taken is
invented. Nothing is told ahead of the start, and no picture is pretended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import Any

from domain.kind import Kind
from domain.maps.areas import Area
from domain.video.cameras.camera import Camera
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections import runs, steps
from domain.video.inspections.findings import INSPECTION_FINDING, Gravity, InspectionFinding
from domain.video.inspections.plans import INSPECTION_PLAN, InspectionPlan, Way
from domain.video.inspections.runs import INSPECTION_RUN, Answer
from domain.video.places.sites import KEY_SITE, KeySite, Licence, Nature, SiteSort
from domain.video.rooms import CONFERENCE_ROOM, ROOM_TEST, ConferenceRoom, RoomTest, RoomWay
from domain.video.rooms import TestResult as Result

Told = tuple[Kind[Any], Any, str]
LEAD, CHECKS, ANSWERS = "demo", "demo-check", "demo-answer"
SITES, CAMERAS = 18, 6
_SORTS = (
    (SiteSort.FUEL, Nature.UNIT, "加油站", "market", "汽油、柴油，地下储罐"),
    (SiteSort.SCHOOL, Nature.PLACE, "学校", "education", "上下学时段人员集中"),
    (SiteSort.MINE, Nature.UNIT, "矿山", "emergency", "边坡、爆破物品"),
    (SiteSort.CROWD, Nature.PLACE, "商场", "market", "人员密集，疏散通道两条"),
    (SiteSort.UTILITY, Nature.UNIT, "水厂", "housing", "液氯"),
    (SiteSort.HAZARDOUS, Nature.UNIT, "危化品仓库", "emergency", "易燃液体"),
)
_PLANS = (
    ("emergency", "非煤矿山远程监管", CameraClass.MINE, Way.REMOTE,
     ("作业人员佩戴安全帽", "边坡监测设备在位", "车辆出场冲洗", "危险区域围挡完好")),
    ("education", "校园周边现场检查", CameraClass.CAMPUS, Way.ON_SITE,
     ("护学岗到位", "硬隔离设施完好", "周边无流动摊贩")),
    ("market", "生产车间远程监管", CameraClass.WORKSHOP, Way.REMOTE,
     ("车间通道畅通", "消防器材未遮挡", "员工着装规范")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InspectionGround:
    """What the telling stands on.

    Attributes:
        grids: of the map, in the order of their codes.
        cameras: of the register, by their ids.
        departments: codes the district knows.
        zone: in which a day is a day.
        until: when the server first started; nothing is told after it.
        seed: the same seed, the same telling.
    """

    grids: Sequence[Area]
    cameras: Sequence[Camera]
    departments: frozenset[str]
    zone: tzinfo
    until: datetime
    seed: int


def tell_inspections(ground: InspectionGround) -> Iterator[Told]:
    """Key places, rooms, then plans with their rounds and findings: kind, entity, action."""
    if not ground.grids:
        return
    sites = list(demo_sites(ground))
    for site in sites:
        yield KEY_SITE, site, "add"
    yield from demo_rooms(ground)
    for number, (owner, name, place_class, way, questions) in enumerate(_PLANS, 1):
        if owner not in ground.departments:
            continue
        watched = [
            one for one in ground.cameras
            if one.owner == owner and one.camera_class is place_class
        ][:CAMERAS]  # fmt: skip
        plan = InspectionPlan(
            f"IP-DEMO-{number}", owner, f"（演示）{name}", place_class,
            way if watched else Way.ON_SITE, "\n".join(questions), 7 * number,
            (ground.until + timedelta(days=number - 2)).astimezone(ground.zone).date().isoformat(),
            ground.until - timedelta(days=120), LEAD,
            cameras=tuple(one.camera_id for one in watched) if way is Way.REMOTE else (),
            is_demo=True,
        )  # fmt: skip
        yield INSPECTION_PLAN, plan, "add"
        yield from _rounds(ground, plan, [one for one in sites if one.owner == owner], watched)


def demo_sites(ground: InspectionGround) -> Iterator[KeySite]:
    """Key places of every sort, spread over the grids."""
    today = ground.until.astimezone(ground.zone).date()
    for number in range(SITES):
        rng = Random(f"{ground.seed}-site-{number}")  # noqa: S311  (invented)
        sort, nature, name, owner, hazards = _SORTS[number % len(_SORTS)]
        grid = ground.grids[number * 37 % len(ground.grids)]
        checked = today - timedelta(days=rng.randint(3, 70))
        runs_out = today + timedelta(days=rng.randint(-20, 500))
        licence = Licence("（演示）许可证", f"演示-{number + 1:04d}", runs_out)
        yield KeySite(
            f"KS-DEMO-{number + 1:03d}", nature, sort, f"（演示）{name}{number + 1}", grid.code,
            grid.lat, grid.lon, owner if owner in ground.departments else None,
            address=f"（演示）演示路 {number + 1} 号", basis="（演示）重点单位名录",
            hazards=f"（演示）{hazards}", licences=licence.line, check_days=45,
            checked_on=checked.isoformat(), is_demo=True,
            responsible=f"演示-{7000 + number}", phone=f"138-0000-{7000 + number}",
            guard=f"演示-{7100 + number}", guard_phone=f"138-0000-{7100 + number}",
            check_note="（演示）未见异常",
        )  # fmt: skip


def demo_rooms(ground: InspectionGround) -> Iterator[Told]:
    """A room of each way; the last was never tried."""
    rooms = (
        ("VR-DEMO-1", RoomWay.LINK, "https://meeting.example.invalid/room/1", "区会商室", 3),
        ("VR-DEMO-2", RoomWay.SIP, "sip:8800@mcu.example.invalid", "应急会商室", 44),
        ("VR-DEMO-3", RoomWay.TEL, "0000-0000", "镇街点名", None),
    )
    for room_id, way, address, name, days in rooms:
        room = ConferenceRoom(
            room_id, f"（演示）{name}", way, address, "（演示）视频会议系统", LEAD, is_demo=True
        )
        if days is not None:
            at = ground.until - timedelta(days=days)
            result = Result.GOOD if days < 30 else Result.SOUND_ONLY
            call = RoomTest(f"VT-{room_id}", room_id, at, CHECKS, result, 9, is_demo=True)
            yield ROOM_TEST, call, "test"
            room = replace(room, tested_at=at, tested_by=CHECKS, result=result, took_s=9)
        yield CONFERENCE_ROOM, room, "add"


def _rounds(
    ground: InspectionGround,
    plan: InspectionPlan,
    sites: Sequence[KeySite],
    cameras: Sequence[Camera],
) -> Iterator[Told]:
    """Five rounds of a plan, two weeks apart, each with a finding; two of them the same."""
    earlier: list[InspectionFinding] = []
    for turn in range(5):
        at = ground.until - timedelta(days=62 - 14 * turn, hours=2)
        run = runs.started(plan, f"IR-{plan.plan_id[3:]}-{turn}", LEAD, at)
        wrong = str(1 + turn % 2)
        for number in run.open_questions:
            said = Answer.FAILED if number == wrong else Answer.PASSED
            run = runs.answered(run, number, said)
        run = replace(runs.ended(run, None, at + timedelta(minutes=40)), findings=1)
        yield INSPECTION_RUN, run, "end"
        site = sites[turn % 2 % len(sites)] if sites else None
        camera = cameras[turn % len(cameras)] if cameras and plan.way is Way.REMOTE else None
        grid = ground.grids[turn]
        found = InspectionFinding(
            f"IF-{plan.plan_id[3:]}-{turn}", run.run_id, plan.plan_id, plan.owner,
            plan.place_class, plan.way, run.question(wrong), list(Gravity)[turn % 3],
            site.name if site else "（演示）单位", site.area_code if site else grid.code,
            (site or grid).lat, (site or grid).lon, at + timedelta(minutes=20), LEAD,
            site_id=site.site_id if site else None,
            camera_id=camera.camera_id if camera else None, is_demo=True,
            text="（演示）现场不符合检查项要求",
        )  # fmt: skip
        found = steps.with_repeats(found, earlier)
        earlier.append(found)
        yield _lived(ground, found, turn)


def _lived(ground: InspectionGround, found: InspectionFinding, turn: int) -> Told:
    """As far as it has come: closed, overdue, to be looked at again, with the unit, just found."""
    if turn == 4:
        return INSPECTION_FINDING, found, "find"
    at = found.found_at + timedelta(hours=3)
    due = steps.due_at(at, 10, ground.zone)
    one = steps.order(
        found, found.area_code[:12], is_area=True, due=due, by=LEAD, at=at
    )  # fmt: skip
    if turn == 1:
        return INSPECTION_FINDING, steps.overdue(one, ground.until) or one, "overdue"
    if turn == 3:
        due = steps.due_at(ground.until, 3, ground.zone)
        return INSPECTION_FINDING, replace(one, due_at=due), "order"
    one = steps.answer(one, "（演示）已整改", ANSWERS, at + timedelta(days=5))
    if turn == 2:
        return INSPECTION_FINDING, one, "answer"
    done = steps.recheck(one, CHECKS, at + timedelta(days=6), is_done=True)
    return INSPECTION_FINDING, done, "pass"
