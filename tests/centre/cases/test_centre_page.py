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
    assert code_in(await centre.pressed("window", **TOLD, key="next")) != first
    key = r'"data-key": "([0-9a-f]{32})"'
    drawn = [re.findall(key, await centre.pressed("window", act="intake")) for _ in range(2)]
    assert [len(one) for one in drawn] == [1, 1]
    assert drawn[0] != drawn[1]


async def test_a_form_that_is_a_case_already_is_drawn_again_as_another_one(centre: TheCentre):
    first = code_in(await centre.pressed("window", **TOLD, key="used"))
    other = TOLD | {
        "claim": "改过的诉求",
        "name-1": "令狐演示",
        "role-1": "applicant",
        "kind-1": "person",
    }
    refused = await centre.pressed("window", **other, key="used")
    assert "is-bad" in refused
    assert code_in(refused) == first
    for form in (refused, await centre.pressed("window", act="intake")):  # what was typed stays
        for typed in ("改过的诉求", "令狐演示", "上官演示 13700005555", "单位：演示厂"):
            assert typed in form
    (key,) = set(re.findall(r'"data-key": "([^"]+)"', refused))
    assert key != "used"
    second = code_in(await centre.pressed("window", **other, key=key))
    assert second != first
    assert (await centre.shown(second))["claim"] == "改过的诉求"


async def test_a_case_is_settled_by_the_forms_of_its_page(centre: TheCentre):
    code = code_in(await centre.pressed("window", **TOLD))

    async def step(who: str, name: str, **said: str) -> str:
        return await centre.pressed(who, act="step", step=name, code=code, **said)

    await step("duty", "route", body="people_mediation", clock="", way="", level="")
    await step("mediates", "accept")
    agreed = {
        "act": "mediation.agree", "code": code, "has_consent": "yes", "form": "written",
        "facts": "演示事实", "content": "分两期", "manner": "in_instalments", "place": "银行转账",
        "amount": "12000.50",
    }  # fmt: skip
    wrong = "2026-12-31 6000.25, 2027-01-31 99"
    assert "6,099.25" in await centre.pressed("mediates", **agreed, instalments=wrong)
    right = "2026-12-31 6000.25, 2027-01-31 6000.25"
    await centre.pressed("mediates", **agreed, instalments=right)
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
    assert code in await centre.queue("duty", q=code)


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
        await centre.queue(who, q=NAME),
        await centre.queue(who, q=PHONE),
    ):
        assert code not in said
        assert CLAIM not in said
    opened = await centre.pressed(who, act="open", code=code)
    assert CLAIM not in opened
    assert NAME not in opened


async def test_who_takes_nothing_in_is_offered_no_intake(centre: TheCentre):
    assert '"act": "intake"' in (await centre.queue("window")).replace("\\", "")
    assert "intake" not in await centre.queue("mediates")
    assert "is-bad" in await centre.pressed("mediates", act="intake")


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


async def test_what_is_typed_is_kept_and_earlier_cases_are_offered(centre: TheCentre):
    code = code_in(await centre.pressed("window", **TOLD | {"applicants": "拓跋演示 13700007777"}))
    rows = {"name-1": "拓跋演示", "role-1": "applicant", "kind-1": "person", "claim": "写到一半"}
    told = await centre.typed("window", **rows, category="migrant_wages")
    assert code in told
    assert "仲裁时效" in told
    past = await centre.typed("window", **rows, category="migrant_wages", known_on="2020-01-01")
    assert "2021-01-01" in past
    assert code in await centre.typed("window", **{"phone-2": "13700007777", "name-2": "某某",
        "role-2": "respondent", "kind-2": "firm"})  # fmt: skip
    assert code not in await centre.typed("window", **rows | {"name-1": "拓跋"})
    assert code not in await centre.typed("other-window", **rows)
    await centre.typed("window", **rows)
    form = await centre.pressed("window", act="intake")
    assert "写到一半" in form
    assert "拓跋演示" in form
    assert "写到一半" not in await centre.pressed("duty", act="intake")
    assert "写到一半" not in await centre.pressed("window", act="forget")


