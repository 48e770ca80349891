"""Every figure of the page opens to as many rows as it says; the monthly table is recounted."""

import base64
import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from domain.access.callers import Caller
from domain.centre.figures.filings import CourtFiling
from operations.centre.figures.figures import Asked
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import OTHER_TOWN, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
LEAD = Caller("duty", "duty_clerk", department="governance")
STRANGER = Caller("arbitrates", "body_officer", department="labour_arbitration")
BODY, SAYS = "centre_figures-body.children", "centre_figures-says.children"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("opened"))
    await made.start()
    for n, people in enumerate((1, 6)):
        role = "representative" if people > 5 else "applicant"
        parties = [{"role": role, "name": "演示代表", "phone": PHONE}]
        code = await made.handled(f"agreed-{n}", people_count=people, parties=parties)
        said = {"form": "oral", "agreement": "当场付清", "has_consent": True}
        await made.done(code, "mediates", "session", has_consent=True, text="第一次调解")
        await made.done(code, "mediates", "agree", **said)
    failed = await made.handled("failed", category="neighbours", channel="grid")
    await made.done(failed, "mediates", "session", has_consent=True, text="第一次调解")
    await made.done(failed, "mediates", "fail", text="分歧太大", remedy="court")
    await made.take_in("waits", flags=["escalation"])
    returned = await made.routed("returned")
    await made.done(returned, "mediates", "object", text="不属本机构职责")
    yield made
    await made.stop()


def drawn(held: Any) -> Iterator[dict[str, Any]]:
    """Every component of what was drawn."""
    if isinstance(held, dict):
        if "props" in held:
            yield held
        for one in held.values():
            yield from drawn(one)
    elif isinstance(held, list):
        for one in held:
            yield from drawn(one)


async def pressed(centre: TheCentre, who: str, **asked: Any) -> dict[str, Any]:
    body = json.loads(posted(centre, SAYS))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == "centre_figures-do":
            entry["value"] = asked
    answer = await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    assert answer.status == 200, answer.body[:500]
    return dict(json.loads(answer.body)["response"])


async def test_every_figure_opens_to_as_many_rows_as_it_says(centre: TheCentre):
    answer = await centre.ask("POST", CALLBACK, "duty", body=posted(centre, BODY))
    page = json.loads(answer.body)
    opened = 0
    for one in drawn(page):
        props = one["props"]
        ask = json.loads(props.get("data-ask") or "null")
        if not ask or ask.get("act") != "rows":
            continue
        months = Asked(ask["first"], ask["last"])
        rows = await centre.parts.centre_figures.rows(ask["id"], ask["part"], months, LEAD)
        if str(props["children"]).isdigit():
            assert len(rows) == int(props["children"]), ask
            opened += 1
    assert opened > 20
    # no count is left that does not open
    shut = [
        one["props"]["children"]
        for one in drawn(page)
        if one["type"] == "Span" and one["props"].get("className") == "num"
    ]
    assert {text for text in shut if str(text).isdigit()} <= {"0"}


async def test_a_month_has_its_median_and_p90_once_it_has_enough(centre: TheCentre):
    exact = await centre.parts.centre_figures.report(Asked(), LEAD)
    hidden = await centre.parts.centre_figures.report(Asked(), STRANGER)
    assert len(exact.pace) == len(exact.trend) == 12
    for told in (exact, hidden):
        for one in told.pace:
            assert (one.count or 0) == 0 or told.sees_all
            assert one.p50 is None
            assert one.p90 is None


async def test_the_monthly_workbook_holds_what_the_cases_themselves_say(centre: TheCentre):
    month = f"{datetime.now(UTC).astimezone(centre.parts.centre_desk.zone):%Y-%m}"
    told = await pressed(centre, "duty", act="monthly", month=month)
    content = base64.b64decode(told["centre_figures-file"]["data"]["content"])
    lines = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    table = {str(line[0]): dict(zip(lines[0], line, strict=True)) for line in lines[1:20]}
    cases = [await centre.shown(one["code"]) for one in (await centre.listed(limit=100))["items"]]
    ended = [
        one
        for one in cases
        if one["clock"] == "mediate.people" and one["procedure_result"] in ENDED
    ]
    assert len(ended) == 3
    settled = [one for one in ended if one["procedure_result"] == "agreed"]
    every = table["合计"]
    assert every["调解总数（件）"] == len(ended)
    assert every["调解成功（件）"] == len(settled)
    assert every["涉及人数（人）"] == sum(one["people_count"] for one in ended)
    assert every["口头协议（件）"] + every["书面协议（件）"] == len(settled)
    assert every["主动调解"] == sum(one["channel"] == "grid" for one in ended)
    assert every["防止群体性上访（件）"] == sum(one["people_count"] > 5 for one in settled)
    assert every["防止群体性上访（人）"] == 6
    assert every["主持：人民调解中心"] == len(ended)
    assert table["邻里纠纷"]["调解总数（件）"] == 1
    assert table["邻里纠纷"]["调解成功（件）"] == 0
    # a sum is the sum of its types, in every column
    types = [line for name, line in table.items() if name != "合计"]
    assert len(types) == 18
    for name, value in list(every.items())[1:]:
        assert value == sum(line[name] for line in types), name
    assert OTHER_TOWN not in str(lines)


