"""Questionnaires in versions: a new one is added, a wave keeps the one it was opened with."""

from dataclasses import replace

from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.fields import as_text
from domain.net.surveys.questions import QUESTIONNAIRE, Questionnaire, check_measured
from domain.net.surveys.seed import seeded
from domain.net.surveys.waves import WaveKind
from operations.net.fusion.fusion_desk import LONGEST_NAME, FusionDesk, id_of
from operations.net.surveys.found import check_runs
from store import Transaction
from store.net import surveys as kept


class Questionnaires:
    """What is asked.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def add(self, told: Questionnaire, caller: Caller) -> Questionnaire:
        """Add a version of a questionnaire; waves keep the version they were opened with.

        Raises:
            NotAllowedError: the caller runs no surveys.
            InvalidError: the questions, their skips or what is measured do not fit.
        """
        check_runs(self._desk, caller)
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


def form_for(tx: Transaction, questionnaire_id: str, wave: WaveKind, actor: str) -> Questionnaire:
    """The version that was chosen; without one the product's own.

    Raises:
        InvalidError: there is none.
    """
    if questionnaire_id:
        found = kept.form_of(tx.connection, questionnaire_id)
        if found is None:
            raise InvalidError(says="no_questionnaire", field="questionnaire")
        return found
    own = seeded(wave, tx.at, actor)
    known = kept.form_of(tx.connection, own.questionnaire_id)
    if known is None:
        tx.put(QUESTIONNAIRE, own, action="add", actor=actor)
    return known or own
