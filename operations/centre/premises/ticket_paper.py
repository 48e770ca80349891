"""The small ticket on paper, 80 mm wide: a number, how many wait before it, and no name."""

import io
from datetime import tzinfo

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from operations.centre.premises.queue import TakenTicket
from operations.prints.paper import FONT, prepare

WIDTH, HEIGHT = 80 * mm, 90 * mm


def ticket_pdf(taken: TakenTicket, *, place: str, zone: tzinfo, phone: str = "") -> bytes:
    """The ticket as a PDF file of one page.

    Args:
        taken: the ticket.
        place: whose centre it is.
        zone: in which the moment is told.
        phone: of the centre; empty where none is told.
    """
    prepare()
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(WIDTH, HEIGHT), lang="zh-CN")
    canvas.setTitle(taken.ticket.label)
    lines = (
        (11, 8, f"{place}矛盾纠纷多元化解中心"),
        (11, 16, taken.zone_name),
        (46, 38, taken.ticket.label),
        (13, 50, f"前面还有 {taken.ahead} 人等候"),
        (9, 60, f"{taken.ticket.taken_at.astimezone(zone):%Y-%m-%d %H:%M} 取号"),
        (9, 67, "请留意大厅屏幕和语音叫号，过号请到导办台"),
        (9, 74, "当日有效"),
        (9, 81, f"电话 {phone}" if phone else ""),
    )
    for size, down, text in lines:
        canvas.setFont(FONT, size)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - down * mm, text)
    canvas.save()
    return kept.getvalue()
