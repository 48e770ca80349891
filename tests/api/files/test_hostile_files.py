"""Whatever a file does, it does to a process that is ended; who sent it reads a sentence."""

import asyncio
import contextlib
import sys
import time
import zlib
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from domain.errors import FullError, InvalidError
from operations.files.decoding import Bounds, Decoding
from operations.files.uploads import clean_upload
from tests.support import hostile_files as hostile

DESK = "/api/v1/desk"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def files(client: httpx.AsyncClient) -> str:
    """Where the files of an incident are sent."""
    body = {"key": "hostile-files", "class": "fire", "lat": 33.81, "lon": 116.71}
    made = await client.post(f"{DESK}/incidents", json=body)
    return f"{DESK}/incidents/{made.json()['number']}/files?name=a"


def is_sentence(answer: httpx.Response) -> bool:
    error = answer.json()["error"]
    return any("\u4e00" <= letter <= "\u9fff" for letter in error["message"])


@pytest.mark.parametrize("name", hostile.acting_pdfs())
async def test_a_pdf_that_acts_is_refused_however_it_is_hidden(client, files, name):
    answer = await client.post(files, content=hostile.acting_pdfs()[name])
    assert answer.status_code == 422, name
    assert is_sentence(answer)


async def test_ordinary_pdfs_are_kept(client, files):
    packed = b"3 0 << /Type /Page >>"
    for body in (
        hostile.a_pdf(),
        hostile.object_stream(zlib.compress(packed), b"/FlateDecode"),
        hostile.a_pdf(b"2 0 obj\n<< /S /URI /URI (http://a/JS /AA) >>\nendobj\n"),
        # What a picture holds by chance is no name.
        hostile.a_pdf(b"2 0 obj\n<< /Length 9 >>\nstream\n\x00/AA \x01/JS(\nendstream\nendobj\n"),
    ):
        answer = await client.post(files, content=body)
        assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("name", hostile.endless_pdf(1))
async def test_reading_a_pdf_takes_time_with_its_length(name):
    """Eight times the file takes eight times as long, not sixty-four times."""

    def seconds(count: int) -> float:
        body, begun = hostile.endless_pdf(count)[name], time.process_time()
        with contextlib.suppress(InvalidError):
            clean_upload(body)
        return time.process_time() - begun

    short = min(seconds(1_000) for _ in range(3))
    assert min(seconds(8_000) for _ in range(2)) < 24 * max(short, 0.002)


async def test_a_photo_of_a_present_phone_is_kept(client, files):
    answer = await client.post(files, content=hostile.phone_photo())
    assert answer.status_code == 201, answer.text
    assert (answer.json()["type"], answer.json()["width"]) == ("image/jpeg", 40)


async def test_a_picture_refined_without_end_is_refused_and_holds_nobody(client, files):
    bomb = hostile.endless_jpeg()
    uploads = [asyncio.create_task(client.post(files, content=bomb)) for _ in range(4)]
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    assert (await client.get(f"{DESK}/incidents?limit=5")).status_code == 200
    waited_s = time.monotonic() - begun
    answers = await asyncio.gather(*uploads)
    assert [answer.status_code for answer in answers] == [422] * 4
    assert all(map(is_sentence, answers))
    assert waited_s < 5


async def test_a_file_that_takes_too_long_is_given_up():
    slow = hostile.photo("PNG", (6000, 6000))
    with pytest.raises(InvalidError, match="file_too_costly"):
        await Decoding(Bounds(within_s=0.02)).run("upload", slow, actor="a")


async def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(
        "operations.files.decoding._command",
        lambda task: _our_python(
            "from operations.files import decoding_tasks as d\nd.MEMORY_BYTES = 400 * 2**20\n"
            f"d.main({task!r})"
        ),
    )
    with pytest.raises(InvalidError, match="file_too_costly"):
        await Decoding().run("upload", hostile.photo("PNG", (6000, 6000)), actor="a")


def _our_python(code: str) -> list[str]:
    root = str(Path(__file__).parents[3])
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r})\n{code}"]


async def test_an_account_has_one_file_read_at_a_time_and_few_waiting(client, files):
    whole = hostile.photo()
    answers = await asyncio.gather(*(client.post(files, content=whole) for _ in range(12)))
    statuses = sorted({answer.status_code for answer in answers})
    assert statuses == [201, 429]
    assert all(is_sentence(one) for one in answers if one.status_code == 429)


async def test_another_account_does_not_wait_for_many_files_of_one():
    decoding = Decoding(Bounds(at_once=2, of_one=4))
    photo = hostile.photo()
    order: list[str] = []

    async def send(actor: str) -> None:
        await decoding.run("upload", photo, actor=actor)
        order.append(actor)

    await asyncio.gather(*(send("busy") for _ in range(4)), send("other"))
    assert order.index("other") < 3
    with pytest.raises(FullError):
        await asyncio.gather(*(send("busy") for _ in range(5)))


@pytest.mark.parametrize("name", hostile.damaged_sheets())
async def test_a_damaged_table_is_refused_with_a_sentence(client, name):
    body = hostile.damaged_sheets()[name]
    answer = await client.post(f"{DESK}/roster", content=body)
    assert answer.status_code == 422, (name, answer.text)
    assert is_sentence(answer)


async def test_any_bytes_for_a_table_are_refused_with_a_sentence(client):
    whole = hostile.damaged_sheets()["index"]
    for at in range(40, len(whole), len(whole) // 12):
        broken = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        answer = await client.post(f"{DESK}/roster", content=broken)
        assert answer.status_code == 422, (at, answer.text)
