"""The demo's whistles, beats, items pushed, joint actions and law partners: all visibly invented.

Deterministic by the seed; what is told as past is counted back from the day of the first start.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain.dispatch.units import Unit
from domain.kind import Kind
from domain.maps.areas import Area, Level
from domain.net.fusion.beats import BEAT, Beat, common_area, cover
from domain.net.fusion.joint import (
    JOINT_ACTION,
    LAW_PARTNER,
    LAW_SERVICE,
    JointAction,
    JointKind,
    LawKind,
    LawPartner,
    LawRole,
    LawService,
)
from domain.net.fusion.pushes import FIELDS, GRID_PUSH, Direction, GridPush
from domain.net.fusion.settings import FusionSettings
from domain.net.fusion.whistles import (
    WHISTLE,
    WHISTLE_CALL,
    CallState,
    Urgency,
    Whistle,
    WhistleCall,
    call_id,
)
from feeds.simulator.fleet import fleet

CONSULTS, TALKS, PARTNERS, ACTIONS = 30, 8, 24, 40
DEMO = "demo"
Told = tuple[Kind[Any], Any, str]
# What a whistle is about, and who is called.
_ISSUES = (
    ("（演示）小区消防通道被占", "housing", "emergency"),
    ("（演示）夜间施工噪音", "housing", "environment"),
    ("（演示）沟渠垃圾堆积", "city_management", "agriculture_water"),
    ("（演示）无证摊点占道", "city_management", "market"),
    ("（演示）危房险情", "housing", "emergency"),
    ("（演示）邻里用水纠纷", "justice", "agriculture_water"),
)
# How far the two calls of each whistle have come; the second may be late.
_COURSES = (
    (CallState.RATED, CallState.RATED),
    (CallState.RATED, CallState.REPORTED),
    (CallState.REPORTED, CallState.ARRIVED),
    (CallState.RATED, CallState.CALLED),
    (CallState.WITHDRAWN, CallState.WITHDRAWN),
    (CallState.ARRIVED, CallState.COMING),
    (CallState.COMING, CallState.CALLED),
)
WHISTLES = 21
_PUSHED = (
    "（演示）疑似电信诈骗线索",
    "（演示）邻里纠纷隐患",
    "（演示）流动人员求助",
    "（演示）井盖缺失",
)
_TOPICS = ("欠薪", "赡养", "土地流转", "邻里相邻权", "借贷", "交通事故赔偿")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the demo plays: areas of the map, and when the server first started."""

    areas: Sequence[Area]
    until: datetime
    seed: int
    settings: FusionSettings
    departments: frozenset[str]

    def of(self, level: Level) -> list[Area]:
        """Areas of a level, in the order of their codes."""
        return sorted((one for one in self.areas if one.level is level), key=lambda one: one.code)


def tell_fusion(ground: Ground) -> Iterator[list[Told]]:
    """Everything, in parts of one transaction each: kind, entity, action."""
    if not ground.of(Level.GRID):
        return
    yield [(BEAT, one, "add") for one in demo_beats(ground)]
    yield demo_whistles(ground)
    yield demo_pushes(ground)
    yield [(JOINT_ACTION, one, "add") for one in demo_actions(ground)]
    yield demo_law(ground)


def demo_beats(ground: Ground) -> list[Beat]:
    """A beat for each village or community; every tenth grid is shared with the next beat.

    Its officers are the officers whose home it is: every grid has one.
    """
    towns = {one.code: one.name for one in ground.of(Level.TOWN)}
    villages = [one.code for one in ground.of(Level.VILLAGE)]
    grids = [one.code for one in ground.of(Level.GRID)]
    home = [code for code in villages if any(grid.startswith(code) for grid in grids)]
    covers: dict[str, list[str]] = {code: [] for code in home}
    for number, grid in enumerate(grids, 1):
        at = home.index(grid[:12])
        other = home[(at + 1) % len(home)]
        is_shared = number % 10 == 0 and other[:9] == grid[:9] and other != grid[:12]
        covers[grid[:12]].append(cover(grid, 60 if is_shared else 100))
        if is_shared:
            covers[other].append(cover(grid, 40))
    made = []
    officers = _officers(ground)
    for number, (code, covered) in enumerate(covers.items(), 1):
        own = [one for one in officers if one.home_area == code]
        own = own or officers[number % len(officers) :][:1] if officers else []
        named = [one.name or one.call_sign for one in own] or [f"演示-{2000 + number:04d}"]
        phones = [one.phone for one in own if one.phone] or [f"138-0000-{2000 + number:04d}"]
        made.append(
            Beat(
                code=f"JG-{number:03d}",
                station=f"{towns.get(code[:9], '')}派出所（演示）",
                area_code=common_area([one.partition(":")[0] for one in covered]),
                owner=ground.settings.police,
                covers=tuple(covered),
                units=tuple(one.unit_id for one in own),
                is_demo=True,
                officers=" ".join(named),
                auxiliary=f"演示-{3000 + number:04d}",
                phone=phones[0],
            )
        )
    return made


