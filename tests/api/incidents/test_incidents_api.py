import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/api/v1/incidents"
_ids = count(1)


def a_report(**fields):
    return {
        "source": "test",
        "source_id": f"n{next(_ids)}",
        "class": "fire",
        "severity": 2,
        "title": "仓库冒烟",
        "lat": 33.81,
        "lon": 116.71,
    } | fields


async def posted(client, **fields):
    answer = await client.post(PATH, json=a_report(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json()


def error_of(answer):
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) - {"fields"} == {"code", "field", "message"}
    assert body["error"]["message"]
    return answer.status_code, body["error"]["field"]


async def test_a_report_is_answered_when_it_is_committed(client, door):
    report = a_report(description="二楼", reporter="张三 13812345678")
    answer = await client.post(PATH, json=report)
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{PATH}/{body['number']}"
    kept = door.store.incident(body["number"])
    assert (kept.title, kept.reporter, kept.is_demo) == ("仓库冒烟", "张三 13812345678", False)
    assert set(body) == {
        "number", "status", "class", "severity", "title", "description", "lat", "lon",
        "area_code", "area_path", "is_outside", "place_source", "reported_at", "reached_at",
        "source", "source_id", "is_demo", "group", "call_started_at", "owner", "shared_with",
        "disposition", "merged_into", "links", "is_taken", "first_reached_at",
        "address", "is_stated", "unserved_since",
    }  # fmt: skip
    assert (body["status"], body["class"], body["group"]) == ("reported", "fire", "accident")
    assert body["area_code"] == "340604001001001"
    assert [area["code"] for area in body["area_path"]] == [
        "340604", "340604001", "340604001001", "340604001001001",
    ]  # fmt: skip


async def test_the_number_is_the_districts_day_and_an_ordinal(client):
    number = (await posted(client))["number"]
    assert number.startswith("LS20") and len(number) == 14 and number[2:].isdigit()


async def test_the_same_report_again_is_answered_with_the_first(client, door):
    report = a_report()
    first = await client.post(PATH, json=report)
    seq = door.store.head()[1]
    again = await client.post(PATH, json=report)
    assert again.status_code == 200
    assert first.json() == again.json()
    assert door.store.head()[1] == seq


async def test_racing_reports_make_one_incident(client):
    report = a_report()
    answers = await asyncio.gather(*(client.post(PATH, json=report) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.text for answer in answers}) == 1


async def test_words_are_masked(client):
    body = await posted(client, title="联系 13812345678", description="身份证 340604199001011234")
    assert body["title"] == "联系 138****5678"
    assert "19900101" not in body["description"]


async def test_an_area_code_places_at_its_label_point(client):
    report = a_report(area_code="340604002")
    del report["lat"], report["lon"]
    body = (await client.post(PATH, json=report)).json()
    assert (body["place_source"], body["area_code"]) == ("area", "340604002")
    assert (body["lat"], body["lon"]) == (pytest.approx(33.84), pytest.approx(116.76))


async def test_a_little_outside_is_flagged_and_farther_is_refused(client):
    near = await posted(client, lat=33.79)
    assert (near["is_outside"], near["area_code"]) == (True, "340604001001001")
    far = await client.post(PATH, json=a_report(lat=33.70))
    assert error_of(far) == (422, "lat")
    assert far.json()["error"]["code"] == "outside_district"


async def test_chinese_map_coordinates_are_converted_once(client):
    body = await posted(client, crs="gcj02")
    assert 0.0005 < abs(body["lon"] - 116.71) < 0.01


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"class": "blaze"}, "class"),
        ({"severity": True}, "severity"),
        ({"lat": "here"}, "lat"),
        ({"lon": None}, "lon"),
        ({"title": "x" * 201}, "title"),
        ({"title": "\x00\u200b"}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"area_code": "999999"}, "area_code"),
        ({"reported_at": "2199-01-01T00:00:00Z"}, "reported_at"),
    ],
)
async def test_the_wrong_field_is_named(client, fields, field):
    assert error_of(await client.post(PATH, json=a_report(**fields))) == (422, field)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b'{"lat": NaN}', "application/json", 422),
        (b'{"lat": Infinity}', "application/json", 422),
        (b'{"lat": 1e999}', "application/json", 422),
        (b'{"title": "\\ud800"}', "application/json", 422),
        (b'{"title": "\xff"}', "application/json", 422),
        (b"[" * 60_000, "application/json", 422),
        (b'{"a":' * 10_000, "application/json", 422),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b"<x/>", "text/xml", 415),
        (b"x" * 65_537, "application/json", 413),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_in_the_one_shape(client, body, kind, status):
    answer = await client.post(PATH, content=body, headers={"content-type": kind})
    found, field = error_of(answer)
    assert found == status
    assert field


async def test_refused_reports_are_counted_and_kept_and_harm_nobody(client, door):
    before = door.ingest.health().get("api", {}).get("refused", 0)
    answers = await asyncio.gather(
        *(client.post(PATH, json=a_report(severity=9)) for _ in range(50)),
        *(client.post(PATH, json=a_report()) for _ in range(10)),
    )
    assert [answer.status_code for answer in answers] == [422] * 50 + [201] * 10
    assert door.ingest.health()["api"]["refused"] == before + 50
    await door.ingest.close()
    [newest] = door.store.quarantined(1)
    assert (newest.feed, newest.field) == ("api", "severity")
    assert b'"severity":9' in newest.payload


