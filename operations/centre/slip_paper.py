"""The slip of a case on paper: A5, its code as text and as a QR code, in one page."""

import io
from datetime import datetime, timedelta, tzinfo
from typing import Any
from xml.sax.saxutils import escape

import segno
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from domain.centre.papers.slips import Slip
from operations.prints.paper import FONT, prepare

QR_SIDE, MARGIN = 42 * mm, 14 * mm
TITLE = "矛盾纠纷多元化解中心 受理回执"


def slip_pdf(
    slip: Slip,
    *,
    place: str,
    account: str,
    at: datetime,
    zone: tzinfo,
    look_up: str = "",
    pin: str = "",
) -> bytes:
    """The slip as a PDF file.

    Args:
        slip: what it says.
        place: whose centre it is.
        account: who prints it.
        at: when.
        zone: in which days and hours are told.
        look_up: the address of the party's own page, as the QR code says it; empty for the code.
        pin: what proves whose slip it is, where no phone does.
    """
    prepare()
    story = _story(slip, place, zone, look_up, pin)
    return a5(story, title=f"{place}{TITLE}", code=slip.code, account=account, at=at, zone=zone)


def a5(
    story: list[Flowable], *, title: str, code: str, account: str, at: datetime, zone: tzinfo
) -> bytes:
    """A slip of one case as a PDF file.

    Args:
        story: what stands on it.
        title: of the file.
        code: of the case.
        account: who prints it.
        at: when.
        zone: in which days and hours are told.
    """
    kept = io.BytesIO()
    document = SimpleDocTemplate(
        kept,
        pagesize=A5,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=16 * mm,
        title=title,
        author=account,
        subject=code,
        lang="zh-CN",
    )

    def foot(canvas: Any, _page: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(MARGIN, 9 * mm, f"{moment(at, zone)} 由 {account} 打印")

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return kept.getvalue()


def _story(slip: Slip, place: str, zone: tzinfo, look_up: str, pin: str) -> list[Flowable]:
    facts = (
        ("登记时间", moment(slip.registered_at, zone)),
        ("受理窗口", slip.window),
        ("联系电话", slip.phone),
        ("办理期限", _last_day(slip.due_at, zone) if slip.due_at else ""),
    )
    told = [text(f"{name}：{value}") for name, value in facts if value]
    left = [text("案件编码", 10), text(slip.code, 15), Spacer(1, 2 * mm), *told]
    head = Table(
        [[left, qr(look_up or slip.code)]],
        colWidths=[A5[0] - 2 * MARGIN - QR_SIDE - 12, QR_SIDE + 12],
    )
    head.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("PADDING", (0, 0), (-1, -1), 0)])
    )
    bring = [text(f"{number}. {what}") for number, what in enumerate(slip.bring, 1)]
    return [
        text(place, 11),
        text(TITLE, 16),
        Spacer(1, 4 * mm),
        head,
        Spacer(1, 4 * mm),
        text("再次办理时请携带", 12.5),
        *bring,
        *_how_to_look(look_up, pin),
        Spacer(1, 4 * mm),
        text("一案一码：凭本编码在任一窗口办理和查询，请妥善保管。", 9.5),
    ]


def _how_to_look(look_up: str, pin: str) -> list[Flowable]:
    """How a party looks by themselves; nothing where the slip bears no address."""
    if not look_up:
        return []
    proof = f"查询码 {pin}" if pin else "本人登记手机号的后四位"
    return [
        Spacer(1, 4 * mm),
        text("手机查询进度", 12.5),
        text(f"扫描二维码，输入{proof}。再次打印后，本二维码失效；请勿转给他人。", 10.5),
    ]


def qr(code: str) -> Drawing:
    """A code as a QR code, with the quiet zone of four modules it needs."""
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix_iter(border=4)]
    module = QR_SIDE / len(rows)
    drawing = Drawing(QR_SIDE, QR_SIDE)
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            if is_dark:
                x, y = across * module, QR_SIDE - (down + 1) * module
                square = Rect(x, y, module, module, fillColor=black, strokeColor=None)
                drawing.add(square)
    return drawing


def text(words: str, size: float = 10.5) -> Paragraph:
    """A paragraph of a slip."""
    style = ParagraphStyle(
        f"slip{size}", fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK"
    )
    return Paragraph(escape(words), style)


def moment(at: datetime, zone: tzinfo) -> str:
    """Day, hour and minute as people read them."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _last_day(due_at: datetime, zone: tzinfo) -> str:
    """A limit is kept until before `due_at`."""
    return f"{(due_at - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"
