"""Words of a survey that name a problem go to the centre, as a case without a name."""

from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.errors import NotFoundError
from domain.net.surveys.waves import SURVEY_SAMPLE, SurveySample
from operations.centre.cases.new_case import NO_WINDOW, NewCase, NewParty, Registered
from operations.net.fusion.fusion_desk import FusionDesk
from store import Transaction
from store.net import fusion as of_kind

SOURCE = "survey"
ANONYMOUS = "匿名（民意调查反映）"


class Intake(Protocol):
    """Where cases come in, as far as it is needed here."""

    async def register(self, new: NewCase, caller: Caller) -> Registered:
        """Take a case in, or find the one of this source and id."""


class SurveyComplaints:
    """From words of a survey to a case.

    Args:
        desk: what the operations of the part share.
        intake: of the dispute centre.
    """

    def __init__(self, desk: FusionDesk, intake: Intake) -> None:
        self._desk, self._intake = desk, intake

    async def to_case(self, sample_id: str, caller: Caller) -> str:
        """Take the words of a sample in as a case; its code. Asked again it is the same case.

        The survey hands it in as a system does: who runs surveys takes no cases in otherwise.

        Raises:
            NotAllowedError, NotFoundError: none of the caller's, or no words that name a problem.
        """
        require(caller, "net.surveys.run", department=self._desk.settings.surveys)

        def found(one: Connection) -> SurveySample:
            sample = of_kind.one_of(one, SURVEY_SAMPLE, sample_id, caller)
            if sample is None or not sample.has_problem or not sample.text:
                raise NotFoundError(says="no_sample", field="sample")
            return sample

        sample = await self._desk.read(found)
        new = NewCase(
            source=SOURCE, source_id=sample.sample_id, window=NO_WINDOW, channel=Channel.OTHER,
            matter=Matter.DISPUTE, category=Category.OTHER, claim=sample.text or "",
            parties=(NewParty(PartyRole.APPLICANT, PartyKind.PERSON, ANONYMOUS, None),),
            people_count=1, area_code=sample.town,
        )  # fmt: skip
        system = Caller(actor=caller.actor, role="machine", source=SOURCE)
        code = (await self._intake.register(new, system)).case.code

        def steps(tx: Transaction) -> None:
            linked = replace(found(tx.connection), case_code=code)
            tx.put(SURVEY_SAMPLE, linked, action="to_case", actor=caller.actor)

        await self._desk.write(steps)
        return code
