"""The register of looks at its doors: read and taken away by the audit administrator alone."""

import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from domain.access.callers import Caller
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.looks.reasons import Look, Reason, Why
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.access.two_towns import OUR_VILLAGE, TwoTowns

pytestmark = pytest.mark.asyncio(loop_scope="module")
CAMERA_ID = "34060400001320000001"
WORDS = "查看密语"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("looks"))
    await made.start()
    with made.parts.store.transaction() as tx:
        camera = Camera(
            CAMERA_ID, "=东门球机", CameraClass.CROSSING, 33.81, 116.71, f"{OUR_VILLAGE}001"
        )
        tx.put_camera(camera, action="map", actor="map")
    looks, desk = made.parts.looks, Caller("centre", "dispatcher")
    incident = Reason(Why.INCIDENT, made.ours.number)
    ended = await looks.begin(CAMERA_ID, Look.LIVE, incident, desk, "10.0.0.7")
    await looks.end(ended)
    await looks.begin(CAMERA_ID, Look.LIVE, Reason(Why.DUTY, text=WORDS), desk)
    yield made
    await made.stop()


async def shown(towns: TwoTowns, who: str, **asked: Any) -> str:
    body = json.loads(posted(towns, "video_looks-body.children"))
    for entry in body["inputs"]:
        if entry["id"] == "video_looks-asked":
            entry["value"] = asked
    answer = await towns.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    return json.dumps(json.loads(answer.body or b"{}"), ensure_ascii=False)


async def test_the_page_shows_what_was_asked_for(towns: TwoTowns):
    whole = await shown(towns, "audit-1")
    assert WORDS in whole
    assert "共 2 条" in whole
    assert "查看中" in whole
    assert towns.ours.number in whole
    only = await shown(towns, "audit-1", about=towns.ours.number, why="all")
    assert "共 1 条" in only
    assert WORDS not in only
    assert "没有符合条件的调阅记录" in await shown(towns, "audit-1", person="nobody-else")
    assert "共 2 条" in await shown(towns, "audit-1", at=50)


@pytest.mark.parametrize("who", ["centre", "chief", "clerk", "sysadm", "secadm", "lives", "wall"])
async def test_nobody_else_reads_the_register(towns: TwoTowns, who: str):
    assert WORDS not in await shown(towns, who)
    answer = await towns.ask("GET", "/api/v1/video/looks.xlsx", who)
    assert answer.status == 403


async def test_the_file_says_who_took_it_and_holds_no_formula(towns: TwoTowns):
    answer = await towns.ask("GET", "/api/v1/video/looks.xlsx", "audit-1", query="person=centre")
    assert answer.status == 200
    rows = list(load_workbook(BytesIO(answer.body)).active.iter_rows(values_only=True))
    assert len(rows) == 5
    assert WORDS in rows[1]
    assert "=东门球机" in rows[1]
    assert "10.0.0.7" in rows[2]
    assert "导出账号 audit-1" in str(rows[-1][0])
    wrong = await towns.ask("GET", "/api/v1/video/looks.xlsx", "audit-1", query="what=stare")
    assert wrong.status == 422
