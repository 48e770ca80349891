"""The pages of mediation through their callbacks: the card's section, the pool, advice."""

import base64
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.mediation.the_mediation import DUTY, NAME, OFFICER, TheMediation, in_days

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheMediation]:
    made = TheMediation(tmp_path_factory.mktemp("pages"))
    await made.start()
    yield made
    await made.stop()


async def pressed(centre: TheMediation, page: str, who: str, **asked: Any) -> str:
    body = json.loads(posted(centre, f"{page}-says.children"))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == f"{page}-do":
            entry["value"] = asked
    answer = await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    assert answer.status == 200, answer.body[:500]
    return json.dumps(json.loads(answer.body), ensure_ascii=False)


async def opened(centre: TheMediation, page: str, who: str) -> str:
    answer = await centre.ask("POST", CALLBACK, who, body=posted(centre, f"{page}-body.children"))
    assert answer.status == 200, answer.body[:500]
    return json.dumps(json.loads(answer.body), ensure_ascii=False)


async def test_the_card_matches_chooses_and_holds_a_session(centre: TheMediation):
    code = await centre.handled("page")
    card = await centre.pressed("mediates", act="open", code=code)
    assert "匹配调解员" in card
    assert "✓ 擅长此类纠纷" in card
    assert "排在" in card and "why-first" in card
    after = await centre.pressed(
        "mediates", act="mediation.choose", code=code, mediator="M0004", chosen_by="party"
    )
    assert "已选定调解员" in after
    assert "安排调解" in after
    day = f"{in_days(3, hour=2):%Y-%m-%d}"
    planned = await centre.pressed(
        "mediates", act="mediation.plan", code=code, begins_day=day, begins_time="10:00",
        minutes="60", manner="together", room="", knows_day_off="yes",
    )  # fmt: skip
    assert "已安排" in planned
    [session] = {*re.findall(r"write-(S-[0-9a-f]{16})", planned)}
    [side] = await centre.party_ids(code)
    refused = await centre.pressed(
        "mediates", act="mediation.hold", code=code, session_id=session, facts="演示事实"
    )
    assert "is-bad" in refused
    held = await centre.pressed(
        "mediates", act="mediation.hold", code=code, session_id=session, facts="演示事实",
        positions="愿付一半", undisputed="欠薪属实", **{f"side-{side}": "consents"},
    )  # fmt: skip
    assert "已保存调解记录" in held
    assert "无争议事实（可交法院）" in held
    agreed = await centre.pressed(
        "mediates", act="mediation.agree", code=code, has_consent="yes", form="written",
        facts="演示事实", content="分期付清", manner="in_instalments", place="区中心",
        amount="100", instalments="2026-12-31 50, 2027-01-31 50",
    )  # fmt: skip
    assert "已登记协议" in agreed
    assert (await centre.shown(code))["stage"] == "performing"
    paid = await centre.pressed(
        "duty", act="mediation.pay", code=code, mediator_id="M0004", amount="200",
        payer="district_budget",
    )  # fmt: skip
    assert "200.00" in paid


async def test_a_window_sees_no_offers_and_a_stranger_nothing(centre: TheMediation):
    code = await centre.chosen("offers")
    assert "匹配调解员" not in await centre.pressed("window", act="open", code=code)
    for who in ("receives", "talker", "in-charge"):
        for act in ("open", "mediation.choose", "mediation.plan", "mediation.hold"):
            said = await centre.pressed(
                who, act=act, code=code, mediator="M0001", manner="apart", minutes="60",
                begins_day="2030-01-02", begins_time="10:00",
            )  # fmt: skip
            assert NAME not in said
            assert "M0001" not in said


async def test_the_pool_is_searched_and_a_mediator_opened(centre: TheMediation):
    page = await opened(centre, "mediators", "window")
    assert "M0001" in page
    assert "登记调解员" not in page
    assert "登记调解员" in await opened(centre, "mediators", "duty")
    found = await pressed(centre, "mediators", "window", act="find", skill="traffic")
    assert "M0003" in found and "M0001" not in found
    one = await pressed(centre, "mediators", "window", act="open", mediator="M0001")
    assert "样本不足" in one
    refused = await pressed(
        centre, "mediators", "window", act="state", mediator="M0001", state="suspended", reason="x"
    )
    assert "is-bad" in refused


