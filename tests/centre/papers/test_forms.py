"""Every form of a dossier: what it says, what it leaves blank, and what it must not tell."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Flag
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.stages import Step
from domain.centre.keeping.rules import AGREED, RULES
from domain.centre.mediation.sessions import Manner, MediationSession, SessionState
from domain.centre.mediation.settlements import Performance, Settlement
from domain.centre.papers.dossier import Paper
from domain.centre.papers.facts import Facts, effective_on, sex_and_birth
from domain.centre.papers.filed import handed_over
from domain.centre.papers.forms import FORMS, PaperForm, forms_now
from operations.centre.papers.drawing import foot_of, form_pdf
from operations.centre.papers.ending_forms import cover
from operations.centre.papers.sheet import Printed
from tests.centre.papers.paper_facts import (
    CLAIM,
    FIRM,
    FIRM_HOME,
    FIRM_PHONE,
    HEAD,
    NOON,
    NUMBER,
    OFFER,
    TERMS,
    WORKER,
    WORKER_HOME,
    WORKER_ID,
    WORKER_PHONE,
    ZONE,
    a_party,
    agreed_facts,
    an_entry,
    failed_facts,
    pages_of,
    refused_facts,
    said,
)

EMPTY = {"claim": None, "agreement": None, "amount_fen": None, "instalments": None}


def printed(facts: Facts, form: PaperForm, **own: str) -> Printed:
    return form_pdf(facts, form, own)


def words(facts: Facts, form: PaperForm, **own: str) -> str:
    return said(printed(facts, form, **own).content)


def bare_facts() -> Facts:
    """A case of which next to nothing is known."""
    agreed = agreed_facts()
    nobody = [replace(one, name=None, phone=None, address=None) for one in agreed.parties]
    case = replace(agreed.case, **EMPTY)
    return replace(agreed, case=case, parties=nobody, entries=[], numbers=[])


@pytest.mark.parametrize("form", PaperForm)
def test_a_form_has_heading_title_and_code_and_names_no_emptiness(form: PaperForm) -> None:
    for facts in (agreed_facts(), bare_facts()):
        told = words(facts, form)
        assert HEAD.centre in told
        assert "".join(FORMS[form].name.split()) in told
        assert facts.case.code in told
        assert "None" not in told and "null" not in told


@pytest.mark.parametrize("form", PaperForm)
def test_pages_are_numbered_and_counted(form: PaperForm) -> None:
    made = printed(agreed_facts(), form)
    pages = pages_of(made.content)
    assert made.pages == len(pages)
    for at, page in enumerate(pages, 1):
        assert f"第{at}页共{made.pages}页" in page


@pytest.mark.parametrize("form", PaperForm)
def test_whoever_signs_has_a_line_and_it_lies_on_the_page(form: PaperForm) -> None:
    made = printed(agreed_facts(), form)
    names = [slot.name for slot in made.slots]
    assert len(names) == len(set(names))
    assert bool(names) is bool(FORMS[form].signers)
    for slot in made.slots:
        assert 1 <= slot.page <= made.pages
        assert 0 < slot.x < slot.x + slot.width < 596 and 0 < slot.y < slot.y + slot.height < 843


def test_the_agreement_holds_all_official_items() -> None:
    told = words(agreed_facts(), PaperForm.AGREEMENT, manner="银行转账", place="演示银行")
    for item in (
        NUMBER, WORKER, FIRM, CLAIM, TERMS, "银行转账", "演示银行", "2026年3月31日", "50,000.00",
        "70,000.50", "120,000.50", "一式3份", HEAD.committee, "人民调解员（签名）",
    ):  # fmt: skip
        assert item in told, item


def test_concessions_stand_in_no_sheet_of_undisputed_facts() -> None:
    told = words(failed_facts(), PaperForm.UNDISPUTED, text="双方确认用工期间")
    assert "双方确认用工期间" in told
    assert OFFER not in told and TERMS not in told and CLAIM not in told


def test_sessions_are_printed_as_they_were_written_without_what_was_offered() -> None:
    sat = MediationSession(
        "S-1", "x", NOON, NOON + timedelta(hours=1), Manner.APART, SessionState.HELD, "talker",
        mediators=("M-1",), place="r1", guest_names="演示邻居", facts="演示会议事实",
        issues="演示争点", positions=OFFER, undisputed="演示无争议",
    )  # fmt: skip
    planned = replace(sat, session_id="S-2", state=SessionState.PLANNED, facts="未开的会")
    facts = replace(
        failed_facts(), sessions=[planned, sat], mediators={"M-1": "演示调解员"}, entries=[]
    )
    told = words(facts, PaperForm.MEDIATION_RECORD)
    for part in ("一号调解室", "背对背", "演示调解员", "演示邻居", "演示会议事实", "演示争点"):
        assert part in told, part
    assert OFFER not in told and "未开的会" not in told
    assert "演示无争议" in words(facts, PaperForm.UNDISPUTED)
    for form in PaperForm:
        assert OFFER not in words(facts, form), form


def test_the_items_of_an_agreement_stand_in_it_one_by_one() -> None:
    settled = Settlement(
        "x", Form.WRITTEN, Performance.BY_A_DAY, 0, NOON, ("P-1", "P-2"), due="2026-05-06",
        facts="演示事实", issues="演示争议", content=TERMS, place="演示履行地",
    )  # fmt: skip
    facts = agreed_facts(settlement=settled)
    facts = replace(facts, case=replace(facts.case, instalments=None))
    told = words(facts, PaperForm.AGREEMENT)
    for part in ("演示事实", "演示争议", "演示履行地", "限期一次履行", "2026年5月6日"):
        assert part in told, part


def test_a_refusal_names_reason_and_way_and_nothing_of_the_other_side() -> None:
    told = words(refused_facts(), PaperForm.REFUSAL)
    assert "不属于受理范围" in told and "劳动人事争议仲裁委员会" in told and WORKER in told
    assert FIRM not in told and FIRM_PHONE not in told and FIRM_HOME not in told


def test_a_notice_of_rights_tells_names_alone() -> None:
    told = words(agreed_facts(), PaperForm.RIGHTS_NOTICE)
    assert WORKER in told and FIRM in told
    for secret in (WORKER_PHONE, FIRM_PHONE, WORKER_HOME, FIRM_HOME, WORKER_ID, CLAIM):
        assert secret not in told


def test_a_power_of_attorney_tells_the_givers_numbers_alone() -> None:
    told = words(agreed_facts(), PaperForm.PROXY)
    assert WORKER_ID in told and FIRM in told
    assert FIRM_PHONE not in told and FIRM_HOME not in told
    of_firm = words(agreed_facts(), PaperForm.PROXY, party="P-2")
    assert FIRM_PHONE in of_firm and WORKER_PHONE not in of_firm and WORKER_ID not in of_firm


@pytest.mark.parametrize("form", [one for one in PaperForm if FORMS[one].copies_to_parties])
def test_where_violence_is_flagged_no_shared_paper_tells_where_anybody_lives(
    form: PaperForm,
) -> None:
    facts = agreed_facts()
    guarded = replace(facts, case=replace(facts.case, flags=(Flag.VIOLENCE.value,)))
    told = words(guarded, form)
    for secret in (WORKER_PHONE, WORKER_HOME, WORKER_ID, FIRM_PHONE, FIRM_HOME):
        assert secret not in told
    assert WORKER in told


def test_only_the_court_and_a_proxy_are_told_identity_numbers() -> None:
    shows = {PaperForm.PROXY, PaperForm.CONFIRMATION_FIRM, PaperForm.CONFIRMATION_PERSONS}
    for form in PaperForm:
        assert (WORKER_ID in words(agreed_facts(), form)) is (form in shows), form


HOSTILE = (
    '<b>粗</b><img src="x"/>&amp;&lt;',
    "长" * 64,
    "W" * 64,
    "𠮷😀عربي",
    "</para><para>",
    "{code} %s %(x)s",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", PaperForm)
def test_what_people_write_is_printed_as_it_is(form: PaperForm, text: str) -> None:
    facts = agreed_facts()
    people = [replace(one, name=text, address=text * 3) for one in facts.parties]
    case = replace(facts.case, claim=f"{text}\n" * 40, agreement=text * 30)
    made = printed(replace(facts, parties=people, case=case), form, text=text * 20, place=text)
    assert made.pages <= 12
    if form is PaperForm.RIGHTS_NOTICE and "𠮷" not in text:
        assert "".join(text.split()) in said(made.content)


def test_a_letter_the_font_lacks_is_seen_to_be_missing() -> None:
    facts = agreed_facts()
    people = [a_party("P-1", PartyRole.APPLICANT, "演示𠮷"), *facts.parties[1:]]
    told = words(replace(facts, parties=people), PaperForm.RIGHTS_NOTICE)
    assert "演示〓" in told and "字库所缺的字" in told
    assert "字库所缺的字" not in words(facts, PaperForm.RIGHTS_NOTICE)


def test_the_longest_claim_goes_over_the_page() -> None:
    facts = agreed_facts()
    claim = "诉" * 2000
    made = printed(replace(facts, case=replace(facts.case, claim=claim)), PaperForm.AGREEMENT)
    assert said(made.content).count("诉") >= 2000 and made.pages >= 3


def test_many_signers_each_have_a_line() -> None:
    facts = agreed_facts()
    many = [a_party(f"P-{n}", PartyRole.APPLICANT, f"演示{n}") for n in range(40)]
    made = printed(replace(facts, parties=[*many, facts.parties[1]]), PaperForm.AGREEMENT)
    assert len(made.slots) == 40 + 1 + 2


def test_which_forms_there_are_goes_by_how_the_case_went() -> None:
    agreed = agreed_facts()
    now = forms_now(agreed.case, agreed.parties)
    assert PaperForm.AGREEMENT in now and PaperForm.CONFIRMATION_FIRM in now
    assert PaperForm.UNDISPUTED not in now and PaperForm.ORAL_AGREEMENT not in now
    oral = forms_now(replace(agreed.case, form=Form.ORAL), agreed.parties)
    assert PaperForm.ORAL_AGREEMENT in oral and PaperForm.AGREEMENT not in oral
    persons = [replace(one, party=PartyKind.PERSON) for one in agreed.parties]
    assert PaperForm.CONFIRMATION_PERSONS in forms_now(agreed.case, persons)
    failed = failed_facts()
    assert PaperForm.UNDISPUTED in forms_now(failed.case, failed.parties)
    refused = refused_facts()
    now = forms_now(refused.case, refused.parties)
    assert PaperForm.REFUSAL in now and PaperForm.MEDIATION_RECORD not in now


def test_the_cover_says_how_long_it_is_kept_and_why() -> None:
    facts = agreed_facts()
    told = said(cover(facts).printed(foot_of(facts)).content)
    rule = RULES[AGREED]
    assert f"{rule.years}年" in told and rule.reason in told and NUMBER in told


def test_who_handled_a_case_stands_by_name_and_what_time_did_as_the_system() -> None:
    taken = [an_entry(Step.AGREE), replace(an_entry(Step.SUPERVISE), by="system")]
    facts = agreed_facts(entries=taken, people={"talker": "演示调解员"})
    told = words(facts, PaperForm.DOSSIER_NOTE)
    assert "达成协议演示调解员" in told and "系统" in told
    assert told.count("talker") == told.count("talker打印")
    front = said(cover(facts).printed(foot_of(facts)).content)
    assert "调解员演示调解员" in front and "立卷人演示调解员" in front
    nameless = said(cover(agreed_facts()).printed(foot_of(facts)).content)
    assert "立卷人talker" in nameless


def test_an_oral_agreement_holds_when_it_is_agreed_a_written_one_when_it_is_signed() -> None:
    facts = agreed_facts()
    entries = [an_entry(Step.AGREE)]
    assert effective_on(replace(facts.case, form=Form.ORAL), entries, [], ZONE) == NOON.date()
    assert effective_on(facts.case, entries, [], ZONE) is None
    day = NOON.date() + timedelta(days=3)
    paper = handed_over(facts.case.code, Paper.AGREEMENT, NOON, "clerk", "paper-1")
    signed = replace(paper, signed_on=day)
    assert effective_on(facts.case, entries, [signed], ZONE) == day
    # no other paper brings it into force, and none that was taken out
    for other in (
        paper, replace(signed, item=Paper.PROXY), replace(signed, is_removed=True),
    ):  # fmt: skip
        assert effective_on(facts.case, entries, [other], ZONE) is None
    sealed = replace(signed, paper_id="paper-2", signed_on=day + timedelta(days=1))
    assert effective_on(facts.case, entries, [sealed, signed], ZONE) == sealed.signed_on


def test_an_identity_number_tells_sex_and_birth_only_where_its_check_digit_fits() -> None:
    read = sex_and_birth(WORKER_ID)
    assert read is not None and read[0] == "女" and str(read[1]) == "1949-12-31"
    assert sex_and_birth("110105194912310021") is None
    assert sex_and_birth("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X") is None
    assert sex_and_birth(None) is None
