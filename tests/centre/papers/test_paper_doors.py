"""Papers of a case at the product's doors: printed, signed, brought, exported, and by whom."""

import asyncio
import hashlib
import io
import json
import random
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import pytest_asyncio
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from domain.centre.cases.case import CASE
from domain.centre.papers.filed import CASE_NUMBER
from domain.subject_key import SubjectKey
from tests.centre.papers.paper_facts import pages_of, said
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
STROKES = [[[0.1, 0.2], [0.5, 0.8], [0.9, 0.3]]]
OTHER_SIDE = [
    {"name": NAME, "phone": PHONE},
    {"name": "演示被申请人", "role": "respondent", "phone": "13800004171"},
]
STRANGERS = ("receives", "arbitrates", "talker", "in-charge", "other-window", "clerk", "ours")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("papers"))
    await made.start()
    yield made
    await made.stop()


def a_photo(colour: str = "white") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (600, 800), colour).save(kept, "JPEG")
    return kept.getvalue()


def a_pdf(pages: int) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


async def papers(centre: TheCentre, code: str, who: str = "mediates") -> dict[str, Any]:
    return centre.json(await centre.call("GET", f"{CASES}/{code}/papers", who))


async def filed(centre: TheCentre, code: str, who: str = "mediates", **body: Any) -> dict[str, Any]:
    return centre.json(await centre.call("POST", f"{CASES}/{code}/papers", who, body), 201)


async def brought(centre: TheCentre, code: str, raw: bytes, who: str = "mediates") -> str:
    """Send a file in pieces; its id."""
    wanted = {"subject_kind": "case", "subject_id": code, "name": "scan", "size": len(raw)}
    begun = centre.json(await centre.call("POST", "/api/v1/files/uploads", who, wanted), 201)
    address = f"/api/v1/files/uploads/{begun['upload_id']}"
    for at in range(0, len(raw), begun["piece"]):
        piece = raw[at : at + begun["piece"]]
        query = urlencode({"offset": at})
        sent = await centre.ask("PUT", address, who, body=piece, query=query)
        assert sent.status == 200, sent.body[:300]
    return centre.json(await centre.call("POST", f"{address}/finish", who, {}), 201)["file_id"]


async def agreed(centre: TheCentre, key: str, who: str = "mediates") -> str:
    """A case that was agreed in writing; its code."""
    code = await centre.handled(key, parties=OTHER_SIDE)
    await centre.done(code, who, "session", has_consent=True, text="双方到场")
    await centre.done(code, who, "agree", has_consent=True, form="written", agreement="演示条款")
    return code


async def test_a_frozen_form_is_filed_with_number_hash_and_lines(centre: TheCentre) -> None:
    code = await agreed(centre, "frozen")
    own = {"manner": "银行转账"}
    made = await filed(centre, code, how="printed", form="agreement_form", own=own)
    assert made["number"].startswith("（20") and "烈人调字第" in made["number"]
    assert [one["name"] for one in made["slots"]] == [
        "applicants-1", "respondents-1", "mediator-1", "recorder-1",
    ]  # fmt: skip
    answer = await centre.call("GET", f"{CASES}/{code}/files/{made['file_id']}", "mediates")
    assert hashlib.sha256(answer.body).hexdigest() == made["sha256"] == made["frozen_sha256"]
    told = said(answer.body)
    assert "银行转账" in told and "演示条款" in told and made["number"] in told
    story = (await centre.shown(code))["story"]
    assert story[-1]["step"] == "paper"


async def test_numbers_of_a_body_have_no_gap_and_none_is_given_twice(centre: TheCentre) -> None:
    codes = [await agreed(centre, f"number-{n}") for n in range(4)]
    made = await asyncio.gather(
        *(filed(centre, code, how="printed", form="rights_notice_form") for code in codes * 2)
    )
    by_case = {code: {one["number"] for one in made[at::4]} for at, code in enumerate(codes)}
    assert all(len(one) == 1 for one in by_case.values())
    with centre.parts.store.transaction() as tx:
        records = [tx.newest_about(CASE_NUMBER.name, SubjectKey(CASE.name, c)) for c in codes]
    serials = sorted(record.state["serial"] for [record] in records)
    assert serials == list(range(serials[0], serials[0] + 4))


