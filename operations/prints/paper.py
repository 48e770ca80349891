"""Papers to print and send: A4, Chinese, with source, time and review number on every page.

The font travels inside the file (fonts/), so a paper looks the same on every machine.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
    paragraph,
)

FONT = "NotoSansSC"
_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-paper.ttf"
_INK, _SECOND, _LINE = HexColor("#12263a"), HexColor("#4a6178"), HexColor("#c3d0dc")
_BAR, _SOFT, _ALERT = HexColor("#2a78b8"), HexColor("#eef4f9"), HexColor("#b3261e")
_WIDTH = A4[0] - 36 * mm


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the foot of every page."""

    source: str
    account: str
    at: datetime
    zone: tzinfo
    review_number: str
    is_demo: bool

    def words(self) -> str:
        """The line as people read it."""
        moment = self.at.astimezone(self.zone)
        review = self.review_number or ("演示无" if self.is_demo else "无")
        demo = "演示数据 · " if self.is_demo else ""
        return (
            f"{demo}来源：{self.source} · 审图号：{review} · "
            f"{moment:%Y-%m-%d %H:%M} 由 {self.account} 生成"
        )


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    more.setdefault("textColor", _INK)
    return ParagraphStyle(
        name, fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK", **more
    )


# A line of Chinese begins with none of these; the library's own list lacks them.
_NEVER_FIRST = "，；：！？”’》〉、。）"


def _register() -> None:
    for module in (paragraph, textsplit):
        missing = [one for one in _NEVER_FIRST if one not in module.ALL_CANNOT_START]
        module.ALL_CANNOT_START += "".join(missing)
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(_FILE)))


def text(words: str, *, size: float = 10.5, is_second: bool = False) -> Flowable:
    """A paragraph; nothing in it is read as markup."""
    style = _style(
        f"text{size}{is_second}", size, textColor=_SECOND if is_second else _INK, spaceBefore=4
    )
    return Paragraph(escape(words), style)


def heading(words: str) -> Flowable:
    """A heading above a table or a chart."""
    return Paragraph(
        escape(words), _style("heading", 13, spaceBefore=10, spaceAfter=4, keepWithNext=1)
    )


def said(sentences: Sequence[str]) -> Flowable:
    """What is to be read first, in a box."""
    words = [[Paragraph(escape(one), _style("said", 11.5))] for one in sentences]
    box = Table(words, colWidths=[_WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), _SOFT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, _BAR),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return box


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = ()
) -> Flowable:
    """A table whose first column is words and whose others are figures."""
    words, figures = _style("cell", 9), _style("figure", 9, alignment=TA_RIGHT)
    cells = [
        [Paragraph(escape(str(cell)), figures if at else words) for at, cell in enumerate(row)]
        for row in [header, *rows]
    ]
    parts = list(widths) or [1.6] + [1.0] * (len(header) - 1)
    made = Table(cells, colWidths=[_WIDTH * part / sum(parts) for part in parts], repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), _SOFT),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return made


def bars(rows: Sequence[tuple[str, float, str]]) -> Flowable:
    """Horizontal bars from zero, each with its name and its value."""
    height, name_width, value_width = 15, 80, 60
    most = max((value for _, value, _ in rows), default=0) or 1
    drawing = Drawing(_WIDTH, height * len(rows))
    for at, (name, value, shown) in enumerate(rows):
        y = height * (len(rows) - 1 - at)
        length = (_WIDTH - name_width - value_width) * value / most
        drawing.add(String(0, y + 4, name, fontName=FONT, fontSize=9, fillColor=_INK))
        drawing.add(Rect(name_width, y + 2, length, height - 5, fillColor=_BAR, strokeColor=None))
        x = name_width + length + 5
        drawing.add(String(x, y + 4, shown, fontName=FONT, fontSize=9, fillColor=_INK))
    return drawing


def together(*parts: Flowable) -> Flowable:
    """Parts that stay on one page."""
    return KeepTogether([*parts])


def gap() -> Flowable:
    """A little room."""
    return Spacer(1, 3 * mm)


def paper(title: str, subtitle: str, story: Sequence[Flowable], imprint: Imprint) -> bytes:
    """The paper as a PDF file."""
    _register()
    kept = io.BytesIO()
    document = SimpleDocTemplate(
        kept,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=20 * mm,
        title=title,
        author=imprint.account,
        subject=subtitle,
        lang="zh-CN",
    )

    def foot(canvas: Any, page: Any) -> None:
        canvas.saveState()
        canvas.setStrokeColor(_LINE)
        canvas.line(18 * mm, 15 * mm, A4[0] - 18 * mm, 15 * mm)
        canvas.setFont(FONT, 8)
        canvas.setFillColor(_SECOND)
        canvas.drawString(18 * mm, 10 * mm, imprint.words())
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, f"第 {page.page} 页")
        canvas.restoreState()

    head: list[Flowable] = [
        Paragraph(escape(title), _style("title", 20, spaceAfter=2)),
        text(subtitle, size=10, is_second=True),
        gap(),
    ]
    document.build([*head, *story], onFirstPage=foot, onLaterPages=foot)
    return kept.getvalue()


def prepare() -> None:
    """Make the font known, before a flowable measures its words."""
    _register()
