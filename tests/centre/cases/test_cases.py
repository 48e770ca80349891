"""Cases from the window to their closing, over HTTP, by everybody who takes part."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from domain.centre.cases.case import CASE
from domain.centre.cases.stages import Stage
from domain.desk.timers import Timer, TimerKind
from domain.subject_key import SubjectKey
from domain.upkeep.subjects import Subject, SubjectKind
from store.centre.cases import case_of
from store.persons import Asked, Subjects
from tests.access.two_towns import OTHER_TOWN
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre
from tests.support.cases import a_case
from tests.support.people import SYSTEM

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAPERS = ("application", "rights_notice", "identity", "mediation_record", "agreement")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("centre"))
    await made.start()
    yield made
    await made.stop()


def refusal(answer: Any, status: int) -> str:
    assert answer.status == status, (answer.status, answer.body[:300])
    return answer.error["message"]


async def file_papers(centre: TheCentre, code: str, *papers: str) -> None:
    for paper in papers:
        await centre.done(code, "window", "paper", paper=paper)


async def test_a_wage_claim_goes_from_the_window_to_paid_instalments_and_is_closed(
    centre: TheCentre,
):
    speakers = [{"role": "representative", "name": f"演示代表{n}"} for n in (1, 2, 3)]
    firm = {"role": "respondent", "party": "firm", "name": "演示建筑公司"}
    code = await centre.take_in(
        "wages", parties=[*speakers, firm], people_count=12, amount_fen=120_000_00
    )
    after = await centre.done(code, "duty", "route", body="people_mediation")
    assert (after["stage"], after["body"]) == ("routed", "people_mediation")
    after = await centre.done(code, "mediates", "accept")
    assert (after["stage"], after["light"]) == ("handling", "green")
    await centre.done(code, "mediates", "assign", mediators=["talker", "M0001"], chair="talker")
    await centre.done(code, "talker", "session", has_consent=True, room="R5", text="第一次调解")
    agreed = {
        "form": "written", "agreement": "分两期转账付清", "has_consent": True,
        "amount_fen": 120_000_00,
    }  # fmt: skip
    wrong = [{"due": "2026-12-31", "fen": 119_000_00}]
    said = refusal(await centre.step(code, "talker", "agree", **agreed, instalments=wrong), 422)
    assert "119,000.00" in said
    assert "120,000.00" in said
    parts = [{"due": "2027-01-31", "fen": 50_000_00}, {"due": "2026-12-31", "fen": 70_000_00}]
    after = await centre.done(code, "talker", "agree", **agreed, instalments=parts)
    assert (after["stage"], after["light"]) == ("performing", "none")
    await centre.done(code, "mediates", "pay", instalment=1, proof="回单 001")
    after = await centre.done(code, "mediates", "pay", instalment=2, proof="回单 002")
    assert after["stage"] == "calling_back"
    # whoever handled it does not call back; somebody else of the body does
    refusal(await centre.step(code, "mediates", "call_back", text="都已收到"), 403)
    await centre.done(code, "colleague", "call_back", text="都已收到", satisfaction=5)
    await file_papers(centre, code, *PAPERS)
    said = refusal(await centre.step(code, "duty", "close"), 409)
    assert said.endswith("结案报告表（封底）。")
    await file_papers(centre, code, "closing_report")
    await centre.done(code, "duty", "close")
    whole = await centre.shown(code)
    assert (whole["stage"], whole["procedure_result"], whole["result"]) == (
        "closed", "agreed", "settled",
    )  # fmt: skip
    assert whole["paid_fen"] == 120_000_00
    assert [one["due"] for one in whole["instalments"]] == ["2026-12-31", "2027-01-31"]
    assert [one["step"] for one in whole["story"]][:5] == [
        "register", "route", "accept", "assign", "session",
    ]  # fmt: skip
    assert whole["article"] == "人民调解工作若干规定 第36、37条"


async def test_a_petition_objected_twice_is_studied_jointly_and_led_by_a_leader(centre: TheCentre):
    code = await centre.take_in("petition", matter="request", category="demolition")
    refusal(await centre.step(code, "duty", "route", body="visits"), 422)  # sorted first
    await centre.done(code, "duty", "route", body="visits", way="petition")
    refusal(await centre.step(code, "receives", "object"), 422)  # a reason
    after = await centre.done(code, "receives", "object", text="不属于我中心职责")
    assert (after["stage"], after["has_objection"], after["objections"]) == ("routed", True, 1)
    refusal(await centre.step(code, "receives", "accept"), 409)
    after = await centre.done(code, "duty", "take_back")
    assert (after["stage"], after["body"]) == ("registered", None)
    assert (await centre.call("GET", f"{CASES}/{code}", "receives")).status == 404
    await centre.done(code, "duty", "route", body="people_mediation", clock="mediate.people")
    after = await centre.done(code, "mediates", "object", text="涉及征地，非民间纠纷")
    assert (after["stage"], after["objections"]) == ("studying", 2)
    assert (await centre.call("GET", f"{CASES}/{code}", "in-charge")).status == 404
    study = {"body": "visits", "co_bodies": ["natural_resources"], "clock": "petition.handle"}
    after = await centre.done(
        code, "duty", "study", text="会议纪要：信访牵头", leader="in-charge", level="red", **study
    )
    assert (after["stage"], after["level"]) == ("handling", "red")
    whole = await centre.shown(code, "in-charge")
    assert whole["leader"] == "in-charge"
    assert whole["co_bodies"] == ["natural_resources"]
    assert whole["steps"] == ["extend", "supervise", "stand_in", "sign", "escalate"]
    days = datetime.fromisoformat(whole["due_at"]) - datetime.now(UTC)
    assert timedelta(days=58) < days < timedelta(days=66)


async def test_a_petition_is_answered_then_reviewed_and_rechecked_for_the_last_time(
    centre: TheCentre,
):
    code = await centre.take_in("answered", matter="request", category="demolition")
    await centre.done(code, "duty", "route", body="visits", way="petition")
    after = await centre.done(code, "receives", "accept")
    assert "reply" in after["steps"]
    assert {"fail", "session", "agree", "reply_suggestion"}.isdisjoint(after["steps"])
    said = {"text": "已出具处理意见书", "remedy": "petition_review"}
    assert "出具处理意见" in refusal(await centre.step(code, "receives", "transfer", **said), 422)
    assert "出具处理意见" in refusal(await centre.step(code, "receives", "fail", **said), 422)
    refusal(await centre.step(code, "receives", "reply"), 422)  # the opinion in words
    refusal(await centre.step(code, "duty", "reply", text="不是承办"), 403)
    await centre.done(code, "receives", "reply", text="已出具处理意见书")
    whole = await centre.shown(code)
    assert (whole["procedure_result"], whole["result"], whole["remedy"], whole["review"]) == (
        "answered", "answered", "petition_review", "open",
    )  # fmt: skip
    assert_days(whole["ask_by"], 30)
    refusal(await centre.step(code, "window", "ask_review", text="不服"), 422)  # to whom
    asks = {"text": "不服处理意见", "review_by": "演示上级机关"}
    refusal(await centre.step(code, "window", "ask_recheck", **asks), 409)
    await centre.done(code, "window", "ask_review", **asks)
    whole = await centre.shown(code)
    assert (whole["review"], whole["review_by"], whole["ask_by"]) == (
        "reviewing", "演示上级机关", None,
    )  # fmt: skip
    assert_days(whole["answer_due"], 30)
    under_review = (await centre.listed("duty", view="review"))["items"]
    assert [one["code"] for one in under_review] == [code]
    assert (await centre.listed("mediates", view="review"))["items"] == []
    await centre.done(code, "duty", "review_opinion", text="维持")
    assert_days((await centre.shown(code))["ask_by"], 30)
    await centre.done(code, "window", "ask_recheck", **asks)
    await centre.done(code, "duty", "hearing", text="听证三天", longer=3)
    assert_days((await centre.shown(code))["answer_due"], 33)
    after = await centre.done(code, "duty", "recheck_opinion", text="维持复查意见")
    assert after["is_final"] and "ask_review" not in after["steps"]
    assert "期限" not in refusal(await centre.step(code, "window", "ask_review", **asks), 409)


async def test_a_review_is_asked_for_in_time_or_refused(centre: TheCentre):
    code = await centre.take_in("asked-late", matter="request", category="demolition")
    await centre.done(code, "duty", "route", body="visits", way="petition")
    await centre.done(code, "receives", "accept")
    await centre.done(code, "receives", "reply", text="已出具处理意见书")
    centre.set_back(code, ask_by=datetime.now(UTC) - timedelta(minutes=1))
    asks = {"text": "不服处理意见", "review_by": "演示上级机关"}
    assert "30 日" in refusal(await centre.step(code, "window", "ask_review", **asks), 409)


async def test_a_suggestion_is_answered_and_never_mediated(centre: TheCentre):
    code = await centre.take_in("suggested", matter="suggestion", category="other")
    await centre.done(code, "duty", "route", body="visits")
    after = await centre.done(code, "receives", "accept")
    assert "reply_suggestion" in after["steps"]
    mediated = ("assign", "session", "agree", "fail", "reply")
    assert {*mediated}.isdisjoint(after["steps"])
    for step in mediated:
        refusal(await centre.step(code, "receives", step, text="调解", has_consent=True), 422)
    await centre.done(code, "receives", "reply_suggestion", text="已采纳，下月安排")
    whole = await centre.shown(code)
    assert (whole["result"], whole["remedy"], whole["ask_by"]) == ("answered", None, None)


def assert_days(moment: str, days: int) -> None:
    """The end of the so-manieth day from now, or of the next working day after it."""
    left = datetime.fromisoformat(moment) - datetime.now(UTC)
    assert timedelta(days=days - 1) < left < timedelta(days=days + 9)


async def test_where_violence_is_flagged_nobody_is_brought_face_to_face(centre: TheCentre):
    code = await centre.handled("marriage", category="marriage_family", flags=["violence"])
    said = refusal(await centre.step(code, "mediates", "session", has_consent=True), 422)
    assert "人身安全保护令" in said
    await centre.done(
        code, "mediates", "session", has_consent=True, is_apart=True, told_protection=True
    )
    refusal(await centre.step(code, "mediates", "session", is_apart=True), 422)  # consent


async def test_a_failed_mediation_leaves_with_the_next_way_told(centre: TheCentre):
    code = await centre.handled("failed")
    refusal(await centre.step(code, "mediates", "fail", text="对方拒绝"), 422)
    await centre.done(code, "mediates", "fail", text="对方拒绝", remedy="labour_arbitration")
    whole = await centre.shown(code)
    assert (whole["procedure_result"], whole["result"], whole["remedy"]) == (
        "failed", "handed_on", "labour_arbitration",
    )  # fmt: skip
    assert whole["due_at"] is None
    assert "agreement" not in whole["papers_missing"]


async def test_what_is_not_ours_is_refused_with_reason_and_remedy_and_still_called_a_case(
    centre: TheCentre,
):
    code = await centre.take_in("not-ours")
    refusal(await centre.step(code, "duty", "refuse", text="已经法院判决"), 422)
    refusal(await centre.step(code, "window", "refuse", text="x", remedy="court"), 403)
    await centre.done(code, "duty", "refuse", text="已经法院判决", remedy="court")
    said = refusal(await centre.step(code, "duty", "close"), 403)  # not by whoever refused it
    assert "不予受理" in said
    await file_papers(centre, code, "application", "closing_report")  # and no papers of handling
    await centre.done(code, "reviewer", "close")
    assert (await centre.shown(code))["result"] == "not_accepted"


async def test_a_closed_case_is_taken_up_again_but_never_after_a_final_review(centre: TheCentre):
    code = await centre.take_in("again")
    await centre.done(code, "duty", "refuse", text="不归我管", remedy="court")
    await file_papers(centre, code, "application", "closing_report")
    await centre.done(code, "reviewer", "close")
    after = await centre.done(code, "window", "reopen", text="又发生同样的事")
    assert (after["stage"], after["result"], after["reopened"]) == ("registered", None, 1)
    # refused by another this time: the first one may close it
    await centre.done(code, "reviewer", "refuse", text="不归我管", remedy="petition_review")
    refusal(await centre.step(code, "reviewer", "close"), 403)
    await centre.done(code, "duty", "close")
    await centre.done(code, "duty", "finish", text="省复核终结")
    assert "复核终结" in refusal(await centre.step(code, "duty", "reopen", text="再来"), 409)


async def test_a_case_is_joined_to_another_that_is_open(centre: TheCentre):
    one, other = await centre.take_in("joined"), await centre.take_in("kept")
    refusal(await centre.step(one, "duty", "join", text="同一事", joined_to=one), 422)
    after = await centre.done(one, "duty", "join", text="同一事", joined_to=other)
    assert (after["stage"], after["result"]) == ("closed", "joined")
    refusal(await centre.step(other, "duty", "join", text="同一事", joined_to=one), 409)


async def test_a_clock_stands_still_only_on_grounds_it_allows(centre: TheCentre):
    code = await centre.handled("no-pause")
    refusal(await centre.step(code, "mediates", "pause", ground="appraisal", text="伤残鉴定"), 422)
    code = await centre.routed("pause")
    await centre.done(code, "duty", "to_study", text="涉多部门")
    await centre.done(
        code, "duty", "study", body="people_mediation", clock="mediate.court_pre", text="纪要"
    )
    after = await centre.done(code, "mediates", "pause", ground="appraisal", text="伤残鉴定")
    assert after["light"] == "paused"
    refusal(await centre.step(code, "mediates", "session", has_consent=True), 409)
    after = await centre.done(code, "mediates", "resume")
    assert after["light"] == "green"
    refusal(await centre.step(code, "mediates", "resume"), 409)


async def test_a_limit_is_made_longer_once_and_by_whoever_may(centre: TheCentre):
    code = await centre.take_in("longer", matter="request")
    await centre.done(code, "duty", "route", body="visits", way="petition")
    before = await centre.done(code, "receives", "accept")
    refusal(await centre.step(code, "receives", "extend", text="情况复杂"), 403)
    after = await centre.done(code, "duty", "extend", text="负责人已批准")
    assert after["due_at"] > before["due_at"]
    refusal(await centre.step(code, "duty", "extend", text="再延"), 409)


async def test_a_petition_clock_does_not_run_for_what_goes_another_way(centre: TheCentre):
    code = await centre.take_in("arbitration", matter="request")
    refusal(await centre.step(code, "duty", "route", body="visits", way="arbitration"), 422)
    after = await centre.done(code, "duty", "route", body="labour_arbitration", way="arbitration")
    assert after["body"] == "labour_arbitration"


async def test_the_same_key_is_the_same_case_and_earlier_ones_are_offered(centre: TheCentre):
    first = await centre.take_in("once")
    body = told_once() | {"key": "once"}
    again = centre.json(await centre.call("POST", CASES, "window", body))
    assert (again["code"], again["is_new"]) == (first, False)
    new = centre.json(await centre.call("POST", CASES, "window", body | {"key": "twice"}), 201)
    assert first in new["earlier"]
    assert new["code"] != first
    # somebody to whom the known one is shut learns no code
    for more in ({}, {"claim": "另一诉求"}):
        taken = await centre.call("POST", CASES, "other-window", body | more)
        assert "不在您可见的范围" in refusal(taken, 409)
        assert first not in taken.body.decode()


def told_once() -> dict[str, Any]:
    """What `TheCentre.take_in` sends."""
    return {
        "window": "01", "category": "migrant_wages", "claim": CLAIM, "area_code": OTHER_TOWN,
        "parties": [{"name": NAME, "phone": PHONE}],
    }  # fmt: skip


OTHER_CONTENT: tuple[dict[str, Any], ...] = (
    {"claim": "另一诉求"}, {"category": "contract"}, {"matter": "suggestion"}, {"channel": "call"},
    {"amount_fen": 5}, {"people_count": 2}, {"flags": ["minors"]}, {"area_code": None},
    {"parties": [{"name": NAME}]}, {"parties": [{"name": "另一人", "phone": PHONE}]},
    {"parties": [{"name": NAME, "phone": PHONE, "id_number": "340604199001011234"}]},
    {"parties": [{"name": NAME, "phone": PHONE, "address": "演示路 1 号"}]},
    {"parties": [{"name": NAME, "phone": PHONE, "party": "firm"}]},
    {"parties": [{"name": NAME, "phone": PHONE}, {"name": "另一人", "role": "respondent"}]},
    {"matter": "report", "accused": ["visits"]},
)  # fmt: skip


@pytest.mark.parametrize("more", OTHER_CONTENT)
async def test_other_content_under_the_same_key_is_refused_and_changes_nothing(
    centre: TheCentre, more: dict[str, Any]
):
    key = f"content-{OTHER_CONTENT.index(more)}"
    code = await centre.take_in(key)
    before = await centre.shown(code)
    answer = await centre.call("POST", CASES, "window", told_once() | {"key": key} | more)
    assert "步骤" in refusal(answer, 409)
    assert (answer.error["code"], answer.error["field"]) == ("conflict", "key")
    body = told_once() | {"key": key} | more
    english = await centre.call("POST", CASES, "window", body, query="lang=en")
    assert "corrected by a step" in english.error["message"]
    assert await centre.shown(code) == before
    same = centre.json(await centre.call("POST", CASES, "window", told_once() | {"key": key}))
    assert (same["code"], same["is_new"]) == (code, False)


async def test_the_same_case_told_again_after_steps_and_an_erasure_is_still_the_same(
    centre: TheCentre,
):
    parties = [{"name": "呼延演示", "phone": "13700003333"}, {"name": NAME, "role": "respondent"}]
    said = told_once() | {"key": "still", "parties": parties, "flags": ["minors", "violence"]}
    code = centre.json(await centre.call("POST", CASES, "window", said), 201)["code"]
    await centre.done(code, "duty", "route", body="people_mediation", level="red")
    subjects = Subjects(centre.parts.store, None)
    asked_for = Asked(Subject(SubjectKind.NAME, "呼延演示"), "secadm", "本人申请")
    long_ago = datetime.now(UTC) - timedelta(days=12 * 366)
    centre.set_back(code, stage=Stage.CLOSED, closed_at=long_ago)
    subjects.erase(asked_for, subjects.found(asked_for.subject))
    again = said | {"flags": ["violence", "minors"]}
    assert centre.json(await centre.call("POST", CASES, "window", again))["code"] == code
    other = said | {"parties": [parties[0], {"name": "另一人", "role": "respondent"}]}
    refusal(await centre.call("POST", CASES, "window", other), 409)


async def test_another_system_brings_a_case_in_once_and_reads_none(centre: TheCentre):
    body = {
        "key": "court-77", "source": "court", "channel": "court", "category": "contract",
        "claim": "诉前委派", "parties": [{"name": "演示甲"}],
    }  # fmt: skip
    made = centre.json(await centre.call("POST", CASES, "machine", body), 201)
    again = centre.json(await centre.call("POST", CASES, "machine", body))
    assert made["code"] == again["code"]
    assert (await centre.call("GET", CASES, "machine")).status in {401, 403}
    assert (await centre.shown(made["code"]))["channel"] == "court"


async def test_a_system_with_a_key_of_its_own_brings_cases_in_and_speaks_for_no_other(
    centre: TheCentre,
):
    _, centre.tokens["hotline"] = await centre.people.devices.add_key(
        SYSTEM, "hotline", ["cases.register"]
    )
    body = {
        "key": "court-78", "source": "court", "category": "contract", "claim": "市民来电",
        "parties": [{"name": "演示丙"}], "channel": "hotline_12345",
    }  # fmt: skip
    theirs = centre.json(await centre.call("POST", CASES, "machine", body), 201)
    ours = centre.json(await centre.call("POST", CASES, "hotline", body), 201)
    assert ours["code"] != theirs["code"]
    assert (await centre.shown(ours["code"]))["first_clerk"].endswith("hotline")
    assert centre.json(await centre.call("POST", CASES, "hotline", body))["code"] == ours["code"]
    assert (await centre.call("GET", f"{CASES}/{ours['code']}", "hotline")).status in {401, 403}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"window": "77"}, 422), ({"category": "village_affairs"}, 422),
        ({"category": "none"}, 422), ({"parties": []}, 422), ({"claim": ""}, 422),
        ({"flags": ["x"]}, 422), ({"area_code": "12"}, 422), ({"more": 1}, 422),
        ({"parties": [{"name": "a", "role": "representative"}] * 6}, 422),
        ({"people_count": 12}, 422), ({"amount_fen": -1}, 422),
    ],
)  # fmt: skip
async def test_what_does_not_do_is_refused_and_nothing_is_kept(
    centre: TheCentre, more: dict[str, Any], status: int
):
    body = {
        "key": "wrong", "window": "01", "category": "contract", "claim": "x",
        "parties": [{"name": "演示乙"}], **more,
    }  # fmt: skip
    answer = await centre.call("POST", CASES, "window", body)
    assert refusal(answer, status)
    assert (await centre.listed(q="演示乙"))["items"] == []


# lists ---------------------------------------------------------------------------------------


async def test_the_list_is_paged_filtered_searched_and_masked(centre: TheCentre):
    codes = [
        await centre.take_in(f"page-{n}", parties=[{"name": "司马演示", "phone": "13700009999"}])
        for n in range(5)
    ]
    found: list[str] = []
    more: dict[str, str] = {}
    while True:
        page = await centre.listed(q="司马", limit=2, **more)
        found += [one["code"] for one in page["items"]]
        assert all(one["applicants"] == ["司*"] for one in page["items"])
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    assert found == codes[::-1]
    for asked in ({}, {"stage": "registered"}, {"is_open": "true"}):
        for words in ("13700009999", "司马演示", "司马"):
            page = await centre.listed(q=words, **asked)
            assert len(page["items"]) == 5, (words, asked)
    [one] = (await centre.listed(q=codes[0].lower()))["items"]
    assert one["code"] == codes[0]
    assert CLAIM not in str(page)
    assert "13700009999" not in str(page)
    for query in ("stage=none", "cursor=x", "light=pink", "q=LS123", "other=1", "limit=0"):
        assert (await centre.call("GET", CASES, "duty", query=query)).status == 422, query


async def test_lists_name_a_firm_as_it_is_and_mask_people(centre: TheCentre):
    parties = [{"name": "演示建筑公司", "party": "firm"}, {"name": "司马演示"}]
    code = await centre.take_in("firm-named", parties=parties)
    [one] = (await centre.listed(q=code.lower()))["items"]
    assert one["applicants"] == ["演示建筑公司", "司*"]


async def test_the_colour_of_a_clock_is_the_same_in_list_and_filter(centre: TheCentre):
    now = datetime.now(UTC)
    code = "LS20260105-01-0001-9"
    for number, (start, end, paused) in enumerate(
        [(-1, 9, None), (-9, 1, None), (-9, -1, None), (-9, -1, -2)]
    ):
        case = a_case(
            f"{code[:-1]}{number}", source_id=f"colour-{number}", stage=Stage.HANDLING,
            body="visits", bodies=("governance", "visits"), clock="petition.handle",
            clock_from=now + timedelta(days=start), due_at=now + timedelta(days=end),
            amber_at=now + timedelta(days=start + (end - start) * 0.8),
            paused_at=paused and now + timedelta(days=paused),
        )  # fmt: skip
        with centre.parts.store.transaction() as tx:
            tx.put(CASE, case, action="register", actor="test")
    for number, colour in enumerate(("green", "amber", "red", "paused")):
        page = await centre.listed(light=colour, body="visits", limit=200)
        assert all(one["light"] == colour for one in page["items"])
        assert f"{code[:-1]}{number}" in [one["code"] for one in page["items"]]


# time ----------------------------------------------------------------------------------------


def held(centre: TheCentre, code: str):
    return centre.parts.store.ask(lambda connection: case_of(connection, code))


def armed(centre: TheCentre) -> dict[str, datetime]:
    kinds = (TimerKind.CASE_SILENCE, TimerKind.CASE_CLOCK)
    found = [one for kind in kinds for one in centre.parts.store.timers(kind)]
    return {one.timer_id: one.due_at for one in found}


async def overdue(centre: TheCentre, code: str, **more: Any) -> None:
    """Set a case back in time."""
    with centre.parts.store.transaction() as tx:
        case = case_of(tx.connection, code)
        assert case is not None
        tx.put(CASE, replace(case, **more), action="supervise", actor="test")


async def test_silence_accepts_for_an_administrative_body_and_never_for_a_court(
    centre: TheCentre,
):
    past = datetime.now(UTC) - timedelta(minutes=1)
    code, court = await centre.routed("silence"), await centre.routed("court", "litigation")
    assert f"case_silence:{code}" in armed(centre)
    assert f"case_silence:{court}" not in armed(centre)
    cases = centre.parts.cases
    for one in (code, court):
        await overdue(centre, one, answer_by=past)
    about = SubjectKey("case", code)
    await cases.times.silence(Timer(TimerKind.CASE_SILENCE, code, about, past))
    assert held(centre, code).stage is Stage.HANDLING
    assert held(centre, code).handlers == ()
    assert f"case_silence:{code}" not in armed(centre)
    assert (await centre.shown(code))["story"][-1]["by"] == "system"
    refusal(await centre.step(court, "duty", "uphold", text="x"), 409)


async def test_an_objection_after_five_working_days_comes_too_late(centre: TheCentre):
    code = await centre.routed("late-objection")
    await overdue(centre, code, answer_by=datetime.now(UTC) - timedelta(minutes=1))
    said = refusal(await centre.step(code, "mediates", "object", text="不归我管"), 409)
    assert "5 个工作日" in said


async def test_a_clock_supervises_itself_at_amber_and_when_late(centre: TheCentre):
    code = await centre.handled("late")
    case = held(centre, code)
    assert armed(centre)[f"case_clock:{code}"] == case.amber_at
    now = datetime.now(UTC)
    timer = Timer(TimerKind.CASE_CLOCK, code, SubjectKey("case", code), now)
    await centre.parts.cases.times.clock(timer)  # too early: armed again
    assert held(centre, code).supervision == 0
    await overdue(centre, code, amber_at=now - timedelta(minutes=2))
    await centre.parts.cases.times.clock(timer)
    assert held(centre, code).supervision == 1
    assert armed(centre)[f"case_clock:{code}"] == case.due_at
    await overdue(centre, code, due_at=now - timedelta(minutes=1))
    await centre.parts.cases.times.clock(timer)
    assert held(centre, code).supervision == 2
    assert f"case_clock:{code}" not in armed(centre)
    page = await centre.listed(light="red")
    assert code in [one["code"] for one in page["items"]]


async def test_the_centre_tells_its_bodies_places_and_clocks(centre: TheCentre):
    told = centre.json(await centre.call("GET", "/api/v1/centre", "window"))
    counts = {name: len(told[name]) for name in ("bodies", "units", "zones", "windows", "rooms")}
    assert counts == {"bodies": 7, "units": 22, "zones": 7, "windows": 10, "rooms": 7}
    by = [one["staffing"] for one in told["units"]]
    assert (by.count("resident"), by.count("rotating")) == (5, 17)
    assert len(told["categories"]) == 18
    assert all(one["article"] for one in told["clocks"])
    assert [one["name"] for one in told["zones"] if not one["is_demo"]] == [
        "信访接待区", "调解服务区", "行政复议区", "诉讼服务区",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("claim", {"claim": "   "}),
        ("claim", {"claim": "演示\u0007诉求"}),
        ("name", {"parties": [{"name": "  "}]}),
        ("phone", {"parties": [{"name": NAME, "phone": "1370000\u0000"}]}),
        ("key", {"key": "  "}),
        ("area_code", {"area_code": "340699"}),
    ],
)
async def test_a_case_is_not_taken_in_with_what_nobody_can_read(
    centre: TheCentre, field: str, more: dict[str, Any]
):
    body = {
        "key": "unreadable", "window": "01", "category": "migrant_wages", "claim": CLAIM,
        "parties": [{"name": NAME}], **more,
    }  # fmt: skip
    answer = await centre.call("POST", CASES, "window", body)
    assert (answer.status, answer.error["field"]) == (422, field)


@pytest.mark.parametrize("query", [{"q": "\u0000"}, {"q": "张" * 65}, {"body": "\u0000"}])
async def test_a_question_no_database_can_answer_is_refused(
    centre: TheCentre, query: dict[str, str]
):
    answer = await centre.call("GET", CASES, "duty", query=urlencode(query))
    assert answer.status == 422


async def test_a_mediator_is_one_account_so_that_nobody_else_is_let_in(centre: TheCentre):
    code = await centre.handled("two-in-one")
    answer = await centre.step(code, "mediates", "assign", mediators=["talker other-window"])
    assert (answer.status, answer.error["field"]) == (422, "mediators")
    assert (await centre.call("GET", f"{CASES}/{code}", "talker")).status == 404
