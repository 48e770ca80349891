"""The page of figures: who reads what, figures open to rows, files, and the wall's sums."""

import base64
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from domain.access.callers import Caller
from domain.centre.figures.on_wall import wall_kpis
from operations.centre.figures.figures import Asked
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
BODY, SAYS = "centre_figures-body.children", "centre_figures-says.children"
SEALED = "演示密封诉求"
LEAD = Caller("duty", "duty_clerk", department="governance")
STRANGER = Caller("arbitrates", "body_officer", department="labour_arbitration")


class Figures(TheCentre):
    """A centre with three cases of one town and type, and a sealed report."""

    codes: list[str]
    sealed: str

    async def tell(self) -> None:
        """Three plain cases, one of them handled; a report."""
        self.codes = [await self.handled("one")]
        self.codes += [await self.take_in(key) for key in ("two", "three")]
        self.sealed = await self.take_in(
            "sealed", matter="report", category="other", claim=SEALED, accused=["visits"]
        )

    async def page(self, who: str) -> str:
        """What the page shows."""
        answer = await self.ask("POST", CALLBACK, who, body=posted(self, BODY))
        assert answer.status == 200, answer.body[:500]
        return json.dumps(json.loads(answer.body), ensure_ascii=False)

    async def does(self, who: str, **asked: Any) -> dict[str, Any]:
        """What the page answers when something on it is pressed."""
        body = json.loads(posted(self, SAYS))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == "centre_figures-do":
                entry["value"] = asked
        answer = await self.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status == 200, answer.body[:500]
        return dict(json.loads(answer.body)["response"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Figures]:
    made = Figures(tmp_path_factory.mktemp("figures"))
    await made.start()
    await made.tell()
    yield made
    await made.stop()


async def test_the_lead_body_reads_exact_figures_and_others_none_of_a_few(centre: Figures):
    exact = await centre.parts.centre_figures.report(Asked(), LEAD)
    hidden = await centre.parts.centre_figures.report(Asked(), STRANGER)
    assert exact.results["registered"] == 3  # the sealed report is in no figure
    assert hidden.results["registered"] is None
    assert [one.value for one in hidden.cards if one.id == "accepted"] == [None]
    assert all(one.count in {0, None} for one in hidden.stages)
    assert not any(hidden.heat.cells.keys() - hidden.heat.hidden)


@pytest.mark.parametrize("who", ["arbitrates", "receives", "talker", "in-charge"])
async def test_a_stranger_to_the_cases_reads_no_figure_of_one_and_no_row(centre: Figures, who: str):
    shown = await centre.page(who)
    for id in ("registered", "accepted", "stock", "watched", "days", "late", "performed"):
        for part in ("all", "top", "rest"):
            told = await centre.does(who, act="rows", id=id, part=part, first="", last="")
            shown += json.dumps(told, ensure_ascii=False)
    for word in (*centre.codes, centre.sealed, CLAIM, SEALED, NAME, PHONE):
        assert word not in shown
    assert "您不能查看全部案件" in shown


async def test_a_figure_opens_to_the_cases_its_reader_may_see(centre: Figures):
    told = await centre.does("duty", act="rows", id="registered", part="all", first="", last="")
    shown = json.dumps(told, ensure_ascii=False)
    assert all(code in shown for code in centre.codes)
    assert centre.sealed not in shown
    mine = await centre.does("mediates", act="rows", id="registered", part="all")
    shown = json.dumps(mine, ensure_ascii=False)
    assert centre.codes[0] in shown
    assert centre.codes[1] not in shown


async def test_what_is_no_figure_or_no_month_is_refused_with_a_sentence(centre: Figures):
    shown = json.dumps(await centre.does("duty", act="rows", id="nothing"), ensure_ascii=False)
    assert "没有这个数据" in shown
    for first, last in (("2026-13", "2026-12"), ("2026-06", "2026-05"), ("2020-01", "2026-01")):
        told = await centre.does("duty", act="months", first=first, last=last)
        assert "is-bad" in json.dumps(told)


async def test_files_carry_who_took_them_and_the_monthly_table_is_the_lead_bodys(centre: Figures):
    told = await centre.does("duty", act="xlsx", first="", last="")
    file = told["centre_figures-file"]["data"]
    sheet = load_workbook(io.BytesIO(base64.b64decode(file["content"]))).active
    assert sheet is not None
    assert "导出账号 duty" in str(list(sheet.iter_rows(values_only=True))[-1])
    table = await centre.does("duty", act="csv", first="", last="")
    assert "导出账号 duty" in base64.b64decode(
        table["centre_figures-file"]["data"]["content"]
    ).decode("utf-8-sig")
    month = await centre.does("duty", act="monthly", month="2026-11")
    assert month["centre_figures-file"]["data"]["filename"] == "mediation-2026-11.xlsx"
    refused = await centre.does("arbitrates", act="monthly", month="2026-11")
    assert "centre_figures-file" not in refused
    assert "is-bad" in json.dumps(refused)


async def test_a_stranger_takes_no_count_of_a_few_away(centre: Figures):
    told = await centre.does("arbitrates", act="csv", first="", last="")
    text = base64.b64decode(told["centre_figures-file"]["data"]["content"]).decode("utf-8-sig")
    # what is in use at this moment everybody in the hall sees
    plain = ("导出", "部分", "此刻")
    lines = [line for line in text.splitlines() if not line.startswith(plain)]
    for line in lines:
        for cell in line.split(",")[2:]:
            assert cell in {"", "0", "0.0", "<5"}, line


async def test_the_wall_is_told_sums_alone(centre: Figures):
    assert await centre.parts.centre_wall.refresh() > 0
    assert await centre.parts.centre_wall.refresh() == 0  # nothing has changed
    await centre.settled()
    told = {
        id: record.state
        for id, record in centre.parts.picture.entities["kpi"].items()
        if id.startswith("centre_")
    }
    assert len(told) == 9
    assert told["centre_open"]["value"] is None  # of three
    text = json.dumps(told, ensure_ascii=False)
    for word in (*centre.codes, centre.sealed, CLAIM, NAME, PHONE, "mediates", "in-charge"):
        assert word not in text
    exact = await centre.parts.centre_figures.report(Asked(), LEAD)
    with pytest.raises(ValueError, match="sees no case"):
        wall_kpis(exact)


@pytest.mark.parametrize("who", ["centre", "clerk", "machine", "wall", "sysadm"])
async def test_whoever_works_elsewhere_does_not_come_in(centre: Figures, who: str):
    answer = await centre.ask("POST", CALLBACK, who, body=posted(centre, BODY))
    assert answer.status in {401, 403}