async def test_somebody_is_registered_corrected_suspended_and_restored(centre: TheMediation):
    told = {
        "act": "save", "mediator": "", "name": "演示新登记", "sex": "female", "birth_year": "1980",
        "level": "district", "source": "lawyer", "skills": "contract,traffic",
        "phone": "13800000417",
    }  # fmt: skip
    said = await pressed(centre, "mediators", "duty", **told)
    number = re.search(r"已保存：(M\d{4})", said)
    assert number
    assert "13800000417" not in await pressed(
        centre, "mediators", "in-charge", act="open", mediator=number[1]
    )
    wrong = await pressed(centre, "mediators", "duty", **told | {"birth_year": "2020"})
    assert "is-bad" in wrong
    state = {"act": "state", "mediator": number[1]}
    assert "is-bad" in await pressed(centre, "mediators", "duty", **state, state="suspended")
    gone = await pressed(centre, "mediators", "duty", **state, state="suspended", reason="投诉核查")
    assert "投诉核查" in gone
    await pressed(centre, "mediators", "duty", **state, state="active")


async def test_a_table_is_loaded_and_its_wrong_rows_are_told(centre: TheMediation):
    async def load(text: str, who: str = "duty") -> Any:
        body = json.loads(posted(centre, "mediators-loaded.children"))
        content = base64.b64encode(text.encode()).decode()
        for entry in body["inputs"]:
            entry["value"] = f"data:text/csv;base64,{content}"
        return await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())

    head = "姓名,性别,出生年份,层级,来源,擅长类型\n"
    wrong = await load(head + "演示,女,1990,区级,教师,外星\n")
    assert "第 2 行" in json.dumps(json.loads(wrong.body), ensure_ascii=False)
    good = await load(head + "演示导入,女,1990,区级,教师,邻里\n")
    assert "已导入 1 行" in json.dumps(json.loads(good.body), ensure_ascii=False)
    assert (await load(head, "window")).status == 403


async def test_partners_and_advisers_have_a_page_of_their_own(centre: TheMediation):
    from domain.centre.mediation.involvements import Partner

    code = await centre.chosen("advice")
    await centre.mediation.partners.ask(code, "lawyer-1", Partner.LAWYER, "怎么算加班费", OFFICER)
    mine = await opened(centre, "advice", "lawyer-1")
    assert "怎么算加班费" in mine
    assert NAME not in mine
    assert "怎么算加班费" not in await opened(centre, "advice", "lawyer-2")
    asked = await pressed(
        centre, "advice", "duty", act="ask", subject="演示事项", question="合法吗",
        adviser="lawyer-2", case_code="",
    )  # fmt: skip
    assert "已登记" in asked
    held = await opened(centre, "advice", "lawyer-2")
    opinion = re.search(r"Q-[0-9a-f]{16}", held)
    assert opinion
    assert opinion[0] not in await opened(centre, "advice", "lawyer-1")
    await pressed(
        centre, "advice", "lawyer-2", act="opine", opinion=opinion[0], risk="high", answer="先听证"
    )
    assert "先听证" in await opened(centre, "advice", "duty")
    assert "先听证" not in await opened(centre, "advice", "receives")
    kept = await pressed(
        centre, "advice", "duty", act="archive", opinion=opinion[0], decision="决定1号",
        followed="wholly",
    )  # fmt: skip
    assert "已登记" in kept


@pytest.mark.parametrize(
    "path", ["/centre", "/centre/mediators", "/api/v1/cases", "/wall", "/desk"]
)
async def test_a_partner_comes_through_no_other_door(centre: TheMediation, path: str):
    assert (await centre.ask("GET", path, "lawyer-1")).status == 403
    assert (await centre.ask("GET", "/centre/advice", "lawyer-1")).status == 200


async def test_nobody_sees_offers_of_a_case_that_is_not_theirs(centre: TheMediation):
    code = await centre.handled("no-offers")
    assert (await centre.mediation.choosing.offers(code, DUTY)).match.offers
    assert "匹配调解员" not in await centre.pressed("arbitrates", act="open", code=code)