async def test_the_case_keeps_what_was_filed_a_moment_ago(centre: TheCentre) -> None:
    code = await agreed(centre, "kept-papers")

    def kept() -> tuple[str, ...]:
        with centre.parts.store.transaction() as tx:
            return tuple(tx.newest(CASE.name, code).state["papers"] or ())

    paper = await filed(centre, code, how="handed_over", item="identity")
    assert "identity" in kept()
    path = f"{CASES}/{code}/papers/{paper['paper_id']}/removal"
    centre.json(await centre.call("POST", path, "mediates", {}))
    assert "identity" not in kept()


async def test_a_number_another_body_gave_is_written_down(centre: TheCentre) -> None:
    code = await agreed(centre, "court-number")
    body = {"body": "litigation", "words": "（2026）皖0604诉前调1号"}
    answer = await centre.call("POST", f"{CASES}/{code}/numbers", "mediates", body)
    assert centre.json(answer, 201)["words"] == body["words"]
    assert body["words"] in str((await papers(centre, code))["numbers"])


async def signed(
    centre: TheCentre, code: str, paper_id: str, slot: str, strokes: Any = STROKES
) -> Any:
    path = f"{CASES}/{code}/papers/{paper_id}/signatures"
    body = {"slot": slot, "strokes": strokes, "aspect": 3.0}
    return await centre.call("POST", path, "mediates", body)


async def test_signatures_are_placed_one_by_one_and_the_last_makes_it_hold(
    centre: TheCentre,
) -> None:
    code = await agreed(centre, "signed")
    paper = await filed(centre, code, how="printed", form="agreement_form")
    items = {one["item"]: one for one in (await papers(centre, code))["items"]}
    assert not items["agreement"]["is_there"]
    hashes = {paper["sha256"]}
    for at, slot in enumerate(paper["slots"], 1):
        after = centre.json(await signed(centre, code, paper["paper_id"], slot["name"]), 201)
        assert after["sha256"] == after["signatures"][-1]["sha256"]
        assert after["frozen_sha256"] == paper["sha256"]
        hashes.add(after["sha256"])
        view = await papers(centre, code)
        is_last = at == len(paper["slots"])
        assert (view["effective_on"] is not None) is is_last
        assert {one["item"]: one for one in view["items"]}["agreement"]["is_there"] is is_last
        assert view["loose"] == []
    assert len(hashes) == len(paper["slots"]) + 1
    body = (await centre.call("GET", f"{CASES}/{code}/files/{after['file_id']}", "mediates")).body
    assert hashlib.sha256(body).hexdigest() == after["sha256"]
    assert said(body).count("平板签名") == len(paper["slots"])
    assert paper["sha256"][:16] in said(body) and "演示条款" in said(body)


@pytest.mark.parametrize(
    ("strokes", "says"),
    [
        ([], "还没有签名"),
        ([[[0.5, 0.5]]], "还没有签名"),
        ([[[0.1, 0.1], [1.4, 0.5]]], "超出"),
        ([[[0, 1]] * 4001], "过多"),
    ],
)
async def test_what_is_no_signature_is_refused(centre: TheCentre, strokes: Any, says: str) -> None:
    code = await agreed(centre, f"no-signature-{says}-{len(strokes)}")
    paper = await filed(centre, code, how="printed", form="rights_notice_form")
    answer = await signed(centre, code, paper["paper_id"], "applicants-1", strokes)
    assert answer.status == 422
    assert says in json.loads(answer.body)["error"]["message"]


async def test_a_line_is_signed_once_and_two_at_a_time_lose_nothing(centre: TheCentre) -> None:
    code = await agreed(centre, "twice")
    paper = await filed(centre, code, how="printed", form="agreement_form")
    pid = paper["paper_id"]
    answers = await asyncio.gather(
        signed(centre, code, pid, "applicants-1"), signed(centre, code, pid, "mediator-1")
    )
    for slot, answer in zip(("applicants-1", "mediator-1"), answers, strict=True):
        assert answer.status in {201, 404, 409}
        if answer.status != 201:
            assert (await signed(centre, code, pid, slot)).status == 201
    assert (await signed(centre, code, pid, "applicants-1")).status == 409
    assert (await signed(centre, code, pid, "nobody-1")).status == 404
    [now] = [one for one in (await papers(centre, code))["papers"] if one["paper_id"] == pid]
    assert len(now["signatures"]) == 2
    body = (await centre.call("GET", f"{CASES}/{code}/files/{now['file_id']}", "mediates")).body
    assert said(body).count("平板签名") == 2


