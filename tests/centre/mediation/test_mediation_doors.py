"""Mediation over HTTP: matched with reasons, booked, written down, agreed; each made once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.moments import to_iso
from tests.access.gatehouse import Answer
from tests.centre.mediation.the_mediation import TheMediation, in_days
from tests.centre.the_centre import CASES, CLAIM, NAME

pytestmark = pytest.mark.asyncio(loop_scope="module")
STRANGERS = ("receives", "arbitrates", "talker", "in-charge", "other-window", "centre", "clerk")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheMediation]:
    made = TheMediation(tmp_path_factory.mktemp("doors"))
    await made.start()
    yield made
    await made.stop()


async def ask(
    centre: TheMediation, method: str, code: str, path: str, body: Any = None,
    who: str = "mediates",
) -> Answer:  # fmt: skip
    return await centre.call(method, f"{CASES}/{code}/{path}", who, body)


def a_session(hour: int, **more: Any) -> dict[str, Any]:
    begins = in_days(3, hour=hour)
    ends = begins + timedelta(hours=1)
    return {
        "key": f"s-{hour}", "begins_at": to_iso(begins), "ends_at": to_iso(ends),
        "manner": "together", "knows_day_off": True, **more,
    }  # fmt: skip


async def test_a_case_is_matched_chosen_sat_and_agreed(centre: TheMediation):
    code = await centre.handled("whole")
    found = centre.json(await ask(centre, "GET", code, "matching"))
    first = found["offers"][0]
    assert found["needed"] == 1
    assert {"skill", "load"} <= {one["criterion"] for one in first["reasons"]}
    assert first["before_next"]
    assert first["name"].endswith("*") or first["name"].startswith("演示-")

    chosen = {"key": "c-1", "mediators": [first["mediator_id"]]}
    made = centre.json(await ask(centre, "POST", code, "choices", chosen), 201)
    again = centre.json(await ask(centre, "POST", code, "choices", chosen), 200)
    assert (made["is_new"], again["is_new"]) == (True, False)
    assert made["choice_id"] == again["choice_id"]
    other = await ask(centre, "POST", code, "choices", {**chosen, "mediators": ["M0004"]})
    assert (other.status, other.error["field"]) == (409, "key")

    planned = centre.json(await ask(centre, "POST", code, "sessions", a_session(2)), 201)
    again = centre.json(await ask(centre, "POST", code, "sessions", a_session(2)), 200)
    assert planned["session_id"] == again["session_id"]
    moved = {**a_session(3), "key": "s-2"}
    assert (await ask(centre, "POST", code, "sessions", moved)).status == 409

    sides = list(await centre.party_ids(code))
    record = {"consents": sides, "facts": "演示事实", "positions": "愿付一半", "undisputed": "属实"}
    path = f"sessions/{planned['session_id']}/record"
    refused = await ask(centre, "POST", code, path, {**record, "consents": []})
    assert (refused.status, refused.error["field"]) == (422, "consents")
    held = centre.json(await ask(centre, "POST", code, path, record))
    again = centre.json(await ask(centre, "POST", code, path, record))
    assert (held["state"], held["is_new"], again["is_new"]) == ("held", True, False)
    changed = await ask(centre, "POST", code, path, {**record, "facts": "另一份"})
    assert changed.status == 409
    listed = centre.json(await ask(centre, "GET", code, "sessions"))
    assert listed["items"][0]["undisputed"] == "属实"
    assert "愿付一半" not in str(listed)

    agreed = {
        "form": "written", "manner": "in_instalments", "total_fen": 100_00, "has_consent": True,
        "facts": "演示事实", "content": "分两期", "place": "区中心",
        "instalments": [{"due": "2026-12-31", "fen": 50_00}, {"due": "2027-01-31", "fen": 50_00}],
    }  # fmt: skip
    short = {**agreed, "instalments": agreed["instalments"][:1]}
    assert (await ask(centre, "POST", code, "agreement", short)).status == 422
    assert centre.json(await ask(centre, "POST", code, "agreement", agreed), 201)["is_new"]
    assert not centre.json(await ask(centre, "POST", code, "agreement", agreed), 200)["is_new"]
    assert (await ask(centre, "POST", code, "agreement", {**agreed, "place": "x"})).status == 409
    assert (await centre.shown(code))["stage"] == "performing"
    assert centre.json(await ask(centre, "GET", code, "agreement"))["content"] == "分两期"


async def test_nobody_is_brought_face_to_face_where_there_was_violence(centre: TheMediation):
    code = await centre.chosen("violence", flags=["violence"])
    together = await ask(centre, "POST", code, "sessions", a_session(5))
    assert (together.status, together.error["field"]) == (422, "manner")
    apart = a_session(5, manner="apart")
    assert centre.json(await ask(centre, "POST", code, "sessions", apart), 201)["is_closed"]


async def test_a_mediator_is_busy_for_another_case_then(centre: TheMediation):
    one, two = await centre.chosen("busy-1"), await centre.chosen("busy-2")
    assert (await ask(centre, "POST", one, "sessions", a_session(8))).status == 201
    taken = await ask(centre, "POST", two, "sessions", a_session(8))
    assert taken.status == 409
    made = centre.json(await ask(centre, "GET", one, "sessions"))["items"][0]
    away = f"sessions/{made['session_id']}/cancellation"
    assert (await ask(centre, "POST", two, away, {})).status == 404  # not of that case
    assert centre.json(await ask(centre, "POST", one, away, {}))["state"] == "cancelled"
    assert (await ask(centre, "POST", two, "sessions", a_session(8))).status == 201


@pytest.mark.parametrize("who", STRANGERS)
async def test_a_stranger_to_the_case_finds_no_mediation_of_it(centre: TheMediation, who: str):
    code = await centre.chosen(f"strange-{who}")
    session = centre.json(
        await ask(centre, "POST", code, "sessions", a_session(4, manner="apart")), 201
    )
    await ask(centre, "POST", code, f"sessions/{session['session_id']}/cancellation", {})
    before = (await centre.shown(code))["version"]
    doors: tuple[tuple[str, str, Any], ...] = (
        ("GET", "matching", None),
        ("GET", "sessions", None),
        ("GET", "agreement", None),
        ("POST", "choices", {"key": "x", "mediators": ["M0002"]}),
        ("POST", "sessions", a_session(6, key="x")),
        ("POST", f"sessions/{session['session_id']}/record", {"facts": "x"}),
        ("POST", f"sessions/{session['session_id']}/cancellation", {}),
        (
            "POST",
            "agreement",
            {"form": "oral", "manner": "act", "content": "x", "due": "2026-12-31"},
        ),
    )
    for method, path, body in doors:
        answer = await ask(centre, method, code, path, body, who)
        assert answer.status in {401, 403, 404}, (path, answer.status, answer.body)
        for hidden in (CLAIM, NAME, session["session_id"]):
            assert hidden not in answer.body.decode(), path
    assert (await centre.shown(code))["version"] == before


async def test_who_sees_the_case_and_assigns_nobody_reads_the_sessions_alone(centre: TheMediation):
    code = await centre.chosen("window-reads")
    assert (await ask(centre, "GET", code, "sessions", None, "window")).status == 200
    assert (await ask(centre, "GET", code, "matching", None, "window")).status == 403
    choice = {"key": "w", "mediators": ["M0001"]}
    assert (await ask(centre, "POST", code, "choices", choice, "window")).status == 403
