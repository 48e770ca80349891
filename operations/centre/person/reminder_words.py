"""What somebody is reminded of, in the words of the slip and of the text message."""

from datetime import tzinfo

from domain.centre.cases.agreements import yuan
from domain.centre.person.calls import Why
from domain.centre.person.due_calls import DueCall
from domain.centre.premises.places import Centre


def text_of(due: DueCall, centre: Centre, zone: tzinfo, phone: str) -> str:
    """A text message: the code, what is to be done, whom to call back; no name, no claim."""
    told = "".join(lines(due, centre, zone))
    back = f"可致电 {phone}。" if phone else ""
    return f"案件 {due.case.code}：{told}{back}"


def lines(due: DueCall, centre: Centre, zone: tzinfo) -> tuple[str, ...]:
    """What somebody is reminded of, in the words of the paper."""
    at = due.occasion
    if at.why is Why.SESSION and at.at is not None:
        room = centre.rooms.get(at.place)
        where = f"，地点：{room.name}" if room and not due.needs_care else ""
        return (
            f"请于 {at.at.astimezone(zone):%Y-%m-%d %H:%M} 到中心参加调解{where}。",
            "请带本人身份证和受理回执。",
        )
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
