"""A reminder on paper for somebody without a phone: A5, what it is about, when, whom to call back.

The name stands on it masked, and nothing of the other side does: a slip is left lying about.
"""

from datetime import datetime, tzinfo

from reportlab.platypus import Spacer

from domain.centre.cases.agreements import yuan
from domain.centre.cases.parties import CASE_PARTY
from domain.centre.person.calls import DueCall, Why
from domain.centre.premises.places import Centre
from domain.private import mask
from operations.centre.slip_paper import a5, moment, qr, text
from operations.prints.paper import prepare

TITLE = "矛盾纠纷多元化解中心 提醒单"


def reminder_pdf(
    due: DueCall,
    centre: Centre,
    *,
    phone: str,
    place: str,
    account: str,
    at: datetime,
    zone: tzinfo,
) -> bytes:
    """The reminder as a PDF file.

    Args:
        due: who is reminded of what.
        centre: its rooms.
        phone: whom they may call back; empty where none is told.
        place: whose centre it is.
        account: who prints it.
        at: when.
        zone: in which days and hours are told.
    """
    prepare()
    name = mask(CASE_PARTY.name, {"name": due.party.name})["name"]
    told = [text(line, 12.5) for line in lines(due, centre, zone)]
    back = [text(f"如有疑问或不能到场，请致电 {phone}。")] if phone else []
    story = [
        text(place, 11),
        text(TITLE, 16),
        Spacer(1, 4),
        text(f"案件编码：{due.case.code}"),
        text(f"致：{name}"),
        Spacer(1, 8),
        *told,
        Spacer(1, 8),
        *back,
        qr(due.case.code),
    ]
    return a5(story, title=f"{place}{TITLE}", code=due.case.code, account=account, at=at, zone=zone)


def lines(due: DueCall, centre: Centre, zone: tzinfo) -> tuple[str, ...]:
    """What somebody is reminded of, in the words of the paper."""
    at = due.occasion
    if at.why is Why.SESSION and at.at is not None:
        room = centre.rooms.get(at.place)
        where = f"，地点：{room.name}" if room and not due.needs_care else ""
        return (f"请于 {moment(at.at, zone)} 到中心参加调解{where}。", "请带本人身份证和本单。")
    if at.why is Why.INSTALMENT:
        when = "已于该日到期，请尽快履行" if at.is_late else "请按期履行"
        return (
            f"协议第 {at.number} 期 {yuan(at.fen)} 元，履行日 {at.day}，{when}。",
            "履行后请将凭证交到中心。",
        )
    if at.why is Why.CONFIRMATION:
        return (
            f"双方共同申请司法确认的期限至 {at.day} 届满。",
            "愿意申请的，请双方在该日之前到中心或人民法院提出。",
        )
    if at.why is Why.CALL_BACK:
        return ("中心回访本案的履行情况和您的意见，请来电或到窗口告知。",)
    return (f"请在 {at.day} 之前扫描回执上的二维码，对本案的办理作出评价。",)
