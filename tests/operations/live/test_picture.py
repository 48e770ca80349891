from datetime import timedelta

from domain.picture.fold import upcast
from operations.live.picture import Picture
from tests.operations.hub_fakes import NOON, a_record, incident_state, unit_state


def test_the_last_record_wins_whatever_the_order():
    picture = Picture()
    old = a_record(1, "incident", "LS1", incident_state("LS1", severity=4))
    new = a_record(2, "incident", "LS1", incident_state("LS1", severity=1))
    picture.apply([new, old])
    assert picture.newest("incident", "LS1") == upcast(new)
    assert picture.seq == 2


def test_a_kind_s_dictionary_stays_the_same_object():
    picture = Picture()
    units = picture.entities["unit"]
    picture.load("e2", 7, [a_record(7, "unit", "U1", unit_state("U1"), epoch="e2")])
    assert "U1" in units
    assert (picture.epoch, picture.seq) == ("e2", 7)


def test_a_journal_that_begins_anew_replaces_everything():
    picture = Picture()
    picture.apply([a_record(9, "unit", "U9", unit_state("U9"))])
    picture.load("e2", 1, [a_record(1, "unit", "U1", unit_state("U1"), epoch="e2")])
    assert list(picture.entities["unit"]) == ["U1"]
    assert picture.seq == 1


def test_what_ended_a_day_ago_goes_and_what_cannot_be_read_stays(caplog):
    reached = {"reported": "2026-01-01T11:00:00.000Z", "closed": "2026-01-01T12:00:00.000Z"}
    ended = incident_state("LS1", status="closed", reached_at=reached)
    picture = Picture()
    picture.apply([
        a_record(1, "incident", "LS1", ended),
        a_record(2, "incident", "LS2", incident_state("LS2")),
        a_record(3, "notice", "N1", {"text": "no moment"}),
    ])  # fmt: skip
    assert picture.drop_ended(NOON + timedelta(hours=23, minutes=59)) == 0
    assert picture.drop_ended(NOON + timedelta(hours=24)) == 1
    assert list(picture.entities["incident"]) == ["LS2"]
    assert list(picture.entities["notice"]) == ["N1"]
    assert "cannot be aged" in caplog.text
