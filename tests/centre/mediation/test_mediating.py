"""From the choice of a mediator to a confirmed agreement; and who learns nothing of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.agreements import Form
from domain.centre.mediation.allowances import Payer
from domain.centre.mediation.involvements import Partner
from domain.centre.mediation.matching import Criterion
from domain.centre.mediation.mediators import PoolState
from domain.centre.mediation.opinions import Followed, Risk
from domain.centre.mediation.sessions import Held, Manner
from domain.centre.mediation.settlements import Confirmation, Performance, Settlement
from domain.centre.mediation.wishes import Conflict, MediationWishes, Teller, Tie
from domain.centre.papers.dossier import Paper
from domain.errors import ConflictError, InvalidError, NotFoundError
from tests.centre.mediation.the_mediation import (
    DUTY,
    LAWYER,
    NAME,
    OFFICER,
    OTHER_LAWYER,
    STRANGERS,
    TALKER,
    WINDOW,
    TheMediation,
    in_days,
)
from tests.centre.mediation.the_pool import NOON, a_mediator

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGREED = Settlement(
    "", Form.WRITTEN, Performance.IN_INSTALMENTS, 100_00, NOON, (),
    facts="演示欠薪", content="分两期付清", place="区调解中心",
)  # fmt: skip
TWO = ((date(2026, 12, 31), 50_00), (date(2027, 1, 31), 50_00))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheMediation]:
    made = TheMediation(tmp_path_factory.mktemp("mediation"))
    await made.start()
    yield made
    await made.stop()


async def test_a_choice_is_kept_with_its_reasons_and_assigns_the_mediator(centre: TheMediation):
    code = await centre.handled("choice")
    offered = (await centre.mediation.choosing.offers(code, DUTY)).match
    first = offered.offers[0].mediator.mediator_id
    choice = await centre.mediation.choosing.choose(code, [first], None, DUTY, note="演示")
    found = await centre.mediation.of_case(code, OFFICER)
    assert found.choices == [choice]
    assert found.choices[0].offers is not None
    reasons = {why.criterion for why in found.choices[0].offers[0].reasons}
    assert {Criterion.SKILL, Criterion.LOAD} <= reasons
    assert found.choices[0].chosen_by is Teller.CENTRE
    assert (await centre.shown(code))["stage"] == "handling"


async def test_a_mediator_sees_a_case_once_chosen_and_not_before(centre: TheMediation):
    code = await centre.handled("sees")
    with pytest.raises(NotFoundError):
        await centre.mediation.of_case(code, TALKER)
    await centre.mediation.choosing.choose(code, ["M0002"], None, DUTY, chosen_by=Teller.PARTY)
    assert (await centre.mediation.of_case(code, TALKER)).may_hold
    await centre.mediation.choosing.choose(code, ["M0001"], None, DUTY)
    with pytest.raises(NotFoundError):
        await centre.mediation.of_case(code, TALKER)


async def test_who_chooses_nobody_is_not_told_who_would_fit(centre: TheMediation):
    code = await centre.handled("window")
    with pytest.raises(NotAllowedError):
        await centre.mediation.choosing.offers(code, WINDOW)
    with pytest.raises(NotAllowedError):
        await centre.mediation.choosing.choose(code, ["M0001"], None, WINDOW)


async def test_ties_and_wishes_are_kept_and_heeded(centre: TheMediation):
    choosing = centre.mediation.choosing
    code = await centre.handled("ties")
    before = {one.mediator_id for one, _ in (await choosing.offers(code, DUTY)).match.barred}
    await choosing.tie(code, Conflict("M0001", Tie.KIN, Teller.MEDIATOR), DUTY)
    await choosing.wish(MediationWishes(code, asked_for=("M0004",), objected_to=("M0005",)), DUTY)
    offered = await choosing.offers(code, DUTY)
    assert offered.match.offers[0].mediator.mediator_id == "M0004"
    barred = {one.mediator_id for one, _ in offered.match.barred}
    assert barred - before == {"M0001", "M0005"}
    with pytest.raises(ConflictError):
        await choosing.choose(code, ["M0001"], None, DUTY)
    await choosing.tie(code, Conflict("M0001", Tie.KIN, Teller.MEDIATOR, all_agree=True), DUTY)
    await choosing.choose(code, ["M0001"], None, DUTY)
    with pytest.raises(InvalidError):
        await choosing.wish(MediationWishes(code, asked_for=("M9999",)), DUTY)


async def test_a_sealed_report_is_not_mediated(centre: TheMediation):
    code = await centre.take_in("sealed", matter="report")
    with pytest.raises((ConflictError, NotFoundError, NotAllowedError)):
        await centre.mediation.choosing.offers(code, DUTY)


async def test_a_session_is_planned_held_and_told_to_the_case(centre: TheMediation):
    code = await centre.chosen("session")
    sitting = centre.mediation.sitting
    begins = in_days(3)
    session = await sitting.plan(
        code, OFFICER, begins_at=begins, ends_at=begins + timedelta(hours=1),
        manner=Manner.TOGETHER, knows_day_off=True,
    )  # fmt: skip
    sides = await centre.party_ids(code)
    told = Held(consents=sides, facts="演示事实", positions="愿付一半", undisputed="欠薪属实")
    with pytest.raises(InvalidError):
        await sitting.hold(session.session_id, replace(told, consents=()), OFFICER)
    await sitting.hold(session.session_id, told, OFFICER)
    found = await centre.mediation.of_case(code, OFFICER)
    assert found.undisputed == ("欠薪属实",)
    story = (await centre.parts.cases.looking.one(code, OFFICER)).entries
    assert story[-1].step == "session"
    assert "愿付一半" not in str(story)
    with pytest.raises(ConflictError):
        await sitting.cancel(session.session_id, OFFICER)


async def test_a_refusal_ends_the_mediation_with_the_next_way_told(centre: TheMediation):
    code = await centre.chosen("refusal")
    begins = in_days(3, hour=5)
    session = await centre.mediation.sitting.plan(
        code, OFFICER, begins_at=begins, ends_at=begins + timedelta(hours=1), manner=Manner.REMOTE,
        knows_day_off=True,
    )  # fmt: skip
    sides = await centre.party_ids(code)
    await centre.mediation.sitting.hold(session.session_id, Held(refusals=sides[:1]), OFFICER)
    case = await centre.shown(code)
    assert (case["stage"], case["procedure_result"]) == ("calling_back", "failed")
    assert case["remedy"] == "court"


async def test_neither_room_nor_mediator_is_taken_twice(centre: TheMediation):
    one = await centre.chosen("twice-1")
    two = await centre.chosen("twice-2", mediators=("M0004",))
    three = await centre.chosen("twice-3")
    begins = in_days(5)
    span = {
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=1),
        "manner": Manner.TOGETHER,
        "knows_day_off": True,
    }
    room = next(iter(centre.parts.cases.centre(DUTY).rooms))
    sitting = centre.mediation.sitting
    planned = await sitting.plan(one, OFFICER, room=room, **span)
    with pytest.raises(ConflictError) as refused:
        await sitting.plan(two, OFFICER, room=room, **span)
    assert refused.value.says == "room_taken"
    with pytest.raises(ConflictError) as refused:
        await sitting.plan(three, OFFICER, **span)
    assert refused.value.says == "mediator_taken"
    await sitting.cancel(planned.session_id, OFFICER)
    assert (await sitting.plan(two, OFFICER, room=room, **span)).booking


async def test_an_allowance_is_a_line_of_the_ledger(centre: TheMediation):
    code = await centre.chosen("allowance")
    pay = centre.mediation.sitting.pay
    await pay(code, "M0001", 200_00, Payer.DISTRICT, "一案一补", DUTY)
    await pay(code, "M0001", -50_00, Payer.DISTRICT, "更正", OFFICER)
    held = (await centre.mediation.of_case(code, DUTY)).allowances
    assert sum(line.fen for line in held) == 150_00
    for wrong in ((code, "M0003", 1, DUTY), (code, "M0001", -200_00, DUTY)):
        with pytest.raises(InvalidError):
            await pay(*wrong[:3], Payer.DISTRICT, "", wrong[3])
    with pytest.raises(NotAllowedError):
        await pay(code, "M0001", 1, Payer.DISTRICT, "", WINDOW)


async def signed(centre: TheMediation, code: str, days_ago: int) -> Settlement:
    """The agreement after its paper was filed, signed and sealed some days ago."""
    today = centre.mediation.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    await centre.parts.papers.papers.hand_over(
        code, Paper.AGREEMENT, OFFICER, signed_on=today - timedelta(days=days_ago)
    )
    found = (await centre.mediation.of_case(code, DUTY)).settlement
    assert found is not None
    return found


async def test_an_agreement_is_made_item_by_item_and_confirmed_together(centre: TheMediation):
    respondent = {"role": "respondent", "party": "firm", "name": "演示厂"}
    parties = [{"name": NAME, "phone": "13700004170"}, respondent]
    code = await centre.chosen("agreed", parties=parties)
    agreeing = centre.mediation.agreeing
    told = replace(AGREED, case_code=code)
    with pytest.raises(InvalidError) as refused:
        await agreeing.agree(told, (TWO[0], (TWO[1][0], 1)), OFFICER, has_consent=True)
    assert refused.value.says == "instalments_do_not_add_up"
    made = await agreeing.agree(told, TWO, OFFICER, has_consent=True)
    one, other = made.parties
    assert (made.effective_at, made.confirm_until) == (None, None)
    with pytest.raises(ConflictError) as early:
        await agreeing.ask(code, one, OFFICER)
    assert early.value.says == "agreement_not_in_force"
    assert (await centre.shown(code))["stage"] == "performing"
    made = await signed(centre, code, 40)
    assert made.effective_at is not None and made.confirm_until is not None
    assert timedelta(days=29) < made.confirm_until - made.effective_at <= timedelta(days=40)
    with pytest.raises(ConflictError) as late:
        await agreeing.ask(code, one, OFFICER)
    assert late.value.says == "confirmation_too_late"
    made = await signed(centre, code, 0)  # the seal was set today
    with pytest.raises(ConflictError):
        await agreeing.rule(code, OFFICER, is_confirmed=True, number="1")
    assert (await agreeing.ask(code, one, OFFICER)).confirmation is Confirmation.ASKED
    assert (await agreeing.ask(code, other, OFFICER)).confirmation is Confirmation.FILED
    done = await agreeing.rule(code, OFFICER, is_confirmed=True, number="（2026）演示特1号")
    assert done.confirmation is Confirmation.CONFIRMED
    assert (await centre.mediation.of_case(code, DUTY)).settlement == done


async def test_a_broken_agreement_goes_on_to_a_payment_order(centre: TheMediation):
    code = await centre.chosen("broken")
    await centre.mediation.agreeing.agree(
        replace(AGREED, case_code=code), TWO, OFFICER, has_consent=True
    )
    await centre.done(code, "mediates", "breach", text="第一期逾期")
    whole = await centre.done(code, "mediates", "enforce", text="仍不履行", remedy="payment_order")
    assert (whole["result"], whole["stage"]) == ("enforced", "calling_back")


async def test_a_mediator_who_resigns_leaves_their_open_cases_told(centre: TheMediation):
    gone = await centre.mediation.pool.save(
        a_mediator(1, mediator_id="", skills=("migrant_wages",), name="演示离任"), DUTY
    )
    code = await centre.chosen("resigns", mediators=(gone.mediator_id,))
    left = await centre.mediation.pool.set_state(
        gone.mediator_id, PoolState.RESIGNED, "迁居外地", DUTY
    )
    assert [case.code for case in left.open_cases] == [code]
    offered = (await centre.mediation.choosing.offers(code, DUTY)).match
    assert gone.mediator_id in {one.mediator_id for one, _ in offered.barred}
    await centre.mediation.choosing.choose(code, ["M0004"], None, DUTY)
    assert (await centre.mediation.pool.one(gone.mediator_id, DUTY)).open_cases == []


async def test_what_a_mediator_has_done_is_counted_from_the_cases(centre: TheMediation):
    new = await centre.mediation.pool.save(
        a_mediator(1, mediator_id="", skills=("migrant_wages",), name="演示记录"), DUTY
    )
    for at in range(3):
        code = await centre.chosen(f"counted-{at}", mediators=(new.mediator_id,))
        if at:
            await centre.done(code, "mediates", "fail", text="谈不拢", remedy="court")
    record = (await centre.mediation.pool.one(new.mediator_id, DUTY)).record
    assert (record.load, record.done, record.failed, record.success) == (1, 2, 2, 0)


Door = Callable[[TheMediation, str, Caller], Awaitable[object]]
DOORS: dict[str, Door] = {
    "card": lambda made, code, who: made.mediation.of_case(code, who),
    "offers": lambda made, code, who: made.mediation.choosing.offers(code, who),
    "choose": lambda made, code, who: made.mediation.choosing.choose(code, ["M0001"], None, who),
    "wish": lambda made, code, who: made.mediation.choosing.wish(MediationWishes(code), who),
    "plan": lambda made, code, who: made.mediation.sitting.plan(
        code, who, begins_at=in_days(9), ends_at=in_days(9, 2), manner=Manner.APART
    ),
    "pay": lambda made, code, who: made.mediation.sitting.pay(
        code, "M0001", 1, Payer.TOWN, "", who
    ),
    "agree": lambda made, code, who: made.mediation.agreeing.agree(
        replace(AGREED, case_code=code), TWO, who, has_consent=True
    ),
    "confirm": lambda made, code, who: made.mediation.agreeing.ask(code, "P", who),
    "partner": lambda made, code, who: made.mediation.partners.ask(
        code, "lawyer-1", Partner.LAWYER, "?", who
    ),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", [*STRANGERS, LAWYER], ids=lambda one: one.actor)
async def test_a_stranger_finds_no_case_at_any_door(centre: TheMediation, door: str, who: Caller):
    code = await centre.chosen(f"stranger-{door}-{who.actor}")
    with pytest.raises((NotFoundError, NotAllowedError)):
        await DOORS[door](centre, code, who)


async def test_a_session_of_a_strangers_case_is_as_none(centre: TheMediation):
    code = await centre.chosen("stranger-session")
    begins = in_days(12)
    session = await centre.mediation.sitting.plan(
        code, OFFICER, begins_at=begins, ends_at=begins + timedelta(hours=1), manner=Manner.APART,
        knows_day_off=True,
    )  # fmt: skip
    for who in STRANGERS:
        for act in (
            centre.mediation.sitting.hold(session.session_id, Held(facts="x"), who),
            centre.mediation.sitting.cancel(session.session_id, who),
        ):
            with pytest.raises(NotFoundError) as refused:
                await act
            assert refused.value.says == "no_session"


async def test_a_partner_sees_what_they_are_asked_and_no_more(centre: TheMediation):
    partners = centre.mediation.partners
    code = await centre.chosen("partner")
    one = await partners.ask(code, "lawyer-1", Partner.LAWYER, "加班费怎么算？", OFFICER)
    [asked] = [a for a in await partners.mine(LAWYER) if a.involvement == one]
    assert asked.names == ()
    assert NAME not in str(asked)
    assert one not in [a.involvement for a in await partners.mine(OTHER_LAWYER)]
    with pytest.raises(NotFoundError):
        await partners.answer(one.involvement_id, "不该看到", OTHER_LAWYER)
    answered = await partners.answer(one.involvement_id, "按 1.5 倍", LAWYER)
    assert (await centre.mediation.of_case(code, DUTY)).involvements == [answered]
    await partners.end(one.involvement_id, OFFICER)
    assert one.involvement_id not in str(await partners.mine(LAWYER))
    with pytest.raises(NotFoundError):
        await partners.answer(one.involvement_id, "晚了", LAWYER)


async def test_names_are_told_to_a_partner_only_where_they_are_needed(centre: TheMediation):
    code = await centre.chosen("names")
    await centre.mediation.partners.ask(
        code, "lawyer-2", Partner.PSYCHOLOGIST, "请约谈", OFFICER, tells_names=True
    )
    [asked] = [
        a for a in await centre.mediation.partners.mine(OTHER_LAWYER)
        if a.involvement.case_code == code
    ]  # fmt: skip
    assert asked.names == (NAME,)
    with pytest.raises(InvalidError):
        await centre.mediation.partners.ask(code, "talker", Partner.LAWYER, "?", OFFICER)


async def test_an_opinion_is_asked_given_and_kept_with_the_decision(centre: TheMediation):
    opinions = centre.mediation.opinions
    code = await centre.handled("opinion")
    one = await opinions.ask("演示征收决定", "程序是否合法？", "lawyer-1", DUTY, case_code=code)
    assert one in await opinions.all(LAWYER)
    assert one not in await opinions.all(OTHER_LAWYER)
    assert one not in await opinions.all(STRANGERS[0])
    for who in (OTHER_LAWYER, DUTY):
        with pytest.raises((NotFoundError, NotAllowedError)):
            await opinions.answer(one.opinion_id, "不该由我答", Risk.LOW, who)
    with pytest.raises(ConflictError):
        await opinions.archive(one.opinion_id, "决定〔2026〕1号", Followed.WHOLLY, DUTY)
    await opinions.answer(one.opinion_id, "应先听证", Risk.HIGH, LAWYER)
    with pytest.raises(NotFoundError):
        await opinions.archive(one.opinion_id, "决定", Followed.NOT, STRANGERS[0])
    kept = await opinions.archive(one.opinion_id, "决定〔2026〕1号", Followed.PARTLY, DUTY)
    assert (kept.decision, kept.answer) == ("决定〔2026〕1号", "应先听证")
    with pytest.raises(ConflictError):
        await opinions.answer(one.opinion_id, "改", Risk.LOW, LAWYER)


async def test_an_opinion_on_a_strangers_case_is_not_asked_for(centre: TheMediation):
    code = await centre.handled("opinion-stranger")
    with pytest.raises(NotFoundError):
        await centre.mediation.opinions.ask("x", "?", "lawyer-1", STRANGERS[0], case_code=code)


@pytest.mark.parametrize("role", ["village", "dispatcher", "system_admin", "mediation", "partner"])
async def test_the_pool_is_for_the_centre(centre: TheMediation, role: str):
    who = Caller("x", role)
    for act in (centre.mediation.pool.page(who), centre.mediation.pool.one("M0001", who)):
        with pytest.raises(NotAllowedError):
            await act


async def test_a_table_is_taken_whole_or_not_at_all(centre: TheMediation):
    pool = centre.mediation.pool
    head = "编号,姓名,性别,出生年份,层级,来源,擅长类型\n"
    good = "M0003,演示改名,男,1975,区级,律师,道路交通事故\n,演示新人,女,1990,区级,教师,邻里\n"
    before = len((await pool.page(DUTY)).mediators)
    with pytest.raises(InvalidError):
        await pool.load((head + good + ",演示,女,1990,区级,教师,外星\n").encode(), DUTY)
    with pytest.raises(InvalidError):
        await pool.load((head + "M9999,演示,女,1990,区级,教师,邻里\n").encode(), DUTY)
    assert len((await pool.page(DUTY)).mediators) == before
    assert await pool.load((head + good).encode("gb18030"), DUTY) == {"rows": 2, "new": 1}
    found = (await pool.page(DUTY)).mediators
    assert len(found) == before + 1
    assert {"演示改名", "演示新人"} <= {one.name for one in found}
    with pytest.raises(NotAllowedError):
        await pool.load(head.encode(), OFFICER)
