"""Files of any subject come in pieces, go on after a break, and are kept with their hashes."""

import hashlib
import io
import os
import time
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.subject_key import SubjectKey, of_incident
from operations.clock import utc_now
from operations.files import shelf as shelves
from operations.files.chunked import MOST_OF_ONE, PIECE, ChunkedUploads
from tests.operations.door_parts import put_units
from tests.support.door import Door

FILES = "/api/v1/files"
A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n"
pytestmark = pytest.mark.asyncio(loop_scope="module")


def a_photo(side: int = 40) -> bytes:
    body = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(body, "PNG")
    return body.getvalue() + b"a second file behind it"


def a_film(size: int) -> bytes:
    head = (16).to_bytes(4, "big") + b"ftypisom\0\0\0\0" + (48).to_bytes(4, "big") + b"moov"
    data = os.urandom(size - len(head) - 40 - 8)
    return head + b"\0" * 40 + (len(data) + 8).to_bytes(4, "big") + b"mdat" + data


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def number(client: httpx.AsyncClient) -> str:
    body = {"key": "files-of-any", "class": "fire", "lat": 33.81, "lon": 116.71}
    return str((await client.post("/api/v1/desk/incidents", json=body)).json()["number"])


async def begun(client: httpx.AsyncClient, about: SubjectKey, body: bytes, **more) -> dict:
    wanted = {
        "subject_kind": about.kind, "subject_id": about.id, "name": "现场.png", "size": len(body),
        **more,
    }  # fmt: skip
    answer = await client.post(f"{FILES}/uploads", json=wanted)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def sent(client: httpx.AsyncClient, upload_id: str, offset: int, piece: bytes):
    address = f"{FILES}/uploads/{upload_id}"
    return await client.put(address, params={"offset": offset}, content=piece)


async def whole(client: httpx.AsyncClient, about: SubjectKey, body: bytes, **more):
    upload = await begun(client, about, body, **more)
    for at in range(0, len(body), upload["piece"]):
        answer = await sent(client, upload["upload_id"], at, body[at : at + upload["piece"]])
        assert answer.status_code == 200, answer.text
    return await client.post(f"{FILES}/uploads/{upload['upload_id']}/finish")


async def test_a_large_file_goes_on_where_it_broke_off(client, number):
    body = a_film(3 * PIECE + 7)
    told = hashlib.sha256(body).hexdigest()
    upload = await begun(client, of_incident(number), body, sha256=told)
    held = upload["upload_id"]
    assert (await sent(client, held, 0, body[:PIECE])).json()["offset"] == PIECE
    again = await sent(client, held, 0, body[:PIECE])
    assert (again.status_code, again.json()["offset"]) == (200, PIECE)
    gap = await sent(client, held, 2 * PIECE, body[2 * PIECE : 3 * PIECE])
    assert (gap.status_code, gap.json()["error"]["field"]) == (409, "offset")
    early = await client.post(f"{FILES}/uploads/{held}/finish")
    assert early.status_code == 409
    at = (await client.get(f"{FILES}/uploads/{held}")).json()["offset"]
    assert at == PIECE
    while at < len(body):
        at = (await sent(client, held, at, body[at : at + PIECE])).json()["offset"]
    made = await client.post(f"{FILES}/uploads/{held}/finish")
    assert made.status_code == 201, made.text
    file = made.json()
    assert (file["type"], file["size"], file["number"]) == ("video/mp4", len(body), number)
    assert file["received_sha256"] == file["sha256"] == told
    assert (await client.post(f"{FILES}/uploads/{held}/finish")).json()["file_id"] == file[
        "file_id"
    ]
    got = await client.get(file["url"])
    assert got.content == body
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_a_film_is_sought_in_and_each_part_is_as_safe_as_the_whole(client, number):
    body = a_film(PIECE)
    url = (await whole(client, of_incident(number), body)).json()["url"]
    first = await client.get(url, headers={"range": "bytes=0-"})
    assert (first.status_code, first.headers["accept-ranges"]) == (206, "bytes")
    for asked, part in (
        ("bytes=100-299", body[100:300]),
        (f"bytes={len(body) - 5}-", body[-5:]),
        ("bytes=-7", body[-7:]),
    ):
        got = await client.get(url, headers={"range": asked})
        assert (got.status_code, got.content) == (206, part), asked
        assert got.headers["content-type"] == "video/mp4"
        assert got.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in got.headers["content-security-policy"]
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in got.headers["cache-control"]
    beyond = await client.get(url, headers={"range": f"bytes={len(body)}-"})
    assert beyond.status_code == 416


async def test_a_pdf_is_saved_and_never_opened_in_the_page(client, number):
    kept = (await whole(client, of_incident(number), A_PDF, name="a.pdf")).json()
    got = await client.get(kept["url"])
    assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
    assert got.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in got.headers["content-security-policy"]


