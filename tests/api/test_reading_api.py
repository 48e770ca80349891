"""Units, areas, nearest, map layers and health, as clients ask for them."""

import gzip
import json

import brotli
import pytest
from sqlalchemy import event

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNITS = "/api/v1/units"


def error_of(answer):
    return answer.status_code, answer.json()["error"]["field"]


# units -------------------------------------------------------------------------------------


async def test_a_unit_is_added_changed_and_left_alone(client, door):
    body = {
        "call_sign": "网格0417",
        "kind": "grid_worker",
        "home_area": "340604001001001",
        "name": "张三丰",
        "phone": "13812345678",
    }
    added = await client.put(f"{UNITS}/LS-0417", json=body)
    assert added.status_code == 201
    assert added.json() == {
        "unit_id": "LS-0417",
        "call_sign": "网格0417",
        "kind": "grid_worker",
        "subkind": None,
        "status": "available",
        "home_area": "340604001001001",
        "is_demo": False,
        "skills": [],
        "travel_mode": None,
        "name": "张*",
        "phone": "138****5678",
    }
    changed = await client.put(f"{UNITS}/LS-0417", json=body | {"status": "off_duty"})
    assert (changed.status_code, changed.json()["status"]) == (200, "off_duty")
    seq = door.store.head()[1]
    same = await client.put(f"{UNITS}/LS-0417", json=body)
    assert (same.status_code, same.json(), door.store.head()[1]) == (200, changed.json(), seq)
    assert door.store.unit("LS-0417").phone == "13812345678"


@pytest.mark.parametrize("unit_id", ["13812345678", "P-138-1234-5678", "+8613812345678"])
async def test_an_id_that_tells_a_phone_number_is_refused(client, unit_id):
    answer = await client.put(f"{UNITS}/{unit_id}", json={"call_sign": "A", "kind": "police"})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "unit_id"
    assert "电话" in answer.json()["error"]["message"]


async def test_a_field_not_named_stays_and_null_empties_it(client, door):
    full = {"call_sign": "A", "kind": "police", "subkind": "officer", "name": "李四", "phone": "1"}
    await client.put(f"{UNITS}/P1", json=full)
    await client.put(f"{UNITS}/P1", json={"call_sign": "B", "kind": "police", "phone": None})
    unit = door.store.unit("P1")
    assert (unit.call_sign, unit.subkind, unit.name, unit.phone) == ("B", "officer", "李四", None)
    await client.put(f"{UNITS}/P1", json={"call_sign": "B", "kind": "grid_worker"})
    assert door.store.unit("P1").subkind is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"call_sign": None}, "call_sign"),
        ({"call_sign": "x" * 65}, "call_sign"),
        ({"kind": None}, "kind"),
        ({"kind": "dog"}, "kind"),
        ({"subkind": "officer"}, "subkind"),
        ({"kind": "police", "subkind": "tank"}, "subkind"),
        ({"status": "asleep"}, "status"),
        ({"home_area": "12"}, "home_area"),
        ({"home_area": "999999"}, "home_area"),
        ({"home_area": 340604}, "home_area"),
        ({"name": 5}, "name"),
        ({"phone": "1" * 33}, "phone"),
        ({"unit_id": "other"}, "unit_id"),
        ({"is_demo": True}, "is_demo"),
    ],
)
async def test_a_unit_that_cannot_be_is_refused(client, door, fields, field):
    body = {"call_sign": "X", "kind": "grid_worker"} | fields
    assert error_of(await client.put(f"{UNITS}/NEVER", json=body)) == (422, field)
    assert door.store.unit("NEVER") is None


@pytest.mark.parametrize("unit_id", ["a%20b", "x" * 65, "%00", "a%0Ab"])
async def test_an_id_that_cannot_be_is_refused(client, unit_id):
    body = {"call_sign": "X", "kind": "grid_worker"}
    assert error_of(await client.put(f"{UNITS}/{unit_id}", json=body)) == (422, "unit_id")
    assert error_of(await client.get(f"{UNITS}/{unit_id}")) == (404, "unit_id")


# areas -------------------------------------------------------------------------------------


async def test_an_area_tells_its_place_and_what_goes_on(client, door):
    body = {"call_sign": "N", "kind": "police", "home_area": "340604002001"}
    await client.put(f"{UNITS}/A1", json=body)
    await client.put(f"{UNITS}/A2", json=body | {"status": "off_duty"})
    report = {"source": "t", "source_id": "area", "class": "fire", "severity": 1, "title": "x"}
    await client.post("/api/v1/incidents", json=report | {"area_code": "340604002001"})
    await door.settled()
    answer = (await client.get("/api/v1/areas/340604002")).json()
    assert (answer["name"], answer["level"], answer["parent_code"]) == ("第2镇", "town", "340604")
    assert [area["name"] for area in answer["path"]] == ["小区", "第2镇"]
    assert answer["children"] == ["340604002001", "340604002002"]
    assert answer["counts"] == {"open_incidents": 1, "units_on_duty": 1}
    empty = (await client.get("/api/v1/areas/340604002002")).json()
    assert empty["counts"] == {"open_incidents": 0, "units_on_duty": 0}


async def test_areas_that_are_none(client):
    assert error_of(await client.get("/api/v1/areas/999999")) == (404, "code")
    for code in ("1234", "x" * 6, "３４０６０４", "340604%00"):
        assert error_of(await client.get(f"/api/v1/areas/{code}")) == (422, "code")


# nearest -----------------------------------------------------------------------------------


