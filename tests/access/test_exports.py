"""Nothing is taken away before the record says who took it."""

import pytest

from api.exports import Exported
from domain.access import access, routes
from domain.errors import OneScreenError
from tests.access.doors import EXPORTS, declared
from tests.access.gatehouse import Gatehouse, filled

pytestmark = pytest.mark.asyncio(loop_scope="session")


def exported(gate: Gatehouse) -> list:
    records = gate.parts.store.records_after(0, limit=100_000)
    return [one for one in records if (one.kind, one.action) == ("audit", "exported")]


async def test_the_exports_are_those_declared_and_no_other():
    for door in declared():
        method, _, pattern = door.partition(" ")
        if method in {"GET", "POST"}:
            assert access.is_export(method, filled(pattern)) == (door in EXPORTS), door
    for door, action in routes.ROUTES:
        method, _, pattern = door.replace("READ", "GET").replace("WRITE", "POST").partition(" ")
        assert action != "export" or access.is_export(method, filled(pattern)), door


async def test_every_export_is_written_down_with_who_from_where_and_what(gate: Gatehouse):
    for door in sorted(EXPORTS):
        method, _, pattern = door.partition(" ")
        role = "audit_admin" if "journal" in door or "looks" in door else "leader"
        role = "dispatcher" if "recording.mp4" in door else role
        before = len(exported(gate))
        answer = await gate.ask(method, filled(pattern), role, query="period=month")
        assert answer.status == 204, door
        [record] = exported(gate)[before:]
        assert record.actor == f"{role.replace('_', '-')}-1"
        assert record.state["what"] == filled(pattern)
        assert record.private == {"address": "10.0.0.9", "text": "period=month"}


async def test_what_is_refused_is_no_export(gate: Gatehouse):
    before = len(exported(gate))
    assert (await gate.ask("GET", "/brief/2026-11-24.pdf", "wall")).status == 403
    assert len(exported(gate)) == before


@pytest.mark.parametrize("status", [200, 404])
async def test_what_cannot_be_written_down_does_not_leave(status: int):
    class FullAudit:
        async def tell(self, *_args, **_named):
            raise OneScreenError("the disk is full")

    async def behind(_scope, _receive, send):
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"the file"})

    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/brief/latest.pdf", "query_string": b"",
        "headers": [],
    }  # fmt: skip
    await Exported(behind, FullAudit())(scope, None, send)
    assert sent[0]["status"] == (503 if status == 200 else 404)
    assert (b"the file" in b"".join(one.get("body", b"") for one in sent)) == (status == 404)
