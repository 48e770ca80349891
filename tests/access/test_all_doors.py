"""All doors, walked by somebody of another area, another department and another unit.

Every route, socket and callback of the product is asked for what is the others', with the words
it takes; whatever is answered, nothing of the others' is in it, and nothing of theirs is changed.
"""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.statistics.briefs import Brief
from operations.statistics.briefs import WRITER
from tests.access.doors import CALLBACKS, HTTP, SOCKETS
from tests.access.gatehouse import CALLBACK, served
from tests.access.test_matrix import posted
from tests.access.two_towns import (
    DUTY_DAY,
    OTHER_DEPARTMENT,
    OTHER_PHONE,
    OTHER_PLACE,
    OTHER_TOWN,
    THEIR_OTHER_UNIT,
    THEIR_SIGN,
    THEIR_UNIT,
    THEIRS,
    TwoTowns,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")
DISTRICT = "340604"
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
PERIOD = f"period=custom&from={TODAY}&to={TODAY}"
AREA_PEOPLE = ("ours", "leads", "lives", "walks", "guards", "talks", "clerk-here", "wall")
EVERYBODY = (*AREA_PEOPLE, "clerk", "phone")
# These act on oneself, on the way in, or on the whole product, and know no area.
BESIDE = re.compile(
    r"/(login|logout|pair|account|assets|_dash|_reload|_favicon|healthz|docs|openapi|design|admin)"
    r"|/api/v1/admin|/basemap|/map|/ws$|/ws/\{rest|/\{path"
)
PLACE = {"lat": OTHER_PLACE[0], "lon": OTHER_PLACE[1]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("doors"))
    await made.start()
    await made.tie()
    body = await made.parts.briefs._document(TODAY, WRITER)
    with made.parts.store.transaction() as tx:
        tx.put_brief(Brief(TODAY, made.parts.statistics.now(), body), actor="test")
    yield made
    await made.stop()


def marks_of(towns: TwoTowns, who: str) -> list[str]:
    """What is the others' for somebody. A department sees the units of the whole district."""
    theirs = [THEIRS, towns.theirs.number, OTHER_PHONE, f"{OTHER_PLACE[0]}", f"{OTHER_PLACE[1]}"]
    if who in {*AREA_PEOPLE, "phone"}:
        theirs += [THEIR_UNIT, THEIR_OTHER_UNIT, THEIR_SIGN]
    return theirs


def asked(towns: TwoTowns, pattern: str) -> Iterator[tuple[str, str]]:
    """Paths and queries by which a door is asked for what is the others'."""
    fills = {
        "number": towns.theirs.number, "unit_id": THEIR_UNIT, "day": str(TODAY), "kind": "csv",
        "notice_id": towns.theirs.notice_id, "file_id": towns.theirs.file_id, "word": "fire",
        "other": towns.theirs.number, "key": towns.tokens["phone"], "name": "x",
        "subject_kind": "incident", "subject_id": towns.theirs.number,
    }  # fmt: skip
    queries = {
        "/api/v1/incidents": ["", f"area={OTHER_TOWN}", f"area={DISTRICT}&limit=500"],
        "/api/v1/nearest": [f"lat={OTHER_PLACE[0]}&lon={OTHER_PLACE[1]}&limit=50"],
        "/api/v1/desk/incidents": ["", "status=open", f"area={OTHER_TOWN}"],
        "/api/v1/desk/notices": ["", f"number={towns.theirs.number}"],
        "/api/v1/desk/places": [f"q={OTHER_PLACE[0]}", f"q={towns.theirs.number}"],
        "/api/v1/desk/roster": [f"day={DUTY_DAY}"],
        "/api/v1/desk/figures": [f"by={by}" for by in ("class", "area", "department", "shift")],
        "/ingest/osmand": [f"id={THEIR_UNIT}&lat=33.81&lon=116.71&alarm=sos"],
    }
    for code in (DISTRICT, OTHER_TOWN, f"{OTHER_TOWN}001"):
        path = re.sub(
            r"\{(\w+)(?::path)?\}",
            lambda found, code=code: ({"code": code} | fills).get(found[1], "x"),  # type: ignore[misc]
            pattern,
        )
        if "/statistics" in pattern:
            for query in (PERIOD, f"{PERIOD}&severity=1", f"{PERIOD}&slowest=accept", "period=7d"):
                yield path, query if "rows" in pattern or "s" not in query[-6:] else PERIOD
        else:
            for query in queries.get(pattern, [""]):
                yield path, query
        if "{code}" not in pattern:
            return


def told(towns: TwoTowns, pattern: str, method: str) -> list[dict[str, Any] | None]:
    """The bodies by which a door is asked to touch what is the others'."""
    number, unit = towns.theirs.number, THEIR_UNIT
    bodies: dict[str, list[dict[str, Any]]] = {
        "accept": [{}],
        "status": [{"status": "on_scene"}] if "incidents" in pattern else [{"status": "off_duty"}],
        "resolve": [{}],
        "transfer": [{"owner": "housing"}],
        "return": [{"reason": "不归我管"}],
        "notes": [{"text": "我看见了"}],
        "links": [{"other": towns.ours.number}],
        "merge": [{"into": towns.ours.number}],
        "split": [{"restore": True}, {"key": "split-theirs", "title": "x"}],
        "close": [{"disposition": "handled"}],
        "cancel": [{"reason": "不要了"}],
        "reopen": [{"reason": "再来"}],
        "share": [{"departments": ["housing"]}],
        "assignments": [{"unit_ids": [unit]}, {"unit_ids": [THEIR_OTHER_UNIT]}],
        "swap": [{"release": unit, "assign": THEIR_OTHER_UNIT}],
        "checklist": [{"version": 1, "answers": {"i1": "x"}}],
        "standby": [{"area_code": "340604001001001"}],
        "duplicates": [{"class": "fire", **PLACE}],
        "recommendation": [{"class": "fire", "severity": 1, **PLACE}],
        "what-if": [{"number": number}, {"unit_ids": [unit]}],
        "reveal": [
            {"kind": "incident", "id": number, "reason": "需要回拨电话"},
            {"kind": "unit", "id": unit, "reason": "需要回拨电话"},
        ],
        "callers": [{"phone": OTHER_PHONE}],
        "removal": [{"reason": "误传"}],
        "chimes": [{"room": "hall", "number": number, "status": "accepted"}],
        "ack": [{"unit_id": unit}] if pattern.startswith("/ingest") else [{}],
    }
    if method == "PATCH":
        return [{"title": "改了"}, {"severity": 4}]
    if pattern == "/api/v1/desk/incidents":
        return [{"key": f"story-{unit}", "class": "fire", **PLACE}]
    return list(bodies.get(pattern.rpartition("/")[2], [{}]))


def text_of(body: bytes) -> str:
    """What an answer says, a spreadsheet's cells too."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def found_in(text: str, marks: list[str], *, echo: str = "") -> list[str]:
    """The marks an answer holds, but for those it only repeats from the question."""
    return [mark for mark in marks if mark in text and mark not in echo]


def doors() -> list[str]:
    return [
        door
        for _, listed in HTTP
        for door in (line.strip() for line in listed.strip().splitlines())
        if not BESIDE.match(door.partition(" ")[2])
    ]


async def test_no_door_is_left_out(towns: TwoTowns):
    """Whatever is served is walked below, or knows no area."""
    listed, _ = served(towns.server)
    walked = set(doors())
    for door in listed:
        path = door.partition(" ")[2]
        if not BESIDE.match(path) and not path.startswith(("/api/{", "/ingest/{rest", "/ws/{")):
            assert door in walked or path in {"/api", "/ingest"}, door


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nothing_of_the_others_is_read_at_any_door(towns: TwoTowns, who: str):
    marks, wrong = marks_of(towns, who), []
    for door in doors():
        method, _, pattern = door.partition(" ")
        if method != "GET":
            continue
        for path, query in asked(towns, pattern):
            answer = await towns.ask(method, path, who, query=query)
            echo = f"{path}?{query}" if answer.status >= 400 else ""
            if "/nearest" in path or "/statistics" in path:
                echo = ""
            if found := found_in(text_of(answer.body), marks, echo=echo):
                wrong.append(f"{door} {query}: {answer.status} {found}")
            if answer.status >= 500:
                wrong.append(f"{door} {query}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nothing_of_the_others_is_changed_at_any_door(towns: TwoTowns, who: str):
    marks, wrong = marks_of(towns, who), []
    before = await _as_it_stands(towns)
    for door in doors():
        method, _, pattern = door.partition(" ")
        if method in {"GET", "HEAD", "OPTIONS"}:
            continue
        for path, query in asked(towns, pattern):
            for body in told(towns, pattern, method):
                answer = await towns.call(method, path, who, body, query=query)
                echo = f"{path}{query}{json.dumps(body)}" if answer.status >= 400 else ""
                if found := found_in(text_of(answer.body), marks, echo=echo):
                    wrong.append(f"{door} {body}: {answer.status} {found}")
                if answer.status >= 500:
                    wrong.append(f"{door} {body}: {answer.status}")
    assert wrong == []
    await towns.settled()
    assert await _as_it_stands(towns) == before


async def _as_it_stands(towns: TwoTowns) -> Any:
    """Everything of the others', as the centre reads it."""
    number = towns.theirs.number
    card = towns.json(await towns.call("GET", f"/api/v1/desk/incidents/{number}", "centre"))
    unit = towns.json(await towns.call("GET", f"/api/v1/units/{THEIR_UNIT}", "machine"))
    waits = towns.parts.store.notice(towns.theirs.notice_id)
    newest = towns.parts.board.newest[THEIR_UNIT]
    kept = {name: card[name] for name in ("incident", "assignments", "notes", "checklist", "files")}
    return kept, unit, waits and waits.acknowledged_at, newest


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nothing_of_the_others_is_told_on_any_socket(towns: TwoTowns, who: str):
    marks = marks_of(towns, who)
    for pattern in SOCKETS:
        path = pattern.replace("{key}", "no-key")
        async with towns.socket(path, who) as socket:
            if socket.status != 101:
                continue
            if path == "/ws/live":
                for view in ({}, {"area": OTHER_TOWN}):
                    hello = {"hello": 1, "epoch": None, "seq": None, "view": view}
                    socket.sent.put_nowait({"type": "websocket.receive", "text": json.dumps(hello)})
            if path == "/ingest/ws":
                fix = {"id": THEIR_UNIT, "lat": 33.9, "lon": 116.7}
                socket.sent.put_nowait({"type": "websocket.receive", "text": json.dumps(fix)})
            text = f"{THEIRS}又一条"
            note = f"/api/v1/desk/incidents/{towns.theirs.number}/notes"
            await towns.call("POST", note, "centre", {"text": text})
            severity = {"severity": 2}
            change = f"/api/v1/desk/incidents/{towns.theirs.number}"
            await towns.call("PATCH", change, "centre", severity)
            await towns.call("PATCH", change, "centre", {"severity": 1})
            await towns.settled()
            await asyncio.sleep(0.3)
            said = ""
            while not socket.got.empty():
                message = socket.got.get_nowait()
                said += str(message.get("text") or message.get("bytes") or "")
            assert found_in(said, marks) == [], path
    assert towns.parts.board.newest[THEIR_UNIT].lat != 33.9


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one != "phone"])
async def test_nothing_of_the_others_is_drawn_by_any_callback(towns: TwoTowns, who: str):
    marks = marks_of(towns, who)
    values = {
        "data-path": f"/community/{OTHER_TOWN}001",
        "data-asked": {**PLACE, "limit": 8},
    }
    for first_output in CALLBACKS:
        body = json.loads(posted(towns, first_output))
        for entry in filter(None, body["inputs"]):
            entry["value"] = values.get(entry["property"])
        answer = await towns.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status < 500, answer.body
        assert found_in(text_of(answer.body), marks) == [], first_output


async def test_the_others_do_read_their_own(towns: TwoTowns):
    """The walk above would find nothing in answers that are all empty."""
    number = towns.theirs.number
    for path, query in (
        ("/api/v1/incidents", ""),
        (f"/api/v1/desk/incidents/{number}", ""),
        (f"/api/v1/desk/incidents/{number}/timeline", ""),
        ("/api/v1/desk/notices", ""),
        ("/api/v1/desk/print", ""),
        ("/api/v1/desk/roster", f"day={DUTY_DAY}"),
        (f"/api/v1/areas/{OTHER_TOWN}/statistics/rows", PERIOD),
        (f"/api/v1/areas/{OTHER_TOWN}/statistics/rows.csv", PERIOD),
        (f"/brief/{TODAY}.json", ""),
        ("/api/v1/desk/board", ""),
    ):
        answer = await towns.ask("GET", path, "theirs", query=query)
        assert answer.status == 200, path
        assert found_in(text_of(answer.body), marks_of(towns, "ours")), path
    assert OTHER_DEPARTMENT in str(
        towns.json(await towns.ask("GET", "/api/v1/incidents", "theirs"))
    )
