"""Waves: opened, shown with what they tell, closed; one-time links of their samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.public_doors import new_token
from domain.errors import InvalidError
from domain.fields import as_text
from domain.maps.areas import Level
from domain.net.surveys.questions import QUESTIONNAIRE, Questionnaire
from domain.net.surveys.results import WaveResult, result_of
from domain.net.surveys.waves import (
    LINK_LIVES,
    MOST_PER_TOWN,
    OFFICIAL_RESULT,
    SURVEY_SAMPLE,
    SURVEY_WAVE,
    OfficialResult,
    SurveySample,
    SurveyWave,
    WaveKind,
    WaveMode,
    numbered,
)
from operations.access.passwords import token_hash
from operations.net.fusion.fusion_desk import LONGEST_NAME, FusionDesk, id_of
from operations.net.surveys.found import check_runs, wave_of
from operations.net.surveys.interviews import OFFERED
from operations.net.surveys.questionnaires import form_for
from store import Transaction
from store.net import fusion as of_kind
from store.net import surveys as kept

GOOD_STARS = 4
MOST_LINKS = 500  # made at once


@dataclass(frozen=True, slots=True)
class NewWave:
    """What a wave is to be: `targets` by town."""

    name: str
    wave: WaveKind
    mode: WaveMode
    frame: str
    targets: Mapping[str, int]
    questionnaire_id: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What the page shows: waves, official results, questionnaires, problems that wait.

    `ratings`: how many ratings after a case there are, `good_ratings` of four stars or more.
    """

    waves: Sequence[SurveyWave]
    official: Sequence[OfficialResult]
    forms: Sequence[Questionnaire]
    problems: Sequence[SurveySample]
    ratings: int
    good_ratings: int


@dataclass(frozen=True, slots=True)
class OpenedWave:
    """A wave with its questionnaire and what it tells so far."""

    wave: SurveyWave
    form: Questionnaire
    result: WaveResult