async def test_a_scan_comes_in_pieces_and_belongs_to_an_item(centre: TheCentre) -> None:
    code = await agreed(centre, "scan")
    file_id = await brought(centre, code, a_photo())
    assert [one["file_id"] for one in (await papers(centre, code))["loose"]] == [file_id]
    made = await filed(centre, code, how="scan", file_id=file_id, item="identity", note="身份证")
    assert made["pages"] == 1
    view = await papers(centre, code)
    assert view["loose"] == []
    assert {one["item"]: one["is_there"] for one in view["items"]}["identity"]
    again = {"how": "scan", "file_id": file_id, "item": "evidence"}
    assert (await centre.call("POST", f"{CASES}/{code}/papers", "mediates", again)).status == 409
    path = f"{CASES}/{code}/papers/{made['paper_id']}/removal"
    assert (await centre.call("POST", path, "mediates", {})).status == 200
    view = await papers(centre, code)
    assert not {one["item"]: one["is_there"] for one in view["items"]}["identity"]
    assert [one["file_id"] for one in view["loose"]] == [file_id]


async def test_a_scan_whose_file_is_taken_away_is_there_no_more(centre: TheCentre) -> None:
    code = await agreed(centre, "lost")
    file_id = await brought(centre, code, a_photo())
    await filed(centre, code, how="scan", file_id=file_id, item="identity")
    gone = await centre.call(
        "POST", f"/api/v1/files/{file_id}/removal", "mediates", {"reason": "拍糊了"}
    )
    assert gone.status == 201
    items = {one["item"]: one["is_there"] for one in (await papers(centre, code))["items"]}
    assert not items["identity"]


async def test_a_scan_of_30_mb_arrives_and_one_byte_more_does_not(centre: TheCentre) -> None:
    code = await agreed(centre, "large")
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    image = StreamObject()
    image.set_data(random.Random(7).randbytes(30 * 2**20 - 4096))
    image[NameObject("/Filter")] = NameObject("/DCTDecode")
    page[NameObject("/Scan")] = writer._add_object(image)
    kept = io.BytesIO()
    writer.write(kept)
    raw = kept.getvalue()
    assert 30 * 2**20 - 4096 < len(raw) <= 30 * 2**20
    wanted = {"subject_kind": "case", "subject_id": code, "name": "x", "size": 30 * 2**20 + 1}
    assert (await centre.call("POST", "/api/v1/files/uploads", "mediates", wanted)).status == 422
    file_id = await brought(centre, code, raw)
    made = await filed(centre, code, how="scan", file_id=file_id, item="evidence")
    assert made["file_id"] == file_id


async def test_closing_asks_for_what_is_really_there(centre: TheCentre) -> None:
    code = await agreed(centre, "close")
    for item in ("application", "rights_notice", "identity", "mediation_record", "agreement"):
        await filed(centre, code, how="handed_over", item=item, signed_on="2026-01-05")
    report = await filed(centre, code, how="printed", form="closing_report_form")
    await centre.done(code, "window", "call_back", text="已履行", satisfaction=5)
    view = await papers(centre, code)
    assert [one["item"] for one in view["items"] if one["is_must"] and not one["is_there"]] == []
    assert view["effective_on"] == "2026-01-05"
    path = f"{CASES}/{code}/papers/{report['paper_id']}/removal"
    assert (await centre.call("POST", path, "duty", {})).status == 200
    refused = await centre.step(code, "reviewer", "close")
    assert refused.status == 409 and "结案报告" in refused.body.decode()
    await filed(centre, code, "duty", how="printed", form="closing_report_form")
    await centre.done(code, "reviewer", "close")
    closed = await centre.call(
        "POST", f"{CASES}/{code}/papers", "duty", {"how": "handed_over", "item": "proxy"}
    )
    assert closed.status == 409


async def exported(
    centre: TheCentre, code: str, who: str = "mediates", reason: str = ""
) -> dict[str, Any]:
    """Export a dossier and wait for it."""
    path = f"{CASES}/{code}/dossier"
    why = {"x-reason": quote(reason)} if reason else {}
    begun = centre.json(await centre.ask("POST", path, who, body=b"{}", **why), 202)
    for _ in range(600):
        now = centre.json(await centre.call("GET", f"{path}/{begun['export_id']}", who))
        if now["state"] != "running":
            return now
        await asyncio.sleep(0.05)
    raise AssertionError("the export never ends")


