"""What interviewers do: samples asked one after another, and what was answered."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.net.surveys.questions import AnswerKind, Answers, Questionnaire, checked_answers
from domain.net.surveys.waves import (
    SURVEY_SAMPLE,
    Outcome,
    SurveySample,
    SurveyWave,
    answered,
    tried,
)
from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.surveys.found import sample_of, wave_of
from store import Transaction
from store.net import surveys as kept

OFFERED = 20  # samples an interviewer chooses from


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered of one sample: by question, and whether the words name a problem."""

    answers: Answers
    has_problem: bool = False


class Interviews:
    """Samples and their answers.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def waiting(self, wave_id: str, town: str, caller: Caller) -> list[SurveySample]:
        """Samples of a town an interviewer may ask next.

        Raises:
            NotAllowedError: the caller enters no answers.
        """
        require(caller, "net.surveys.enter")
        return await self._desk.read(lambda one: kept.waiting(one, wave_id, town, caller, OFFERED))

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
            sample = sample_of(tx.connection, sample_id, caller)
            wave, form = wave_of(tx.connection, sample.wave_id, caller)
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
            sample = sample_of(tx.connection, sample_id, caller)
            wave, _ = wave_of(tx.connection, sample.wave_id, caller)
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
            found = sample_of(one, sample_id, caller)
            return found, wave_of(one, found.wave_id, caller)[1]

        return await self._desk.read(question)


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
