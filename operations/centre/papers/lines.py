"""What most forms begin and end with: heading and number, dates, seals, lines to sign."""

from datetime import date, datetime

from domain.centre.papers.dossier import is_petition
from domain.centre.papers.facts import Facts
from domain.centre.papers.forms import FORMS, PaperForm, Signer, signers_of
from domain.centre.papers.wording import ROLE_TELLS
from operations.centre.papers.sheet import Sheet

DATE = "＿＿＿年＿＿月＿＿日"
_SIGNS = {
    Signer.APPLICANTS: "申请人",
    Signer.RESPONDENTS: "被申请人",
    Signer.MEDIATOR: "人民调解员（签名）",
    Signer.RECORDER: "记录人（签名）",
    Signer.CLERK: "登记人（签名）",
    Signer.ASKED: "被调查人（签名）",
    Signer.PROXY: "受委托人（签名）",
    Signer.PAYEE: "收款人（签名）",
    Signer.VISITOR: "回访人（签名）",
    Signer.REVIEWER: "审核人（签名）",
    Signer.HANDLER: "承办人（签名）",
}


def begun(facts: Facts, form: PaperForm, number: str | None = None) -> Sheet:
    """A form with its heading, its title and the procedure's number where it has one."""
    told = facts.number_of(facts.case.body) if number is None else number
    return Sheet(facts.letterhead.centre, FORMS[form].name, told)


def day_words(facts: Facts, moment: datetime | date | None) -> str:
    """`2026年11月29日`, or the places to write it."""
    if moment is None:
        return DATE
    day = facts.day(moment) if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日" if day else DATE


def moment_words(facts: Facts, moment: datetime | None) -> str:
    """`2026年11月29日 9时05分`."""
    if moment is None:
        return f"{DATE}＿时＿分"
    at = moment.astimezone(facts.zone)
    return f"{day_words(facts, at)} {at.hour}时{at.minute:02}分"


def seal(facts: Facts) -> tuple[str, str]:
    """The committee's seal and the day below it, for a hand."""
    return (f"{facts.letterhead.committee or '人民调解委员会'}（印章）", DATE)


def sign(sheet: Sheet, facts: Facts, form: PaperForm, below: tuple[str, ...] = ()) -> None:
    """The lines the form's rule names, each party's with its name."""
    party = {one.party_id: one for one in facts.parties}
    count: dict[Signer, int] = {}
    lines = []
    for signer, party_id in signers_of(FORMS[form], facts.parties):
        count[signer] = count.get(signer, 0) + 1
        label = _SIGNS[signer]
        if signer is Signer.MEDIATOR and is_petition(facts.case):
            label = _SIGNS[Signer.HANDLER]
        if party_id and signer is not Signer.PROXY:
            one = party[party_id]
            label = f"{ROLE_TELLS[one.role]} {one.name or ''}\n（签名盖章或按指印）"
        elif signer in {Signer.APPLICANTS, Signer.RESPONDENTS}:
            label = f"{label}\n（签名盖章或按指印）"
        lines.append((f"{signer.value}-{count[signer]}", label, party_id))
    sheet.signed(lines, below)
