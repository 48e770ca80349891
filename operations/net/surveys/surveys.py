"""Waves of surveys for whoever runs them: questionnaires, samples, links, answers, results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.public_doors import new_token
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.maps.areas import Level
from domain.net.surveys.questions import (
    QUESTIONNAIRE,
    AnswerKind,
    Answers,
    Questionnaire,
    check_measured,
    checked_answers,
)
from domain.net.surveys.results import WaveResult, result_of
from domain.net.surveys.seed import seeded
from domain.net.surveys.waves import (
    LINK_LIVES,
    MOST_PER_TOWN,
    OFFICIAL_RESULT,
    SURVEY_SAMPLE,
    SURVEY_WAVE,
    OfficialResult,
    Outcome,
    SurveySample,
    SurveyWave,
    WaveKind,
    WaveMode,
    answered,
    numbered,
    tried,
)
from operations.access.passwords import token_hash
from operations.net.fusion.fusion_desk import LONGEST_NAME, FusionDesk, id_of
from store import Transaction
from store.net import fusion as of_kind
from store.net import surveys as kept

OFFERED = 20  # samples an interviewer chooses from
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
class Told:
    """What was answered of one sample: by question, and whether the words name a problem."""

    answers: Answers
    has_problem: bool = False


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


class Surveys:
    """Waves and what hangs on them.

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
            wave, form = self._wave(one, wave_id, caller)
            samples = kept.samples_of(one, wave_id, caller)
            return OpenedWave(wave, form, result_of(wave, form, samples))

        return await self._desk.read(question)

    async def waiting(self, wave_id: str, town: str, caller: Caller) -> list[SurveySample]:
        """Samples of a town an interviewer may ask next.

        Raises:
            NotAllowedError: the caller enters no answers.
        """
        require(caller, "net.surveys.enter")
        return await self._desk.read(lambda one: kept.waiting(one, wave_id, town, caller, OFFERED))

    # what whoever runs them does ------------------------------------------------------------------

    async def add_form(self, told: Questionnaire, caller: Caller) -> Questionnaire:
        """Add a version of a questionnaire; waves keep the version they were opened with.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: the questions, their skips or what is measured do not fit.
        """
        self._check_runs(caller)
        name = as_text(told.name, "name", longest=LONGEST_NAME)
        check_measured(told)

        def steps(tx: Transaction) -> Questionnaire:
            version = kept.last_version(tx.connection, name) + 1
            made = replace(
                told, questionnaire_id=id_of("QN", f"{name}.{version}", caller), name=name,
                version=version, at=tx.at, by=caller.actor,
            )  # fmt: skip
            tx.put(QUESTIONNAIRE, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def open(self, new: NewWave, caller: Caller) -> SurveyWave:
        """Begin a wave; sent twice it is the same one. Samples of interviewers are drawn at once.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: no town, a number that does not do, or no such questionnaire.
        """
        self._check_runs(caller)
        targets = self._targets(new.targets)
        name = as_text(new.name, "name", longest=LONGEST_NAME)
        frame = as_text(new.frame, "frame", longest=200)
        wave_id = id_of("S", new.key, caller)

        def steps(tx: Transaction) -> SurveyWave:
            known = kept.wave_of(tx.connection, wave_id)
            if known is not None:
                return known
            form = self._form(tx, new, caller)
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
        self._check_runs(caller)

        def steps(tx: Transaction) -> SurveyWave:
            wave, _ = self._wave(tx.connection, wave_id, caller)
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
        self._check_runs(caller)
        if not 1 <= count <= MOST_LINKS:
            raise InvalidError(says="survey_links_many", most=MOST_LINKS, field="count")
        tokens = [new_token() for _ in range(count)]

        def steps(tx: Transaction) -> None:
            wave, _ = self._wave(tx.connection, wave_id, caller)
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

    async def add_official(self, told: OfficialResult, caller: Caller) -> OfficialResult:
        """Enter an official result, with the document it stands in.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: no document, or a number or day that does not do.
        """
        self._check_runs(caller)
        if not 0 <= told.permille <= 1000 or (told.answers is not None and told.answers < 1):
            raise InvalidError(says="field_not_valid", field="permille")
        try:
            day = date.fromisoformat(told.day.strip()).isoformat()
        except ValueError:
            raise InvalidError(says="field_not_valid", field="day") from None
        made = replace(
            told,
            result_id=id_of("O", "", caller),
            period=as_text(told.period, "period", longest=32),
            issuer=as_text(told.issuer, "issuer", longest=LONGEST_NAME),
            document=as_text(told.document, "document", longest=200),
            day=day,
            owner=self._desk.settings.surveys,
            by=caller.actor,
        )

        def steps(tx: Transaction) -> OfficialResult:
            written = replace(made, at=tx.at)
            tx.put(OFFICIAL_RESULT, written, action="add", actor=caller.actor)
            return written

        return await self._desk.write(steps)

    # what interviewers do -------------------------------------------------------------------------

    async def enter(self, sample_id: str, told: Told, caller: Caller) -> SurveySample:
        """Enter what somebody answered.

        Raises:
            NotAllowedError: whoever works in the grids enters no answers.
            NotFoundError: none of the caller's.
            InvalidError: the answers do not fit the questionnaire.
            ConflictError: it was answered, or the wave is over.
        """
        require(caller, "net.surveys.enter")

        def steps(tx: Transaction) -> SurveySample:
            sample, wave, form = self._sample(tx, sample_id, caller)
            after = answer(sample, wave, form, told, caller.actor, tx)
            tx.put(SURVEY_SAMPLE, after, action="answer", actor=caller.actor)
            return after

        return await self._desk.write(steps)

    async def try_once(self, sample_id: str, outcome: Outcome, caller: Caller) -> SurveySample:
        """Write down that somebody refused, was not reached, or is not of those who are asked.

        Raises:
            NotAllowedError, NotFoundError: as `enter`.
            InvalidError, ConflictError: that is none of these; it has ended.
        """
        require(caller, "net.surveys.enter")

        def steps(tx: Transaction) -> SurveySample:
            sample, wave, _ = self._sample(tx, sample_id, caller)
            after = tried(sample, wave, outcome, caller.actor, tx.at)
            tx.put(SURVEY_SAMPLE, after, action="try", actor=caller.actor)
            return after

        return await self._desk.write(steps)

    async def sample(self, sample_id: str, caller: Caller) -> tuple[SurveySample, Questionnaire]:
        """A sample that waits, and what is asked.

        Raises:
            NotAllowedError, NotFoundError: as `enter`.
        """
        require(caller, "net.surveys.enter")

        def question(one: Connection) -> tuple[SurveySample, Questionnaire]:
            found = of_kind.one_of(one, SURVEY_SAMPLE, sample_id, caller)
            if found is None:
                raise NotFoundError(says="no_sample", field="sample")
            return found, self._wave(one, found.wave_id, caller)[1]

        return await self._desk.read(question)

    # ----------------------------------------------------------------------------------------------

    def _check_runs(self, caller: Caller) -> None:
        require(caller, "net.surveys.run", department=self._desk.settings.surveys)

    def _wave(
        self, one: Connection, wave_id: str, caller: Caller
    ) -> tuple[SurveyWave, Questionnaire]:
        wave = of_kind.one_of(one, SURVEY_WAVE, wave_id, caller)
        form = kept.form_of(one, wave.questionnaire_id) if wave else None
        if wave is None or form is None:
            raise NotFoundError(says="no_wave", field="wave")
        return wave, form

    def _sample(
        self, tx: Transaction, sample_id: str, caller: Caller
    ) -> tuple[SurveySample, SurveyWave, Questionnaire]:
        sample = of_kind.one_of(tx.connection, SURVEY_SAMPLE, sample_id, caller)
        if sample is None:
            raise NotFoundError(says="no_sample", field="sample")
        return (sample, *self._wave(tx.connection, sample.wave_id, caller))

    def _form(self, tx: Transaction, new: NewWave, caller: Caller) -> Questionnaire:
        """The version that was chosen; without one the product's own."""
        if new.questionnaire_id:
            found = kept.form_of(tx.connection, new.questionnaire_id)
            if found is None:
                raise InvalidError(says="no_questionnaire", field="questionnaire")
            return found
        own = seeded(new.wave, tx.at, caller.actor)
        known = kept.form_of(tx.connection, own.questionnaire_id)
        if known is None:
            tx.put(QUESTIONNAIRE, own, action="add", actor=caller.actor)
        return known or own

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


def answer(
    sample: SurveySample,
    wave: SurveyWave,
    form: Questionnaire,
    told: Told,
    by: str,
    tx: Transaction,
) -> SurveySample:
    """A sample with what was answered: option codes apart from words.

    Raises:
        InvalidError: the answers do not fit.
        ConflictError: it was answered, or the wave is over.
    """
    kept_answers = checked_answers(form, told.answers)
    words = {one.code for one in form.asked if one.answer is AnswerKind.WORDS}
    text = "\n".join(
        value for code, values in kept_answers.items() if code in words for value in values
    )
    chosen = {code: values for code, values in kept_answers.items() if code not in words}
    return answered(
        sample,
        wave,
        chosen,
        by,
        tx.at,
        is_eligible=form.passes(kept_answers),
        text=text or None,
        has_problem=told.has_problem,
    )


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
