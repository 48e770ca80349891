"""Reports from a phone: each becomes the right thing once; positions of whoever agreed."""

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.callers import Caller
from domain.field.positions.consent import POSITION_CONSENT
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.findings import NET_FINDING
from domain.subject_key import SubjectKey
from domain.video.inspections.findings import INSPECTION_FINDING
from domain.video.places.sites import KEY_SITE, KeySite, Nature, SiteSort
from operations.net.tasks.finding import Found
from tests.access.gatehouse import HOST
from tests.access.two_towns import OTHER_PLACE, OUR_DEPARTMENT, OUR_VILLAGE
from tests.net.the_net import CENTRE, TheNet

FIELD = "/api/v1/field"
HERE = (33.8100, 116.7100)
NORTH_M = 1 / 111_195
RUBBISH = "3406041102"
WALKS = Caller("walks", "grid_worker", area=OUR_VILLAGE)
UNIT = "WG-FIELD-1"
WORDS = "现场密语"
HOUR_MS = 3_600_000
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("reports"))
    await made.start()
    yield made
    await made.stop()


def picture(colour: int = 1) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (colour * 7 % 256, colour * 5 % 256, 200)).save(made, "JPEG")
    return made.getvalue()


def told(key: str, north_m: float = 0, **more: Any) -> dict[str, Any]:
    return {
        "key": f"report-{key}", "found": "hazard", "lat": HERE[0] + north_m * NORTH_M,
        "lon": HERE[1], "text": WORDS, **more,
    }  # fmt: skip


async def report(net: TheNet, body: Any, who: str = "walks", status: int = 201) -> Any:
    return net.json(await net.call("POST", f"{FIELD}/reports", who, body), status)


async def photo(net: TheNet, key: str, raw: bytes, who: str = "walks", age_ms: int = 0) -> Any:
    query = f"age_ms={age_ms}"
    return await net.ask("POST", f"{FIELD}/reports/report-{key}/files", who, body=raw, query=query)


def files_about(net: TheNet, kind: str, entity: str) -> list[Any]:
    return list(net.parts.store.newest_about("file", SubjectKey(kind, entity)))


def put(net: TheNet, kind: Any, entity: Any, action: str) -> None:
    with net.parts.store.transaction() as tx:
        tx.put(kind, entity, action=action, actor="test")


async def test_a_report_sent_five_times_is_one_incident_with_one_photo(net: TheNet):
    pressed = datetime.now(UTC) - timedelta(hours=2)
    body = told("once", age_ms=2 * HOUR_MS)
    first = await report(net, body)
    again = [await report(net, body, status=200) for _ in range(4)]
    assert all(one["incident"] == first["incident"] for one in again)
    raw = picture()
    kept = [net.json(await photo(net, "once", raw, age_ms=2 * HOUR_MS), 201) for _ in range(3)]
    assert len({one["file_id"] for one in kept}) == 1
    [file] = files_about(net, "incident", first["incident"])
    assert file.state["received_sha256"] == sha256(raw).hexdigest()
    assert abs(datetime.fromisoformat(file.state["taken_at"]) - pressed) < timedelta(minutes=2)
    assert file.state["url"].endswith(file.id)
    incident = net.json(await net.call("GET", f"/api/v1/incidents/{first['incident']}", "centre"))
    moment = datetime.fromisoformat(incident["reported_at"])
    assert abs(moment - pressed) < timedelta(minutes=2)
    shown = await net.ask("GET", file.state["url"], "centre")
    assert shown.status == 200 and shown.body[:2] == b"\xff\xd8"


async def test_a_photo_kept_for_longer_than_a_phone_keeps_is_of_its_receipt(net: TheNet):
    made = await report(net, told("ahead", 3000, age_ms=200 * HOUR_MS))
    assert made["told_at"] is None
    kept = net.json(await photo(net, "ahead", picture(2), age_ms=200 * HOUR_MS), 201)
    received = datetime.fromisoformat(kept["taken_at"])
    assert abs(received - datetime.now(UTC)) < timedelta(minutes=2)


async def test_an_alarm_is_pressed_and_not_reported(net: TheNet):
    options = net.json(await net.call("GET", f"{FIELD}/report-options", "walks"))
    codes = {one["code"] for one in options["classes"]}
    assert "hazard" in codes and "sos" not in codes
    await report(net, told("sos", 1800, found="sos"), status=422)
    query = f"lat={HERE[0]}&lon={HERE[1]}&found=sos"
    assert (await net.ask("GET", f"{FIELD}/around", "walks", query=query)).status == 422


