"""An area's figures over HTTP, on the demo's history."""

import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from tools.running import RunningServer

DISTRICT, TOWN, VILLAGE, GRID = "340604", "340604001", "340604001001", "340604001001001"
YESTERDAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)
ONE_DAY = f"from={YESTERDAY}&to={YESTERDAY}"


def ask(server: RunningServer, path: str) -> Any:
    with urllib.request.urlopen(f"{server.url}/api/v1/areas/{path}") as answer:
        return json.load(answer)


def refusal(server: RunningServer, path: str) -> tuple[int, Any]:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(server, path)
    return refused.value.code, json.load(refused.value)["error"]


@pytest.mark.parametrize("code", [DISTRICT, TOWN, VILLAGE, GRID])
def test_every_level_has_its_figures(server: RunningServer, code: str):
    told = ask(server, f"{code}/statistics?{ONE_DAY}")
    totals = told["totals"]
    assert totals["reported"] == sum(row["reported"] for row in told["classes"])
    assert totals["reported"] == sum(sum(row) for row in told["heat"])
    assert totals["reported"] == totals["closed"] + totals["cancelled"] + totals["still_open"]
    assert told["path"][-1]["code"] == code
    assert told["sentences"]


def test_the_towns_sum_to_the_district_and_open_to_the_same_rows(server: RunningServer):
    told = ask(server, f"{DISTRICT}/statistics?{ONE_DAY}")
    assert sum(row["reported"] for row in told["children"]) == told["totals"]["reported"]
    first = told["classes"][0]
    rows = ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}&class={first['class']}&limit=200")
    assert len(rows["items"]) == first["reported"]
    assert {row["class"] for row in rows["items"]} == {first["class"]}


def test_an_hour_of_the_week_opens_to_its_rows(server: RunningServer):
    told = ask(server, f"{DISTRICT}/statistics?{ONE_DAY}")
    weekday = YESTERDAY.weekday()
    hour = max(range(24), key=lambda one: told["heat"][weekday][one])
    filters = f"weekday={weekday}&hour={hour}"
    rows = ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}&{filters}&limit=200")
    assert len(rows["items"]) == told["heat"][weekday][hour]
    elsewhere = f"weekday={(weekday + 1) % 7}"
    assert ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}&{elsewhere}")["items"] == []


def test_rows_are_masked(server: RunningServer):
    rows = ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}")["items"]
    assert rows
    assert all("reporter" not in row for row in rows)


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("340604999/statistics", 404, "code"),
        ("nowhere/statistics", 404, "code"),
        (f"{DISTRICT}/statistics?from=2099-01-01&to=2099-01-02", 422, "from"),
        (f"{DISTRICT}/statistics?period=week", 422, "period"),
        (f"{DISTRICT}/statistics?period=month&month=2099-01", 422, "month"),
        (f"{DISTRICT}/statistics/rows?place=here", 422, "place"),
        (f"{DISTRICT}/statistics/rows?place=99999999999999999999,1", 422, "place"),
        (f"{DISTRICT}/statistics/rows?hour=99999999999999999999", 422, "hour"),
        (f"{DISTRICT}/statistics/rows?hour=24", 422, "hour"),
        (f"{DISTRICT}/statistics/rows?hours=24-20", 422, "hours"),
        (f"{DISTRICT}/statistics/rows?slowest=lunch", 422, "slowest"),
        (f"{DISTRICT}/statistics/rows?open_now=2", 422, "open_now"),
        (f"{DISTRICT}/statistics/rows?unplaced=yes", 422, "unplaced"),
        (f"{DISTRICT}/statistics/rows?arrived=true", 422, "arrived"),
    ],
)
def test_what_cannot_be_answered_says_why(
    server: RunningServer, path: str, status: int, field: str
):
    code, error = refusal(server, path)
    assert (code, error["field"]) == (status, field)
    assert error["message"]