async def test_parties_come_by_rows_with_their_side_kind_and_numbers(centre: TheCentre):
    rows = {
        "name-1": "演示甲", "role-1": "representative", "kind-1": "person",
        "name-2": "演示公司", "role-2": "respondent", "kind-2": "firm",
        "name-4": "演示小区业主", "role-4": "applicant", "kind-4": "group",
    }  # fmt: skip
    told = {**TOLD, "applicants": "", "respondents": "", **rows, "amount": "1.2", "unit": "wan"}
    whole = await centre.shown(code_in(await centre.pressed("window", **told)))
    assert [(one["role"], one["party"], one["name"]) for one in whole["parties"]] == [
        ("representative", "person", "演示甲"),
        ("respondent", "firm", "演示公司"),
        ("applicant", "group", "演示小区业主"),
    ]
    assert whole["amount_fen"] == 12_000_00
    nameless = await centre.pressed("window", **told | {"phone-3": "13700006003"})
    assert "is-bad" in nameless


async def test_a_sent_case_leaves_no_draft_and_its_receipt_is_offered(centre: TheCentre):
    await centre.typed("window", claim="草稿草稿")
    said = await centre.pressed("window", **TOLD)
    code = code_in(said)
    assert f"/api/v1/cases/{code}/slip.pdf" in said
    assert "首问负责" in said
    assert "草稿草稿" not in await centre.pressed("window", act="intake")


async def test_what_is_heard_after_its_case_was_taken_in_is_no_draft(centre: TheCentre):
    await centre.typed("window", claim="前一件", key="late")
    await centre.pressed("window", **TOLD, key="late")
    said = await centre.typed("window", claim="前一件还在路上", key="late")
    assert "草稿已存" not in said
    form = await centre.pressed("window", act="intake")
    assert "前一件" not in form
    assert '"data-key": "late"' not in form
    assert "草稿已存" in await centre.typed("window", claim="后一件", key="next-late")
    assert "后一件" in await centre.pressed("window", act="intake")
    await centre.pressed("window", act="forget")


async def test_views_are_counted_and_shown(centre: TheCentre):
    code = await centre.routed("page-views")
    assert code in await centre.queue("mediates", view="body")
    assert code not in await centre.queue("mediates", view="late")
    assert code in await centre.queue("window", view="mine")


async def test_the_six_ways_are_told_with_what_they_mean_for_requests_only(centre: TheCentre):
    code = await centre.take_in("ways", matter="request")
    card = await centre.pressed("duty", act="open", code=code)
    for words in ("先仲裁", "六十日", "不作信访事项办理", "转有权的党组织"):
        assert words in card
    plain = await centre.take_in("no-ways")
    assert "六十日" not in await centre.pressed("duty", act="open", code=plain)


async def test_a_case_is_drawn_on_its_track_with_the_time_left(centre: TheCentre):
    code = await centre.handled("track")
    card = await centre.pressed("mediates", act="open", code=code)
    assert '"aria-current": "step"' in card
    assert re.search(r"余 \d+ 天", card)
    await centre.runs_late(code)
    assert re.search(r"超期 1 小时", await centre.pressed("mediates", act="open", code=code))


async def test_each_act_of_mediation_has_one_form_on_the_card(centre: TheCentre):
    code = await centre.handled("one-form")
    drawn = await centre.pressed("mediates", act="open", code=code)
    for step in ("assign", "session", "agree"):
        assert not re.search(rf"step\W+{step}\W", drawn)
        assert step in (await centre.shown(code, "mediates"))["steps"]
    assert drawn.count("mediation.choose") == 1
    assert drawn.count("mediation.agree") == 1


async def test_what_the_second_clerk_has_typed_stays(centre: TheCentre):
    code = await centre.handled("collides")
    version = (await centre.shown(code))["version"]
    await centre.done(code, "mediates", "paper", paper="identity")
    asked = {"act": "step", "code": code, "version": str(version)}
    typed = {"remedy": "legal_aid", "text": "写了很久的说明"}
    drawn = await centre.pressed("mediates", **asked, step="fail", **typed)
    assert "刚刚由他人办理过" in drawn
    assert '"value": "写了很久的说明"' in drawn
    assert '"value": "legal_aid", "allowDeselect"' in drawn or drawn.count('"legal_aid"') > 1
    # a step that is no longer theirs leaves its words to be copied
    drawn = await centre.pressed("mediates", **asked, step="accept", **typed)
    assert "case-left-over" in drawn


async def test_a_leader_is_chosen_from_those_there_are(centre: TheCentre):
    code = await centre.handled("leaders")
    drawn = await centre.pressed("duty", act="open", code=code)
    assert '"value": "in-charge"' in drawn
    assert '"value": "talker"' not in drawn
