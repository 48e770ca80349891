"""Surveys: skips, one answer for each sample, and a wave evaluated against sums made by hand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import ConflictError, InvalidError
from domain.net.surveys.questions import (
    check_measured,
    checked_answers,
    read_questions,
    without_skipped,
)
from domain.net.surveys.results import result_of
from domain.net.surveys.seed import seeded
from domain.net.surveys.waves import (
    Outcome,
    SurveySample,
    SurveyWave,
    WaveKind,
    WaveMode,
    answered,
    numbered,
    tried,
)

AT = datetime(2026, 11, 29, tzinfo=UTC)
FORM = seeded(WaveKind.SAFETY, AT, "test")
BIG, SMALL, EMPTY = "340604001", "340604002", "340604100"
PLAIN = {
    "lives": ["yes"], "age": ["31-40"], "safe": ["safe"], "change": ["same"],
    "handled": ["in_time"],
}  # fmt: skip


def a_wave(**more: object) -> SurveyWave:
    made = SurveyWave(
        "S", "演示", WaveKind.SAFETY, WaveMode.PHONE, "随机号码", "governance",
        FORM.questionnaire_id, numbered({BIG: 10, SMALL: 10}),
        numbered({BIG: 30_000, SMALL: 10_000}), AT, "test",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def a_sample(town: str = BIG, number: int = 1, **more: object) -> SurveySample:
    return replace(SurveySample(f"S.{town}.{number}", "S", town, "governance"), **more)  # type: ignore[arg-type]


def told(town: str, safe: str, count: int, first: int = 1) -> list[SurveySample]:
    return [
        a_sample(
            town, number, outcome=Outcome.ANSWERED, attempts=1, answers=json.dumps({"safe": [safe]})
        )
        for number in range(first, first + count)
    ]


def test_the_questions_the_product_comes_with_hold():
    for wave in WaveKind:
        check_measured(seeded(wave, AT, "test"))


def test_an_answer_that_is_skipped_is_refused_or_dropped():
    assert checked_answers(FORM, PLAIN) == PLAIN
    with pytest.raises(InvalidError) as refused:
        checked_answers(FORM, PLAIN | {"crimes": ["theft"]})
    assert refused.value.says == "answer_skipped"
    assert without_skipped(FORM, PLAIN | {"crimes": ["theft"]}) == PLAIN
    unsafe = PLAIN | {"safe": ["unsafe"]}
    with pytest.raises(InvalidError) as refused:
        checked_answers(FORM, unsafe)
    assert refused.value.says == "survey_answer_missing"
    assert checked_answers(FORM, unsafe | {"crimes": ["theft", "fraud"]})["crimes"] == [
        "theft",
        "fraud",
    ]


@pytest.mark.parametrize(
    "more", [{"safe": ["good"]}, {"safe": ["safe", "unsafe"]}, {"nothing": ["x"]}, {"safe": []}]
)
def test_what_fits_no_question_is_refused(more: dict[str, list[str]]):
    with pytest.raises(InvalidError):
        checked_answers(FORM, PLAIN | more)


def test_of_whoever_is_not_asked_nothing_else_is_kept():
    kept = checked_answers(FORM, PLAIN | {"lives": ["no"]})
    assert kept == {"lives": ["no"]}
    assert not FORM.passes(kept)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[",
        "[]",
        '[{"code": "a", "text": "甲"}]',
        '[{"code": "a", "text": "甲", "answer": "one", "options": [["x", "是"]]}]',
        '[{"code": "a", "text": "甲", "answer": "words", "only_if": ["b", ["x"]]}]',
    ],
)
def test_questions_that_do_not_hold_are_refused(text: str):
    with pytest.raises(InvalidError):
        read_questions(text)


def test_what_is_measured_is_a_question_with_good_and_other_options():
    for wrong in (
        {"measured": "nothing"},
        {"good": ()},
        {"good": ("safe", "rather_safe", "rather_unsafe", "unsafe")},
        {"screen_ok": ("maybe",)},
    ):
        with pytest.raises(InvalidError):
            check_measured(replace(FORM, **wrong))


def test_one_sample_is_answered_once():
    done = answered(a_sample(), a_wave(), {"safe": ["safe"]}, "li", AT, is_eligible=True)
    assert (done.outcome, done.attempts, done.told) == (Outcome.ANSWERED, 1, {"safe": ["safe"]})
    with pytest.raises(ConflictError):
        answered(done, a_wave(), {}, "li", AT, is_eligible=True)
    with pytest.raises(ConflictError):
        answered(a_sample(), a_wave(closed_at=AT), {}, "li", AT, is_eligible=True)
    old = a_sample(expires_at=AT - timedelta(seconds=1))
    with pytest.raises(ConflictError):
        answered(old, a_wave(), {}, "li", AT, is_eligible=True)


def test_who_was_not_reached_is_tried_three_times():
    sample = a_sample()
    for attempts in (1, 2):
        sample = tried(sample, a_wave(), Outcome.UNREACHABLE, "li", AT)
        assert (sample.outcome, sample.attempts) == (Outcome.WAITING, attempts)
    sample = tried(sample, a_wave(), Outcome.UNREACHABLE, "li", AT)
    assert sample.outcome is Outcome.UNREACHABLE
    with pytest.raises(ConflictError):
        tried(sample, a_wave(), Outcome.REFUSED, "li", AT)
    assert tried(a_sample(), a_wave(), Outcome.REFUSED, "li", AT).outcome is Outcome.REFUSED
    with pytest.raises(InvalidError):
        tried(a_sample(), a_wave(), Outcome.ANSWERED, "li", AT)


def test_a_wave_is_evaluated_as_by_hand():
    """Two towns of 30,000 and 10,000 people; the weights are 3/4 and 1/4.

    Big: 8 of 10 valid are good (4 safe, 4 rather safe). Small: 2 of 5. Then
    share = 0.75 · 0.8 + 0.25 · 0.4 = 0.70,
    n_eff = 1 / (0.75²/10 + 0.25²/5) = 1 / (0.05625 + 0.0125) = 14.5455,
    Wilson (z² = 3.8415, z²/n = 0.2641): centre (0.70 + 0.1320) / 1.2641 = 0.6582,
    spread 1.96 · √(0.21/14.5455 + 0.2641/58.182) / 1.2641 = 1.96 · 0.13776 / 1.2641 = 0.2136,
    so from 0.4446 to 0.8718.
    """
    samples = [
        *told(BIG, "safe", 4), *told(BIG, "rather_safe", 4, 5), *told(BIG, "unsafe", 2, 9),
        *told(SMALL, "safe", 2), *told(SMALL, "rather_unsafe", 3, 3),
        a_sample(SMALL, 20, outcome=Outcome.REFUSED, attempts=1),
        a_sample(SMALL, 21, outcome=Outcome.UNREACHABLE, attempts=3),
        a_sample(SMALL, 22, outcome=Outcome.INELIGIBLE, attempts=1),
        a_sample(SMALL, 23, attempts=1),
        a_sample(BIG, 24, outcome=Outcome.ANSWERED, attempts=1, answers="{}"),
    ]  # fmt: skip
    found = result_of(a_wave(), FORM, samples)
    big, small = found.towns
    assert (big.valid, big.good, big.share) == (10, 8, 0.8)
    assert (small.valid, small.good, small.share) == (5, 2, 0.4)
    assert (small.refused, small.unreachable, small.ineligible, small.attempts) == (1, 1, 1, 11)
    assert small.response == 5 / 8  # tried once and not reached counts as could have answered
    assert found.is_weighted and found.valid == 15 and found.missing == ()
    assert found.share == pytest.approx(0.70)
    assert found.effective == pytest.approx(14.5455, abs=1e-4)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.4446, abs=1e-4)
    assert found.interval.high == pytest.approx(0.8718, abs=1e-4)
    # their intervals overlap: neither stands above the other
    assert (big.is_above, small.is_above) == ((), ())


def test_a_town_is_above_another_only_where_the_intervals_do_not_overlap():
    samples = [*told(BIG, "safe", 90), *told(SMALL, "unsafe", 80), *told(SMALL, "safe", 10, 81)]
    big, small = result_of(a_wave(), FORM, samples).towns
    assert (big.is_above, small.is_above) == ((SMALL,), ())


def test_a_town_without_answers_is_named_and_weighs_nothing():
    wave = a_wave(targets=numbered({BIG: 5, EMPTY: 5}), populations=numbered({BIG: 1, EMPTY: 9}))
    found = result_of(wave, FORM, told(BIG, "safe", 5))
    assert (found.share, found.missing) == (1.0, (EMPTY,))


def test_without_people_every_answer_counts_alike():
    wave = a_wave(populations=numbered({BIG: 30_000, SMALL: 0}))
    found = result_of(wave, FORM, [*told(BIG, "safe", 3), *told(SMALL, "unsafe", 1)])
    assert not found.is_weighted
    assert found.share == pytest.approx(0.75)


def test_nothing_answered_tells_nothing():
    found = result_of(a_wave(), FORM, [a_sample()])
    assert (found.share, found.interval, found.response) == (None, None, None)


def test_who_was_tried_and_links_that_wait_count_as_could_have_answered():
    samples = [
        *told(BIG, "safe", 2),
        a_sample(BIG, 10, token_hash="x"),
        a_sample(BIG, 11, attempts=1),
        a_sample(BIG, 12),  # not asked yet
        a_sample(BIG, 13, outcome=Outcome.INELIGIBLE, attempts=1),
    ]
    result = result_of(a_wave(), FORM, samples)
    assert (result.towns[0].unanswered, result.response) == (2, 0.5)


def test_where_all_refused_there_is_no_result_and_not_nought():
    refused = [a_sample(town, outcome=Outcome.REFUSED, attempts=1) for town in (BIG, SMALL)]
    result = result_of(a_wave(), FORM, refused)
    assert (result.share, result.interval, result.response) == (None, None, 0.0)
    assert result.missing == (BIG, SMALL)
    # of one town alone: the other is not counted as nought good answers
    result = result_of(a_wave(), FORM, [*told(BIG, "safe", 4), refused[1]])
    assert (result.share, result.missing) == (1.0, (SMALL,))
    assert result.towns[1].share is None


def test_a_town_below_another_is_told_so_and_not_called_alike():
    samples = [*told(BIG, "safe", 200), *told(SMALL, "unsafe", 200)]
    big, small = result_of(a_wave(), FORM, samples).towns
    assert (big.is_above, big.is_below) == ((SMALL,), ())
    assert (small.is_above, small.is_below) == ((), (BIG,))


def test_a_question_that_hangs_on_a_skipped_one_is_skipped_as_well():
    options = [["a", "甲"], ["b", "乙"]]
    asked = [
        {"code": "one", "text": "一", "answer": "one", "options": options},
        {"code": "two", "text": "二", "answer": "one", "options": options,
         "only_if": ["one", ["b"]]},
        {"code": "three", "text": "三", "answer": "one", "options": options,
         "only_if": ["two", ["a"]]},
    ]  # fmt: skip
    form = replace(FORM, questions=json.dumps(asked), measured="one", good=("a",), screen="")
    everything = {"one": ["a"], "two": ["a"], "three": ["b"], "odd": ["x"]}
    assert without_skipped(form, everything) == {"one": ["a"], "odd": ["x"]}
    given = {code: everything[code] for code in ("one", "two", "three")}
    assert checked_answers(form, without_skipped(form, given)) == {"one": ["a"]}
