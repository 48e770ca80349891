from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import ConflictError
from domain.incidents.incidents import (
    GROUP_OF_CLASS,
    INCIDENT,
    NEXT_STEPS,
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
    advance,
    from_state,
    incident_number,
    to_private,
    to_state,
)

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
SMOKE = Incident(
    number="LS202601010001",
    incident_class=IncidentClass.FIRE,
    severity=Severity.II,
    status=IncidentStatus.REPORTED,
    lat=33.9,
    lon=116.8,
    area_code="340604100009001",
    reported_at=NOON,
    source="test",
    source_id="1",
    reached_at={IncidentStatus.REPORTED: NOON},
    title="厂房冒烟",
    reporter="张三 13812345678",
)


def walk(incident: Incident, *steps: str) -> Incident:
    for minute, step in enumerate(steps, 1):
        incident = advance(incident, IncidentStatus(step), at=NOON + timedelta(minutes=minute))
    return incident


def test_an_incident_walks_from_report_to_close() -> None:
    closed = walk(SMOKE, "accepted", "dispatched", "en_route", "on_scene", "resolved", "closed")
    assert closed.ended_at == NOON + timedelta(minutes=6)
    assert set(closed.reached_at) == set(IncidentStatus) - {IncidentStatus.CANCELLED}


@pytest.mark.parametrize("wanted", ["dispatched", "on_scene", "resolved", "closed"])
def test_a_new_report_cannot_skip_acceptance(wanted: str) -> None:
    with pytest.raises(ConflictError) as refusal:
        walk(SMOKE, wanted)
    assert refusal.value.field == "status"
    assert refusal.value.values["now"] == ("reported",)
    assert "accepted" in refusal.value.values["possible"]


def test_nothing_follows_an_end() -> None:
    assert not NEXT_STEPS[IncidentStatus.CLOSED]
    assert not NEXT_STEPS[IncidentStatus.CANCELLED]


def test_the_same_status_again_changes_nothing() -> None:
    assert walk(SMOKE, "reported") is SMOKE


def test_every_class_belongs_to_a_group() -> None:
    assert set(GROUP_OF_CLASS) == set(IncidentClass)


def test_a_number_carries_the_districts_day_and_grows_past_four_digits() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    late = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
    assert incident_number("LS", late, zone, 7) == "LS202601020007"
    assert incident_number("LS", late, zone, 12345) == "LS2026010212345"


def test_an_incident_survives_the_journal() -> None:
    assert from_state(to_state(SMOKE), to_private(SMOKE)) == SMOKE


def test_no_personal_word_reaches_the_journals_state() -> None:
    text = str(to_state(SMOKE))
    assert "厂房" not in text
    assert "张三" not in text


def test_an_ended_incident_stays_on_screen_for_a_day() -> None:
    cancelled = to_state(walk(SMOKE, "cancelled"))
    assert INCIDENT.is_live(cancelled, NOON + timedelta(hours=24))
    assert not INCIDENT.is_live(cancelled, NOON + timedelta(hours=24, minutes=1))
    assert INCIDENT.is_live(to_state(replace(SMOKE)), NOON + timedelta(days=400))
