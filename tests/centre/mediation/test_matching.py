"""Who mediates a case, in which order, and why."""

import time
from dataclasses import replace

import pytest

from domain.centre.cases.case import Flag, Level
from domain.centre.cases.categories import IN_USE, Category
from domain.centre.mediation.choices import kept_offers
from domain.centre.mediation.matching import (
    Bar,
    Criterion,
    chair_of,
    check_choice,
    is_grave,
    match,
    wanted_of,
    why_before,
)
from domain.centre.mediation.mediators import PoolState, Sex, Source, Weekday
from domain.centre.mediation.records import Record
from domain.centre.mediation.wishes import Conflict, MediationWishes, Teller, Tie
from domain.errors import ConflictError, InvalidError
from tests.centre.mediation.the_pool import TODAY, TOWN, a_case, a_mediator, wanted


def order(asked, *pool, records=None):
    return [o.mediator.mediator_id for o in match(asked, pool, records or {}, today=TODAY).offers]


def bars(asked, *pool):
    return {m.mediator_id: bar for m, bar in match(asked, pool, {}, today=TODAY).barred}


def test_who_knows_the_category_stands_before_who_does_not():
    assert order(wanted(), a_mediator(1, skills=("traffic",)), a_mediator(2)) == ["M0002", "M0001"]


def test_whom_the_parties_ask_for_stands_first_whatever_else_is_so():
    wishes = MediationWishes("LS1", asked_for=("M0001",))
    other = a_mediator(1, skills=("traffic",))
    assert order(wanted(wishes=wishes), other, a_mediator(2)) == ["M0001", "M0002"]


@pytest.mark.parametrize(("better", "asked", "criterion"), [
    ({"groups": ("neighbours",)}, {"group": "neighbours"}, Criterion.GROUP),
    ({"towns": (TOWN,)}, {"town": TOWN}, Criterion.TOWN),
    ({"dialects": ("徐州话",)}, {"wishes": MediationWishes("LS1", dialect="徐州话")},
     Criterion.DIALECT),
    ({"days": ("mon",)}, {"wishes": MediationWishes("LS1", day=Weekday.MONDAY)}, Criterion.DAY),
])  # fmt: skip
def test_one_criterion_decides_between_two_who_are_alike(better, asked, criterion):
    plain = a_mediator(1, towns=("340604999",))
    one = a_mediator(2, **({"towns": ("340604999",)} | better))
    found = match(wanted(**asked), [plain, one], {}, today=TODAY).offers
    assert [offer.mediator.mediator_id for offer in found] == ["M0002", "M0001"]
    assert why_before(*found) is criterion


def test_load_comes_before_record_and_record_before_days():
    one, two = a_mediator(1), a_mediator(2)
    good = Record(load=2, kept=10, done=10, success=10)
    poor = Record(load=1, kept=1, broken=9, done=10, success=10)
    assert order(wanted(), one, two, records={"M0001": good, "M0002": poor}) == ["M0002", "M0001"]
    both = {"M0001": replace(good, load=1), "M0002": poor}
    assert order(wanted(), one, two, records=both) == ["M0001", "M0002"]
    slow = replace(good, days=400.0, timed=10)
    fast = replace(good, days=50.0, timed=10)
    found = match(wanted(), [one, two], {"M0001": slow, "M0002": fast}, today=TODAY).offers
    assert why_before(*found) is Criterion.DAYS


def test_ties_go_by_number_so_that_everybody_sees_one_order():
    found = match(wanted(), [a_mediator(2), a_mediator(1)], {}, today=TODAY).offers
    assert [one.mediator.mediator_id for one in found] == ["M0001", "M0002"]
    assert why_before(*found) is Criterion.NUMBER


@pytest.mark.parametrize(("tie", "bar"), [
    (Tie.KIN, Bar.KIN), (Tie.INTEREST, Bar.INTEREST), (Tie.OTHER, Bar.OTHER_TIE),
])  # fmt: skip
def test_a_tie_keeps_a_mediator_out_unless_every_side_agrees(tie: Tie, bar: Bar):
    told = Conflict("M0001", tie, Teller.MEDIATOR)
    wishes = MediationWishes("LS1", conflicts=(told,))
    assert bars(wanted(wishes=wishes), a_mediator(1)) == {"M0001": bar}
    agreed = MediationWishes("LS1", conflicts=(replace(told, all_agree=True),))
    assert bars(wanted(wishes=agreed), a_mediator(1)) == {}


def test_whom_a_party_objects_to_is_left_out():
    wishes = MediationWishes("LS1", objected_to=("M0001",))
    assert bars(wanted(wishes=wishes), a_mediator(1)) == {"M0001": Bar.OBJECTED}