def _officers(ground: Ground) -> list[Unit]:
    return [one.unit for one in fleet(ground.areas) if one.unit.subkind == "officer"]


def demo_whistles(ground: Ground) -> list[Told]:
    """Whistles in every state, most of them done; two of late are still open."""
    villages = ground.of(Level.VILLAGE)
    made: list[Told] = []
    for number in range(WHISTLES):
        issue, *wanted = _ISSUES[number % len(_ISSUES)]
        called = [code for code in wanted if code in ground.departments]
        if not called:
            continue
        course = _COURSES[number % len(_COURSES)]
        is_open = number < len(_COURSES) and CallState.COMING in course
        minutes = 25 if CallState.ARRIVED in course else 3
        back = timedelta(minutes=minutes) if is_open else timedelta(days=2 + number * 3)
        at, area = ground.until - back, villages[number * 3 % len(villages)]
        due = at + ground.settings.limits.urgent
        whistle = Whistle(
            f"W-DEMO-{number + 1:02d}", area.code, Urgency.URGENT, at, DEMO, called[0],
            tuple(called[1:]), is_demo=True, issue=issue,
            place=f"{area.name}演示路 {number + 1} 号",
        )  # fmt: skip
        if CallState.WITHDRAWN in course:
            gone = at + timedelta(minutes=8)
            whistle = replace(whistle, withdrawn_at=gone, reason="（演示）已自行解决")
        made.append((WHISTLE, whistle, "blow"))
        for place, (code, state) in enumerate(zip(called, course, strict=False)):
            call = WhistleCall(
                call_id(whistle.whistle_id, code), whistle.whistle_id, area.code, code, at, due,
                is_demo=True,
            )  # fmt: skip
            # of past whistles somebody who never came is late by now
            is_late = place == 1 and number % 3 == 0
            made.append((WHISTLE_CALL, _in_state(call, state, number, is_late=is_late), "call"))
    return made


def _in_state(call: WhistleCall, state: CallState, number: int, *, is_late: bool) -> WhistleCall:
    if state is CallState.WITHDRAWN:
        return replace(call, withdrawn_at=call.at + timedelta(minutes=8))
    order = (CallState.CALLED, CallState.COMING, CallState.ARRIVED, CallState.REPORTED)
    reached = len(order) if state is CallState.RATED else order.index(state)
    if reached >= 1:
        call = replace(call, coming_at=call.at + timedelta(minutes=2))
    if reached >= 2:
        came = call.due_at + timedelta(minutes=12) if is_late else call.at + timedelta(minutes=18)
        late_at = call.due_at if is_late else None
        call = replace(call, arrived_at=came, arrived_by=DEMO, supervised_at=late_at)
    if reached >= 3 and call.arrived_at is not None:
        done = call.arrived_at + timedelta(minutes=40)
        call = replace(call, reported_at=done, result="（演示）已现场处理")
    if state is CallState.RATED and call.reported_at is not None:
        stars = 3 if is_late else 4 + number % 2
        rated = call.reported_at + timedelta(hours=1)
        call = replace(call, stars=stars, rated_at=rated, rated_by=DEMO)
    return call


