"""Outcomes of incidents and cases that people of the net have settled, and photos of any."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import orjson
from sqlalchemy import BigInteger, Connection, and_, case, func, select, type_coerce

from domain.centre.cases.case import Channel, Result
from domain.incidents.additions import FILE
from domain.incidents.incidents import IncidentStatus
from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.photos import PhotoFile
from domain.net.tasks.facts import NET_TASK
from domain.net.tasks.findings import NET_FINDING, Verdict
from domain.subject_key import INCIDENT as INCIDENT_KIND
from store.kind_tables import TABLES
from store.tables import ASSIGNMENT, CASE, INCIDENT, JOURNAL

# Whoever closes an incident sits at the desk; a crew cannot close its own.
DESK = "desk"
HOUR_MS = 3_600_000
FINDING = TABLES[NET_FINDING.name]
# Under which name the photos of an entity belong to an outcome.
OWNERS = {NET_TASK.name: "task", NET_FINDING.name: "task", INCIDENT_KIND: "incident"}
# A statement takes so many values at most.
_AT_ONCE = 500


def settled_incidents(
    connection: Connection, begins: datetime, ends: datetime, units: Mapping[str, str]
) -> Iterator[Outcome]:
    """Incidents closed by the desk in which a unit of the net was on the scene.

    What somebody found and settled themselves is told as their finding, and not once more.

    Args:
        connection: of the facts.
        begins: the first moment of their reports.
        ends: the first moment after.
        units: the person behind each unit.
    """
    if not units:
        return
    is_finding = and_(
        FINDING.c.incident == INCIDENT.c.number, FINDING.c.verdict == Verdict.NEW.value
    )
    query = (
        select(INCIDENT, ASSIGNMENT.c.unit_id, FINDING.c.by.label("finder"))
        .join(ASSIGNMENT, ASSIGNMENT.c.number == INCIDENT.c.number)
        .outerjoin(FINDING, is_finding)
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
        if person in {None, row["finder"]} or row["number"] in told:
            continue
        told.add(row["number"])
        yield Outcome(
            f"incident:{row['number']}", OutcomeKind.FINDING, person, row["area_code"],
            row["reported_at"], DESK, found=row["incident_class"], lat=row["lat"], lon=row["lon"],
            is_demo=row["is_demo"],
        )  # fmt: skip


def _parts(values: Collection[str]) -> Iterator[list[str]]:
    held = sorted(values)
    for at in range(0, len(held), _AT_ONCE):
        yield held[at : at + _AT_ONCE]


def settled_numbers(connection: Connection, numbers: Collection[str]) -> dict[str, set[str]]:
    """Which of these incidents the desk has closed, each with the units that were there."""
    found: dict[str, set[str]] = {}
    for part in _parts(numbers):
        query = (
            select(INCIDENT.c.number, ASSIGNMENT.c.unit_id, ASSIGNMENT.c.on_scene_at)
            .outerjoin(ASSIGNMENT, ASSIGNMENT.c.number == INCIDENT.c.number)
            .where(INCIDENT.c.number.in_(part), INCIDENT.c.status == IncidentStatus.CLOSED.value)
        )
        for number, unit_id, there_at in connection.execute(query):
            units = found.setdefault(number, set())
            if there_at is not None:
                units.add(unit_id)
    return found


def incidents_of(connection: Connection, outcome_ids: Collection[str]) -> dict[str, list[str]]:
    """Of findings among these outcomes: the incident each became, as its photos name it."""
    wanted = {one.removeprefix("task:") for one in outcome_ids if one.startswith("task:F-")}
    found: dict[str, list[str]] = {}
    for part in _parts(wanted):
        query = select(FINDING.c.finding_id, FINDING.c.incident).where(
            FINDING.c.finding_id.in_(part), FINDING.c.incident.is_not(None)
        )
        for finding_id, number in connection.execute(query):
            found[f"task:{finding_id}"] = [f"incident:{number}"]
    return found


def settled_codes(connection: Connection, codes: Collection[str]) -> set[str]:
    """Which of these cases were settled."""
    found: set[str] = set()
    for part in _parts(codes):
        query = select(CASE.c.code).where(
            CASE.c.code.in_(part), CASE.c.result == Result.SETTLED.value
        )
        found.update(connection.scalars(query))
    return found


def photo_files(connection: Connection, since: datetime, until: datetime) -> list[PhotoFile]:
    """Pictures of tasks, findings and incidents that reached the server between two moments.

    What was taken away since then is among them: its bytes are gone, its hashes are known.
    """
    query = (
        select(
            JOURNAL.c.entity_id, JOURNAL.c.at, JOURNAL.c.actor, JOURNAL.c.action, JOURNAL.c.state
        )
        .where(JOURNAL.c.kind == FILE.name, JOURNAL.c.at >= since, JOURNAL.c.at < until)
        .order_by(JOURNAL.c.seq)
    )
    found: dict[str, PhotoFile] = {}
    for file_id, at, actor, action, words in connection.execute(query):
        held = found.get(file_id)
        if held is not None:
            found[file_id] = replace(held, is_removed=action == "remove")
            continue
        state = orjson.loads(words)
        owner = OWNERS.get(str(state.get("subject_kind")))
        if action != "add" or owner is None or not str(state.get("type")).startswith("image/"):
            continue
        found[file_id] = PhotoFile(
            file_id, f"{owner}:{state['subject_id']}", actor, at,
            state.get("received_sha256") or state.get("sha256"), state.get("photo_hash"),
        )  # fmt: skip
    return list(found.values())


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
