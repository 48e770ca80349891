"""The demo's two waves of surveys, one over and one going on, and an official result."""

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from domain.kind import Kind
from domain.maps.areas import Level
from domain.net.surveys.questions import QUESTIONNAIRE
from domain.net.surveys.seed import seeded
from domain.net.surveys.waves import (
    OFFICIAL_RESULT,
    SURVEY_SAMPLE,
    SURVEY_WAVE,
    OfficialResult,
    Outcome,
    SurveySample,
    SurveyWave,
    WaveKind,
    WaveMode,
    numbered,
)
from feeds.simulator.net.fusion import DEMO, Ground

OF_TOWN, OPEN_OF_TOWN = 40, 25
Told = tuple[Kind[Any], Any, str]
_AGES = ("16-25", "26-30", "31-40", "41-50", "51-60", "61-70", "71+")


def tell_surveys(ground: Ground) -> Iterator[list[Told]]:
    """Everything, in parts of one transaction each: kind, entity, action."""
    towns = ground.of(Level.TOWN)
    if not towns:
        return
    yield [
        (QUESTIONNAIRE, seeded(wave, ground.until, DEMO, is_demo=True), "add") for wave in WaveKind
    ]
    people = {
        town.code: town.population
        or sum(
            one.population or 0
            for one in ground.of(Level.VILLAGE)
            if one.code.startswith(town.code)
        )
        for town in towns
    }
    for kind, count, is_over in (
        (WaveKind.SAFETY, OF_TOWN, True),
        (WaveKind.SATISFACTION, OPEN_OF_TOWN, False),
    ):
        at = ground.until - timedelta(days=90 if is_over else 6)
        form = seeded(kind, at, DEMO)
        wave = SurveyWave(
            f"S-DEMO-{kind.value.removeprefix('wave_')}",
            "（演示）" + ("群众安全感调查" if is_over else "群众满意度调查"),
            kind, WaveMode.PHONE, "（演示）随机号码", ground.settings.surveys,
            form.questionnaire_id, numbered(dict.fromkeys(people, count)), numbered(people), at,
            DEMO, closed_at=at + timedelta(days=20) if is_over else None, is_demo=True,
        )  # fmt: skip
        yield [(SURVEY_WAVE, wave, "open")]
        for place, town in enumerate(people):
            rng = Random(f"{ground.seed} {wave.wave_id} {town}")  # noqa: S311  (invented answers)
            yield [
                (SURVEY_SAMPLE, _sample(wave, town, place, number, rng), "draw")
                for number in range(1, count + 1)
            ]
    yield [(OFFICIAL_RESULT, _official(ground), "add")]


def _sample(wave: SurveyWave, town: str, place: int, number: int, rng: Random) -> SurveySample:
    made = SurveySample(
        f"{wave.wave_id}.{town}.{number:04d}", wave.wave_id, town, wave.owner, is_demo=True
    )
    goes_on = wave.closed_at is None
    outcome = rng.choices(
        (Outcome.ANSWERED, Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.INELIGIBLE),
        (70, 12, 12, 6),
    )[0]
    share, first = 0.86 + 0.015 * (place % 5), rng.random()
    age, change, handled = rng.choice(_AGES), rng.random(), rng.random()
    if goes_on and number > OPEN_OF_TOWN * 3 // 5:
        return made
    at = wave.at + timedelta(hours=2 * number)
    tried = {"attempts": 3 if outcome is Outcome.UNREACHABLE else 1, "by": DEMO, "answered_at": at}
    answers: dict[str, list[str]] = {}
    if outcome is Outcome.INELIGIBLE:
        answers = {"lives": ["no"]}
    elif outcome is Outcome.ANSWERED:
        answers = {"lives": ["yes"], "age": [age]} | _said(wave.wave, first, share, change, handled)
    text = (
        "（演示）小区路灯不亮，夜里不安全" if outcome is Outcome.ANSWERED and number == 5 else None
    )
    return SurveySample(
        **{
            **{name: getattr(made, name) for name in ("sample_id", "wave_id", "town", "owner")},
            **tried,
            "outcome": outcome,
            "answers": json.dumps(answers) if answers else None,
            "text": text,
            "has_problem": text is not None and place < 3,
            "is_demo": True,
        }
    )


def _said(
    wave: WaveKind, first: float, share: float, change: float, handled: float
) -> dict[str, list[str]]:
    is_safety = wave is WaveKind.SAFETY
    good = ("safe", "rather_safe") if is_safety else ("content", "rather_content")
    bad = "rather_unsafe" if is_safety else "rather_discontent"
    if first < share:
        told = {"safe" if is_safety else "content": [good[first > share / 2]]}
    else:
        told = {"safe": [bad], "crimes": ["theft"]} if is_safety else {
            "content": [bad], "why": ["clean"],
        }  # fmt: skip
    if is_safety:
        told["change"] = ["better" if change < 0.7 else "same"]
    return told | {"handled": ["in_time" if handled < 0.8 else "rather_in_time"]}


def _official(ground: Ground) -> OfficialResult:
    day = (ground.until - timedelta(days=120)).date()
    return OfficialResult(
        "O-DEMO-1", WaveKind.SAFETY, f"（演示）{day.year} 年上半年", 985, "（演示）统计调查中心",
        "（演示）群众安全感调查结果通报（演示〔0001〕号）", day.isoformat(),
        ground.settings.surveys, ground.until, DEMO, is_demo=True,
    )  # fmt: skip
