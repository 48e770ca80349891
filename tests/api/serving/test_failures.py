"""An error nobody expected: a number outside, the whole story in the log."""

import logging
import re

import httpx
import pytest
from fastapi import FastAPI

from api.errors import install_errors
from api.failures import Failures
from domain.errors import OneScreenError

SECRET = "/srv/onescreen/facts.db is locked by 13812345678"


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()
    install_errors(made)
    made.add_middleware(Failures)

    @made.get("/api/v1/breaks")
    @made.get("/breaks")
    async def breaks() -> None:
        raise RuntimeError(SECRET)

    @made.get("/api/v1/store")
    async def store() -> None:
        raise OneScreenError(SECRET)

    return made


async def ask(app: FastAPI, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://one") as client:
        return await client.get(path, headers=headers)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    [record] = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert SECRET in f"{record.exc_info} {record.getMessage()}"
    return record.getMessage()


@pytest.mark.parametrize(("path", "status"), [("/api/v1/breaks", 500), ("/api/v1/store", 503)])
async def test_a_program_is_told_a_number_that_stands_in_the_log(app, caplog, path, status):
    answer = await ask(app, path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert re.fullmatch(r"[0-9a-f]{8}", error["fault"])
    assert error["fault"] in error["message"]
    assert error["fault"] in logged(caplog)
    for inside in ("srv", "facts", "138", "RuntimeError", "Traceback"):
        assert inside not in answer.text


async def test_a_browser_is_told_in_chinese_on_a_page(app, caplog):
    answer = await ask(app, "/breaks", accept="text/html,*/*")
    assert answer.status_code == 500
    assert "服务器出错" in answer.text
    found = re.search(r'aria-label="故障编号">([0-9a-f]{8})<', answer.text)
    assert found
    assert found[1] in logged(caplog)
    assert "srv" not in answer.text