async def test_street_order_with_a_class_is_an_item_and_its_photo_hangs_there(net: TheNet):
    options = net.json(await net.call("GET", f"{FIELD}/report-options", "guards"))
    assert RUBBISH in {one["code"] for one in options["item_classes"]}
    body = told("item", 600, found="city_management", item_class=RUBBISH)
    made = await report(net, body, "guards")
    assert made["item_id"] and not made["incident"]
    net.json(await photo(net, "item", picture(3), "guards"), 201)
    [file] = files_about(net, "net_item", made["item_id"])
    assert (await net.ask("GET", file.state["url"], "centre")).status == 200


async def test_a_dispute_of_somebody_is_a_case(net: TheNet):
    body = told("case", 900, found="dispute", party="演示当事人", category="neighbours")
    made = await report(net, body, "lives")
    assert made["case_code"] and not made["incident"]
    net.json(await photo(net, "case", picture(4), "lives"), 201)
    assert len(files_about(net, "case", made["case_code"])) == 1


async def test_at_a_key_place_it_is_a_finding_of_whoever_inspects_there(net: TheNet):
    site = KeySite(
        "S-FIELD", Nature.PLACE, SiteSort.WORKSHOP, "演示木器厂", f"{OUR_VILLAGE}001",
        HERE[0] + 1400 * NORTH_M, HERE[1], owner=OUR_DEPARTMENT, hazards="木粉尘",
    )  # fmt: skip
    put(net, KEY_SITE, site, "add")
    around = net.json(
        await net.ask(
            "GET", f"{FIELD}/around", "walks",
            query=f"lat={site.lat}&lon={site.lon}&found=hazard",
        )
    )  # fmt: skip
    assert [(one["site_id"], one["metres"]) for one in around["sites"]] == [("S-FIELD", 0)]
    assert "木粉尘" not in json.dumps(around, ensure_ascii=False)
    far = await net.call("POST", f"{FIELD}/reports", "walks", told("far", -900, site_id="S-FIELD"))
    assert far.status == 422 and "演示木器厂" in far.body.decode()
    made = await report(net, told("site", 1410, site_id="S-FIELD"))
    again = await report(net, told("site", 1410, site_id="S-FIELD"), status=200)
    assert made["inspection_id"] == again["inspection_id"] and not made["incident"]
    record = net.parts.store.newest(INSPECTION_FINDING.name, made["inspection_id"])
    assert record is not None and record.state["owner"] == OUR_DEPARTMENT
    net.json(await photo(net, "site", picture(5)), 201)
    assert len(files_about(net, "inspection_finding", made["inspection_id"])) == 1


async def test_what_was_reported_near_is_said_before_it_is_sent(net: TheNet):
    made = await report(net, told("near", 2000), "lives")
    await net.settled()
    query = f"lat={HERE[0] + 2010 * NORTH_M}&lon={HERE[1]}&found=hazard"
    around = net.json(await net.ask("GET", f"{FIELD}/around", "walks", query=query))
    [one] = [near for near in around["near"] if near["number"] == made["incident"]]
    assert (one["metres"], one["is_own"]) == (10, False)
    assert WORDS not in json.dumps(around, ensure_ascii=False)
    joined = await report(net, told("joined", 2010))
    assert (joined["verdict"], joined["incident"]) == ("duplicate", made["incident"])


async def test_nobody_adds_to_the_report_of_another_or_reads_it(net: TheNet):
    made = await report(net, told("own", 2600))
    assert (await photo(net, "own", picture(6), "lives")).status == 404
    assert made["finding_id"] not in json.dumps(
        net.json(await net.call("GET", f"{FIELD}/reports", "lives"))
    )
    own = net.json(await net.call("GET", f"{FIELD}/reports", "walks"))
    assert made["finding_id"] in {one["finding_id"] for one in own["items"]}
    elsewhere = told("away") | {"lat": OTHER_PLACE[0], "lon": OTHER_PLACE[1]}
    across = elsewhere | {"found": "city_management", "item_class": RUBBISH}
    made = await report(net, across)
    assert made["incident"] and not made["item_id"]  # seen across the border: never refused
    for who in ("centre", "chief", "clerk", "audit-1", "wall"):
        answer = await net.call("POST", f"{FIELD}/reports", who, told("no"))
        assert answer.status in {401, 403}, who


