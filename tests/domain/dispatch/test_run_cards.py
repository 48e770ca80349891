"""What an incident asks for is a table people can edit; a wrong line is named."""

from itertools import product

import pytest

from domain.dispatch.run_cards import COLUMNS, Need, RunCardsError, parse_run_cards, still_needed
from domain.dispatch.units import Unit, UnitKind
from domain.incidents.incidents import IncidentClass, Severity

HEAD = ",".join(COLUMNS) + "\n"
EVERYTHING = "".join(f"{one},*,police,,,1\n" for one in IncidentClass)
MEDIATOR = Need(UnitKind.GRID_WORKER, 1, skills=("mediation",))
ANY_WORKER = Need(UnitKind.GRID_WORKER, 2)


def a_worker(unit_id: str, *skills: str) -> Unit:
    return Unit(unit_id, unit_id, UnitKind.GRID_WORKER, skills=skills)


def test_a_card_stands_for_every_class_and_severity():
    cards = parse_run_cards(HEAD + EVERYTHING + "fire,1-2,police,patrol_car,first_aid fire,2\n")
    assert set(cards) == set(product(IncidentClass, Severity))
    assert [need.role for need in cards[IncidentClass.FIRE, Severity.II]] == [
        "police",
        "police.patrol_car+fire+first_aid",
    ]
    assert len(cards[IncidentClass.FIRE, Severity.III]) == 1


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("class,kind\n", 1, "first line"),
        (HEAD + "blaze,1,police,,,1\n", 2, "'blaze'"),
        (HEAD + "# a remark\nfire,5,police,,,1\n", 3, "'5'"),
        (HEAD + "fire,3-2,police,,,1\n", 2, "'3-2'"),
        (HEAD + "fire,1,drone,,,1\n", 2, "'drone'"),
        (HEAD + "fire,1,grid_worker,patrol_car,,1\n", 2, "'patrol_car'"),
        (HEAD + "fire,1,police,,First-Aid,1\n", 2, "'First-Aid'"),
        (HEAD + "fire,1,police,,,0\n", 2, "'0'"),
        (HEAD + "fire,1,police,,,½\n", 2, "'½'"),
        (HEAD + "fire,1,police,1\n", 2, "4 stand here"),
        (HEAD + "fire,1,police,,,1\nfire,*,police,,,2\n", 3, "twice"),
        (HEAD + EVERYTHING.replace("sos,*", "sos,1-3"), None, "no card for sos, severity 4"),
    ],
)
def test_a_wrong_line_is_named(text: str, line: int | None, complaint: str):
    with pytest.raises(RunCardsError, match=complaint) as refusal:
        parse_run_cards(text)
    assert refusal.value.line == line


def test_who_was_sent_fills_the_strictest_need_and_only_one():
    card = [ANY_WORKER, MEDIATOR]
    sent = [a_worker("A", "mediation"), a_worker("B")]
    assert still_needed(card, sent) == [(ANY_WORKER, 1), (MEDIATOR, 1)]
    assert still_needed(card, [a_worker("B")]) == [(ANY_WORKER, 1), (MEDIATOR, 0)]


def test_more_than_asked_for_is_no_more_than_asked():
    sent = [a_worker(name) for name in "ABC"]
    assert still_needed([ANY_WORKER], sent) == [(ANY_WORKER, 2)]
