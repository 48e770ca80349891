"""A dossier of 60 pages is joined within its time, in a process of its own, with progress."""

import asyncio
import io
import time

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from domain.centre.papers.forms import PaperForm
from domain.errors import InvalidError
from operations.centre.papers.drawing import form_pdf
from operations.files.decoding import Decoding
from operations.files.packing import Part, packed, unpacked
from tests.centre.papers.paper_facts import agreed_facts, pages_of

PDF = "application/pdf"
SAID = {"mark": "导出 talker", "first": 1, "title": "x"}
# Five seconds on a machine of its own; tests share theirs with others.
WITHIN_CPU_S = 5.0


def a_scan(number: int) -> bytes:
    """A page of 300 dots per inch, as scanners send them."""
    kept = io.BytesIO()
    page = Image.effect_noise((1240, 1754), 12).resize((2480, 3508)).convert("RGB")
    page.putpixel((number, number), (0, 0, 0))
    page.save(kept, "JPEG", quality=85)
    return kept.getvalue()


async def joined(parts: list[Part], **said: object) -> bytes:
    raw = packed({**SAID, **said}, parts)
    return (await Decoding().run("join", raw, actor="talker")).body


def test_what_is_packed_is_unpacked() -> None:
    parts = [Part("a", PDF, b"\n\x00{}"), Part("b", "image/jpeg", b"")]
    facts, told = unpacked(packed({"mark": "标"}, parts))
    assert facts["mark"] == "标" and told == parts


async def test_60_pages_are_joined_in_time_and_the_loop_stays_free() -> None:
    form = form_pdf(agreed_facts(), PaperForm.AGREEMENT, {})
    scans = [a_scan(n) for n in range(4)]
    parts = [Part("封面", PDF, form.content)]
    parts += [Part("表", PDF, form.content)] * 10
    parts += [Part("照", "image/jpeg", scans[n % 4]) for n in range(60 - 11 * form.pages)]
    raw = packed(SAID, parts)
    longest, told = 0.0, []

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before - 0.005)

    watching = asyncio.create_task(watch())
    began = children_cpu_s()
    made = await Decoding().run(
        "join", raw, actor="talker", progress=lambda done, of: told.append((done, of))
    )
    spent = children_cpu_s() - began
    watching.cancel()
    assert spent < WITHIN_CPU_S, f"{spent:.1f} s of processor"
    assert longest < 0.5
    assert told[-1] == (len(parts) + 1, len(parts) + 1) and told == sorted(told)
    pages = pages_of(made.body)
    assert len(pages) == 60
    numbered = 60 - form.pages
    assert f"1/{numbered}" in pages[form.pages] and f"{numbered}/{numbered}" in pages[-1]


def children_cpu_s() -> float:
    """The processor time of processes that have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def test_a_page_that_lies_on_its_side_bears_its_number_upright() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842).rotate(90)
    writer.add_blank_page(1190, 842)
    kept = io.BytesIO()
    writer.write(kept)
    made = await joined([Part("x", PDF, kept.getvalue())], first=0)
    assert [page.split("导出")[0] for page in pages_of(made)] == ["", ""]
    assert ["1/2" in one or "2/2" in one for one in pages_of(made)] == [True, True]
    first = PdfReader(io.BytesIO(made)).pages[0]
    assert first.rotation == 0 and first.mediabox.width > first.mediabox.height


async def test_what_hangs_on_a_page_stays_behind() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("http://x")}
    )
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): act})
    page[NameObject("/Annots")] = ArrayObject([link])
    kept = io.BytesIO()
    writer.write(kept)
    made = await joined([Part("x", PDF, kept.getvalue())], first=0)
    assert "/Annots" not in PdfReader(io.BytesIO(made)).pages[0]
    assert b"http://x" not in made


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"%PDF-1.4\nxref\n0 1\n", b"\x00" * 400])
async def test_a_part_nobody_can_read_is_named(content: bytes) -> None:
    for media_type in (PDF, "image/jpeg"):
        with pytest.raises(InvalidError) as refused:
            await joined([Part("考勤表", media_type, content)])
        assert refused.value.says == "part_damaged"
        assert refused.value.values["name"] == "考勤表"


async def test_too_many_pages_are_refused() -> None:
    writer = PdfWriter()
    for _ in range(1600):
        writer.add_blank_page(10, 10)
    kept = io.BytesIO()
    writer.write(kept)
    with pytest.raises(InvalidError) as refused:
        await joined([Part("x", PDF, kept.getvalue())])
    assert refused.value.says == "dossier_too_long"
