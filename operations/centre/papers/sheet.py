"""What a form is made of: heading, tables of facts, written words, lines to fill in and to sign.

Where nothing is known there is a line to write on by hand, never a word of the program. A letter
the font lacks is printed as 〓 and said so at the foot: a name must not lose a letter unseen.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from domain.centre.papers.filed import Slot
from operations.prints.paper import FONT, prepare

LEFT, RIGHT, TOP, BOTTOM = 26 * mm, 20 * mm, 20 * mm, 22 * mm
# What the frame of a page leaves of the width: tables and lines begin where the words do.
WIDTH = A4[0] - LEFT - RIGHT - 12
BLANK = "＿"
LACKED = "〓"
_GREY = HexColor("#555555")
_LINE_HEIGHT = 9 * mm
SLOT_WIDTH, SLOT_HEIGHT = 62 * mm, 11.5 * mm
# Rows of a table, and lines to sign, that are kept on one page.
_KEPT_WHOLE, _SIGNED_WHOLE, _LAST_WORDS = 12, 8, 3
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of every page of a form."""

    code: str
    account: str
    at: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Printed:
    """A form as a file, how many pages it has, and where it is signed."""

    content: bytes
    pages: int
    slots: tuple[Slot, ...]


def blank(letters: int = 8) -> str:
    """A line to write on, inside a sentence."""
    return BLANK * letters


def known(value: object, letters: int = 8) -> str:
    """A value, or a line to write it on."""
    return str(value) if value not in (None, "") else blank(letters)


