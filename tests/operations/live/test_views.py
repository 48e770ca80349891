import json

import pytest

from domain.dispatch.units import UNIT
from domain.incidents.incidents import INCIDENT
from domain.kind import Audience
from domain.live.records import Record
from domain.reach import Reach
from operations.live import views
from operations.live.hello import read_hello
from operations.live.views import Followed, ViewClass, sees, state_for, tracks, view_of
from tests.operations.hub_fakes import GRID, OTHER_GRID, a_record, incident_state, unit_state

WALL, AT_WORK = ViewClass(), view_of("dispatcher", None)
VILLAGE = ViewClass(area=GRID[:12])


def an_incident(**private):
    return a_record(1, "incident", "LS1", incident_state("LS1"), private=private or None)


def test_a_wall_reads_the_title_and_nothing_else_that_is_personal():
    seen = state_for(
        WALL,
        an_incident(
            title="厂房冒烟", address="榴园路", description="三楼有人", reporter="张三 13812345678"
        ),
    )
    told = incident_state("LS1") | {"title": "厂房冒烟"}
    assert seen == {name: told[name] for name in INCIDENT.wall & told.keys()}


def test_a_screen_at_work_reads_all_but_what_is_personal():
    said = {"title": "厂房冒烟", "address": "榴园路12号 13812345678"}
    seen = state_for(AT_WORK, an_incident(**said, reporter="张三 13812345678"))
    shown = {"title": "厂房冒烟", "address": "榴园路12号 138****5678"}
    assert seen == incident_state("LS1") | shown


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "+86 138 1234 5678",
        "8613812345678",
        "008613812345678",
        "电话:13812345678,速来",
        "１３８１２３４５６７８",
    ],
)
def test_a_phone_number_in_a_title_never_reaches_the_wire(written):
    sent = json.dumps(state_for(WALL, an_incident(title=f"请回电{written}")), ensure_ascii=False)
    digits = "".join(str(int(letter)) for letter in sent if letter.isdigit())
    assert "13812345678" not in digits
    assert "12345678" not in digits


def test_a_phone_number_in_a_source_s_id_never_reaches_the_wire():
    record = a_record(1, "incident", "LS1", incident_state("LS1", source_id="12345-13812345678"))
    assert state_for(AT_WORK, record)["source_id"] == "12345-138****5678"
    assert "source_id" not in state_for(WALL, record)


def test_a_unit_shows_its_surname_and_call_sign_but_no_phone():
    private = {"name": "张三丰", "phone": "13812345678"}
    seen = state_for(WALL, a_record(1, "unit", "U1", unit_state("U1"), private=private))
    assert seen == unit_state("U1") | {"name": "张*"}


def test_an_erased_field_is_there_as_null():
    assert state_for(WALL, an_incident())["title"] is None


def test_a_notice_keeps_its_moment_and_loses_its_numbers():
    notice = {"at": "2026-01-01T12:00:00.000Z", "text": "请拨13812345678", "level": 2}
    seen = state_for(AT_WORK, a_record(1, "notice", "N1", notice))
    assert seen == notice | {"text": "请拨138****5678"}
    assert state_for(WALL, a_record(1, "notice", "N1", notice)) == {"at": notice["at"]}


def test_a_notice_of_the_morning_keeps_its_id():
    key = "LS202601010007-P1-20260101T030000123456"
    notice = {"notice_id": key, "chain": key, "assignment_id": key, "recipient": "05613012345"}
    seen = state_for(AT_WORK, a_record(1, "notice", key, notice))
    assert seen == notice | {"recipient": "0561****2345"}


def test_cameras_and_unknown_kinds_are_not_sent_to_a_wall():
    assert state_for(WALL, a_record(1, "camera", "C1", {"area_code": GRID})) is None
    assert state_for(WALL, a_record(1, "ledger", "L1", {})) is None


def test_an_area_sees_its_subtree_and_what_belongs_to_no_area():
    assert sees(VILLAGE, "incident", Reach(GRID))
    assert not sees(VILLAGE, "incident", Reach(OTHER_GRID))
    assert not sees(VILLAGE, "incident", Reach(GRID[:9])), (
        "somewhere in the town is not in the village"
    )
    assert sees(VILLAGE, "kpi", Reach(None))


def test_a_unit_is_seen_from_the_areas_it_serves():
    assert sees(VILLAGE, "unit", Reach(GRID))
    assert sees(VILLAGE, "unit", Reach(GRID[:9]))
    assert sees(VILLAGE, "unit", Reach(None))
    assert not sees(VILLAGE, "unit", Reach(OTHER_GRID))


def test_nobody_is_followed_off_duty():
    assert tracks(WALL, a_record(1, "unit", "U1", unit_state("U1", status="on_scene")))
    assert not tracks(WALL, a_record(1, "unit", "U1", unit_state("U1", status="off_duty")))


def test_an_answer_is_kept_for_the_record_and_the_view_it_was_given_for(monkeypatch):
    asked: list[int] = []

    def counted(view: ViewClass, unit: Record) -> bool:
        asked.append(unit.seq)
        return tracks(view, unit)

    monkeypatch.setattr(views, "tracks", counted)
    followed = Followed(kept=2)
    here = a_record(1, "unit", "U1", unit_state("U1", GRID))
    away = a_record(2, "unit", "U1", unit_state("U1", OTHER_GRID))
    home = a_record(3, "unit", "U1", unit_state("U1", GRID, status="off_duty"))
    for view in (VILLAGE, WALL, AT_WORK):
        for record in (here, here, away, away, home, home, here):
            assert followed.by(view)(record) == tracks(view, record)
    assert asked == [1, 2, 3, 1] * 3
    assert followed.by(AT_WORK)(here) and asked == [1, 2, 3, 1] * 3
    # A journal that was begun anew numbers from one again.
    again = a_record(1, "unit", "U1", unit_state("U1", status="off_duty"), epoch="e2")
    assert not followed.by(AT_WORK)(again)
    followed.by(VILLAGE)(here)
    assert asked[-1] == 1 and len(asked) == 14, "of two views the one asked first was forgotten"


def test_an_answer_holds_for_what_the_kind_declares():
    followed, unit = Followed(), a_record(1, "unit", "U1", unit_state("U1", GRID))
    assert followed.by(WALL)(unit)
    held = UNIT.audience
    object.__setattr__(UNIT, "audience", Audience())
    try:
        assert not followed.by(WALL)(unit)
    finally:
        object.__setattr__(UNIT, "audience", held)
    assert followed.by(WALL)(unit)


def test_a_view_knows_who_looks_where_kinds_name_people(monkeypatch):
    hello = '{"hello":1}'
    assert read_hello(hello, role="dispatcher", person="li").view.person is None
    monkeypatch.setattr(views, "names_audience", lambda _: True)
    assert read_hello(hello, role="dispatcher", person="li").view.person == "li"
    claimed = '{"hello":1,"view":{"person":"wang"}}'
    assert read_hello(claimed, role="dispatcher", person="li").view.person == "li"
