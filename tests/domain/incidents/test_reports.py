from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.incidents.incidents import IncidentStatus, Severity
from domain.incidents.reports import read_change, read_report

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)
GOOD = {
    "source": "12345",
    "source_id": "a-1",
    "class": "fire",
    "severity": 2,
    "title": "仓库冒烟",
    "lat": 33.9,
    "lon": 116.81,
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def refused(raw: object) -> tuple[str | None, str]:
    with pytest.raises(InvalidError) as refusal:
        read_report(raw, now=NOW)
    return refusal.value.field, refusal.value.code


def test_a_whole_report_is_read():
    report = read_report(
        GOOD
        | {
            "description": " 二楼\n有人 ",
            "reporter": "张三 13812345678",
            "reported_at": "2026-07-01T11:59:00+08:00",
            "crs": "GCJ02",
            "extra": {"ignored": True},
        },
        now=NOW,
    )
    assert report.place == (33.9, 116.81)
    assert report.description == "二楼\n有人"
    assert report.reported_at == NOW - timedelta(minutes=1)
    assert (report.crs, report.severity) == ("gcj02", Severity.II)


def test_what_may_be_left_out_is_left_out():
    report = read_report(GOOD | {"description": None, "reporter": "  "}, now=NOW)
    assert (report.description, report.reporter, report.reported_at) == (None, None, NOW)


def test_an_area_stands_in_for_a_point():
    body = {key: value for key, value in GOOD.items() if key not in {"lat", "lon"}}
    assert read_report(body | {"area_code": "340604001"}, now=NOW).place is None
    assert refused(body) == ("lat", "missing")


@pytest.mark.parametrize("name", ["source", "source_id", "class", "severity", "title"])
def test_a_required_field_that_is_missing_or_null_is_named(name):
    body = {key: value for key, value in GOOD.items() if key != name}
    assert refused(body) == (name, "missing")
    assert refused(body | {name: None}) == (name, "missing")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "x" * 65}, "source"),
        ({"source_id": " "}, "source_id"),
        ({"source_id": "x" * 129}, "source_id"),
        ({"class": ["fire"]}, "class"),
        ({"severity": 0}, "severity"),
        ({"severity": 5}, "severity"),
        ({"severity": True}, "severity"),
        ({"severity": 2.5}, "severity"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"reporter": "x" * 201}, "reporter"),
        ({"lat": True}, "lat"),
        ({"lat": None}, "lat"),
        ({"lon": None}, "lon"),
        ({"lat": float("nan")}, "lat"),
        ({"lon": float("inf")}, "lon"),
        ({"lat": 90.01}, "lat"),
        ({"lon": -180.01}, "lon"),
        ({"lat": 10**400}, "lat"),
        ({"area_code": "34060"}, "area_code"),
        ({"reported_at": "2026-07-01T12:00:00"}, "reported_at"),
        ({"reported_at": 1767225600}, "reported_at"),
        ({"reported_at": "2026-07-01T04:05:01Z"}, "reported_at"),
        ({"reported_at": "1999-12-31T23:59:59Z"}, "reported_at"),
        ({"reported_at": "0001-01-01T00:00:00+14:00"}, "reported_at"),
        ({"crs": "mars"}, "crs"),
        ({"crs": 7}, "crs"),
    ],
)
def test_the_wrong_field_is_named(wrong, field):
    assert refused(GOOD | wrong)[0] == field


@pytest.mark.parametrize(
    "written",
    [
        {"source": 12345}, {"source_id": 17}, {"source_id": 17.0}, {"severity": "2"},
        {"severity": "２"}, {"lat": "33.90", "lon": " 116.81 "}, {"class": " Fire "},
        {"area_code": 340604}, {"area_code": "３４０６０４"}, {"description": 5},
    ],
)  # fmt: skip
def test_ids_and_numbers_are_read_as_other_systems_write_them(written):
    report = read_report(GOOD | written, now=NOW)
    assert (report.severity, report.place, report.incident_class) == (2, (33.9, 116.81), "fire")
    assert report.broken == 0


@pytest.mark.parametrize("title", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_a_broken_letter_is_replaced_or_dropped_and_counted(title):
    report = read_report(GOOD | {"title": title}, now=NOW)
    assert (report.title in {"ab", "a\ufffdb"}, report.broken) == (True, 1)


def test_every_wrong_field_is_told():
    with pytest.raises(InvalidError) as refusal:
        read_report({"source": "x", "severity": 9, "class": "x"}, now=NOW)
    told = [refusal.value, *refusal.value.others]
    assert [one.field for one in told] == ["source_id", "class", "severity", "title", "lat"]


@pytest.mark.parametrize("raw", [None, [], "x", 7, [GOOD]])
def test_only_an_object_is_a_report(raw):
    assert refused(raw)[0] == "body"


def test_a_clock_up_to_five_minutes_ahead_is_believed():
    ahead = (NOW + timedelta(minutes=5)).astimezone(timezone(timedelta(hours=8))).isoformat()
    assert read_report(GOOD | {"reported_at": ahead}, now=NOW).reported_at > NOW


@given(
    st.sampled_from([*GOOD, "description", "reporter", "reported_at", "crs", "area_code"]), ANYTHING
)
def test_whatever_a_field_holds_the_answer_is_a_report_or_a_named_refusal(name, value):
    try:
        report = read_report(GOOD | {name: value}, now=NOW)
    except InvalidError as refusal:
        assert refusal.field
    else:
        assert report.source and report.title


def test_a_change_names_status_severity_or_both():
    change = read_change({"status": "accepted", "severity": 1})
    assert (change.status, change.severity) == (IncidentStatus.ACCEPTED, Severity.I)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({}, "status"),
        ({"status": None}, "status"),
        ({"status": "done"}, "status"),
        ({"severity": True}, "severity"),
        ({"title": "new"}, "title"),
        ([], "body"),
    ],
)
def test_any_other_change_is_refused(raw, field):
    with pytest.raises(InvalidError) as refusal:
        read_change(raw)
    assert refusal.value.field == field


def test_a_phone_number_in_the_source_is_masked_before_it_is_kept():
    report = read_report({**GOOD, "source": "热线 13912345678"}, now=NOW)
    assert report.source == "热线 139****5678"


def test_what_nobody_sees_cannot_hide_a_number_from_the_masks():
    report = read_report({**GOOD, "title": "请回电139\u200b1234\u20605678"}, now=NOW)
    assert report.title == "请回电13912345678"