async def test_a_photo_keeps_the_hashes_of_what_came_and_of_what_is_kept(client, number):
    body = a_photo()
    file = (await whole(client, of_incident(number), body)).json()
    assert file["received_sha256"] == hashlib.sha256(body).hexdigest()
    kept = (await client.get(file["url"])).content
    assert file["sha256"] == hashlib.sha256(kept).hexdigest() != file["received_sha256"]
    assert len(file["photo_hash"]) == 16
    card = (await client.get(f"/api/v1/desk/incidents/{number}")).json()
    assert file["file_id"] in {one["file_id"] for one in card["files"]}


async def test_a_unit_may_have_files_and_an_unknown_subject_none(client, door: Door):
    put_units(door, "P1")
    about = SubjectKey("unit", "P1")
    file = (await whole(client, about, a_photo())).json()
    assert (file["subject_kind"], file["subject_id"], file["number"]) == ("unit", "P1", "")
    listed = await client.get(FILES, params={"subject_kind": "unit", "subject_id": "P1"})
    assert [one["file_id"] for one in listed.json()["items"]] == [file["file_id"]]
    for kind, key in (("unit", "nobody"), ("rumour", "P1"), ("incident", "LS0")):
        wanted = {"subject_kind": kind, "subject_id": key, "name": "a", "size": 9}
        assert (await client.post(f"{FILES}/uploads", json=wanted)).status_code == 404, kind
    assert (await client.get(f"{FILES}/file-{'0' * 32}")).status_code == 404


async def test_what_is_not_what_the_sender_said_is_thrown_away(client, number):
    answer = await whole(client, of_incident(number), a_photo(), sha256="0" * 64)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "sha256")
    hostile = await whole(client, of_incident(number), b"<script>alert(1)</script>")
    assert hostile.status_code == 422


async def test_sizes_are_bounded(client, number):
    about = {"subject_kind": "incident", "subject_id": number, "name": "a"}
    for size in (30 * 2**20 + 1, 0, -1):
        answer = await client.post(f"{FILES}/uploads", json={**about, "size": size})
        assert answer.status_code == 422
    upload = await begun(client, of_incident(number), b"x" * 10)
    beyond = await sent(client, upload["upload_id"], 0, b"x" * 11)
    assert beyond.status_code == 422
    large = await sent(client, upload["upload_id"], 0, b"x" * (PIECE + 1))
    assert large.status_code == 413


async def test_an_upload_is_its_senders_alone_and_one_account_has_few(door: Door, number):
    uploads: ChunkedUploads = door.parts.uploads
    li, zhao = Caller("li", "dispatcher"), Caller("zhao", "dispatcher")
    about = of_incident(number)
    held = [await uploads.begin(about, "a", 9, None, caller=li) for _ in range(MOST_OF_ONE)]
    with pytest.raises(NotFoundError):
        await uploads.add(held[0]["upload_id"], 0, b"x", caller=zhao)
    with pytest.raises(Exception, match="too_many_uploads"):
        await uploads.begin(about, "a", 9, None, caller=li)
    await uploads.begin(about, "a", 9, None, caller=zhao)
    with pytest.raises(NotFoundError):
        await uploads.drop(held[1]["upload_id"], caller=zhao)
    await uploads.drop(held[1]["upload_id"], caller=li)
    await uploads.begin(about, "a", 9, None, caller=li)
    uploads._now = lambda: utc_now() + timedelta(hours=25)
    with pytest.raises(NotFoundError):
        await uploads.state(held[0]["upload_id"], caller=li)
    await uploads.begin(about, "a", 9, None, caller=li)
    uploads._now = utc_now


async def test_a_subject_has_a_quota_of_bytes(client, door: Door, number, monkeypatch):
    folder = door.parts.uploads._folder
    before = len(list(folder.glob("*.part")))
    small = shelves.Quota(size=10)
    held = door.parts.shelf._doors["incident"]
    monkeypatch.setitem(
        door.parts.shelf._doors, "incident", shelves.Door(held.see, held.add, small)
    )
    answer = await whole(client, of_incident(number), a_photo())
    assert answer.status_code == 409
    assert "附件合计" in answer.json()["error"]["message"]
    assert len(list(folder.glob("*.part"))) == before, "its place is given back"


async def test_what_a_power_cut_left_half_way_is_swept_and_what_is_written_now_is_not(client, door):
    folder = door.parts.shelf._folder
    folder.mkdir(exist_ok=True)
    left, written, kept = folder / "f1.0a.part", folder / "f2.0b.part", folder / "f3"
    for path in (left, written, kept):
        path.write_bytes(b"half")
    long_ago = time.time() - shelves.LEFT_OVER_AFTER_S - 1
    for path in (left, kept):
        os.utime(path, (long_ago, long_ago))
    assert await door.parts.shelf.sweep() == 1
    assert [path.exists() for path in (left, written, kept)] == [False, True, True]
    for path in (written, kept):
        path.unlink()


async def test_a_department_reads_no_file_of_what_is_not_its_own(client, door: Door, number):
    file = (await whole(client, of_incident(number), a_photo())).json()
    officer = Caller("wang", "department", department="housing")
    with pytest.raises(NotFoundError):
        await door.parts.shelf.items(of_incident(number), caller=officer)
    with pytest.raises(NotFoundError):
        await door.parts.shelf.read(file["file_id"], caller=officer)
