"""A reminder on paper for somebody without a phone: A5, what it is about, when, whom to call back.

The name stands on it masked, and nothing of the other side does: a slip is left lying about.
"""

from datetime import datetime, tzinfo

from reportlab.platypus import Spacer

from domain.centre.cases.case_file import masked_name
from domain.centre.person.due_calls import DueCall
from domain.centre.premises.places import Centre
from operations.centre.person.reminder_words import lines
from operations.centre.slip_paper import a5, qr, text
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
    told = [text(line, 12.5) for line in lines(due, centre, zone)]
    back = [text(f"如有疑问或不能到场，请致电 {phone}。")] if phone else []
    story = [
        text(place, 11),
        text(TITLE, 16),
        Spacer(1, 4),
        text(f"案件编码：{due.case.code}"),
        text(f"致：{masked_name(due.party)}"),
        Spacer(1, 8),
        *told,
        Spacer(1, 8),
        *back,
        qr(due.case.code),
    ]
    return a5(story, title=f"{place}{TITLE}", code=due.case.code, account=account, at=at, zone=zone)
