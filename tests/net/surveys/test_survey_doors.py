"""Surveys over HTTP: waves, interviewers, one-time links, and strangers before them."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import case_code
from domain.centre.cases.parties import CASE_PARTY
from domain.centre.person.ratings import CASE_RATING, CaseRating
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import (
    LINK,
    SURVEY_SAMPLE,
    SURVEY_WAVE,
    OfficialResult,
    Outcome,
    SurveySample,
    WaveKind,
    WaveMode,
)
from operations.net.surveys.interviews import Told
from operations.net.surveys.waves import NewWave
from store.net.fusion import any_one
from store.net.surveys import samples_of, service_ratings
from tests.access.gatehouse import CALLBACK, Answer
from tests.access.test_matrix import posted
from tests.centre.the_centre import TheCentre
from tests.support.cases import NOON, a_case, a_party

TOWN, OTHER = "340604001", "340604002"
RUNS = Caller("runs", "department", department="governance")
STRANGER = Caller("clerk", "department", department="housing")
PLAIN = {
    "lives": ["yes"], "age": ["31-40"], "safe": ["safe"], "change": ["same"],
    "handled": ["in_time"],
}  # fmt: skip
PROBLEM = "路灯不亮密语"


def a_png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 4), (200, 10, 10)).save(made, "PNG")
    return made.getvalue()


PICTURE = a_png()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("surveys"))
    await made.start()
    await made.people.add("runs", "department", department="governance")
    made.tokens["runs"] = (await made.people.sign_in("runs")).token
    yield made
    await made.stop()


async def a_wave(centre: TheCentre, key: str, mode: WaveMode = WaveMode.PHONE) -> str:
    new = NewWave("密语调查", WaveKind.SAFETY, mode, "随机号码", {TOWN: 3, OTHER: 2}, key=key)
    return (await centre.parts.surveys.waves.open(new, RUNS)).wave_id


def samples(centre: TheCentre, wave_id: str) -> list[SurveySample]:
    return centre.parts.store.ask(lambda one: samples_of(one, wave_id, RUNS))


async def asked(centre: TheCentre, output: str, store: str, who: str, held: Any) -> Answer:
    body = json.loads(posted(centre, output))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == store:
            entry["value"] = held
    return await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())


async def pressed(centre: TheCentre, who: str, **held: Any) -> str:
    answer = await asked(centre, "net_surveys-says.children", "net_surveys-do", who, held)
    return json.dumps(json.loads(answer.body), ensure_ascii=False)


async def shown(centre: TheCentre, who: str, wave: str = "") -> str:
    held = {"wave": wave}
    answer = await asked(centre, "net_surveys-body.children", "net_surveys-view", who, held)
    assert answer.status == 200
    return json.dumps(json.loads(answer.body), ensure_ascii=False)


@pytest.mark.asyncio(loop_scope="module")
async def test_interviewers_enter_and_the_wave_is_evaluated(centre: TheCentre):
    form = {
        "act": "open", "name": "页面调查", "wave": "wave_safety", "mode": "wave_phone",
        "frame": "随机号码", "key": "page", f"target.{TOWN}": "3", f"target.{OTHER}": "2",
    }  # fmt: skip
    for _ in range(2):  # pressed twice
        assert "已保存" in await pressed(centre, "runs", **form)
    [wave] = (await centre.parts.surveys.waves.page(RUNS)).waves
    drawn = sorted(samples(centre, wave.wave_id), key=lambda one: one.sample_id)
    assert [one.town for one in drawn] == [TOWN] * 3 + [OTHER] * 2
    answers = {f"answer.{code}": ",".join(values) for code, values in PLAIN.items()}
    told = {"act": "answer", "sample": drawn[0].sample_id, **answers}
    assert "已保存" in await pressed(centre, "runs", **told)
    again = await pressed(centre, "runs", **told)
    assert "已经结束" in again
    unsafe = told | {"sample": drawn[1].sample_id, "answer.safe": "unsafe"}
    assert "请回答" in await pressed(centre, "runs", **unsafe)
    assert "已保存" in await pressed(centre, "runs", **unsafe, **{"answer.crimes": "theft,fraud"})
    refused = {"act": "try", "sample": drawn[2].sample_id, "outcome": "sample_refused"}
    assert "已保存" in await pressed(centre, "runs", **refused)
    seen = await shown(centre, "runs", wave.wave_id)
    assert "50.0 %" in seen and "n = 2" in seen and "没有有效回答" in seen
    await centre.parts.surveys.waves.close(wave.wave_id, RUNS)
    with pytest.raises(ConflictError):
        await centre.parts.surveys.interviews.enter(drawn[3].sample_id, Told(PLAIN), RUNS)


@pytest.mark.asyncio(loop_scope="module")
async def test_nobody_of_the_grids_answers_for_residents(centre: TheCentre):
    wave_id = await a_wave(centre, "strangers")
    sample = samples(centre, wave_id)[0].sample_id
    for role in ("grid_worker", "village", "police", "leader"):
        with pytest.raises(NotAllowedError):
            await centre.parts.surveys.interviews.enter(
                sample, Told(PLAIN), Caller("x", role, area=TOWN)
            )
    answers = {f"answer.{code}": ",".join(values) for code, values in PLAIN.items()}
    held = {"act": "answer", "sample": sample, **answers}
    for who in ("walks", "lives", "guards"):
        answer = await asked(centre, "net_surveys-says.children", "net_surveys-do", who, held)
        assert answer.status == 403, who
    # another department sees no wave of this one, and enters nothing
    with pytest.raises(NotFoundError):
        await centre.parts.surveys.interviews.enter(sample, Told(PLAIN), STRANGER)
    with pytest.raises(NotFoundError):
        await centre.parts.surveys.waves.result(wave_id, STRANGER)
    with pytest.raises(NotAllowedError):
        await centre.parts.surveys.waves.close(wave_id, STRANGER)
    assert "密语调查" not in await shown(centre, "clerk")
    assert "密语调查" in await shown(centre, "runs")
    assert all(one.outcome is Outcome.WAITING for one in samples(centre, wave_id))


async def post(centre: TheCentre, token: str, **told: Any) -> Answer:
    body = urlencode([(f"a.{code}", one) for code, values in told.items() for one in values])
    return await centre.ask("POST", f"/survey/{token}", "nobody", body=body.encode())


@pytest.mark.asyncio(loop_scope="module")
async def test_a_link_is_answered_once_by_whoever_holds_it(centre: TheCentre):
    wave_id = await a_wave(centre, "links", WaveMode.LINK)
    assert samples(centre, wave_id) == []
    says = await pressed(centre, "runs", act="links", wave=wave_id, town=TOWN, count="2")
    assert "已生成 2 个链接" in says
    [token, other] = await centre.parts.surveys.waves.links(wave_id, TOWN, 2, RUNS)
    assert token not in json.dumps([str(one) for one in samples(centre, wave_id)])
    page = await centre.ask("GET", f"/survey/{token}", "nobody")
    assert page.status == 200 and "您感觉安全吗" in page.body.decode()
    assert "default-src 'none'" in page.headers["content-security-policy"]
    wrong = await post(centre, token, **(PLAIN | {"safe": ["<script>"]}))
    assert wrong.status == 422 and "<script>" not in wrong.body.decode()
    # a page without a script shows every question: what was to be skipped is dropped
    sent = await post(centre, token, **PLAIN, crimes=["theft"])
    assert sent.status == 200 and "已提交" in sent.body.decode()
    used = await post(centre, token, **PLAIN)
    again = await centre.ask("GET", f"/survey/{token}", "nobody")
    never = await centre.ask("GET", f"/survey/{'B' * 32}", "nobody")
    assert (used.status, again.status, never.status) == (404, 404, 404)
    assert again.body == never.body
    [done] = [one for one in samples(centre, wave_id) if one.outcome is Outcome.ANSWERED]
    assert (done.by, "crimes" in done.told, done.text) == (LINK, False, None)
    await centre.parts.surveys.waves.close(wave_id, RUNS)
    closed = await post(centre, other, **PLAIN)
    assert closed.status == 404


@pytest.mark.asyncio(loop_scope="module")
async def test_five_who_press_at_once_answer_a_link_once(centre: TheCentre):
    wave_id = await a_wave(centre, "hammered", WaveMode.LINK)
    tokens = await centre.parts.surveys.waves.links(wave_id, TOWN, 3, RUNS)
    sent = await asyncio.gather(*(post(centre, tokens[0], **PLAIN) for _ in range(5)))
    assert sorted(one.status for one in sent) == [200, 404, 404, 404, 404]
    # nothing said at all, and a page cut off half-way: told, and the link is still good
    for told in ({}, {"lives": ["yes"]}):
        assert (await post(centre, tokens[1], **told)).status == 422
    many = await centre.ask("POST", f"/survey/{tokens[1]}", "nobody", body=b"a.safe=safe&" * 2000)
    assert many.status in {413, 422}
    # who does not live here is asked no further, and counts as nobody's answer
    assert (await post(centre, tokens[1], lives=["no"], safe=["unsafe"])).status == 200
    result = (await centre.parts.surveys.waves.result(wave_id, RUNS)).result
    assert (result.valid, result.share) == (1, 1.0)
    town = next(one for one in result.towns if one.town == TOWN)
    assert (town.ineligible, town.unanswered, town.response) == (1, 1, 0.5)


@pytest.mark.asyncio(loop_scope="module")
async def test_words_that_name_a_problem_become_a_case_once(centre: TheCentre):
    wave_id = await a_wave(centre, "problem")
    sample = samples(centre, wave_id)[0]
    told = Told(PLAIN | {"words": [PROBLEM]}, has_problem=True)
    await centre.parts.surveys.interviews.enter(sample.sample_id, told, RUNS)
    assert PROBLEM in await shown(centre, "runs")
    assert PROBLEM not in await shown(centre, "clerk")
    with pytest.raises(NotAllowedError):
        await centre.parts.surveys.complaints.to_case(sample.sample_id, STRANGER)
    code = await centre.parts.surveys.complaints.to_case(sample.sample_id, RUNS)
    assert await centre.parts.surveys.complaints.to_case(sample.sample_id, RUNS) == code
    kept = centre.parts.store.ask(lambda one: any_one(one, SURVEY_SAMPLE, sample.sample_id))
    assert kept is not None and (kept.case_code, kept.text) == (code, PROBLEM)
    assert "words" not in (kept.answers or "")
    case = await centre.shown(code)
    assert case["claim"] == PROBLEM
    assert PROBLEM not in await shown(centre, "runs")


async def a_document(centre: TheCentre, who: str, result_id: str) -> str:
    """A document that somebody brings; its id, or the status of the refusal."""
    about = {"subject_kind": "official_result", "subject_id": result_id}
    body = json.dumps({**about, "name": "通报.png", "size": len(PICTURE)}).encode()
    begun = await centre.ask("POST", "/api/v1/files/uploads", who, body=body)
    if begun.status != 201:
        return str(begun.status)
    path = f"/api/v1/files/uploads/{json.loads(begun.body)['upload_id']}"
    await centre.ask("PUT", path, who, body=PICTURE, query="offset=0")
    made = await centre.ask("POST", f"{path}/finish", who)
    return str(json.loads(made.body)["file_id"])


@pytest.mark.asyncio(loop_scope="module")
async def test_official_results_stand_apart_with_their_document(centre: TheCentre):
    form = {
        "act": "official", "wave": "wave_safety", "period": "2026 年上半年", "percent": "98.5",
        "issuer": "统计调查中心", "document": "通报〔2026〕1 号", "day": "2026-07-01",
    }  # fmt: skip
    assert "已保存" in await pressed(centre, "runs", **form)
    assert "已保存" not in await pressed(centre, "runs", **(form | {"document": ""}))
    assert "一位小数" in await pressed(centre, "runs", **(form | {"percent": "98.55"}))
    [official] = (await centre.parts.surveys.waves.page(RUNS)).official
    assert isinstance(official, OfficialResult) and official.permille == 985
    assert "98.5 %" in await shown(centre, "runs")
    assert "98.5 %" not in await shown(centre, "clerk")
    assert "文件未上传" in await shown(centre, "runs")
    file_id = await a_document(centre, "runs", official.result_id)
    assert "文件未上传" not in await shown(centre, "runs")
    path = f"/api/v1/files/{file_id}"
    for who in ("runs", "chief", "centre"):  # whoever sees the result reads its document
        assert path in await shown(centre, who), who
        assert (await centre.ask("GET", path, who)).status == 200, who
    for who in ("clerk", "walks", "lives", "guards", "wall"):
        assert (await centre.ask("GET", path, who)).status in {403, 404}, who
        assert await a_document(centre, who, official.result_id) in {"403", "404"}, who
    tomorrow = {"day": "2099-01-01"}
    assert "已保存" not in await pressed(centre, "runs", **(form | tomorrow))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wave_keeps_the_version_it_was_opened_with(centre: TheCentre):
    surveys = centre.parts.surveys
    wave_id = await a_wave(centre, "versions")
    held = await surveys.waves.result(wave_id, RUNS)
    made: list[Questionnaire] = [
        await surveys.questionnaires.add(replace(held.form, name="新问卷"), RUNS) for _ in range(2)
    ]
    assert [one.version for one in made] == [1, 2]
    assert (await surveys.waves.result(wave_id, RUNS)).form == held.form
    with pytest.raises(InvalidError):
        await surveys.questionnaires.add(replace(held.form, questions="[]"), RUNS)
    with pytest.raises(NotAllowedError):
        await surveys.questionnaires.add(held.form, STRANGER)
    with pytest.raises(InvalidError):
        new = NewWave("x", WaveKind.SAFETY, WaveMode.PHONE, "x", {"340604001001": 3})
        await surveys.waves.open(new, RUNS)
    kept = centre.parts.store.ask(lambda one: any_one(one, SURVEY_WAVE, wave_id))
    assert kept is not None and kept.owner == "governance"


@pytest.mark.asyncio(loop_scope="module")
async def test_ratings_after_cases_count_although_cases_name_bodies_but_not_sealed_ones(
    centre: TheCentre,
):
    store = centre.parts.store
    before = store.ask(lambda one: service_ratings(one, 4))
    for serial, (stars, sealed) in enumerate(((5, False), (2, False), (5, True)), start=1):
        case = a_case(case_code("LS", date(2026, 1, 5), 1, serial), is_sealed=sealed)
        party = a_party(f"P-rated-{serial}", case.code)
        rating = CaseRating(f"R-0-{party.party_id}", case.code, party.party_id, 0, stars, NOON)
        with store.transaction() as tx:
            tx.put(CASE, case, action="register", actor="test")
            tx.put(CASE_PARTY, party, action="add", actor="test")
            tx.put(CASE_RATING, rating, action="rate", actor="test")
    count, good = store.ask(lambda one: service_ratings(one, 4))
    assert (count - before[0], good - before[1]) == (2, 1)