async def test_the_nearest_are_told_in_the_fixed_words(client, door):
    for unit_id, lon in (("N1", 116.741), ("N2", 116.75), ("N3", 116.76)):
        body = {"call_sign": unit_id, "kind": "police", "subkind": "patrol_car"}
        await client.put(f"{UNITS}/{unit_id}", json=body)
        await door.settled()
        params = {"id": unit_id, "lat": 33.84, "lon": lon, "key": "test-token-0123456789"}
        assert (await client.get("/ingest/osmand", params=params)).status_code == 200
    asked = {"lat": 33.84, "lon": 116.74, "kind": "police"}
    body = (await client.get("/api/v1/nearest", params=asked | {"limit": 2})).json()
    assert body["next"] is None
    assert [item["unit_id"] for item in body["items"]] == ["N1", "N2"]
    first = body["items"][0]
    assert list(first) == [
        "unit_id", "call_sign", "kind", "distance_m", "travel_s", "travel_source", "fix_at",
        "is_stale", "is_mock", "status",
    ]  # fmt: skip
    assert (first["travel_source"], first["is_stale"], first["status"]) == (
        "road",
        False,
        "available",
    )
    assert (await client.get("/api/v1/nearest", params=asked | {"kind": "grid_worker"})).json()[
        "items"
    ] == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"lat": None}, "lat"),
        ({"lat": "north"}, "lat"),
        ({"lat": "nan"}, "lat"),
        ({"lat": "91"}, "lat"),
        ({"lon": "1e999"}, "lon"),
        ({"lon": ""}, "lon"),
        ({"kind": "dog"}, "kind"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"radius": "5"}, "radius"),
    ],
)
async def test_a_bad_question_is_named(client, wanted, field):
    params = {"lat": "33.84", "lon": "116.74"} | wanted
    params = {name: value for name, value in params.items() if value is not None}
    assert error_of(await client.get("/api/v1/nearest", params=params)) == (422, field)


# map ---------------------------------------------------------------------------------------


async def test_layers_are_immutable_compressed_and_named_by_content(client, door):
    path = f"/map/{door.areas.version}/village.geojson"
    plain = await client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(json.loads(plain.content)["features"]) == 4
    for accepted, encoding, unpack in (
        ("gzip, deflate, br;q=1.0", "br", brotli.decompress),
        ("gzip;q=0.5, br;q=0", "gzip", gzip.decompress),
    ):
        async with client.stream("GET", path, headers={"accept-encoding": accepted}) as packed:
            raw = b"".join([chunk async for chunk in packed.aiter_raw()])
        assert packed.headers["content-encoding"] == encoding
        assert unpack(raw) == plain.content
        assert packed.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert packed.headers["vary"] == "accept-encoding"
        tag = packed.headers["etag"]
        again = await client.get(path, headers={"accept-encoding": accepted, "if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


async def test_the_index_of_areas(client, door):
    answer = await client.get(f"/map/{door.areas.version}/areas.json")
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.json()["areas"]) == 1 + 2 + 4 + 16


@pytest.mark.parametrize(
    "path",
    [
        "/map/000000000000/grid.geojson",
        "/map/{version}/roads.geojson",
        "/map/{version}/grid",
        "/map/{version}/grid.geojson.geojson",
        "/map/{version}/..%2f..%2ffacts.db",
        "/map/..%2f..%2fetc/grid.geojson",
        "/map/%2e%2e/areas.json",
        "/map/{version}/current.json",
        "/map/{version}%00/grid.geojson",
    ],
)
async def test_no_other_file_is_served(client, door, path):
    answer = await client.get(path.format(version=door.areas.version))
    assert error_of(answer) == (404, "path")


# health ------------------------------------------------------------------------------------


async def test_health_tells_the_parts_and_no_secret(client, door):
    answer = await client.get("/healthz")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (200, "ok")
    assert list(body) == ["status", "epoch", "seq", "database", "feeds", "hub"]
    assert (body["epoch"], body["seq"]) == door.store.head()
    assert body["hub"]["clients"] == 0
    assert "test-token" not in answer.text
    assert (await client.head("/healthz")).status_code == 200


async def test_a_full_disk_refuses_reports_whole_and_health_says_so(client, door, monkeypatch):
    """SQLite's own bound on pages stands for the disk: both answer SQLITE_FULL."""
    pages = 1  # as many as there are, and no more

    def bound(raw, *_):
        raw.execute(f"PRAGMA max_page_count={pages}")

    engine = door.store._engine
    event.listen(engine, "checkout", bound)
    monkeypatch.setattr("store.outage.QUIET_S", 0)
    try:
        report = {"class": "fire", "severity": 2, "lat": 33.811, "lon": 116.711, "source": "full"}
        report |= {"title": "长" * 200, "reported_at": "2026-01-01T04:00:00Z"}
        answers = [
            await client.post("/api/v1/incidents", json=report | {"source_id": f"{n}"})
            for n in range(60)
        ]
        assert answers[-1].status_code == 507
        head = door.store.head()
        health = (await client.get("/healthz")).json()
        assert (health["status"], health["database"]) == ("degraded", {"status": "full"})
        assert (await client.get("/api/v1/incidents")).status_code == 200
        assert door.store.head() == head and door.store.verify_chain() is None
    finally:
        pages = 4_000_000_000
    answer = await client.post("/api/v1/incidents", json=report | {"source_id": "61"})
    assert answer.status_code == 201
    assert (await client.get("/healthz")).json()["database"] == {"status": "ok"}
    event.remove(engine, "checkout", bound)


async def test_a_dead_database_is_503(client, door, monkeypatch):
    def fail():
        raise OSError("gone: /secret/path")

    monkeypatch.setattr(door.store, "check", fail)
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["database"] == {"status": "unreachable"}
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert (await client.get("/healthz")).status_code == 200
