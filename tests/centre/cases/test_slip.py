"""The slip of a case: its code as text and QR code, what to bring, whom to call, and no person."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
import segno
from reportlab.graphics.shapes import Rect
from reportlab.pdfbase import pdfmetrics

from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.papers.slips import ALWAYS, OF_CATEGORY, OF_GROUPS, slip_of, to_bring
from domain.centre.premises.places import Centre, Place
from operations.centre.slip_paper import QR_SIDE, TITLE, qr, slip_pdf
from operations.prints.paper import FONT, prepare
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre
from tests.support.cases import a_case

CODE = "LS20260105-01-0001-9"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def a_centre(**more: str) -> Centre:
    window = Place("01", "综合受理一窗", phone=more.get("window", ""))
    return Centre("governance", {}, {}, windows={"01": window}, phone=more.get("centre", ""))


def test_the_phone_is_the_windows_or_else_the_centres():
    assert slip_of(a_case(), a_centre(window="0001", centre="0000")).phone == "0001"
    assert slip_of(a_case(), a_centre(centre="0000")).phone == "0000"
    machine = slip_of(a_case(window="00", channel=Channel.COURT), a_centre(centre="0000"))
    assert (machine.window, machine.phone) == ("", "0000")


def test_what_to_bring_goes_by_category_and_group():
    wages = OF_CATEGORY[Category.MIGRANT_WAGES]
    assert to_bring(a_case()) == (*ALWAYS, wages)
    assert to_bring(a_case(people_count=12)) == (*ALWAYS, wages, OF_GROUPS)
    assert to_bring(a_case(category=Category.OTHER)) == ALWAYS


def test_a_clock_that_stands_still_promises_no_day():
    assert slip_of(a_case(due_at=NOON), a_centre()).due_at == NOON
    assert slip_of(a_case(due_at=NOON, paused_at=NOON), a_centre()).due_at is None


def test_the_qr_code_is_the_code_of_the_case():
    wanted = [list(row) for row in segno.make(CODE, error="m", micro=False).matrix_iter(border=4)]
    module = QR_SIDE / len(wanted)
    dark = {
        (round(square.x / module), len(wanted) - 1 - round(square.y / module))
        for square in qr(CODE).contents
        if isinstance(square, Rect)
    }
    told = {(x, y) for y, row in enumerate(wanted) for x, is_dark in enumerate(row) if is_dark}
    assert dark == told


def test_the_font_knows_every_word_of_a_slip():
    prepare()
    glyphs = pdfmetrics.getFont(FONT).face.charToGlyph
    words = "".join((TITLE, OF_GROUPS, *ALWAYS, *OF_CATEGORY.values()))
    assert [letter for letter in words if ord(letter) not in glyphs] == []


def test_a_slip_is_one_page_of_a5():
    slip = slip_of(a_case(people_count=12, due_at=NOON), a_centre(window="0561-0000001"))
    made = slip_pdf(slip, place="烈山区", account="window-1", at=NOON, zone=UTC)
    assert made.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (420, 595)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("slip"))
    await made.start()
    yield made
    await made.stop()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_window_prints_it_and_a_stranger_gets_none(centre: TheCentre):
    code = await centre.take_in("slip")
    path = f"{CASES}/{code}/slip.pdf"
    answer = await centre.call("GET", path, "window")
    assert answer.status == 200
    assert answer.body.startswith(b"%PDF-")
    for content in (CLAIM, NAME, PHONE):
        assert content.encode() not in answer.body
    assert [one[2]["subject_id"] for one in centre.people.told("exported")][-1] == code
    for who in ("receives", "talker", "in-charge"):
        assert (await centre.call("GET", path, who)).status == 404
    assert f"/api/v1/cases/{code}/slip.pdf" in await centre.pressed("window", act="open", code=code)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_slip_of_a_sealed_case_asks_for_the_reason(centre: TheCentre):
    code = await centre.take_in("sealed-slip", matter="report", category="other")
    path = f"{CASES}/{code}/slip.pdf"
    assert (await centre.call("GET", path, "window")).status == 403
    assert (await centre.call_because(path, "window", "handed over")).status == 200
