"""Facts of cases as the tests of their forms need them, and what a PDF says."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from domain.centre.cases.agreements import Form, instalments_of
from domain.centre.cases.case import CaseEntry, ProcedureResult, Remedy, Result
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.stages import Stage, Step
from domain.centre.papers.facts import Facts, Letterhead
from domain.centre.papers.filed import CaseNumber
from domain.centre.premises.places import Body, Centre, Place
from tests.support.cases import a_case

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
NUMBER = "（2026）烈人调字第12号"
CLAIM, OFFER, TERMS = "演示诉求原文", "演示让步密语", "演示协议原文"
WORKER, FIRM = "演示-0417", "演示建筑公司"
WORKER_PHONE, FIRM_PHONE = "138-0000-0417", "0561-0000417"
WORKER_HOME, FIRM_HOME = "演示镇一号", "演示路二号"
# Check digits that fit, of people there are not: 000 is given to nobody.
WORKER_ID = "11010519491231002X"
HEAD = Letterhead(
    "演示区", "演示区调解中心", "演示区人民调解委员会", "演示区人民法院", "烈",
    {"people_mediation": "人调"},
)  # fmt: skip
CENTRE = Centre(
    "governance",
    {"people_mediation": Body("people_mediation", "人民调解中心", "mediate.people")},
    {},
    windows={"01": Place("01", "一号窗口")},
    rooms={"r1": Place("r1", "一号调解室")},
    phone="0561-0000000",
)


def a_party(party_id: str, role: PartyRole, name: str, **more: Any) -> CaseParty:
    kind = more.pop("party", PartyKind.PERSON)
    return CaseParty(party_id, "x", role, kind, name, **more)


def parties() -> list[CaseParty]:
    return [
        a_party(
            "P-1", PartyRole.APPLICANT, WORKER,
            phone=WORKER_PHONE, address=WORKER_HOME, id_number=WORKER_ID,
        ),
        a_party(
            "P-2", PartyRole.RESPONDENT, FIRM, party=PartyKind.FIRM,
            phone=FIRM_PHONE, address=FIRM_HOME, id_number="91340600MA2DEMO00X",
        ),
    ]  # fmt: skip


def an_entry(step: Step, text: str | None = None, **more: Any) -> CaseEntry:
    return CaseEntry(f"E-{step}", "x", step, NOON, "talker", Stage.HANDLING, text=text, **more)


def agreed_facts(**more: Any) -> Facts:
    """A wage claim that was agreed in two instalments."""
    promised = [(date(2026, 3, 31), 5_000_000), (date(2026, 4, 30), 7_000_050)]
    case = a_case(
        claim=CLAIM, amount_fen=12_000_050, body="people_mediation", accepted_at=NOON,
        handlers=("talker",), form=Form.WRITTEN, agreement=TERMS, stage=Stage.PERFORMING,
        instalments=instalments_of(12_000_050, promised),
        procedure_result=ProcedureResult.AGREED, result=Result.SETTLED,
    )  # fmt: skip
    made = Facts(
        case, parties(),
        [an_entry(Step.SESSION, OFFER, room="r1"), an_entry(Step.AGREE)],
        CENTRE, HEAD, NOON, ZONE, "talker",
        numbers=[
            CaseNumber("people_mediation.2026.000012", case.code, "people_mediation", NUMBER,
                       2026, NOON, "talker", 12)
        ],
    )  # fmt: skip
    return replace(made, **more)


def failed_facts(**more: Any) -> Facts:
    """The same, without an agreement."""
    agreed = agreed_facts()
    case = replace(
        agreed.case, form=None, agreement=None, instalments=None, stage=Stage.CALL_BACK,
        procedure_result=ProcedureResult.FAILED, result=Result.HANDED_ON, remedy=Remedy.COURT,
    )  # fmt: skip
    entries = [*agreed.entries[:1], an_entry(Step.FAIL, "分歧过大")]
    return replace(agreed, case=case, entries=entries, **more)


def refused_facts(**more: Any) -> Facts:
    """A matter that was not accepted."""
    agreed = agreed_facts()
    case = replace(
        agreed.case, form=None, agreement=None, instalments=None, handlers=(), accepted_at=None,
        procedure_result=None, result=Result.NOT_ACCEPTED, remedy=Remedy.LABOUR_ARBITRATION,
    )  # fmt: skip
    return replace(agreed, case=case, entries=[an_entry(Step.REFUSE, "不属于受理范围")], **more)


def said(content: bytes) -> str:
    """All words of a PDF, without blanks and line ends."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join((page.extract_text() or "").split()) for page in pages)


def pages_of(content: bytes) -> list[str]:
    """The words of each page."""
    pages = PdfReader(io.BytesIO(content)).pages
    return ["".join((page.extract_text() or "").split()) for page in pages]