def test_a_wish_for_a_sex_counts_in_marriage_and_where_there_was_violence_only():
    wishes = MediationWishes("LS1", sex=Sex.MALE)
    assert bars(wanted(wishes=wishes), a_mediator(1)) == {}
    marriage = wanted(Category.MARRIAGE_FAMILY, wishes=wishes)
    assert bars(marriage, a_mediator(1)) == {"M0001": Bar.SEX}
    violence = wanted(wishes=wishes, flags=frozenset({Flag.VIOLENCE}))
    assert bars(violence, a_mediator(1)) == {"M0001": Bar.SEX}


def test_minors_need_somebody_who_works_with_them():
    asked = wanted(flags=frozenset({Flag.MINORS}))
    able = a_mediator(2, works_with_minors=True)
    assert bars(asked, a_mediator(1), able) == {"M0001": Bar.MINORS}


def test_nobody_outside_their_term_is_offered():
    past = a_mediator(1, source=Source.DEPUTY, term_from="2021-01-01", term_until="2026-11-29")
    now = replace(past, mediator_id="M0002", term_until="2026-11-30")
    to_come = replace(past, mediator_id="M0003", term_from="2026-12-01", term_until="2031-01-01")
    out = Bar.OUT_OF_TERM
    assert bars(wanted(), past, now, to_come) == {"M0001": out, "M0003": out}


def test_who_is_suspended_or_gone_is_not_offered():
    assert bars(
        wanted(),
        a_mediator(1, state=PoolState.SUSPENDED),
        a_mediator(2, state=PoolState.RESIGNED),
    ) == {"M0001": Bar.SUSPENDED, "M0002": Bar.RESIGNED}


@pytest.mark.parametrize(("more", "grave"), [
    ({}, False), ({"people_count": 10}, True), ({"level": Level.RED}, True),
    ({"level": Level.YELLOW}, False), ({"flags": ("escalation",)}, True),
])  # fmt: skip
def test_what_is_grave(more: dict[str, object], grave: bool):
    assert is_grave(a_case(**more)) is grave


def test_a_grave_matter_takes_two_with_a_chair():
    grave = wanted(is_grave=True)
    pool = {one.mediator_id: one for one in (a_mediator(1), a_mediator(2))}
    assert match(grave, pool.values(), {}, today=TODAY).needed == 2
    for chosen, chair in ((["M0001"], "M0001"), (["M0001", "M0002"], None)):
        with pytest.raises(InvalidError):
            check_choice(chosen, chair, grave, pool, TODAY)
    check_choice(["M0001", "M0002"], "M0002", grave, pool, TODAY)
    records = {"M0002": Record(done=3, success=3)}
    offers = match(grave, pool.values(), records, today=TODAY).offers
    assert chair_of(offers) == "M0002"


def test_who_may_not_is_not_chosen_either_and_the_reason_is_said():
    pool = {"M0001": a_mediator(1, state=PoolState.SUSPENDED)}
    with pytest.raises(ConflictError) as refused:
        check_choice(["M0001"], None, wanted(), pool, TODAY)
    assert refused.value.values["why"] == ("suspended",)
    with pytest.raises(InvalidError):
        check_choice(["M0009"], None, wanted(), pool, TODAY)


def test_what_a_case_asks_for_is_read_off_it():
    case = a_case(area_code=f"{TOWN}001", flags=("minors",), people_count=12)
    found = wanted_of(case, None, {"neighbours": "n"})
    assert (found.town, found.group, found.is_grave) == (TOWN, "n", True)


def test_the_reasons_of_a_choice_are_kept_as_they_stood():
    pool = [a_mediator(n, skills=("neighbours",) if n < 8 else ("traffic",)) for n in range(1, 10)]
    found = match(wanted(), pool, {}, today=TODAY)
    kept = kept_offers(found, ["M0009"])
    assert [one.rank for one in kept] == [1, 2, 3, 4, 5, 9]
    assert kept[0].before_next is Criterion.NUMBER
    assert kept[-1].before_next is None
    assert {why.criterion for why in kept[0].reasons} >= {Criterion.SKILL, Criterion.LOAD}


def test_a_thousand_mediators_are_ordered_in_fifty_milliseconds():
    pool = [
        a_mediator(n, skills=(IN_USE[n % 18].value,), towns=(TOWN,) if n % 3 else ())
        for n in range(1, 1001)
    ]
    records = {one.key: Record(load=n % 7, kept=n % 11) for n, one in enumerate(pool)}
    asked = wanted(town=TOWN, wishes=MediationWishes("LS1", objected_to=("M0003",)))
    spent = []
    for _ in range(5):
        begun = time.process_time()
        match(asked, pool, records, today=TODAY)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.05
