"""Plans, rounds and findings of inspections, each as far as somebody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, select, true

from domain.access.callers import Caller
from domain.kind import Kind
from domain.video.inspections.figures import InspectionCounts
from domain.video.inspections.findings import (
    INSPECTION_FINDING,
    OPEN,
    FindingState,
    InspectionFinding,
)
from domain.video.inspections.plans import INSPECTION_PLAN, InspectionPlan
from domain.video.inspections.runs import INSPECTION_RUN, InspectionRun
from store.kind_tables import TABLES, key_of
from store.live.visible import visible
from store.rows import reader

PLAN, RUN = TABLES[INSPECTION_PLAN.name], TABLES[INSPECTION_RUN.name]
FINDING = TABLES[INSPECTION_FINDING.name]
MOST_PLANS, MOST_RUNS, MOST_EARLIER = 200, 60, 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings a list shows.

    Attributes:
        states: any of these; all where none is named.
        late_at: only those that are over their time at this moment.
        is_repeat: only repeats.
        site_id, run_id: only of this place, of this round.
    """

    states: Sequence[FindingState] = ()
    late_at: datetime | None = None
    is_repeat: bool = False
    site_id: str = ""
    run_id: str = ""


def one_of(connection: Connection, kind: Kind[Any], key: str, who: Caller | None = None) -> Any:
    """A plan, round or finding, for whoever may see it; without a caller, whoever that is."""
    query = select(TABLES[kind.name]).where(key_of(kind.name) == key)
    if who is not None:
        query = query.where(visible(kind, who))
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def plans(connection: Connection, who: Caller) -> list[InspectionPlan]:
    """The plans in force, those due first before all."""
    query = (
        select(PLAN)
        .where(visible(INSPECTION_PLAN, who), PLAN.c.is_removed.is_(False))
        .order_by(PLAN.c.next_on == "", PLAN.c.next_on, PLAN.c.plan_id)
        .limit(MOST_PLANS)
    )
    read = reader(INSPECTION_PLAN)
    return [read(row) for row in connection.execute(query).mappings()]


def runs(connection: Connection, who: Caller) -> list[InspectionRun]:
    """The newest rounds, the open ones first."""
    query = (
        select(RUN)
        .where(visible(INSPECTION_RUN, who))
        .order_by(RUN.c.ended_at.is_not(None), RUN.c.started_at.desc(), RUN.c.run_id)
        .limit(MOST_RUNS)
    )
    read = reader(INSPECTION_RUN)
    return [read(row) for row in connection.execute(query).mappings()]


def open_run(connection: Connection, plan_id: str) -> InspectionRun | None:
    """The round of a plan that is not over."""
    query = select(RUN).where(RUN.c.plan_id == plan_id, RUN.c.ended_at.is_(None)).limit(1)
    row = connection.execute(query).mappings().first()
    return reader(INSPECTION_RUN)(row) if row else None


def goes_on_at(connection: Connection, run_id: str, camera_id: str) -> bool:
    """Whether a round is still a reason to look: open, or what was found by this camera is."""
    is_open = select(RUN.c.run_id).where(RUN.c.run_id == run_id, RUN.c.ended_at.is_(None))
    waits = select(FINDING.c.run_id).where(
        FINDING.c.run_id == run_id,
        FINDING.c.camera_id == camera_id,
        FINDING.c.state.in_([one.value for one in OPEN]),
    )
    return connection.execute(is_open.union(waits).limit(1)).first() is not None


def findings(
    connection: Connection, who: Caller, wanted: Wanted, *, most: int, at: int
) -> tuple[list[InspectionFinding], int]:
    """A page of findings and how many there are: the newest first, overdue ones the latest."""
    where = _where(who, wanted)
    count = connection.scalar(select(func.count()).select_from(FINDING).where(where)) or 0
    order = FINDING.c.due_at if wanted.late_at is not None else FINDING.c.found_at.desc()
    query = (
        select(FINDING).where(where).order_by(order, FINDING.c.finding_id).limit(most).offset(at)
    )
    read = reader(INSPECTION_FINDING)
    return [read(row) for row in connection.execute(query).mappings()], count


def _where(who: Caller, wanted: Wanted) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [visible(INSPECTION_FINDING, who)]
    if wanted.states:
        conditions.append(FINDING.c.state.in_([one.value for one in wanted.states]))
    if wanted.is_repeat:
        conditions.append(FINDING.c.repeat_of.is_not(None))
        conditions.append(FINDING.c.state != FindingState.WITHDRAWN.value)
    if wanted.site_id:
        conditions.append(FINDING.c.site_id == wanted.site_id)
    if wanted.run_id:
        conditions.append(FINDING.c.run_id == wanted.run_id)
    if wanted.late_at is not None:
        conditions.append(_overdue(wanted.late_at))
    return and_(true(), *conditions)


def _overdue(now: datetime) -> ColumnElement[bool]:
    return (FINDING.c.state == FindingState.ORDERED.value) & (FINDING.c.due_at < now)


def earlier(connection: Connection, owner: str, unit: str) -> list[InspectionFinding]:
    """The newest findings of a department at a unit: a new one may repeat one of them."""
    query = (
        select(FINDING)
        .where(FINDING.c.owner == owner, FINDING.c.unit == unit)
        .order_by(FINDING.c.found_at.desc())
        .limit(MOST_EARLIER)
    )
    read = reader(INSPECTION_FINDING)
    return [read(row) for row in connection.execute(query).mappings()]


def figures(
    connection: Connection, who: Caller, since: datetime, now: datetime, today: str
) -> dict[str, InspectionCounts]:
    """The counts of each department whose findings somebody may see."""
    inside = FINDING.c.found_at >= since
    found = inside & (FINDING.c.state != FindingState.WITHDRAWN.value)
    told = {
        "found": found,
        "repeats": found & FINDING.c.repeat_of.is_not(None),
        "ordered": found & FINDING.c.ordered_at.is_not(None),
        "closed": inside & (FINDING.c.state == FindingState.CLOSED.value),
        "late": found & (FINDING.c.was_late.is_(True) | _overdue(now)),
        "overdue": _overdue(now),
    }
    counts = _by_owner(connection, FINDING, visible(INSPECTION_FINDING, who), told)
    ended = {"rounds": RUN.c.ended_at >= since}
    late = {"plans_late": (PLAN.c.next_on != "") & (PLAN.c.next_on < today)}
    in_force = visible(INSPECTION_PLAN, who) & PLAN.c.is_removed.is_(False)
    for more in (
        _by_owner(connection, RUN, visible(INSPECTION_RUN, who), ended),
        _by_owner(connection, PLAN, in_force, late),
    ):
        for owner, said in more.items():
            counts.setdefault(owner, {}).update(said)
    return {owner: InspectionCounts(**said) for owner, said in sorted(counts.items())}


def _by_owner(
    connection: Connection, table: Any, where: ColumnElement[bool], told: dict[str, Any]
) -> dict[str, dict[str, int]]:
    sums = [
        func.sum(cast(case((so, 1), else_=0), Integer)).label(name) for name, so in told.items()
    ]
    query = select(table.c.owner, *sums).where(where).group_by(table.c.owner)
    rows = [dict(one) for one in connection.execute(query).mappings()]
    return {str(row.pop("owner")): {name: int(n or 0) for name, n in row.items()} for row in rows}


def is_any(connection: Connection) -> bool:
    """Whether a plan was ever made: the demo writes but once."""
    return connection.scalar(select(PLAN.c.plan_id).limit(1)) is not None