async def test_the_dossier_is_exported_in_order_with_numbers_and_written_down(
    centre: TheCentre,
) -> None:
    code = await agreed(centre, "whole")
    agreement = await filed(centre, code, how="printed", form="agreement_form")
    await filed(centre, code, how="printed", form="rights_notice_form")
    evidence = await brought(centre, code, a_pdf(3))
    await filed(centre, code, how="scan", file_id=evidence, item="evidence", note="考勤")
    identity = await brought(centre, code, a_photo("red"))
    await filed(centre, code, how="scan", file_id=identity, item="identity")
    await filed(centre, code, how="handed_over", item="proxy")
    done = await exported(centre, code)
    assert done["state"] == "done", done
    answer = await centre.call("GET", done["url"], "mediates")
    assert answer.status == 200
    assert hashlib.sha256(answer.body).hexdigest() == done["sha256"]
    pages = pages_of(answer.body)
    assert len(pages) == done["pages"]
    assert "调解卷宗" in pages[0] and "卷内目录" in pages[1] and "卷宗封底" in pages[-1]
    numbered = 1 + 1 + 3 + agreement["pages"]
    for at, page in enumerate(pages[2:], 1):
        assert f"{at}/{numbered + 1}" in page
    assert all("导出mediates" in page for page in pages)
    index = pages[1]
    places = [index.index(one) for one in ("权利义务告知书", "身份证明", "授权委托书", "证据材料")]
    assert places == sorted(places)
    assert "3—5" in index and "纸质原件" in index and "未签署" in index
    assert "缺少材料" in pages[-1] and "申请书或受理登记表" in pages[-1]
    [record] = (await papers(centre, code))["exports"]
    assert (record["sha256"], record["by"]) == (done["sha256"], "mediates")
    assert [one[2]["subject_id"] for one in centre.people.told("exported")][-1] == code
    # its own account's alone
    assert (await centre.call("GET", done["url"], "duty")).status == 404


async def test_people_stand_in_the_dossier_by_name_and_not_by_account(centre: TheCentre) -> None:
    who, name = "officer-0417", "演示经办人"
    place = {"department": "people_mediation", "display_name": name}
    await centre.people.add(who, "body_officer", **place)
    centre.tokens[who] = (await centre.people.sign_in(who)).token
    code = await agreed(centre, "by-name", who)
    note = await filed(centre, code, who, how="printed", form="dossier_note_form")
    answer = await centre.call("GET", f"{CASES}/{code}/files/{note['file_id']}", who)
    told = said(answer.body)
    assert f"达成协议{name}" in told and told.count(who) == told.count(f"{who}打印")
    done = await exported(centre, code, who)
    whole = pages_of((await centre.call("GET", done["url"], who)).body)
    assert f"立卷人{name}" in whole[0] and f"立卷人{name}" in whole[-1]


async def test_a_damaged_part_is_named_and_nothing_hangs(centre: TheCentre) -> None:
    code = await agreed(centre, "damaged")
    file_id = await brought(centre, code, a_photo())
    await filed(centre, code, how="scan", file_id=file_id, item="identity")
    path = centre.parts.desk_parts.shelf._folder / file_id
    path.write_bytes(b"\xff\xd8 no picture")
    failed = await exported(centre, code)
    assert failed["state"] == "failed" and "身份证明" in failed["refused"]


async def test_strangers_find_no_paper_at_any_door(centre: TheCentre) -> None:
    code = await agreed(centre, "strangers")
    paper = await filed(centre, code, how="printed", form="agreement_form")
    file_id = await brought(centre, code, a_photo())
    done = await exported(centre, code)
    case = f"{CASES}/{code}"
    about = {"subject_kind": "case", "subject_id": code}
    sign = {"slot": "mediator-1", "strokes": STROKES, "aspect": 2.0}
    doors: list[tuple[str, str, Any]] = [
        ("GET", f"{case}/papers", None),
        ("GET", f"{case}/papers/agreement_form.pdf", None),
        ("GET", f"{case}/files/{paper['file_id']}", None),
        ("GET", f"{case}/files/{file_id}", None),
        ("GET", f"/api/v1/files/{file_id}", None),
        ("GET", done["url"], None),
        ("POST", f"{case}/papers", {"how": "handed_over", "item": "proxy"}),
        ("POST", f"{case}/papers", {"how": "printed", "form": "agreement_form"}),
        ("POST", f"{case}/papers/{paper['paper_id']}/removal", {}),
        ("POST", f"{case}/papers/{paper['paper_id']}/signatures", sign),
        ("POST", f"{case}/numbers", {"body": "litigation", "words": "x"}),
        ("POST", f"{case}/dossier", {}),
        ("GET", f"{case}/dossier/{done['export_id']}", None),
        ("POST", "/api/v1/files/uploads", {**about, "name": "x", "size": 3}),
        ("POST", f"/api/v1/files/{file_id}/removal", {"reason": "不要了"}),
    ]
    for who in STRANGERS:
        for method, path, body in doors:
            answer = await centre.call(method, path, who, body)
            assert answer.status in {401, 403, 404}, (who, method, path, answer.status)
            assert CLAIM.encode() not in answer.body and NAME.encode() not in answer.body
        listed = await centre.ask("GET", "/api/v1/files", who, query=urlencode(about))
        assert listed.status in {403, 404} and file_id.encode() not in listed.body
    [held] = (await papers(centre, code))["papers"]
    assert held["signatures"] == []


