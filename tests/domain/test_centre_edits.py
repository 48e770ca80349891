"""The centre is edited in steps: what was used is closed, and the centre keeps what it needs."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.centre.premises import edits
from domain.centre.premises.edits import Entry, General, Part
from domain.errors import ConflictError, InvalidError
from geodata.district.centre import load_centre

CENTRE = load_centre(Path(__file__).parents[2] / "districts" / "lieshan")
assert CENTRE is not None


def test_a_version_says_the_centre_it_was_made_of():
    told = edits.from_items(edits.to_items(CENTRE), CENTRE.clocks)
    # The body of discipline is of the folder alone.
    assert replace(told, discipline=CENTRE.discipline) == CENTRE


def test_an_entry_is_added_and_changed_by_its_code():
    after = edits.put(CENTRE, Part.WINDOW, Entry("11", "十一窗", zone="intake", phone="0561-1"))
    assert (after.windows["11"].within, len(after.windows)) == ("intake", 11)
    again = edits.put(after, Part.WINDOW, Entry("11", "加窗", zone="legal"))
    assert (again.windows["11"].name, again.windows["11"].within) == ("加窗", "legal")
    body = edits.put(CENTRE, Part.BODY, Entry("station", "法庭", clock="mediate.people"))
    assert body.bodies["station"].clock == "mediate.people"


@pytest.mark.parametrize(
    ("part", "entry", "says"),
    [
        (Part.WINDOW, Entry("1", "一窗", zone="intake"), "window_code_wrong"),
        (Part.WINDOW, Entry("11", "一窗", zone="nowhere"), "field_choice"),
        (Part.ROOM, Entry("R 8", "八室", zone="mediation"), "code_wrong"),
        (Part.ROOM, Entry("R8", " ", zone="mediation"), "field_empty"),
        (Part.UNIT, Entry("tax", "税务", staffing="sometimes"), "field_choice"),
        (Part.UNIT, Entry("tax", "税务", staffing="on_call", phone="x"), "phone_wrong"),
        (Part.UNIT, Entry("visits", "重名", staffing="on_call"), "code_of_other_part"),
        (Part.BODY, Entry("station", "法庭", clock="none"), "clock_unknown"),
    ],
)
def test_what_does_not_do_is_said(part: Part, entry: Entry, says: str):
    with pytest.raises(InvalidError, match=says):
        edits.put(CENTRE, part, entry)


def test_what_is_closed_is_no_longer_chosen_and_keeps_its_name():
    after = edits.close(CENTRE, Part.BODY, "legal_aid", is_closed=True)
    assert after.body("legal_aid").name == "法律援助中心"
    with pytest.raises(InvalidError, match="body_closed"):
        after.chosen("legal_aid")
    opened = edits.close(after, Part.BODY, "legal_aid", is_closed=False)
    assert opened.chosen("legal_aid").code == "legal_aid"


def test_the_centre_keeps_its_lead_its_last_window_and_zones_that_hold_something():
    with pytest.raises(ConflictError, match="lead_body_stays"):
        edits.close(CENTRE, Part.BODY, "governance", is_closed=True)
    with pytest.raises(ConflictError, match="zone_not_empty"):
        edits.remove(CENTRE, Part.ZONE, "intake", uses=0)
    left = CENTRE
    for code in list(CENTRE.windows)[1:]:
        left = edits.close(left, Part.WINDOW, code, is_closed=True)
    with pytest.raises(ConflictError, match="last_window_stays"):
        edits.close(left, Part.WINDOW, "01", is_closed=True)


def test_what_something_names_is_not_taken_away():
    with pytest.raises(ConflictError, match="entry_in_use"):
        edits.remove(CENTRE, Part.ROOM, "R1", uses=2)
    assert "R1" not in edits.remove(CENTRE, Part.ROOM, "R1", uses=0).rooms
    with pytest.raises(InvalidError, match="entry_unknown"):
        edits.remove(CENTRE, Part.ROOM, "R9", uses=0)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (General("0561-1", "9", "17:00", False, 180), "time_wrong"),
        (General("0561-1", "17:00", "09:00", False, 180), "centre_hours_wrong"),
        (General("call", "09:00", "17:00", False, 180), "phone_wrong"),
        (General("0561-1", "09:00", "17:00", False, 0), "field_no_whole"),
    ],
)
def test_hours_and_phone_are_checked(said: General, says: str):
    with pytest.raises(InvalidError, match=says):
        edits.put_general(CENTRE, said)
