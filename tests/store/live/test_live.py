"""What is live: the newest record of each entity that belongs on a screen."""

from datetime import timedelta

import pytest

from domain.live.records import Change
from domain.picture.fold import fold, is_live
from store import Store
from tests.store.builders import (
    NOON,
    a_camera,
    a_kpi,
    a_unit,
    after,
    an_assignment,
    an_incident,
    ended,
)
from tests.store.conftest import Place


def a_notice(name: str, hours_ago: float) -> Change:
    at = (NOON - timedelta(hours=hours_ago)).isoformat()
    return Change("notice", name, "posted", {"at": at}, "test", NOON)


@pytest.fixture
def a_day(store: Store) -> Store:
    with store.transaction(after(hours=-48)) as tx:
        tx.put_unit(a_unit(), action="added", actor="test")
        tx.put_camera(a_camera(), action="added", actor="test")
        for number, hours in (("LS1", 23.9), ("LS2", 24.1)):
            reported, at = after(hours=-40), after(hours=-hours)
            tx.put_incident(an_incident(number, at=reported), action="reported", actor="t")
            tx.put_incident(ended(number, reported, ended_at=at), action="cancelled", actor="t")
        tx.put_incident(an_incident("LS3", at=after(hours=-47)), action="reported", actor="t")
        tx.put_assignment(an_assignment("A1", number="LS3"), action="assigned", actor="t")
        tx.put_assignment(
            an_assignment("A1", number="LS3", cleared_at=after(hours=-25)),
            action="cleared",
            actor="t",
        )
        tx.put_assignment(an_assignment("A2", number="LS3"), action="assigned", actor="t")
        tx.append(a_kpi(1))
        tx.append(a_kpi(2))
        tx.append(a_notice("N1", hours_ago=23))
        tx.append(a_notice("N2", hours_ago=25))
    return store


def test_live_holds_the_newest_record_of_each_live_entity(a_day: Store):
    live = a_day.live(NOON)
    assert (live.epoch, live.seq) == a_day.head()
    assert {(record.kind, record.id) for record in live.records} == {
        ("unit", "P1"),
        ("incident", "LS1"),
        ("incident", "LS3"),
        ("assignment", "A2"),
        ("kpi", "incidents_open"),
        ("notice", "N1"),
    }
    [kpi] = [record for record in live.records if record.kind == "kpi"]
    assert kpi.state["value"] == 2


def test_live_is_the_fold_of_the_journal_cut_by_the_pure_rule(a_day: Store):
    folded = fold(a_day.records_after(0, limit=1000)).values()
    for hours in (-30, -1, 0, 1, 30):
        at = after(hours=hours)
        expected = {record.seq for record in folded if is_live(record.kind, record.state, at)}
        assert {record.seq for record in a_day.live(at).records} == expected


def test_the_pure_rule_has_the_last_word(a_day: Store, monkeypatch):
    expected = a_day.live(NOON).records
    monkeypatch.setattr("store.reads.KEPT_LIVE_FOR", timedelta(days=9))
    assert a_day.live(NOON).records == expected


def test_what_is_over_is_marked_so_that_live_need_not_read_it(a_day: Store, place: Place):
    rows = place.sql("SELECT entity_id FROM entity_head WHERE ended_at IS NOT NULL")
    assert {row.entity_id for row in rows} == {
        *("LS1", "LS2", "A1", "N1", "N2"),
        a_camera().camera_id,  # looked up in its table, never in the picture
    }


def test_live_carries_the_personal_fields(a_day: Store):
    [unit] = [record for record in a_day.live(NOON).records if record.kind == "unit"]
    assert unit.private == {"name": "张三"}