async def test_who_sees_the_case_but_files_nothing_reads_and_exports(centre: TheCentre) -> None:
    code = await agreed(centre, "reads")
    centre.set_back(code, leader="in-charge", people=("in-charge",))
    assert (await papers(centre, code, "in-charge"))["forms"]
    answer = await centre.call(
        "POST", f"{CASES}/{code}/papers", "in-charge", {"how": "handed_over", "item": "proxy"}
    )
    assert answer.status == 403


async def test_clerks_and_mediators_get_no_files_of_incidents(centre: TheCentre) -> None:
    number = centre.theirs.number
    about = urlencode({"subject_kind": "incident", "subject_id": number})
    for who in ("window", "duty", "mediates", "talker"):
        listed = await centre.ask("GET", "/api/v1/files", who, query=about)
        assert listed.status in {403, 404} or json.loads(listed.body) == {"items": []}
        read = await centre.call("GET", f"/api/v1/files/{centre.theirs.file_id}", who)
        assert read.status in {403, 404}
        wanted = {"subject_kind": "incident", "subject_id": number, "name": "x", "size": 3}
        begun = await centre.call("POST", "/api/v1/files/uploads", who, wanted)
        assert begun.status in {403, 404}


async def test_papers_of_a_sealed_case_ask_for_the_reason_at_every_door(
    centre: TheCentre,
) -> None:
    code = await centre.take_in("sealed", matter="report", category="other")
    paper = await filed(centre, code, "window", how="printed", form="petition_registration_form")
    file_id = await brought(centre, code, a_photo(), "window")
    case = f"{CASES}/{code}"
    for path in (
        f"{case}/papers",
        f"{case}/papers/petition_registration_form.pdf",
        f"{case}/files/{paper['file_id']}",
        f"{case}/files/{file_id}",
    ):
        assert (await centre.call("GET", path, "window")).status == 403, path
        assert (await centre.call_because(path, "window", "移交纪检")).status == 200, path
    assert (await centre.call("GET", f"/api/v1/files/{file_id}", "window")).status == 403
    about = urlencode({"subject_kind": "case", "subject_id": code})
    listed = await centre.ask("GET", "/api/v1/files", "window", query=about)
    assert listed.status == 403
    assert (await centre.call("POST", f"{case}/dossier", "window", {})).status == 403
    done = await exported(centre, code, "window", reason="移交纪检")
    assert (await centre.call("GET", done["url"], "window")).status == 403
    assert (await centre.call_because(done["url"], "window", "移交纪检")).status == 200


async def test_what_is_asked_wrongly_is_refused_with_a_sentence(centre: TheCentre) -> None:
    code = await centre.take_in("wrong", parties=OTHER_SIDE)
    case = f"{CASES}/{code}/papers"
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"how": "printed", "form": "agreement_form"}, 409),
        ({"how": "printed", "form": "no_form"}, 422),
        ({"how": "scan", "file_id": "x", "item": "identity"}, 404),
        ({"how": "handed_over", "item": "no_item"}, 422),
        ({"how": "handed_over", "item": "proxy", "signed_on": "2999-01-01"}, 422),
        ({"how": "handed_over", "item": "proxy", "signed_on": "gestern"}, 422),
        ({"how": "magic"}, 422),
    ]
    for body, status in wrong:
        answer = await centre.call("POST", case, "window", body)
        assert answer.status == status, (body, answer.body)
        assert len(json.loads(answer.body)["error"]["message"]) > 5


async def test_the_card_folds_what_is_not_needed_and_says_that_nothing_is_there(
    centre: TheCentre,
) -> None:
    code = await centre.handled("empty-card", parties=OTHER_SIDE)
    card = await centre.pressed("mediates", act="open", code=code)
    assert "卷内还没有文书：可生成文书" in card
    assert "按需、尚无：授权委托书、调查记录、证据材料" in card
    await filed(centre, code, how="handed_over", item="proxy")
    card = await centre.pressed("mediates", act="open", code=code)
    assert "卷内还没有文书" not in card
    assert "按需、尚无：调查记录、证据材料" in card
