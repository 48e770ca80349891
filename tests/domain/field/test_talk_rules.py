"""How far a talk has been read, who takes part in it, and whom a broadcast is for."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.codes.unit_status import UnitStatus
from domain.dispatch.unit_kinds import UnitKind
from domain.dispatch.units import Unit
from domain.errors import InvalidError
from domain.field.talk import marks
from domain.field.talk.broadcasts import is_for
from domain.field.talk.marks import FIELD_TALK, FieldTalk, reached
from domain.field.talk.messages import FieldMessage, Side
from domain.field.talk.replies import TalkSettings
from domain.incidents.assignments import Assignment

NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
NUMBER = "LS202612010001"
ON = {
    "E1": UnitStatus.EN_ROUTE, "E2": UnitStatus.ON_SCENE, "E3": UnitStatus.OFF_DUTY,
    "E4": UnitStatus.AVAILABLE,
}  # fmt: skip


def sent(unit: str, cleared: timedelta | None = None) -> Assignment:
    cleared_at = NOON - cleared if cleared is not None else None
    return Assignment(f"A-{unit}", NUMBER, unit, "340604", NOON, cleared_at=cleared_at)


def a_message(n: int, *units: str, by: str | None = None, after: timedelta = timedelta(0)):
    side = Side.CREW if by else Side.DESK
    at = NOON + after
    return FieldMessage(f"M{n}", NUMBER, n, side, "somebody", at, at, by, units, text="x")


def a_talk(*messages: FieldMessage) -> FieldTalk:
    talk = FieldTalk(NUMBER, NOON)
    for one in messages:
        talk = marks.with_message(talk, one)
    return talk


def test_a_mark_tells_of_everything_before_it_and_never_moves_back():
    first, second = a_message(1, "E1", "E2"), a_message(2, "E1")
    talk = marks.marked(a_talk(first, second), ["E1"], delivered=2, read=1, at=NOON)
    assert reached(talk, first).read == ("E1",)
    assert reached(talk, second).read == () and reached(talk, second).delivered == ("E1",)
    assert marks.marked(talk, ["E1"], delivered=1, read=0, at=NOON) is talk


def test_nobody_has_read_more_than_there_is_and_what_was_read_was_delivered():
    talk = marks.marked(a_talk(a_message(1, "E1")), ["E1"], delivered=0, read=99, at=NOON)
    assert (talk.read, talk.delivered) == ({"E1": 1}, {"E1": 1})


def test_who_writes_has_read_and_the_desk_reads_for_itself():
    talk = a_talk(a_message(1, "E1"), a_message(2, "E2", by="E1"))
    assert talk.read == {"E1": 2} and (talk.crew_n, talk.desk_n) == (2, 1)
    assert marks.read_by_desk(talk, 7, NOON).desk_n == 2
    assert marks.read_by_desk(talk, 1, NOON) is talk


def test_a_talk_is_told_and_read_again_the_same():
    talk = marks.marked(a_talk(a_message(1, "E1")), ["E1"], delivered=1, read=1, at=NOON)
    assert FIELD_TALK.entity_of(FIELD_TALK.state_of(talk)) == talk


def test_a_message_is_for_who_is_on_it_and_on_duty_but_not_for_who_wrote_it():
    on_it = [sent("E1"), sent("E2"), sent("E3"), sent("E4", timedelta(minutes=1))]
    assert marks.crew_of(on_it, ON) == ("E1", "E2")
    assert marks.crew_of(on_it, ON, but="E1") == ("E2",)


def test_a_crew_takes_part_from_its_order_until_a_day_after_it_left():
    assert marks.speaks_for([sent("E1")], {"E1"}, NOON) == sent("E1")
    lately, long_ago = sent("E1", timedelta(hours=1)), sent("E1", timedelta(hours=25))
    assert marks.speaks_for([lately], {"E1"}, NOON) == lately
    assert marks.speaks_for([long_ago], {"E1"}, NOON) is None
    assert marks.speaks_for([sent("E2")], {"E1"}, NOON) is None
    assert marks.speaks_for([lately, sent("E1")], {"E1"}, NOON) == sent("E1")


def test_a_message_typed_offline_carries_the_moment_of_the_press():
    assert marks.pressed(NOON - timedelta(minutes=20), NOON) == NOON - timedelta(minutes=20)
    assert marks.pressed(NOON + timedelta(hours=1), NOON) == NOON
    assert marks.pressed(NOON - timedelta(days=9), NOON) == NOON - timedelta(hours=24)
    assert marks.pressed(None, NOON) == NOON


def test_silence_is_that_of_crews_who_had_time_to_read():
    old, young = a_message(1, "E1", "E2"), a_message(2, "E1", after=timedelta(minutes=1))
    talk = marks.marked(a_talk(old, young), ["E2"], delivered=1, read=1, at=NOON)
    just_after = NOON + timedelta(seconds=1)
    assert marks.unread_units(talk, [old, young], ("E1", "E2"), just_after) == {"E1": 1}
    assert marks.unread_units(talk, [old, young], ("E2",), just_after) == {}
    assert marks.unread_units(talk, [old, young], ("E1",), NOON - timedelta(seconds=1)) == {}


@pytest.mark.parametrize(
    ("home", "status", "kinds", "is_told"),
    [
        ("340604001001", UnitStatus.AVAILABLE, (), True),
        ("340604", UnitStatus.AVAILABLE, (), True),  # a car of the district serves the town
        ("340604002001", UnitStatus.AVAILABLE, (), False),
        ("340604001001", UnitStatus.OFF_DUTY, (), False),
        ("340604001001", UnitStatus.OUT_OF_SERVICE, (), False),
        ("340604001001", UnitStatus.ON_SCENE, ("police",), True),
        ("340604001001", UnitStatus.ON_SCENE, ("grid_worker",), False),
    ],
)
def test_a_broadcast_is_for_whoever_is_on_duty_there(home, status, kinds, is_told):
    unit = Unit("E1", "一号", UnitKind.POLICE, status=status, home_area=home)
    assert is_for(unit, "340604001", kinds) is is_told


def test_quick_replies_belong_to_a_side():
    settings = TalkSettings()
    assert settings.reply("received", Side.CREW).text == "收到"
    with pytest.raises(InvalidError):
        settings.reply("received", Side.DESK)