async def test_an_incident_is_read_by_number_and_unknown_ones_are_404(client):
    body = await posted(client)
    assert (await client.get(f"{PATH}/{body['number']}")).json() == body
    for number in ("LS209901010001", "nonsense", "%00", "x" * 500, "..%2f..%2fetc"):
        assert error_of(await client.get(f"{PATH}/{number}"))[0] == 404


# change ------------------------------------------------------------------------------------


async def test_steps_are_taken_in_order(client):
    number = (await posted(client))["number"]
    body = (
        await client.patch(f"{PATH}/{number}", json={"status": "accepted", "severity": 1})
    ).json()
    assert (body["status"], body["severity"]) == ("accepted", 1)
    assert set(body["reached_at"]) == {"reported", "accepted"}
    illegal = await client.patch(f"{PATH}/{number}", json={"status": "closed"})
    assert error_of(illegal) == (409, "status")


async def test_an_illegal_step_takes_the_severity_with_it(client):
    number = (await posted(client))["number"]
    answer = await client.patch(f"{PATH}/{number}", json={"status": "closed", "severity": 1})
    assert answer.status_code == 409
    assert (await client.get(f"{PATH}/{number}")).json()["severity"] == 2


async def test_asking_for_what_is_so_already_writes_nothing(client, door):
    number = (await posted(client))["number"]
    seq = door.store.head()[1]
    answer = await client.patch(f"{PATH}/{number}", json={"status": "reported", "severity": 2})
    assert (answer.status_code, door.store.head()[1]) == (200, seq)


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "status"), ({"title": "x"}, "title"), ({"severity": 5}, "severity"), ([], "body")],
)
async def test_a_change_that_cannot_be_read_is_refused(client, body, field):
    number = (await posted(client))["number"]
    assert error_of(await client.patch(f"{PATH}/{number}", json=body)) == (422, field)


async def test_an_unknown_number_cannot_be_changed(client):
    answer = await client.patch(f"{PATH}/LS209901010001", json={"severity": 1})
    assert error_of(answer) == (404, "number")


# lists -------------------------------------------------------------------------------------


async def every_page(client, **wanted):
    found, cursor = [], None
    while True:
        page = await client.get(PATH, params=wanted | ({"cursor": cursor} if cursor else {}))
        assert page.status_code == 200, page.text
        found += [item["number"] for item in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            return found


async def test_pages_join_without_gap_or_double(client):
    made = {(await posted(client, **{"class": "flood"}))["number"] for _ in range(7)}
    one_go = await every_page(client, limit=500)
    assert await every_page(client, limit=2) == one_go
    assert made <= set(one_go)
    of_class = await every_page(client, **{"class": "flood", "limit": 2})
    assert of_class == [number for number in one_go if number in made]


async def test_filters(client):
    gone = await posted(client, **{"class": "medical", "severity": 4, "lat": 33.87, "lon": 116.77})
    await client.patch(f"{PATH}/{gone['number']}", json={"status": "cancelled"})
    here = await posted(client, **{"class": "medical", "severity": 1})
    both = {gone["number"], here["number"]}
    for wanted, expected in [
        ({"class": "medical"}, both),
        ({"class": "medical", "status": "open"}, {here["number"]}),
        ({"class": "medical", "status": "ended"}, {gone["number"]}),
        ({"class": "medical", "status": "reported,cancelled"}, both),
        ({"class": "medical", "severity": "1,2"}, {here["number"]}),
        ({"class": "medical", "area": "340604002"}, {gone["number"]}),
        ({"class": "medical", "area": "340604001001001"}, {here["number"]}),
        ({"class": "medical,fire", "area": "340604", "severity": "4"}, {gone["number"]}),
    ]:
        assert set(await every_page(client, **wanted)) == expected, wanted


async def test_since_is_included_and_until_is_not(client):
    moment = datetime.now(UTC) - timedelta(hours=5)
    body = await posted(client, reported_at=moment.isoformat())
    at = body["reported_at"]
    assert body["number"] in await every_page(client, since=at)
    assert body["number"] not in await every_page(client, until=at)
    plus = moment.isoformat().replace("+", " ")  # as an unescaped + arrives
    assert (await client.get(PATH, params={"since": plus})).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"status": "done"}, "status"),
        ({"status": "open,,"}, "status"),
        ({"class": "blaze"}, "class"),
        ({"severity": "5"}, "severity"),
        ({"severity": "12"}, "severity"),
        ({"area": "3406"}, "area"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-01-01T00:00:00"}, "since"),
        ({"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "until"),
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"cursor": "!!!"}, "cursor"),
        ({"cursor": "网格"}, "cursor"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_bad_parameter_is_named(client, wanted, field):
    assert error_of(await client.get(PATH, params=wanted)) == (422, field)


async def test_a_parameter_given_twice_is_named(client):
    assert error_of(await client.get(f"{PATH}?limit=1&limit=2")) == (422, "limit")


# paths that are none -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v2/incidents", 404),
        ("DELETE", "/api/v1/incidents", 405),
        ("PUT", "/api/v1/incidents/LS1", 405),
        ("POST", "/api/v1/nearest", 405),
        ("GET", "/ingest/nothing", 404),
        ("PUT", "/ingest/osmand", 405),
        ("GET", "/map/x", 404),
        ("POST", "/map/x/grid.geojson", 405),
    ],
)
async def test_paths_and_methods_that_are_none_are_told_in_json(client, method, path, status):
    answer = await client.request(method, path)
    assert error_of(answer)[0] == status
    assert ("allow" in answer.headers) == (status == 405)
