"""What happens on the way round the loop: two at once, split, led, stood in for, reviewed, died."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from catalogues import po_file, read_catalogue
from domain.access.callers import Caller
from domain.centre.cases.case import ProcedureResult, Result
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.stages import Stage
from domain.centre.limits.labour_limit import Limit
from domain.desk.timers import Timer, TimerKind
from domain.subject_key import SubjectKey
from domain.upkeep.subjects import Subject, SubjectKind
from operations.centre.cases.new_case import NewParty
from store.persons import Asked, Subjects
from tests.centre.the_centre import NAME, TheCentre

_NAMES = {one.string: one.id for one in read_catalogue(po_file("zh")) if one.context == "error"}
pytestmark = pytest.mark.asyncio(loop_scope="module")
LEAD = Caller("duty", "duty_clerk", department="governance")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("gaps"))
    await made.start()
    yield made
    await made.stop()


def says(answer: Any, status: int) -> str:
    assert answer.status == status, (answer.status, answer.body[:300])
    return _NAMES.get(answer.error["message"], answer.error["message"])


async def closing(centre: TheCentre, key: str, **more: Any) -> str:
    """A withdrawn case that waits to be closed, its papers whole."""
    code = await centre.routed(key)
    if more:
        await centre.done(code, "duty", "lead", **more)
    await centre.done(code, "duty", "withdraw", text="撤回", remedy="court")
    for paper in ("application", "closing_report"):
        await centre.done(code, "window", "paper", paper=paper)
    await centre.done(code, "colleague", "call_back", text="已回访")
    return code


async def test_the_second_of_two_clerks_hears_that_the_first_was_there(centre: TheCentre):
    code = await centre.take_in("two-at-once")
    version = (await centre.shown(code))["version"]
    await centre.done(code, "duty", "route", body="people_mediation", version=version)
    late = await centre.step(code, "reviewer", "route", body="visits", version=version)
    assert says(late, 409) == "case_changed_meanwhile"
    assert (await centre.shown(code))["body"] == "people_mediation"
    page = await centre.pressed(
        "mediates", act="step", step="accept", code=code, version=str(version)
    )
    assert "is-bad" in page
    assert '"data-ask"' in page  # the card as it stands now, to go on from
    now = (await centre.shown(code))["version"]
    await centre.done(code, "mediates", "accept", version=now)


async def test_a_matter_is_split_off_and_both_keep_the_link(centre: TheCentre):
    code = await centre.handled("split", amount_fen=500_00)
    refused = await centre.step(code, "duty", "split", text="两件事")
    assert says(refused, 422) == "split_claim_missing"
    await centre.done(
        code,
        "duty",
        "split",
        text="两件事",
        claim="另案诉求",
        category="traffic",
        amount_fen=100_00,
    )
    [tie] = (await centre.shown(code))["ties"]
    assert tie["tie"] == "split_off"
    made = await centre.shown(tie["code"])
    assert (made["stage"], made["claim"], made["category"]) == ("registered", "另案诉求", "traffic")
    assert made["ties"] == [{"tie": "split_from", "code": code}]
    assert [one["name"] for one in made["parties"]] == [NAME]
    assert (await centre.shown(code))["stage"] == "handling"
    story = (await centre.shown(code))["story"]
    assert story[-1]["other"] == made["code"]
    # the new one is not yet the body's
    refused = await centre.call("GET", f"/api/v1/cases/{made['code']}", "mediates")
    assert refused.status == 404


async def test_a_led_case_is_signed_by_who_stands_in_reviewed_and_closed_by_a_third(
    centre: TheCentre,
):
    code = await closing(centre, "led", leader="in-charge")
    assert says(await centre.step(code, "duty", "close"), 409) == "case_not_signed"
    hidden = await centre.step(code, "stands-in", "sign", text="同意")
    assert hidden.status == 404
    await centre.done(code, "in-charge", "stand_in", deputy="stands-in", text="出差")
    await centre.done(code, "stands-in", "sign", text="同意结案")
    assert says(await centre.step(code, "duty", "close"), 409) == "case_not_reviewed"
    assert says(await centre.step(code, "reviews", "review"), 422) == "case_reason_missing"
    await centre.done(code, "reviewer", "review", text="卷宗齐全")
    assert says(await centre.step(code, "reviewer", "close"), 403) == "case_own_review"
    await centre.done(code, "in-charge", "stand_in", text="已回")
    gone = await centre.call("GET", f"/api/v1/cases/{code}", "stands-in")
    assert gone.status == 404
    await centre.done(code, "duty", "close")


async def test_a_reviewer_sends_a_case_back_to_be_asked_again(centre: TheCentre):
    code = await closing(centre, "sent-back")
    after = await centre.done(code, "reviews", "send_back", text="回访没有问到履行")
    assert after["stage"] == "calling_back"
    assert "review" not in (await centre.shown(code, "reviews"))["steps"]


async def test_a_case_is_raised_one_level_and_no_higher_than_the_highest(centre: TheCentre):
    code = await centre.routed("escalate")
    levels = [
        (await centre.done(code, "duty", "escalate", text="可能升级"))["level"] for _ in range(4)
    ]
    assert levels == ["blue", "yellow", "orange", "red"]
    again = await centre.step(code, "duty", "escalate", text="再提")
    assert says(again, 409) == "case_at_highest_level"


async def test_a_secretary_writes_the_study_down_with_plan_leader_and_bodies(centre: TheCentre):
    code = await centre.routed("study")
    await centre.done(code, "duty", "to_study", text="跨部门")
    after = await centre.done(
        code, "keeps-minutes", "study", text="纪要：三家到会", body="legal_service",
        co_bodies=["people_mediation"], leader="in-charge", deputy="stands-in", level="orange",
        plan="先垫付，后追偿",
    )  # fmt: skip
    assert (after["stage"], after["level"]) == ("handling", "orange")
    whole = await centre.shown(code)
    assert (whole["leader"], whole["deputy"], whole["plan"]) == (
        "in-charge", "stands-in", "先垫付，后追偿",
    )  # fmt: skip
    assert whole["co_bodies"] == ["people_mediation"]
    assert says(await centre.step(code, "keeps-minutes", "close"), 403).startswith(
        "“结案”不由您办理"
    )


async def test_a_dead_party_is_followed_by_heirs_and_the_case_goes_on(centre: TheCentre):
    code = await centre.handled("heirs")
    [party] = (await centre.shown(code))["parties"]
    said = {"text": "死亡证明", "party_id": party["party_id"]}
    refused = await centre.step(code, "duty", "died", **said, succession="heirs")
    assert says(refused, 422) == "heirs_missing"
    await centre.done(code, "duty", "died", **said, succession="heirs", heirs=["欧阳子演"])
    whole = await centre.shown(code)
    assert whole["stage"] == "handling"
    assert [(one["name"], one["is_dead"], one["role"]) for one in whole["parties"]] == [
        (NAME, True, "applicant"), ("欧阳子演", False, "applicant"),
    ]  # fmt: skip
    again = await centre.step(code, "duty", "died", **said, succession="heirs", heirs=["某"])
    assert says(again, 409) == "party_dead_already"


async def test_a_case_whose_party_left_nobody_ends_with_the_next_way_told(centre: TheCentre):
    code = await centre.handled("nobody")
    [party] = (await centre.shown(code))["parties"]
    said = {"text": "死亡证明", "party_id": party["party_id"], "succession": "ends"}
    assert says(await centre.step(code, "duty", "died", **said), 422) == "remedy_missing"
    after = await centre.done(code, "duty", "died", **said, remedy="court")
    assert (after["stage"], after["result"]) == ("calling_back", "ended")


async def test_a_mediator_gives_it_back_and_the_body_is_asked_for_another(centre: TheCentre):
    code = await centre.handled("resigns")
    await centre.done(code, "mediates", "assign", mediators=["talker"])
    await centre.done(code, "talker", "resign", text="与一方是亲戚")
    gone = await centre.call("GET", f"/api/v1/cases/{code}", "talker")
    assert gone.status == 404

    async def heads() -> list[str]:
        told = await centre.parts.cases.reminders.all(LEAD)
        return [one.head for one in told if one.subject_id == code]

    assert await heads() == ["调解员辞任，请另行指派"]
    await centre.done(code, "mediates", "assign", mediators=["M0001"])
    assert await heads() == []


async def test_a_case_of_a_closed_body_is_listed_and_given_to_another(centre: TheCentre):
    code = await centre.handled("closed-body")
    early = await centre.step(code, "duty", "reroute", text="撤并", body="visits")
    assert says(early, 409) == "body_not_closed"
    centre.set_back(code, body="gone")
    assert code in [one["code"] for one in (await centre.listed(view="homeless"))["items"]]
    now = datetime.now(UTC)
    centre.set_back(code, amber_at=now - timedelta(days=1), due_at=now - timedelta(hours=1))
    timer = Timer(TimerKind.CASE_CLOCK, code, SubjectKey("case", code), now)
    await centre.parts.cases.times.clock(timer)  # time goes on without the body
    after = await centre.done(code, "duty", "reroute", text="撤并", body="legal_service")
    assert (after["stage"], after["body"]) == ("routed", "legal_service")
    assert code not in [one["code"] for one in (await centre.listed(view="homeless"))["items"]]


async def test_a_limit_into_a_year_without_holidays_says_so(centre: TheCentre):
    known = datetime(min(centre.parts.calendar.years), 3, 2, 2, tzinfo=UTC)
    for name, begins, is_certain in (
        ("near-year", known, True),
        ("far-year", known.replace(year=known.year + 20), False),
    ):
        code = await centre.take_in(name)
        said = {"body": "people_mediation", "clock_from": begins.isoformat()}
        await centre.done(code, "duty", "route", **said)
        await centre.done(code, "mediates", "accept")
        assert (await centre.shown(code))["is_due_certain"] is is_certain, name


async def test_people_are_found_by_pinyin_initials_and_number_until_they_are_erased(
    centre: TheCentre,
):
    number = "340604199001017777"
    code = await centre.take_in(
        "spelled", parties=[{"name": "慕容复演", "phone": "13700009191", "id_number": number}]
    )
    for asked in ("murongfuyan", "murong", "mrfy", "MRF", number, "慕容", "13700009191"):
        assert [one["code"] for one in (await centre.listed(q=asked))["items"]] == [code], asked
    assert (await centre.listed(q="mrfx"))["items"] == []
    assert (await centre.listed("receives", q="mrfy"))["items"] == []
    with centre.parts.store.transaction() as tx:
        row = tx.connection.exec_driver_sql(
            "select pinyin, initials from case_party where name = '慕容复演'"
        ).one()
    assert tuple(row) == ("murongfuyan", "mrfy")
    await centre.parts.cases.offering.keep({"name-1": "慕容复演"}, LEAD)
    subjects = Subjects(centre.parts.store, None)
    # The years of its dossier are over: until then nobody in it is erased.
    long_ago = datetime.now(UTC) - timedelta(days=366 * 40)
    ended = {"procedure_result": ProcedureResult.AGREED, "result": Result.SETTLED}
    centre.set_back(code, stage=Stage.CLOSED, closed_at=long_ago, **ended)
    asked_for = Asked(Subject(SubjectKind.NAME, "慕容复演"), "secadm", "本人申请")
    subjects.erase(asked_for, subjects.found(asked_for.subject))
    for asked in ("murongfuyan", "mrfy", "慕容"):
        assert (await centre.listed(q=asked))["items"] == [], asked
    with centre.parts.store.transaction() as tx:
        left = tx.connection.scalar(
            text("select count(*) from case_party where pinyin like 'murong%' or initials = 'mrfy'")
        )
    assert left == 0
    assert await centre.parts.cases.offering.typed(LEAD) == {}


async def test_a_limit_that_began_in_the_past_is_late_at_once_and_supervises_itself(
    centre: TheCentre,
):
    code = await centre.take_in("past-start")
    long_ago = (datetime.now(UTC) - timedelta(days=90)).isoformat()
    said = {"body": "people_mediation", "clock_from": long_ago}
    await centre.done(code, "duty", "route", **said)
    after = await centre.done(code, "mediates", "accept")
    assert after["light"] == "red"
    now = datetime.now(UTC)
    timer = Timer(TimerKind.CASE_CLOCK, code, SubjectKey("case", code), now)
    await centre.parts.cases.times.clock(timer)
    assert (await centre.shown(code))["supervision"] == 2


async def test_views_list_and_count_what_is_whose(centre: TheCentre):
    code = await centre.handled("views")
    mine = [one["code"] for one in (await centre.listed("window", view="mine"))["items"]]
    assert code in mine
    body = [one["code"] for one in (await centre.listed("mediates", view="body"))["items"]]
    assert code in body
    await centre.runs_late(code)
    late = [one["code"] for one in (await centre.listed(view="late", order="due"))["items"]]
    assert code in late
    counts = await centre.parts.cases.looking.counts(LEAD)
    for view, count in counts.items():
        listed = (await centre.listed(view=view.value, is_open="true", limit=200))["items"]
        assert count == len(listed), view


async def test_pages_by_due_day_hold_every_case_once(centre: TheCentre):
    for n in range(3):
        await centre.handled(f"due-{n}")
    whole = (await centre.listed(order="due", limit=200))["items"]
    paged, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = await centre.listed(order="due", limit=2, **more)
        paged += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert [one["code"] for one in paged] == [one["code"] for one in whole]
    dues = [one["due_at"] or one["answer_by"] or "9999" for one in whole]
    assert dues == sorted(dues)


async def test_earlier_cases_and_the_labour_year_are_told_while_typing(centre: TheCentre):
    code = await centre.take_in("earlier", parties=[{"name": "诸葛演示", "phone": "13700008181"}])
    typed = (NewParty(PartyRole.APPLICANT, PartyKind.PERSON, "某某", "13700008181"),)
    offering = centre.parts.cases.offering
    told = await offering.offers(typed, Category.MIGRANT_WAGES, date(2020, 1, 1), LEAD)
    assert [one.code for one in told.earlier] == [code]
    assert told.warned is not None
    assert told.warned.limit is Limit.PAST
    assert told.warned.last_day == date(2021, 1, 1)
    stranger = Caller("elsewhere", "window_clerk", department="visits")
    assert (await offering.offers(typed, None, None, stranger)).earlier == []
    await offering.keep({"claim": "写到一半"}, LEAD)
    assert await offering.typed(LEAD) == {"claim": "写到一半"}
    assert await offering.typed(stranger) == {}
    await offering.forget(LEAD)
    assert await offering.typed(LEAD) == {}
