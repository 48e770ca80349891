"""What a wave tells: shares with their intervals, weighted by the people of each town.

The result is the share of good answers (safe and rather safe) among the valid ones. Towns are
listed by their code; one stands above another only where their intervals do not overlap.

Source: docs/net.md, "Surveys"
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import Outcome, SurveySample, SurveyWave
from domain.statistics.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class TownResult:
    """One town: how many were wanted, tried and valid, and what these said.

    Attributes:
        unanswered: links handed out, and people tried, of whom nothing is known so far.
        valid: answers to the question that is measured.
        good: how many of them are good.
        people: how many live there; 0 where it is not known.
        response: share of those who could answer that did.
        is_above: the towns it is surely above; `is_below` those it is surely below.
    """

    town: str
    wanted: int
    tried: int
    answered: int
    refused: int
    unreachable: int
    ineligible: int
    unanswered: int
    attempts: int
    valid: int
    good: int
    people: int
    is_above: tuple[str, ...] = ()
    is_below: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of good answers; None where there are none."""
        return self.good / self.valid if self.valid else None

    @property
    def interval(self) -> Interval | None:
        """Where the true share lies, as far as these answers tell."""
        return wilson(self.good, self.valid)

    @property
    def response(self) -> float | None:
        """How many of those who could answer did."""
        return self.answered / self.could if self.could else None

    @property
    def could(self) -> int:
        """How many could answer, as far as is known; who is not reached counts among them."""
        return self.answered + self.refused + self.unreachable + self.unanswered


@dataclass(frozen=True, slots=True)
class WaveResult:
    """A wave as a whole.

    Attributes:
        share: weighted by the people of the towns; None without valid answers.
        interval: of it, by the effective number of answers.
        effective: to how many answers of a plain sample these amount.
        valid: how many valid answers there are.
        missing: towns that were wanted and have none: the share does not speak for them.
        is_weighted: False where the people of a town are not known: then every answer counts alike.
    """

    towns: tuple[TownResult, ...]
    share: float | None
    interval: Interval | None
    effective: float
    valid: int
    missing: tuple[str, ...]
    is_weighted: bool

    @property
    def response(self) -> float | None:
        """How many of all who could answer did."""
        could = sum(one.could for one in self.towns)
        return sum(one.answered for one in self.towns) / could if could else None


def result_of(wave: SurveyWave, form: Questionnaire, samples: Iterable[SurveySample]) -> WaveResult:
    """What a wave tells so far."""
    by_town: dict[str, list[SurveySample]] = {town: [] for town in wave.wanted}
    for sample in samples:
        by_town.setdefault(sample.town, []).append(sample)
    towns = [_town(town, wave, form, found) for town, found in sorted(by_town.items())]
    told = [one for one in towns if one.valid]
    is_weighted = bool(told) and all(one.people for one in told)
    shares = {one.town: _weight(one, told, is_weighted=is_weighted) for one in told}
    share, effective = _whole(told, shares)
    return WaveResult(
        towns=tuple(_placed(one, towns) for one in towns),
        share=share,
        interval=None if share is None else wilson(share * effective, effective),
        effective=effective,
        valid=sum(one.valid for one in towns),
        missing=tuple(one.town for one in towns if one.wanted and not one.valid),
        is_weighted=is_weighted,
    )


def _town(
    town: str, wave: SurveyWave, form: Questionnaire, samples: Sequence[SurveySample]
) -> TownResult:
    of = dict.fromkeys(Outcome, 0)
    valid = good = 0
    options = {one.code: {code for code, _ in one.options} for one in form.asked}
    known = options.get(form.measured, set())
    for sample in samples:
        of[sample.outcome] += 1
        if sample.outcome is not Outcome.ANSWERED:
            continue
        said = [one for one in sample.told.get(form.measured, []) if one in known]
        valid += bool(said)
        good += any(one in form.good for one in said)
    return TownResult(
        town=town,
        wanted=wave.wanted.get(town, 0),
        tried=sum(1 for one in samples if one.attempts),
        answered=of[Outcome.ANSWERED],
        refused=of[Outcome.REFUSED],
        unreachable=of[Outcome.UNREACHABLE],
        ineligible=of[Outcome.INELIGIBLE],
        unanswered=sum(
            one.outcome is Outcome.WAITING and bool(one.attempts or one.token_hash)
            for one in samples
        ),
        attempts=sum(one.attempts for one in samples),
        valid=valid,
        good=good,
        people=wave.people.get(town, 0),
    )


def _weight(one: TownResult, told: Sequence[TownResult], *, is_weighted: bool) -> float:
    if is_weighted:
        return one.people / sum(other.people for other in told)
    return one.valid / sum(other.valid for other in told)


def _whole(told: Sequence[TownResult], weights: Mapping[str, float]) -> tuple[float | None, float]:
    """The weighted share, and to how many answers of a plain sample it amounts (Kish)."""
    if not told:
        return None, 0.0
    share = sum(weights[one.town] * one.good / one.valid for one in told)
    effective = 1 / sum(weights[one.town] ** 2 / one.valid for one in told)
    return min(1.0, share), effective


def _placed(one: TownResult, towns: Sequence[TownResult]) -> TownResult:
    own = one.interval
    if own is None:
        return one
    others = [(other.town, its) for other in towns if (its := other.interval) is not None]
    return replace(
        one,
        is_above=tuple(town for town, its in others if own.low > its.high),
        is_below=tuple(town for town, its in others if own.high < its.low),
    )