async def filed(centre: TheCentre, year: int) -> list[CourtFiling]:
    report = await centre.parts.centre_figures.report(Asked(), LEAD)
    return [one.filing for one in report.filings if one.filing.year == year]


async def test_what_the_court_took_in_is_entered_checked_and_corrected(centre: TheCentre):
    year, town = datetime.now(UTC).year, OTHER_TOWN[:9]
    good = {"year": str(year), "town": town, "count": "40", "source": "区法院审管办年报"}
    for wrong in (
        {"year": "1999"},
        {"year": str(year + 1)},
        {"year": "今年"},
        {"town": "000000000"},
        {"count": "-1"},
        {"count": ""},
        {"count": "999999"},
        {"source": ""},
    ):
        told = await pressed(centre, "duty", act="filing", **{**good, **wrong})
        assert "is-bad" in json.dumps(told), wrong
    for who in ("window", "mediates", "in-charge"):
        assert "is-bad" in json.dumps(await pressed(centre, who, act="filing", **good)), who
    assert await filed(centre, year) == []
    for count in ("40", "42"):
        told = await pressed(centre, "duty", act="filing", **{**good, "count": count})
        assert "已保存" in json.dumps(told, ensure_ascii=False)
    [one] = await filed(centre, year)
    assert (one.count, one.town, one.by) == (42, town, "duty")
    await pressed(centre, "duty", act="filing", **{**good, "town": "", "count": "90"})
    report = await centre.parts.centre_figures.report(Asked(), LEAD)
    [card] = [one for one in report.cards if one.id == "litigation"]
    assert (card.top, card.more) == (90, {"source": "区法院审管办年报", "month": str(year)})
    assert card.value == pytest.approx(10_000 * 90 / (card.bottom or 0))
    shown = await centre.ask("POST", CALLBACK, "duty", body=posted(centre, BODY))
    page = json.dumps(json.loads(shown.body), ensure_ascii=False)
    assert "区法院审管办年报" in page
    assert "录入法院收案数" in page
    other = await centre.ask("POST", CALLBACK, "in-charge", body=posted(centre, BODY))
    assert "录入法院收案数" not in json.dumps(json.loads(other.body), ensure_ascii=False)


async def test_every_part_of_the_page_stands_in_its_workbook_with_the_courts_source(
    centre: TheCentre,
):
    year, source = datetime.now(UTC).year - 1, "区法院2号报表"
    filings = centre.parts.court_filings
    await filings.enter(year, OTHER_TOWN[:9], 31, source, LEAD)
    await filings.enter(year, "", 77, source, LEAD)
    told = await pressed(centre, "duty", act="xlsx", first="", last="")
    content = base64.b64decode(told["centre_figures-file"]["data"]["content"])
    lines = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    parts = {str(line[0]) for line in lines}
    for title in ("指标", "结果", "阶段", "红橙案件", "趋势", "办理天数 P50", "履行金额（元）",
                  "此刻（按预约）", "万人成讼率"):  # fmt: skip
        assert title in parts, title
    assert any(part.startswith("上升最快的类型") for part in parts)
    rows = {str(line[1]): line for line in lines if line[0] == "万人成讼率"}
    district = rows[f"{year} 全区"]
    assert (district[3], district[5]) == (77, source)
    report = await centre.parts.centre_figures.report(Asked(), LEAD)
    assert len(rows) == len(report.filings)
    [rate] = [one.rate for one in report.filings if one.filing.count == 77]
    assert district[2] == round(rate, 2)
    few = await pressed(centre, "arbitrates", act="csv", first="", last="")
    text = base64.b64decode(few["centre_figures-file"]["data"]["content"]).decode("utf-8-sig")
    assert "红橙案件,红色在办" in text
    assert "橙色 最久（天）," in text


ENDED = {"agreed", "failed", "answered", "transferred", "withdrawn"}
