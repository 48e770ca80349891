"""The forms of a dossier: what each is called, which item it belongs to, who signs it.

What a form says is drawn by operations/centre/papers/; here stands what is so of it by rule.

Source: the forms of people's mediation dossiers (人民调解文书格式); 人民调解法, articles 23 to 35;
人民法院在线调解规则, article 22 (undisputed facts); 信访工作条例, articles 22 to 24 and 31 to 34.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Case, ProcedureResult, Result
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.papers.dossier import Paper, course_of


class PaperForm(StrEnum):
    """A form that is printed from what is in a case."""

    APPLICATION = "application_form"
    REGISTRATION = "registration_form"
    RIGHTS_NOTICE = "rights_notice_form"
    PROXY = "proxy_form"
    INQUIRY = "inquiry_form"
    MEDIATION_RECORD = "mediation_record_form"
    AGREEMENT = "agreement_form"
    ORAL_AGREEMENT = "oral_agreement_form"
    RECEIPT = "receipt_form"
    CALL_BACK = "call_back_form"
    CONFIRMATION_PERSONS = "confirmation_persons_form"
    CONFIRMATION_FIRM = "confirmation_firm_form"
    UNDISPUTED = "undisputed_form"
    REFUSAL = "refusal_form"
    TRANSFER_LETTER = "transfer_letter_form"
    DOSSIER_NOTE = "dossier_note_form"
    CLOSING_REPORT = "closing_report_form"
    PETITION_REGISTRATION = "petition_registration_form"
    PETITION_NOTICE = "petition_notice_form"
    PETITION_INQUIRY = "petition_inquiry_form"
    STUDY_MINUTES = "study_minutes_form"
    EXTENSION_NOTICE = "extension_notice_form"
    PETITION_OPINION = "petition_opinion_form"
    PETITION_CALL_BACK = "petition_call_back_form"


class Signer(StrEnum):
    """Who signs on a form."""

    APPLICANTS = "applicants"  # and who speaks for them
    RESPONDENTS = "respondents"
    MEDIATOR = "mediator"
    RECORDER = "recorder"
    CLERK = "clerk"
    ASKED = "asked"  # whoever was asked, named by hand
    PROXY = "proxy"
    PAYEE = "payee"
    VISITOR = "visitor"
    REVIEWER = "reviewer"
    HANDLER = "handler"  # of the body that answers a petition


@dataclass(frozen=True, slots=True)
class FormRule:
    """What is so of a form.

    Attributes:
        name: its official title.
        item: the item of the dossier it is filed under.
        signers: who signs it; nobody where it is complete without.
        fills: whether the item is there when this form is; a sheet beside a record does not
            make the record.
        copies_to_parties: whether each party takes a copy home, so that what one party must not
            learn of the other is left out.
        counts_unsigned: whether the item is there before anybody has signed: the steps it tells of
            were taken by known accounts.
    """

    name: str
    item: Paper
    signers: tuple[Signer, ...] = ()
    fills: bool = True
    copies_to_parties: bool = False
    counts_unsigned: bool = False


_SIDES = (Signer.APPLICANTS, Signer.RESPONDENTS)
_SESSION = (*_SIDES, Signer.MEDIATOR, Signer.RECORDER)
F, P, S = PaperForm, Paper, Signer
FORMS: Mapping[PaperForm, FormRule] = MappingProxyType(
    {
        F.APPLICATION: FormRule("人民调解申请书", P.APPLICATION, (S.APPLICANTS,)),
        F.REGISTRATION: FormRule("人民调解受理登记表", P.APPLICATION, (S.APPLICANTS, S.CLERK)),
        F.RIGHTS_NOTICE: FormRule("当事人权利义务告知书", P.RIGHTS_NOTICE, _SIDES),
        F.PROXY: FormRule("授权委托书", P.PROXY, (S.APPLICANTS, S.PROXY)),
        F.INQUIRY: FormRule("人民调解调查记录", P.INQUIRY, (S.ASKED, S.MEDIATOR, S.RECORDER)),
        F.MEDIATION_RECORD: FormRule("人民调解记录", P.MEDIATION_RECORD, _SESSION),
        F.AGREEMENT: FormRule("人民调解协议书", P.AGREEMENT, _SESSION, copies_to_parties=True),
        F.ORAL_AGREEMENT: FormRule("人民调解口头协议登记表", P.AGREEMENT, (S.MEDIATOR,)),
        F.RECEIPT: FormRule("履行凭证（收据）", P.RECEIPTS, (S.PAYEE, S.CLERK)),
        F.CALL_BACK: FormRule(
            "人民调解回访记录", P.CALL_BACK_RECORD, (S.VISITOR,), counts_unsigned=True
        ),
        F.CONFIRMATION_PERSONS: FormRule(
            "司法确认申请书（个人—个人）", P.JUDICIAL_CONFIRMATION, _SIDES, copies_to_parties=True
        ),
        F.CONFIRMATION_FIRM: FormRule(
            "司法确认申请书（个人—单位）", P.JUDICIAL_CONFIRMATION, _SIDES, copies_to_parties=True
        ),
        F.UNDISPUTED: FormRule(
            "无争议事实记载表", P.MEDIATION_RECORD, (*_SIDES, S.MEDIATOR),
            fills=False, copies_to_parties=True,
        ),
        F.REFUSAL: FormRule("不予受理告知书", P.DOSSIER_NOTE, (S.APPLICANTS,)),
        F.TRANSFER_LETTER: FormRule("移送（退单）函", P.DOSSIER_NOTE),
        F.DOSSIER_NOTE: FormRule("卷宗情况说明", P.DOSSIER_NOTE),
        F.CLOSING_REPORT: FormRule(
            "结案报告表", P.CLOSING_REPORT, (S.MEDIATOR, S.REVIEWER), counts_unsigned=True
        ),
        F.PETITION_REGISTRATION: FormRule(
            "信访事项登记表", P.APPLICATION, (S.APPLICANTS, S.CLERK)
        ),
        F.PETITION_NOTICE: FormRule("信访事项受理告知书", P.PETITION_NOTICE, (S.APPLICANTS,)),
        F.PETITION_INQUIRY: FormRule(
            "信访事项调查核实记录", P.INQUIRY, (S.ASKED, S.HANDLER, S.RECORDER)
        ),
        F.STUDY_MINUTES: FormRule("联合研判会议纪要", P.STUDY_MINUTES, counts_unsigned=True),
        F.EXTENSION_NOTICE: FormRule(
            "延长办理期限告知书", P.EXTENSION_NOTICE, (S.APPLICANTS,)
        ),
        F.PETITION_OPINION: FormRule("信访处理意见书", P.PETITION_OPINION, (S.APPLICANTS,)),
        F.PETITION_CALL_BACK: FormRule(
            "信访事项回访记录", P.CALL_BACK_RECORD, (S.VISITOR,), counts_unsigned=True
        ),
    }
)  # fmt: skip


def forms_now(case: Case, parties: Sequence[CaseParty]) -> tuple[PaperForm, ...]:
    """The forms a case can be printed on as it stands, in the order of the dossier."""
    course = course_of(case)
    handled = bool(case.accepted_at or case.handlers)
    has_agreed, is_petition = course.was_agreed, course.is_petition
    is_mediated = not (is_petition or course.is_unmediated)
    is_written = has_agreed and case.form is not Form.ORAL
    has_firm = any(one.party is PartyKind.FIRM for one in parties)
    has_ended = bool(case.procedure_result or case.result)
    when: Mapping[PaperForm, bool] = {
        F.APPLICATION: is_mediated,
        F.REGISTRATION: is_mediated,
        F.RIGHTS_NOTICE: is_mediated,
        F.INQUIRY: is_mediated and handled,
        F.MEDIATION_RECORD: handled and (is_mediated or has_agreed),
        F.AGREEMENT: is_written,
        F.ORAL_AGREEMENT: has_agreed and case.form is Form.ORAL,
        F.RECEIPT: has_agreed and bool(case.instalments),
        F.CALL_BACK: is_mediated and has_ended,
        F.CONFIRMATION_PERSONS: is_written and not has_firm,
        F.CONFIRMATION_FIRM: is_written and has_firm,
        F.UNDISPUTED: is_mediated and handled and not has_agreed,
        F.REFUSAL: case.result is Result.NOT_ACCEPTED,
        F.TRANSFER_LETTER: bool(case.objections)
        or case.procedure_result in {ProcedureResult.TRANSFERRED, ProcedureResult.FAILED},
        F.CLOSING_REPORT: case.result is not None,
        F.PETITION_REGISTRATION: not is_mediated,
        F.PETITION_NOTICE: is_petition and handled,
        F.PETITION_INQUIRY: is_petition and handled,
        F.STUDY_MINUTES: course.was_studied,
        F.EXTENSION_NOTICE: is_petition and course.was_extended,
        F.PETITION_OPINION: is_petition and handled and not has_agreed,
        F.PETITION_CALL_BACK: not is_mediated and has_ended,
    }
    return tuple(form for form in PaperForm if when.get(form, True))


def signers_of(rule: FormRule, parties: Sequence[CaseParty]) -> tuple[tuple[Signer, str], ...]:
    """Each line to be signed: by whom, and the party's id where it is one of the case.

    A side without a known party keeps one line of its own, to be signed by hand.
    """
    lines: list[tuple[Signer, str]] = []
    for signer in rule.signers:
        if signer not in _ROLES:
            lines.append((signer, ""))
            continue
        its = [one.party_id for one in parties if one.role in _ROLES[signer]]
        lines += [(signer, party_id) for party_id in its] or [(signer, "")]
    return tuple(lines)


_ROLES: Mapping[Signer, frozenset[PartyRole]] = MappingProxyType(
    {
        S.APPLICANTS: frozenset({PartyRole.APPLICANT, PartyRole.REPRESENTATIVE}),
        S.RESPONDENTS: frozenset({PartyRole.RESPONDENT}),
        S.PROXY: frozenset({PartyRole.PROXY}),
    }
)