async def test_what_is_no_picture_or_sound_and_what_is_too_large_is_refused(net: TheNet):
    await report(net, told("bad", 3400))
    said = json.loads((await photo(net, "bad", b"<html>not a photo</html>")).body)
    assert said["error"]["field"] == "file"
    large = await photo(net, "bad", b"\xff\xd8" + b"0" * (9 * 1024 * 1024))
    assert large.status in {413, 422}
    for n in range(7):
        net.json(await photo(net, "bad", picture(20 + n)), 201)
    assert (await photo(net, "bad", picture(40))).status in {409, 422}
    net.json(await photo(net, "bad", picture(26)), 201)  # one it has already


async def on_duty(net: TheNet, status: str = "available") -> None:
    unit = {
        "call_sign": "网格外勤一号", "kind": "grid_worker", "home_area": OUR_VILLAGE,
        "status": status,
    }  # fmt: skip
    answer = await net.call("PUT", f"/api/v1/units/{UNIT}", "machine", unit)
    assert answer.status in {200, 201}, answer.body
    await net.settled()


class Phone:
    """A phone bound to our unit, as its browser asks."""

    def __init__(self, net: TheNet, key: str) -> None:
        self._net, self._cookie = net, f"onescreen-phone={key}"

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        raw = json.dumps(body).encode()
        more = {"cookie": self._cookie, "origin": f"http://{HOST}"}
        answer = await self._net.ask("POST", f"{FIELD}{path}", body=raw, **more)
        assert answer.status == status, answer.body.decode()
        return json.loads(answer.body)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phone(net: TheNet) -> Phone:
    await on_duty(net)
    bound = await net.parts.field.phones.bind(WALKS, unit_id=UNIT, pin="380417")
    made = Phone(net, bound.key)
    await made.post("/duty", {"on": True, "key": "goes-on-duty"})
    return made


def fixes(north_m: float = 0) -> dict[str, Any]:
    return {"fixes": [{"lat": HERE[0] + north_m * NORTH_M, "lon": HERE[1], "accuracy_m": 8.0}]}


def yes(n: int, *, agrees: bool = True) -> dict[str, Any]:
    return {"agrees": agrees, "key": f"consent-{n}"}


async def test_a_position_is_taken_of_whoever_agreed_and_is_on_duty_only(net: TheNet, phone: Phone):
    refused = await phone.post("/positions", fixes(), 409)
    assert "同意" in refused["error"]["message"]
    for n in range(2):
        assert (await phone.post("/sharing", yes(n)))["consent"]
    assert len(net.parts.store.history(POSITION_CONSENT.name, "walks")) == 1
    assert await phone.post("/positions", fixes(30)) == {"taken": 1, "ignored": 0}
    held = net.parts.board.newest[UNIT]
    assert abs(held.lat - HERE[0] - 30 * NORTH_M) < 1e-9
    await phone.post("/duty", {"on": False, "key": "goes-off-duty"})
    await net.settled()
    refused = await phone.post("/positions", fixes(60), 409)
    assert "不在岗" in refused["error"]["message"]
    await phone.post("/duty", {"on": True, "key": "on-duty-again"})
    await phone.post("/sharing", yes(3, agrees=False))
    await phone.post("/positions", fixes(60), 409)
    unbound = await net.call("POST", f"{FIELD}/positions", "guards", fixes())
    assert unbound.status == 409


def refused_of(net: TheNet, feed: str) -> int:
    """How many messages of a feed were refused."""
    return sum(n for key, n in net.parts.ingest.refused_by_reason().items() if key[0] == feed)