class Waves:
    """Waves and what they tell.

    Args:
        desk: what the operations of the part share.
        base: where people outside reach the server; empty where that is not set.
    """

    def __init__(self, desk: FusionDesk, base: str = "") -> None:
        self._desk, self._base = desk, base.rstrip("/")

    def address(self, token: str) -> str:
        """What somebody is given to answer by; without the server's name where that is not set."""
        return f"{self._base}/survey/{token}"

    async def page(self, caller: Caller) -> SurveyPage:
        """Everything of surveys the caller may see.

        Raises:
            NotAllowedError: nothing is.
        """
        require(caller, "net.surveys.see")

        def question(one: Connection) -> SurveyPage:
            ratings, good = kept.service_ratings(one, GOOD_STARS)
            return SurveyPage(
                waves=of_kind.seen(one, SURVEY_WAVE, caller, "-at"),
                official=of_kind.seen(one, OFFICIAL_RESULT, caller, "-period"),
                forms=of_kind.seen(one, QUESTIONNAIRE, caller, "questionnaire_id"),
                problems=kept.problems(one, caller, OFFERED),
                ratings=ratings,
                good_ratings=good,
            )

        return await self._desk.read(question)

    async def result(self, wave_id: str, caller: Caller) -> OpenedWave:
        """A wave and what it tells so far.

        Raises:
            NotAllowedError, NotFoundError: none of the caller's.
        """
        require(caller, "net.surveys.see")

        def question(one: Connection) -> OpenedWave:
            wave, form = wave_of(one, wave_id, caller)
            samples = kept.samples_of(one, wave_id, caller)
            return OpenedWave(wave, form, result_of(wave, form, samples))

        return await self._desk.read(question)

    async def open(self, new: NewWave, caller: Caller) -> SurveyWave:
        """Begin a wave; sent twice it is the same one. Samples of interviewers are drawn at once.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: no town, a number that does not do, or no such questionnaire.
        """
        check_runs(self._desk, caller)
        targets = self._targets(new.targets)
        name = as_text(new.name, "name", longest=LONGEST_NAME)
        frame = as_text(new.frame, "frame", longest=200)
        wave_id = id_of("S", new.key, caller)

        def steps(tx: Transaction) -> SurveyWave:
            known = kept.wave_of(tx.connection, wave_id)
            if known is not None:
                return known
            form = form_for(tx, new.questionnaire_id, new.wave, caller.actor)
            wave = SurveyWave(
                wave_id=wave_id,
                name=name,
                wave=new.wave,
                mode=new.mode,
                frame=frame,
                owner=self._desk.settings.surveys,
                questionnaire_id=form.questionnaire_id,
                targets=numbered(targets),
                populations=numbered({town: self._people(town) for town in targets}),
                at=tx.at,
                by=caller.actor,
            )
            tx.put(SURVEY_WAVE, wave, action="open", actor=caller.actor)
            if wave.mode is not WaveMode.LINK:
                for town, count in targets.items():
                    _draw(tx, wave, town, count, caller.actor)
            return wave

        return await self._desk.write(steps)

    async def close(self, wave_id: str, caller: Caller) -> SurveyWave:
        """End a wave: nothing is answered any more.

        Raises:
            NotAllowedError, NotFoundError: none of the caller's.
        """
        check_runs(self._desk, caller)

        def steps(tx: Transaction) -> SurveyWave:
            wave, _ = wave_of(tx.connection, wave_id, caller)
            if wave.closed_at is not None:
                return wave
            ended = replace(wave, closed_at=tx.at)
            tx.put(SURVEY_WAVE, ended, action="close", actor=caller.actor)
            return ended

        return await self._desk.write(steps)

    async def links(self, wave_id: str, town: str, count: int, caller: Caller) -> list[str]:
        """Tokens of new one-time links for a town: told this once, only their hashes are kept.

        Raises:
            NotAllowedError, NotFoundError: none of the caller's.
            InvalidError: not so many, or no town of the wave, or the wave is over.
        """
        check_runs(self._desk, caller)
        if not 1 <= count <= MOST_LINKS:
            raise InvalidError(says="survey_links_many", most=MOST_LINKS, field="count")
        tokens = [new_token() for _ in range(count)]

        def steps(tx: Transaction) -> None:
            wave, _ = wave_of(tx.connection, wave_id, caller)
            if town not in wave.wanted or wave.closed_at is not None:
                raise InvalidError(says="no_area", area=town[:32], field="town")
            first = kept.numbered(tx.connection, wave_id, town)
            for number, token in enumerate(tokens, first + 1):
                sample = replace(
                    _sample(wave, town, number),
                    token_hash=token_hash(token),
                    expires_at=tx.at + LINK_LIVES,
                )
                tx.put(SURVEY_SAMPLE, sample, action="draw", actor=caller.actor)

        await self._desk.write(steps)
        return tokens

    def _targets(self, told: Mapping[str, int]) -> Mapping[str, int]:
        if not told:
            raise InvalidError(says="survey_no_towns", field="targets")
        areas = self._desk.areas()
        for town, count in told.items():
            area = areas.get(town)
            if area is None or area.level is not Level.TOWN:
                raise InvalidError(says="no_area", area=town[:32], field="targets")
            if not 1 <= count <= MOST_PER_TOWN:
                raise InvalidError(says="survey_target", most=MOST_PER_TOWN, field="targets")
        return told

    def _people(self, town: str) -> int:
        """How many live in a town: its own figure, else the sum of what lies in it."""
        areas = self._desk.areas()
        own = areas[town].population
        if own:
            return own
        for level in (Level.VILLAGE, Level.GRID):
            inside = [
                area.population or 0
                for code, area in areas.items()
                if area.level is level and code.startswith(town)
            ]
            if any(inside):
                return sum(inside)
        return 0


def _sample(wave: SurveyWave, town: str, number: int) -> SurveySample:
    return SurveySample(
        sample_id=f"{wave.wave_id}.{town}.{number:04d}",
        wave_id=wave.wave_id,
        town=town,
        owner=wave.owner,
        is_demo=wave.is_demo,
    )


def _draw(tx: Transaction, wave: SurveyWave, town: str, count: int, actor: str) -> None:
    for number in range(1, count + 1):
        tx.put(SURVEY_SAMPLE, _sample(wave, town, number), action="draw", actor=actor)