class Sheet:
    """A form that is being written."""

    def __init__(self, heading: str, title: str, number: str = "") -> None:
        prepare()
        self.title = title
        self.lacks = False
        self._signed: list[_SignLine] = []
        self.story: list[Flowable] = [
            self._paragraph(heading, 11, alignment=TA_CENTER, textColor=_GREY),
            self._paragraph(title, 19, alignment=TA_CENTER, spaceAfter=2),
        ]
        if number:
            self.story.append(self._paragraph(number, 11, alignment=TA_RIGHT))
        self.story.append(Spacer(1, 4 * mm))

    # words ------------------------------------------------------------------------------------

    def printable(self, words: str) -> str:
        """Words of which every letter can be printed; nothing in them is markup."""
        glyphs = pdfmetrics.getFont(FONT).face.charToGlyph
        plain = words.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " ")
        made = "".join(one if ord(one) in glyphs or one == "\n" else LACKED for one in plain)
        self.lacks = self.lacks or made != plain
        return escape(made)

    def _paragraph(self, words: str, size: float = 11, **more: Any) -> Paragraph:
        more.setdefault("textColor", black)
        style = ParagraphStyle(
            "form", fontName=FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **more
        )
        return Paragraph(self.printable(words), style)

    def says(self, words: str, *, indent: bool = True) -> None:
        """Paragraphs of running words, one to a line of `words`."""
        first = 22 if indent else 0
        for line in words.split("\n"):
            if line.strip():
                self.story.append(self._paragraph(line, firstLineIndent=first, spaceAfter=2))

    def head(self, words: str) -> None:
        """The heading of a part."""
        self.story.append(self._paragraph(words, 12, spaceBefore=7, spaceAfter=2, keepWithNext=1))

    def part(self, heading: str, words: str | None, lines: int = 4) -> None:
        """A heading, and below it what is known, or lines to write on."""
        self.head(heading)
        if words and words.strip():
            self.says(words)
        else:
            self.write_on(lines)

    def write_on(self, lines: int) -> None:
        """Empty lines for a hand."""
        self.story.append(_Ruled(lines))

    def listed(self, items: Sequence[str]) -> None:
        """Numbered sentences."""
        for at, item in enumerate(items, 1):
            self.story.append(
                self._paragraph(f"{at}. {item}", leftIndent=22, firstLineIndent=-14, spaceAfter=1)
            )

    def gap(self, height_mm: float = 4) -> None:
        """A little room."""
        self.story.append(Spacer(1, height_mm * mm))

    def right(self, words: str) -> None:
        """A line on the right: a seal, a date."""
        self.story.append(self._paragraph(words, alignment=TA_RIGHT, spaceBefore=3))

    # tables -----------------------------------------------------------------------------------

    def facts(self, rows: Sequence[Row], widths: Sequence[float] = ()) -> None:
        """A ruled table of names and values in turn; a row of two takes the whole width."""
        columns = max(len(row) for row in rows)
        cells, spans = [], []
        for at, row in enumerate(rows):
            made: list[Any] = [
                self._paragraph(cell, 10.5, alignment=TA_CENTER if place % 2 == 0 else 0)
                for place, cell in enumerate(row)
            ]
            if len(row) < columns:
                spans.append(("SPAN", (len(row) - 1, at), (-1, at)))
            cells.append([*made, *[""] * (columns - len(row))])
        share = list(widths) or [1.0, 2.2] * (columns // 2)
        self._ruled(cells, share, spans)

    def columns(
        self, header: Row, rows: Sequence[Row], widths: Sequence[float], *, sums: Sequence[int] = ()
    ) -> None:
        """A ruled table with a head that is repeated on every page; a short one stays on one.

        Args:
            header: the heads.
            rows: as many cells each.
            widths: the share of each column.
            sums: places of columns of sums, which stand on the right.
        """
        cells = [
            [
                self._paragraph(
                    cell,
                    10.5,
                    alignment=TA_RIGHT if at and place in sums else 0 if at else TA_CENTER,
                )
                for place, cell in enumerate(row)
            ]
            for at, row in enumerate([header, *rows])
        ]
        self._ruled(cells, widths, [], repeat=1)
        if len(rows) <= _KEPT_WHOLE:
            self.story.append(KeepTogether([self.story.pop()]))

    def _ruled(
        self, cells: list[list[Any]], share: Sequence[float], spans: list[Any], repeat: int = 0
    ) -> None:
        widths = [WIDTH * part / sum(share) for part in share]
        table = Table(cells, colWidths=widths, repeatRows=repeat, spaceAfter=6)
        style = [
            ("GRID", (0, 0), (-1, -1), 0.6, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            # the letters stand high in a line of 1.6
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            *spans,
        ]
        table.setStyle(TableStyle(style))
        self.story.append(table)

    # signatures -------------------------------------------------------------------------------

    def signed(self, lines: Sequence[tuple[str, str, str]], below: Sequence[str] = ()) -> None:
        """Lines to be signed, kept on one page with the seals and dates below them.

        Args:
            lines: the slot's name, what is read before the line, and the party's id or nothing.
            below: lines on the right, such as a seal and a date.
        """
        made = [_SignLine(name, self.printable(label), who) for name, label, who in lines]
        self._signed += made
        ends = [self._paragraph(one, alignment=TA_RIGHT, spaceBefore=4) for one in below]
        # Nobody signs a page that says nothing: the last words come along.
        before = [*self._last_words(), Spacer(1, 4 * mm)]
        if len(made) <= _SIGNED_WHOLE:
            self.story.append(KeepTogether([*before, *made, *ends]))
            return
        # Many signers fill more than a page: only the last few stay with the seal.
        self.story += [KeepTogether([*before, made[0]]), *made[1:-4]]
        self.story.append(KeepTogether([*made[-4:], *ends]))

    def _last_words(self) -> list[Flowable]:
        """The last paragraphs, taken off the end, to be kept with what follows."""
        found: list[Flowable] = []
        while len(found) < _LAST_WORDS and isinstance(self.story[-1], Paragraph):
            found.insert(0, self.story.pop())
        return found

    def printed(self, foot: Foot) -> Printed:
        """The form as a PDF file."""
        kept = io.BytesIO()
        document = SimpleDocTemplate(
            kept,
            pagesize=A4,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=self.title,
            author=foot.account,
            subject=foot.code,
            lang="zh-CN",
        )
        count = 0

        class Numbered(Canvas):  # type: ignore[misc]
            """A canvas that knows how many pages there are when it draws the foot of each."""

            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, **more)
                self._pages: list[dict[str, Any]] = []

            def showPage(self) -> None:  # noqa: N802 - the library's own name
                self._pages.append(dict(self.__dict__))
                self._startPage()

            def save(self) -> None:
                nonlocal count
                count = len(self._pages)
                for page in self._pages:
                    self.__dict__.update(page)
                    draw_foot(self, count)
                    super().showPage()
                super().save()

        def draw_foot(canvas: Any, pages: int) -> None:
            canvas.setFont(FONT, 8)
            canvas.setFillColor(_GREY)
            moment = f"{foot.at.astimezone(foot.zone):%Y-%m-%d %H:%M}"
            note = "　“〓”为字库所缺的字，请手写补正" if self.lacks else ""
            account = self.printable(foot.account)
            canvas.drawString(LEFT, 12 * mm, f"{foot.code}　{moment} {account} 打印{note}")
            canvas.drawRightString(
                A4[0] - RIGHT, 12 * mm, f"第 {canvas.getPageNumber()} 页 共 {pages} 页"
            )

        document.build(self.story, canvasmaker=Numbered)
        slots = tuple(line.slot for line in self._signed if line.slot is not None)
        return Printed(kept.getvalue(), count, slots)


class _Ruled(Flowable):  # type: ignore[misc]
    """Lines to write on; they go on over the page."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = lines

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.lines * _LINE_HEIGHT

    def split(self, _width: float, height: float) -> list[Flowable]:
        fits = int(height // _LINE_HEIGHT)
        return [_Ruled(fits), _Ruled(self.lines - fits)] if 0 < fits < self.lines else []

    def draw(self) -> None:
        self.canv.setLineWidth(0.5)
        for at in range(self.lines):
            self.canv.line(0, at * _LINE_HEIGHT + 2, self.width, at * _LINE_HEIGHT + 2)


class _SignLine(Flowable):  # type: ignore[misc]
    """A line to be signed; once it is drawn it knows where it is."""

    def __init__(self, name: str, label: str, party_id: str) -> None:
        super().__init__()
        self.name, self.label, self.party_id = name, label, party_id
        self.slot: Slot | None = None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, SLOT_HEIGHT + 1.5 * mm

    def draw(self) -> None:
        style = ParagraphStyle(
            "sign", fontName=FONT, fontSize=11, leading=15, wordWrap="CJK", alignment=TA_RIGHT
        )
        room = self.width - SLOT_WIDTH - 30 * mm
        label = Paragraph(self.label.replace("\n", "<br/>"), style)
        _, height = label.wrap(room, SLOT_HEIGHT)
        label.drawOn(self.canv, 0, max(1.0, 3 * mm - (height - 15)))
        x = room + 2 * mm
        self.canv.setLineWidth(0.6)
        self.canv.line(x, 1.5 * mm, x + SLOT_WIDTH, 1.5 * mm)
        self.canv.setFont(FONT, 10)
        self.canv.drawString(x + SLOT_WIDTH + 2 * mm, 2.5 * mm, "　年　月　日")
        left, bottom = self.canv.absolutePosition(x, 1.5 * mm)
        page = self.canv.getPageNumber()
        self.slot = Slot(
            self.name, self.party_id, page, round(left, 2), round(bottom, 2),
            round(SLOT_WIDTH, 2), round(SLOT_HEIGHT, 2),
        )  # fmt: skip