async def test_the_key_of_ones_own_phone_moves_ones_own_unit_alone(net: TheNet, phone: Phone):
    refused = await phone.post("/tracker", {}, 409)
    assert "同意" in refused["error"]["message"]
    await phone.post("/sharing", yes(4))
    made = await phone.post("/tracker", {}, 201)
    assert (
        made["unit_id"] == UNIT and "<svg" in made["traccar_qr"] and "<svg" in made["owntracks_qr"]
    )
    first = urlsplit(made["traccar"])
    at = int(datetime.now(UTC).timestamp())
    query = f"id={UNIT}&lat={HERE[0]}&lon={HERE[1] + 0.001}&timestamp={at}"
    assert (await net.ask("GET", first.path, query=query)).status == 200
    other = query.replace(UNIT, "JW-OF-THEIRS-1")
    assert (await net.ask("GET", first.path, query=other)).status == 403
    own = first.path.replace("osmand", "owntracks")
    body = {"_type": "location", "lat": HERE[0], "lon": HERE[1], "tst": at}
    answer = await net.ask("POST", own, body=json.dumps(body).encode())
    assert (answer.status, json.loads(answer.body)) == (200, [])
    # refused, the app would send it again for a week and hold all else back; it is counted instead
    refused = refused_of(net, "owntracks")
    answer = await net.ask("POST", own, body=json.dumps(body | {"tst": 0}).encode())
    assert (answer.status, json.loads(answer.body)) == (200, [])
    assert refused_of(net, "owntracks") == refused + 1
    second = urlsplit((await phone.post("/tracker", {}, 201))["traccar"])
    assert (await net.ask("GET", first.path, query=query)).status == 401  # the old one ended
    assert (await net.ask("GET", second.path, query=query)).status == 200
    assert (await phone.post("/tracker/end", {}))["count"] == 1
    assert (await net.ask("GET", second.path, query=query)).status == 401
    third = urlsplit((await phone.post("/tracker", {}, 201))["traccar"])
    await phone.post("/sharing", yes(5, agrees=False))
    assert (await net.ask("GET", third.path, query=query)).status == 401
    await phone.post("/sharing", yes(6))


async def test_a_lost_phone_takes_its_tracking_key_with_it(net: TheNet, phone: Phone):
    made = urlsplit((await phone.post("/tracker", {}, 201))["traccar"])
    query = f"id={UNIT}&lat={HERE[0]}&lon={HERE[1]}"
    assert (await net.ask("GET", made.path, query=query)).status == 200
    [held] = [one for one in await net.parts.field.phones.listed(CENTRE) if not one["revoked_at"]]
    await net.parts.field.phones.revoke(held["device_id"], CENTRE)
    assert (await net.ask("GET", made.path, query=query)).status == 401


async def test_own_work_is_told_in_one_answer(net: TheNet):
    body = {
        "area_code": OUR_VILLAGE, "group": "released", "name": "欧阳关爱", "address": "演示路1号",
        "visitors": ["walks"],
    }  # fmt: skip
    net.json(await net.call("POST", "/api/v1/net/care", "lives", body), 201)
    work = net.json(await net.call("GET", f"{FIELD}/work", "walks"))
    assert work["points"] is None  # nothing was counted: that is no zero
    [visit] = [one for one in work["visits"] if one["name"] == "欧阳关爱"]
    alone = {"key": "visit-alone", "outcome": "met"}
    path = f"{FIELD}/visits/{visit['visit_id']}"
    assert "不得单人" in (await net.call("POST", path, "walks", alone)).body.decode()
    done = await net.call("POST", path, "walks", alone | {"companions": ["justice"]})
    assert net.json(done)["outcome"] == "met"
    bound = await net.parts.field.phones.bind(WALKS, unit_id=None, pin="380417")
    shut = f"onescreen-phone={bound.key}"
    body["name"] = "欧阳再访"
    net.json(await net.call("POST", "/api/v1/net/care", "lives", body), 201)
    held = await net.parts.field.phones.phone_of_key(bound.key)
    assert held is not None
    await net.parts.field.phones.lock(held)
    hidden = await net.ask("GET", f"{FIELD}/work", cookie=shut)
    assert hidden.status == 200 and "欧阳" not in hidden.body.decode()
    police = net.json(await net.call("GET", f"{FIELD}/work", "guards"))
    assert (police["tasks"], police["visits"]) == ([], [])


async def test_a_report_whose_routing_was_cut_off_is_routed_when_it_is_sent_again(net: TheNet):
    broken = net.parts.net_tasks.findings
    route = broken._route

    async def cut_off(*_: Any) -> Any:
        raise RuntimeError("power")

    broken._route = cut_off  # type: ignore[method-assign]
    try:
        with pytest.raises(RuntimeError):
            found = Found(
                "report-cut", IncidentClass.HAZARD, HERE[0] + 4000 * NORTH_M, HERE[1], WORDS
            )
            await net.parts.field_work.reports.report(found, WALKS)
    finally:
        broken._route = route  # type: ignore[method-assign]
    waiting = await photo(net, "cut", picture(9))
    assert waiting.status == 409
    made = await report(net, told("cut", 4000), status=200)
    assert made["incident"]
    net.json(await photo(net, "cut", picture(9)), 201)
    kept = net.parts.store.newest(NET_FINDING.name, made["finding_id"])
    assert kept is not None and kept.state["incident"] == made["incident"]
