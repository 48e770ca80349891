"""The page of a one-time link: whoever holds it answers once, without an account.

Whether a link is none, was used, is too old, or its wave is over is told to nobody.
"""

from sqlalchemy import Connection

from domain.errors import ConflictError, NotFoundError
from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import LINK, SURVEY_SAMPLE, SurveySample, SurveyWave, is_open
from operations.access.passwords import token_hash
from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.surveys.interviews import Told, answer
from store import Transaction
from store.net import surveys as kept

Held = tuple[SurveySample, SurveyWave, Questionnaire]


class SurveyLinks:
    """Answers by links.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def open(self, token: str) -> tuple[SurveyWave, Questionnaire]:
        """The wave and questionnaire of a link that may still be answered.

        Raises:
            NotFoundError: it opens nothing.
        """
        key, now = token_hash(token), self._desk.now()

        def question(one: Connection) -> tuple[SurveyWave, Questionnaire]:
            sample, wave, form = _held(one, key)
            if not is_open(sample, wave, now):
                raise _closed()
            return wave, form

        return await self._desk.read(question)

    async def send(self, token: str, told: Told) -> None:
        """Take the answers of a link, once.

        Raises:
            NotFoundError: it opens nothing any more.
            InvalidError: the answers do not fit.
        """
        key = token_hash(token)

        def steps(tx: Transaction) -> None:
            sample, wave, form = _held(tx.connection, key)
            try:
                after = answer(sample, wave, form, told, LINK, tx)
            except ConflictError:
                raise _closed() from None
            tx.put(SURVEY_SAMPLE, after, action="answer", actor=LINK)

        await self._desk.write(steps)


def _held(one: Connection, key: str) -> Held:
    sample = kept.by_link(one, key)
    wave = kept.wave_of(one, sample.wave_id) if sample else None
    form = kept.form_of(one, wave.questionnaire_id) if wave else None
    if sample is None or wave is None or form is None:
        raise _closed()
    return sample, wave, form


def _closed() -> NotFoundError:
    return NotFoundError(says="survey_link_closed", field="token")