def test_days_before_the_first_are_empty_and_say_so(server: RunningServer):
    told = ask(server, f"{DISTRICT}/statistics?from=2020-01-01&to=2020-01-31")
    assert set(told["totals"].values()) == {None}, "unknown, not none"
    assert {row["reported"] for row in told["children"]} == {None}
    assert told["children_rest"] is None
    assert told["change"] is None
    assert "这段时间没有数据" in told["sentences"][-1]["text"]
    assert told["period"]["with_data"] == 0


def test_a_cause_opens_to_the_arrivals_that_made_it_the_slowest_first(server: RunningServer):
    told = ask(server, f"{DISTRICT}/statistics?{ONE_DAY}")
    filters = "arrived=1&slowest=travel&limit=200"
    rows = ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}&{filters}")
    took = [row["took_s"] for row in rows["items"]]
    assert rows["is_slowest"]
    assert len(took) == told["totals"]["arrived"]
    travel = [row["travel"] for row in took]
    assert travel == sorted(travel, reverse=True)
    mean = sum(row["arrival"] for row in took) / len(took)
    assert mean == pytest.approx(told["totals"]["arrival_mean_s"], abs=0.1)
    late = ask(server, f"{DISTRICT}/statistics/rows?{ONE_DAY}&late=arrival&limit=200")["items"]
    share = 1 - len(late) / len(took)
    assert share == pytest.approx(told["totals"]["arrived_in_target_share"], abs=0.001)


def fetch(server: RunningServer, path: str) -> tuple[str, bytes]:
    with urllib.request.urlopen(f"{server.url}{path}") as answer:
        return answer.headers["content-type"], answer.read()


def test_the_spreadsheet_holds_what_the_page_says_and_who_took_it(server: RunningServer):
    _, content = fetch(server, f"/api/v1/areas/{TOWN}/statistics/table.xlsx?{ONE_DAY}")
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    told = ask(server, f"{TOWN}/statistics?{ONE_DAY}")
    assert ("指标", "上报（起）", told["totals"]["reported"]) == rows_of(rows, "上报（起）")[0][:3]
    assert "导出账号" in rows[-1][0]


def rows_of(rows: list[Any], name: str) -> list[Any]:
    return [row for row in rows if row[1] == name]


def test_the_csv_has_a_line_for_each_incident(server: RunningServer):
    _, content = fetch(server, f"/api/v1/areas/{TOWN}/statistics/rows.csv?{ONE_DAY}")
    lines = content.decode("utf-8-sig").splitlines()
    reported = ask(server, f"{TOWN}/statistics?{ONE_DAY}")["totals"]["reported"]
    assert len(lines) == reported + 2, "a header, and who took it"


