from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.moments import to_iso
from domain.statistics import kpis
from domain.statistics.kpis import Counted

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)  # noon in Shanghai
DAY = kpis.midnight(NOON, ZONE)
TARGET = timedelta(minutes=6)


def an_incident(minutes_ago: float, *, status="reported", severity=3, arrived_after=None):
    reported = NOON - timedelta(minutes=minutes_ago)
    reached = {"reported": to_iso(reported)}
    if arrived_after is not None:
        reached["on_scene"] = to_iso(reported + timedelta(minutes=arrived_after))
    return {
        "reported_at": to_iso(reported),
        "status": status,
        "severity": severity,
        "reached_at": reached,
        "first_reached_at": {},
    }


def a_unit(kind="police", status="available"):
    return {"kind": kind, "status": status}


def test_the_day_begins_at_the_districts_midnight():
    assert datetime(2026, 6, 30, 16, tzinfo=UTC) == DAY
    reports = [an_incident(12 * 60), an_incident(12 * 60 + 0.1), an_incident(1)]
    kpi = kpis.incidents_today(reports, DAY, Counted(yesterday_by_now=5))
    assert (kpi.value, kpi.detail["yesterday_by_now"]) == (2, 5)


def test_open_incidents_tell_who_waits_and_what_is_grave():
    kpi = kpis.incidents_open(
        [
            an_incident(5, severity=1),
            an_incident(5, status="resolved", severity=2),
            an_incident(5, status="closed", severity=1),
            an_incident(5, status="cancelled"),
        ]
    )
    assert (kpi.value, dict(kpi.detail)) == (
        2,
        {"unaccepted": 1, "in_hand": 1, "grave": 2, "resolved": 1},
    )


def test_people_on_duty_and_posts():
    units = [a_unit(), a_unit(status="on_scene"), a_unit(status="off_duty"), a_unit("grid_worker")]
    police = kpis.police_on_duty(units)
    assert (police.value, dict(police.detail)) == (2, {"free": 1, "total": 3})
    workers = kpis.grid_workers_on_duty(units, posts=450, vacant=94)
    assert workers.value == 1
    assert (workers.detail["posts"], workers.detail["in_post"], workers.detail["vacant"]) == (
        450,
        1,
        94,
    )


def test_posts_that_nobody_told_of_are_no_filled_ones():
    workers = kpis.grid_workers_on_duty([a_unit("grid_worker")], posts=353, vacant=None)
    assert (workers.detail["vacant"], workers.detail["in_post"]) == (None, 1)


def test_arrival_is_the_median_of_what_was_reported_in_the_window():
    kpi = kpis.arrival_minutes(
        [
            an_incident(60, arrived_after=4),
            an_incident(60, arrived_after=5),
            an_incident(60, arrived_after=60),
            an_incident(24 * 60, arrived_after=1),
            an_incident(3),
        ],
        DAY,
        TARGET,
    )
    assert (kpi.value, kpi.detail["within_target"], kpi.detail["count"]) == (5.0, 0.667, 3)
    assert (kpi.label, kpi.unit, kpi.source) == ("到场中位", "分", "事件库·近 24 小时上报")


def test_a_report_of_something_weeks_old_does_not_count_as_an_arrival():
    weeks = 21 * 24 * 60
    incidents = [an_incident(60, arrived_after=4), an_incident(weeks, arrived_after=weeks)]
    kpi = kpis.arrival_minutes(incidents, DAY, TARGET)
    assert (kpi.value, kpi.detail["within_target"], kpi.detail["count"]) == (4.0, 1.0, 1)


def test_without_arrivals_nothing_is_claimed():
    kpi = kpis.arrival_minutes([an_incident(3)], DAY, TARGET)
    assert (kpi.value, kpi.detail["within_target"]) == (None, None)


def test_reports_per_hour_are_two_days_side_by_side():
    kpi = kpis.reported_per_hour(Counted(per_hour=tuple(range(48))))
    assert kpi.value == 47
    assert kpi.detail["last_24h"] == list(range(24, 48))
    assert kpi.detail["previous_24h"] == list(range(24))
    assert kpis.reported_per_hour(Counted()).value is None


def test_a_state_carries_source_and_moment():
    state = kpis.to_state(kpis.cameras(892), NOON)
    assert state == {
        "id": "cameras",
        "label": "视频点位",
        "value": 892,
        "unit": "路",
        "source": "视频点位台账",
        "at": "2026-07-01T04:00:00.000Z",
        "detail": {"state": "未接入"},
    }
    assert kpis.cameras(892, 5).detail == {"connected": 5}
