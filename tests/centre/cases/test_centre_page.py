"""The centre's page through its callbacks: intake, queue, a case and its steps."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from catalogues import po_file, read_catalogue
from domain.words import LANGUAGES
from layouts.centre.case_words import CONTEXTS
from layouts.centre.named import last_day
from tests.centre.the_centre import CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOLD = {
    "act": "take_in", "applicants": "上官演示 13700005555", "respondents": "单位：演示厂",
    "claim": "演示欠薪三个月", "category": "migrant_wages", "amount": "12,000.50",
    "people_count": "1", "matter": "dispute", "channel": "visit", "flags": "", "window": "01",
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("page"))
    await made.start()
    yield made
    await made.stop()


def code_in(said: str) -> str:
    found = re.search(r"LS\d{8}-\d{2}-\d{4}-\d", said)
    assert found, said[:300]
    return found[0]


async def test_a_window_takes_a_case_in_and_it_stands_in_the_queue_masked(centre: TheCentre):
    code = code_in(await centre.pressed("window", **TOLD))
    queue = await centre.queue("window")
    assert code in queue
    assert "上*" in queue
    assert "上官演示" not in queue
    assert (await centre.shown(code))["amount_fen"] == 12_000_50
    # who came before is offered
    assert code in await centre.pressed("window", **TOLD)


async def test_a_lost_answer_pressed_again_makes_no_second_case(centre: TheCentre):
    first = code_in(await centre.pressed("window", **TOLD, key="lost"))
    again = await centre.pressed("window", **TOLD, key="lost")
    assert code_in(again) == first
    assert "同一当事人" not in again
    other = await centre.pressed("window", **TOLD | {"claim": "改过的诉求"}, key="lost")
    assert "is-bad" in other
    assert code_in(await centre.pressed("window", **TOLD, key="next")) != first
    key = r'"data-key": "([0-9a-f]{32})"'
    drawn = [re.findall(key, await centre.queue("window")) for _ in range(2)]
    assert [len(one) for one in drawn] == [1, 1]
    assert drawn[0] != drawn[1]


async def test_a_case_is_settled_by_the_forms_of_its_page(centre: TheCentre):
    code = code_in(await centre.pressed("window", **TOLD))

    async def step(who: str, name: str, **said: str) -> str:
        return await centre.pressed(who, act="step", step=name, code=code, **said)

    await step("duty", "route", body="people_mediation", clock="", way="", level="")
    await step("mediates", "accept")
    refused = await step(
        "mediates",
        "agree",
        has_consent="yes",
        form="written",
        agreement="一次付清",
        amount="100",
        instalments="2027-01-31 99",
    )
    assert "99.00" in refused
    await step(
        "mediates",
        "agree",
        has_consent="yes",
        form="written",
        agreement="分两期",
        amount="12000.50",
        instalments="2026-12-31 6000.25, 2027-01-31 6000.25",
    )
    await step("mediates", "pay", instalment="1", proof="回单 1")
    await step("mediates", "pay", instalment="2", proof="回单 2")
    whole = await centre.shown(code)
    assert (whole["stage"], whole["paid_fen"]) == ("calling_back", 12_000_50)
    await step("colleague", "call_back", text="已收到", satisfaction="5")
    for paper in ("application", "rights_notice", "identity", "mediation_record", "agreement"):
        await step("window", "paper", paper=paper)
    assert "结案报告表" in await step("duty", "close")
    await step("window", "paper", paper="closing_report")
    await step("duty", "close")
    assert (await centre.shown(code))["result"] == "settled"
    assert code not in await centre.queue("duty")
    assert code in await centre.pressed("duty", act="find", q=code)


async def test_the_card_offers_the_steps_of_its_reader_only(centre: TheCentre):
    code = await centre.routed("card")
    mine = await centre.pressed("mediates", act="open", code=code)
    assert "退单异议" in mine or "接收" in mine
    assert CLAIM in mine
    assert PHONE in mine
    seen = await centre.pressed("window", act="open", code=code)
    assert '"step": \\"object\\"' not in seen
    assert "不予受理" not in seen


async def test_a_limit_is_shown_by_its_last_day():
    midnight = datetime(2026, 12, 29, 16, tzinfo=UTC)  # the end of the 29th in Shanghai
    assert last_day(midnight, "Asia/Shanghai") == "2026-12-29"
    assert last_day(None, "Asia/Shanghai") == ""


@pytest.mark.parametrize("who", ["receives", "other-window", "talker", "in-charge"])
async def test_a_stranger_sees_nothing_of_it_on_the_page(centre: TheCentre, who: str):
    code = await centre.routed(f"stranger-{who}")
    for said in (
        await centre.queue(who),
        await centre.pressed(who, act="find", q=NAME),
        await centre.pressed(who, act="find", q=PHONE),
    ):
        assert code not in said
        assert CLAIM not in said
    opened = await centre.pressed(who, act="open", code=code)
    assert CLAIM not in opened
    assert NAME not in opened


async def test_who_takes_nothing_in_is_offered_no_intake(centre: TheCentre):
    assert '"take_in' in (await centre.queue("window")).replace("\\", "")
    assert "take_in" not in await centre.queue("mediates")


async def test_a_sealed_case_is_opened_with_a_reason(centre: TheCentre):
    code = code_in(await centre.pressed("window", **TOLD | {"matter": "report"}))
    refused = await centre.pressed("window", act="open", code=code)
    assert "密封" in refused
    assert "演示欠薪" not in refused
    opened = await centre.pressed("window", act="open", code=code, reason="移交纪检")
    assert "演示欠薪" in opened


@pytest.mark.parametrize("wrong", [
    {"amount": "x"}, {"amount": "1.005"}, {"people_count": "-1"}, {"category": "none"},
    {"window": "99"}, {"flags": "none"}, {"accused": "visits"},
    {"applicants": ""}, {"respondents": "13700001111"},
])  # fmt: skip
async def test_what_does_not_do_is_said_and_nothing_is_kept(
    centre: TheCentre, wrong: dict[str, str]
):
    said = await centre.pressed("window", **TOLD | {"applicants": "皇甫演示"} | wrong)
    assert "is-bad" in said
    assert (await centre.listed(q="皇甫演示"))["items"] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_vocabulary_has_its_words(language: str):
    held = {(one.context, one.id) for one in read_catalogue(po_file(language)) if one.string}
    for words, context in CONTEXTS.items():
        assert {(context, one.value) for one in words} <= held, words


async def test_the_page_takes_no_more_than_the_doors_of_systems(centre: TheCentre):
    for field, words in (("claim", "2000"), ("applicants", "名称过长")):
        said = await centre.pressed("window", **{**TOLD, field: "长" * 2001})
        assert "已登记" not in said
        assert words in said
    code = code_in(await centre.pressed("window", **TOLD))
    long = "长" * 2001
    said = await centre.pressed("duty", act="step", step="to_study", code=code, text=long)
    assert "2000" in said
    assert (await centre.shown(code))["stage"] == "registered"


async def test_a_group_comes_with_its_representatives_and_flags(centre: TheCentre):
    group = TOLD | {
        "applicants": "", "people_count": "12", "flags": "minors,urgent_limit",
        "representatives": "\n".join(f"演示代表{n} 1370000600{n}" for n in range(1, 4)),
        "respondents": "单位：演示建筑公司\n工头演示，13700006009，340604199001011234",
    }  # fmt: skip
    code = code_in(await centre.pressed("window", **group))
    whole = await centre.shown(code, "window")
    assert whole["flags"] == ["minors", "urgent_limit"]
    assert [(one["role"], one["party"], one["name"], one["phone"]) for one in whole["parties"]] == [
        *(("representative", "person", f"演示代表{n}", f"1370000600{n}") for n in range(1, 4)),
        ("respondent", "firm", "演示建筑公司", None),
        ("respondent", "person", "工头演示", "13700006009"),
    ]
    assert whole["parties"][-1]["id_number"] == "340604199001011234"
    six = "\n".join(f"演示代表{n}" for n in range(6))
    assert "最多 5 名" in await centre.pressed("window", **group | {"representatives": six})
    card = await centre.pressed("window", act="open", code=code)
    for shown in ("代表人", "被申请人", "单位", "未成年人"):
        assert shown in card


async def test_several_applicants_are_as_many_people(centre: TheCentre):
    code = code_in(
        await centre.pressed(
            "window", **TOLD | {"applicants": "甲演示\n乙演示", "people_count": ""}
        )
    )
    assert (await centre.shown(code))["people_count"] == 2


async def test_a_report_names_the_accused_bodies(centre: TheCentre):
    code = code_in(
        await centre.pressed("window", **TOLD | {"matter": "report", "accused": "visits,housing"})
    )
    opened = await centre.pressed("window", act="open", code=code, reason="移交纪检")
    assert "被检举机构" in opened
    assert "人民来访接待中心" in opened