def wait_for_the_brief(server: RunningServer) -> None:
    """Briefs of past days are written behind the start, when nobody waits for an answer."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            fetch(server, "/brief/latest.json")
        except urllib.error.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("no brief within a minute")


def test_papers_carry_their_font(server: RunningServer):
    wait_for_the_brief(server)
    for path in (f"/api/v1/areas/{TOWN}/statistics/page.pdf?{ONE_DAY}", "/brief/latest.pdf"):
        kind, content = fetch(server, path)
        assert kind == "application/pdf"
        assert b"NotoSansCJKsc" in content
        assert b"FontFile2" in content


def test_the_brief_of_yesterday_is_there_and_says_what_the_page_says(server: RunningServer):
    wait_for_the_brief(server)
    _, content = fetch(server, "/brief/latest.json")
    brief = json.loads(content)
    assert brief["day"] == YESTERDAY.isoformat() or len(brief["days"]) > 0
    figures = next(part for part in brief["sections"] if part["title"] == "主要指标")
    question = f"from={brief['day']}&to={brief['day']}"
    reported = ask(server, f"{DISTRICT}/statistics?{question}")["totals"]["reported"]
    assert figures["rows"][0][:2] == ["上报（起）", f"{reported:,}"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hecun", "和村社区"),
        ("ＨＣＳＱ", "和村社区"),
        ("lieshanzhen", "烈山镇"),
        ("网格 003", "网格 003"),
    ],
)
def test_the_search_of_every_screen_knows_places_as_people_type_them(
    server: RunningServer, text: str, name: str
):
    address = f"{server.url}/api/v1/search?q={urllib.parse.quote(text)}"
    with urllib.request.urlopen(address) as answer:
        items = json.load(answer)["items"]
    assert name in [item.get("name") for item in items]


def test_the_search_finds_an_incident_by_number_and_a_unit_by_call_sign(server: RunningServer):
    rows = ask(server, f"{DISTRICT}/statistics/rows?period=7d")["items"]
    with urllib.request.urlopen(f"{server.url}/api/v1/incidents?status=open&limit=1") as answer:
        held = json.load(answer)["items"] or rows
    number = held[0]["number"]
    with urllib.request.urlopen(f"{server.url}/api/v1/search?q={number}") as answer:
        [first, *_] = json.load(answer)["items"]
    assert (first["kind"], first["number"]) == ("incident", number)


def every_row(server: RunningServer, code: str, filters: str) -> set[str]:
    """The numbers behind a figure, all pages of them."""
    found: set[str] = set()
    cursor = ""
    while True:
        page = ask(server, f"{code}/statistics/rows?{filters}&limit=200{cursor}")
        found |= {row["number"] for row in page["items"]}
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


def report_in(server: RunningServer, code: str) -> str:
    body = {"source": "rest", "source_id": uuid.uuid4().hex, "class": "other", "severity": 4}
    sent = urllib.request.Request(
        f"{server.url}/api/v1/incidents",
        json.dumps(body | {"title": "不知在哪一处", "area_code": code}).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {server.token}"},
    )
    with urllib.request.urlopen(sent) as answer:
        return str(json.load(answer)["number"])


def cancel(server: RunningServer, number: str) -> None:
    sent = urllib.request.Request(
        f"{server.url}/api/v1/incidents/{number}",
        b'{"status": "cancelled"}',
        {"content-type": "application/json", "authorization": f"Bearer {server.token}"},
        method="PATCH",
    )
    urllib.request.urlopen(sent).close()


def test_what_is_open_now_and_what_has_no_part_open_to_their_rows(server: RunningServer):
    """The demo goes on meanwhile: asked again until nothing happened in between."""
    days = ONE_DAY.replace(f"to={YESTERDAY}", f"to={YESTERDAY + timedelta(days=1)}")
    nowhere = [report_in(server, DISTRICT), report_in(server, TOWN)]
    try:
        for _ in range(20):
            told = ask(server, f"{DISTRICT}/statistics?{days}")
            opened = every_row(server, DISTRICT, f"{days}&open_now=1")
            parts = {
                row["code"]: every_row(server, row["code"], f"{days}&open_now=1")
                for row in told["children"]
            }
            rest = every_row(server, DISTRICT, f"{days}&open_now=1&unplaced=1")
            reported = every_row(server, DISTRICT, f"{days}&unplaced=1")
            after = ask(server, f"{DISTRICT}/statistics?{days}")
            if (after["open_now"], after["children_rest"]) == (
                told["open_now"], told["children_rest"],
            ) and [row["open_now"] for row in after["children"]] == [
                row["open_now"] for row in told["children"]
            ]:  # fmt: skip
                break
        assert len(opened) == told["open_now"]
        assert {code: len(found) for code, found in parts.items()} == {
            row["code"]: row["open_now"] for row in told["children"]
        }
        assert len(rest) == told["children_rest"]["open_now"]
        assert len(reported) == told["children_rest"]["reported"]
        assert opened == rest.union(*parts.values())
        assert nowhere[0] in rest
        assert nowhere[1] in parts[TOWN] - rest
        assert nowhere[1] in every_row(server, TOWN, f"{days}&open_now=1&unplaced=1")
    finally:
        for number in nowhere:
            cancel(server, number)
