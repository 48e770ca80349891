"""Outcomes of incidents and cases that people of the net have settled."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import BigInteger, Connection, case, func, select, type_coerce

from domain.centre.cases.case import Channel, Result
from domain.incidents.incidents import IncidentStatus
from domain.net.credit.outcomes import Outcome, OutcomeKind
from store.tables import ASSIGNMENT, CASE, INCIDENT

# Whoever closes an incident sits at the desk; a crew cannot close its own.
DESK = "desk"
HOUR_MS = 3_600_000


def settled_incidents(
    connection: Connection, begins: datetime, ends: datetime, units: Mapping[str, str]
) -> Iterator[Outcome]:
    """Incidents closed by the desk in which a unit of the net was on the scene.

    Args:
        connection: of the facts.
        begins: the first moment of their reports.
        ends: the first moment after.
        units: the person behind each unit.
    """
    if not units:
        return
    query = (
        select(INCIDENT, ASSIGNMENT.c.unit_id, ASSIGNMENT.c.on_scene_at.label("there_at"))
        .join(ASSIGNMENT, ASSIGNMENT.c.number == INCIDENT.c.number)
        .where(
            INCIDENT.c.reported_at >= begins,
            INCIDENT.c.reported_at < ends,
            INCIDENT.c.status == IncidentStatus.CLOSED.value,
            INCIDENT.c.merged_into.is_(None),
            ASSIGNMENT.c.on_scene_at.is_not(None),
        )
        .order_by(INCIDENT.c.reported_at, INCIDENT.c.number, ASSIGNMENT.c.assigned_at)
    )
    told: set[str] = set()
    for row in connection.execute(query).mappings():
        person = units.get(row["unit_id"])
        if person is None or row["number"] in told:
            continue
        told.add(row["number"])
        yield Outcome(
            f"incident:{row['number']}", OutcomeKind.FINDING, person, row["area_code"],
            row["reported_at"], DESK, found=row["incident_class"], lat=row["lat"], lon=row["lon"],
            is_demo=row["is_demo"],
        )  # fmt: skip


def settled_cases(
    connection: Connection, begins: datetime, ends: datetime, accounts: Mapping[str, str]
) -> Iterator[Outcome]:
    """Cases the net brought in or mediated, settled, its people called back by somebody else.

    Args:
        connection: of the facts.
        begins: the first moment of their closing.
        ends: the first moment after.
        accounts: the grid of each person of the net, by account.
    """
    if not accounts:
        return
    query = select(CASE).where(
        CASE.c.closed_at >= begins,
        CASE.c.closed_at < ends,
        CASE.c.result == Result.SETTLED.value,
        CASE.c.is_sealed.is_(False),
    )
    for row in connection.execute(query.order_by(CASE.c.closed_at, CASE.c.code)).mappings():
        mediators = (row["mediators"] or "").split()
        named = [row["source_id"]] if row["channel"] == Channel.GRID.value else []
        took_part = (*mediators, row["first_clerk"], *named)
        person = next((one for one in took_part if one in accounts), None)
        if person is None:
            continue
        yield Outcome(
            f"case:{row['code']}", OutcomeKind.DISPUTE, person, accounts[person], row["closed_at"],
            row["called_back_by"], found=row["category"],
            is_called_back=row["called_back_by"] is not None,
            is_demo=row["source"] == "demo",
        )  # fmt: skip


def night_shares(connection: Connection, since: datetime, zone: tzinfo) -> dict[str, float]:
    """Which part of each grid's incidents is reported at night, from 22 to 6."""
    offset_ms = int((since.astimezone(zone).utcoffset() or timedelta()).total_seconds()) * 1000
    hour = ((type_coerce(INCIDENT.c.reported_at, BigInteger) + offset_ms) // HOUR_MS) % 24
    at_night = case((hour < 6, 1), (hour >= 22, 1), else_=0)
    query = (
        select(INCIDENT.c.area_code, func.count(), func.sum(at_night))
        .where(INCIDENT.c.reported_at >= since)
        .group_by(INCIDENT.c.area_code)
    )
    return {code: int(nights) / count for code, count, nights in connection.execute(query) if count}