def demo_pushes(ground: Ground) -> list[Told]:
    """Items of both directions in every state."""
    grids, made = ground.of(Level.GRID), []
    for number in range(20):
        direction = Direction.TO_POLICE if number % 2 else Direction.TO_GRID
        grid, at = grids[number * 21 % len(grids)], ground.until - timedelta(days=1 + number * 2)
        told = {"what": _PUSHED[number % len(_PUSHED)], "place": f"{grid.name}（演示）"}
        told |= {"advice": "（演示）请走访"} if direction is Direction.TO_GRID else {}
        push = GridPush(
            f"P-DEMO-{number + 1:02d}", direction, grid.code, ground.settings.police,
            "（演示）治安管理处罚法", tuple(one for one in FIELDS[direction] if one in told), at,
            DEMO,
            is_demo=True, content=json.dumps(told, ensure_ascii=False),
        )  # fmt: skip
        made.append((GRID_PUSH, _pushed(push, number // 2 % 5), "send"))
    return made


def _pushed(push: GridPush, step: int) -> GridPush:
    """Sent, received, taken on, returned, done."""
    hour = timedelta(hours=1)
    if step >= 1:
        push = replace(push, received_at=push.at + hour, received_by=DEMO)
    if step == 3:
        return replace(
            push, decided_at=push.at + 2 * hour, is_accepted=False, reason="（演示）不属本方职责"
        )
    if step >= 2:
        push = replace(push, decided_at=push.at + 2 * hour, is_accepted=True)
    if step == 4:
        push = replace(push, done_at=push.at + 30 * hour, outcome="（演示）已办结")
    return push


def demo_actions(ground: Ground) -> list[JointAction]:
    """Joint actions of the last year; some of them settled something."""
    grids, kinds = ground.of(Level.GRID), list(JointKind)
    made = []
    for number in range(ACTIONS):
        grid = grids[number * 11 % len(grids)]
        day = (ground.until - timedelta(days=2 + number * 9)).date()
        action = kinds[number % len(kinds)]
        mediated = action is JointKind.MEDIATION
        made.append(
            JointAction(
                f"J-DEMO-{number + 1:02d}", action, day.isoformat(), grid.code,
                ground.settings.police, ground.until, DEMO,
                is_resolved=mediated,
                is_demo=True, place=f"{grid.name}（演示）",
                police_people=f"演示-{2001 + number:04d}", grid_people=f"演示-{100 + number:04d}",
                found="（演示）邻里矛盾" if mediated else "（演示）安全隐患",
                result="（演示）已处理",
            )
        )  # fmt: skip
    return made


def demo_law(ground: Ground) -> list[Told]:
    """Law partners paired with grids; thirty consultations, and talks."""
    grids, rng = ground.of(Level.GRID), Random(ground.seed)  # noqa: S311  (invented)
    roles, made = list(LawRole), list[Told]()
    for number in range(PARTNERS):
        first = number * len(grids) // PARTNERS
        paired = [one.code for one in grids[first : first + len(grids) // PARTNERS]]
        paired = paired or [grids[first].code]
        made.append(
            (
                LAW_PARTNER,
                LawPartner(
                    f"L-DEMO-{number + 1:02d}", roles[number % len(roles)], common_area(paired),
                    ground.settings.justice, grids=tuple(paired), is_demo=True,
                    name=f"演示-{4000 + number:04d}", body="（演示）法律服务所",
                    phone=f"138-0000-{4000 + number:04d}",
                ),
                "add",
            )
        )  # fmt: skip
    for number in range(CONSULTS + TALKS):
        is_talk = number >= CONSULTS
        day = (ground.until - timedelta(days=3 + number * 9)).date()
        made.append(
            (
                LAW_SERVICE,
                LawService(
                    f"F-DEMO-{number + 1:02d}", LawKind.TALK if is_talk else LawKind.CONSULT,
                    day.isoformat(), rng.choice(grids).code, ground.settings.justice,
                    ground.until, DEMO, partners=(f"L-DEMO-{number % PARTNERS + 1:02d}",),
                    audience=20 + number if is_talk else 0, is_demo=True,
                    topic=f"（演示）{_TOPICS[number % len(_TOPICS)]}",
                    people=f"演示-{5000 + number:04d}",
                    opinion=None if is_talk else "（演示）建议协商，协商不成依法起诉",
                ),
                "add",
            )
        )  # fmt: skip
    return made
