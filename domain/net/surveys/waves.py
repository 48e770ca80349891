"""Waves of a survey, their samples, and official results: three instruments that are never mixed.

An answer names nobody: a sample is a number of a town. No grid worker enters answers of residents:
the right to enter is granted to other roles only (domain/access/grants.py).

Source: docs/net.md, "Surveys"
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of

MOST_ATTEMPTS = 3
MOST_PER_TOWN = 2000
LINK_LIVES = timedelta(days=21)
LINK = "link"  # who answered by a one-time link: nobody that is known


class WaveKind(StrEnum):
    """What is asked about."""

    SAFETY = "wave_safety"
    SATISFACTION = "wave_satisfaction"


class WaveMode(StrEnum):
    """How people are asked."""

    PHONE = "wave_phone"
    VISIT = "wave_visit"
    LINK = "wave_link"


class Outcome(StrEnum):
    """What came of a sample."""

    WAITING = "sample_waiting"
    ANSWERED = "sample_answered"
    REFUSED = "sample_refused"
    UNREACHABLE = "sample_unreachable"
    INELIGIBLE = "sample_ineligible"


# What ends a sample for good; a person not reached is tried again.
ENDED = frozenset({Outcome.ANSWERED, Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.INELIGIBLE})


@dataclass(frozen=True, slots=True)
class SurveyWave:
    """A wave.

    Attributes:
        frame: from where the sample was drawn, in words.
        owner: the department it belongs to; no other department's officers see it.
        targets: `town:n`, how many answers are wanted of each town.
        populations: `town:people`, as the map told on the day it was opened: the weights.
    """

    wave_id: str
    name: str
    wave: WaveKind
    mode: WaveMode
    frame: str
    owner: str | None
    questionnaire_id: str
    targets: tuple[str, ...]
    populations: tuple[str, ...]
    at: datetime
    by: str
    shared_with: tuple[str, ...] = ()
    closed_at: datetime | None = None
    is_demo: bool = False

    @property
    def wanted(self) -> Mapping[str, int]:
        """How many answers are wanted of each town."""
        return _numbers(self.targets)

    @property
    def people(self) -> Mapping[str, int]:
        """How many people each town has."""
        return _numbers(self.populations)


def numbered(of: Mapping[str, int]) -> tuple[str, ...]:
    """Numbers of towns as a wave keeps them."""
    return tuple(f"{town}:{count}" for town, count in sorted(of.items()))


def _numbers(told: tuple[str, ...]) -> dict[str, int]:
    return {town: int(count) for town, _, count in (one.partition(":") for one in told)}


SURVEY_WAVE = Kind(
    name="survey_wave",
    entity=SurveyWave,
    fields=fields_of(SurveyWave),
    id_field="wave_id",
    audience=Audience(("net.surveys.see",), owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="民意调查",
    says={"open": "开始了民意调查", "close": "结束了民意调查"},
)


@dataclass(frozen=True, slots=True)
class SurveySample:
    """One sample of a town, and what was answered.

    Attributes:
        owner: the department of its wave.
        token_hash: of its one-time link; empty where it has none.
        by: the account that asked, or `LINK`.
        answers: JSON, option codes by question; words stand in `text` alone.
        has_problem: the words name a problem that is to be dealt with; `case_code` its case.
    """

    sample_id: str
    wave_id: str
    town: str
    owner: str | None
    shared_with: tuple[str, ...] = ()
    outcome: Outcome = Outcome.WAITING
    attempts: int = 0
    token_hash: str = ""
    expires_at: datetime | None = None
    answered_at: datetime | None = None
    by: str | None = None
    answers: str | None = None
    has_problem: bool = False
    case_code: str | None = None
    is_demo: bool = False
    text: str | None = None

    @property
    def told(self) -> Mapping[str, list[str]]:
        """What was answered, by question; nothing where nothing was."""
        found: dict[str, list[str]] = json.loads(self.answers) if self.answers else {}
        return found


SURVEY_SAMPLE = Kind(
    name="survey_sample",
    entity=SurveySample,
    fields=fields_of(SurveySample, town={"shape": AREA}, text={"personal": Masking.WORDS}),
    id_field="sample_id",
    audience=Audience(("net.surveys.see",), owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    is_streamed=False,
    title="调查样本",
    says={
        "draw": "抽取了样本",
        "answer": "登记了答卷",
        "try": "登记了访问结果",
        "to_case": "反映的问题转为案件",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """An official result of 12340, as the document says it; never mixed with own samples.

    `permille`: the share of good answers in thousandths; `answers` how many, where it says so.
    """

    result_id: str
    wave: WaveKind
    period: str
    permille: int
    issuer: str
    document: str
    day: str
    owner: str | None
    at: datetime
    by: str
    shared_with: tuple[str, ...] = ()
    answers: int | None = None
    is_demo: bool = False


OFFICIAL_RESULT = Kind(
    name="official_result",
    entity=OfficialResult,
    fields=fields_of(OfficialResult),
    id_field="result_id",
    audience=Audience(("net.surveys.see",), owned=Owned.ITSELF),
    kept=Kept.NEWEST,
    title="12340 官方结果",
    says={"add": "录入了官方结果"},
)


# What may be done with a sample -------------------------------------------------------------------


def is_open(sample: SurveySample, wave: SurveyWave, now: datetime) -> bool:
    """Whether it may still be answered: once, while the wave goes on and the link lives."""
    lives = sample.expires_at is None or now < sample.expires_at
    return sample.outcome is Outcome.WAITING and wave.closed_at is None and lives


def tried(
    sample: SurveySample, wave: SurveyWave, outcome: Outcome, by: str, at: datetime
) -> SurveySample:
    """A try that brought no answers; who was not reached is tried again, three times in all.

    Raises:
        InvalidError: it is an answer.
        ConflictError: the sample has ended, or the wave.
    """
    if outcome in {Outcome.ANSWERED, Outcome.WAITING}:
        raise InvalidError(says="field_not_valid", field="outcome")
    if not is_open(sample, wave, at):
        raise ConflictError(says="sample_ended", field="sample")
    attempts = sample.attempts + 1
    goes_on = outcome is Outcome.UNREACHABLE and attempts < MOST_ATTEMPTS
    if goes_on:
        return replace(sample, attempts=attempts, by=by)
    return replace(sample, attempts=attempts, outcome=outcome, by=by, answered_at=at)


def answered(
    sample: SurveySample,
    wave: SurveyWave,
    answers: Mapping[str, list[str]],
    by: str,
    at: datetime,
    *,
    is_eligible: bool,
    text: str | None = None,
    has_problem: bool = False,
) -> SurveySample:
    """The answers of a sample, once.

    Raises:
        ConflictError: it was answered or has ended, the link is too old, or the wave is over.
    """
    if not is_open(sample, wave, at):
        raise ConflictError(says="sample_ended", field="sample")
    return replace(
        sample,
        outcome=Outcome.ANSWERED if is_eligible else Outcome.INELIGIBLE,
        attempts=sample.attempts + 1,
        answers=json.dumps(answers, ensure_ascii=False),
        answered_at=at,
        by=by,
        text=text,
        has_problem=has_problem and bool(text),
    )
