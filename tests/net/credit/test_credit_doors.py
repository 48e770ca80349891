"""Credit at the built product: an appeal from notice to decision, a month, and strangers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.net.credit.deductions import CREDIT_DEDUCTION, DeductionState
from domain.net.credit.months import CreditMonth
from domain.net.credit.revisits import RevisitResult
from domain.net.credit.rules import Ledger
from domain.net.credit.settings import CreditSettings
from domain.net.people.people import NetPerson
from operations.net.credit.deductions import NewDeduction
from operations.net.credit.gathering import FromTasks, from_cases, from_incidents
from store.net import credit as kept
from tests.access.two_towns import OUR_UNIT, OUR_VILLAGE
from tests.net.credit.credit_facts import a_rule
from tests.net.credit.the_credit import (
    CENTRE,
    FIRST,
    LIVES,
    MONTH,
    NEIGHBOUR,
    SECOND,
    SECRET,
    STRANGERS,
    WALKS,
    TheCredit,
    an_outcome,
    check_told,
)
from tests.net.credit.told_facts import Day, the_fifteenth, write_day
from tests.net.the_net import OUR_OTHER_GRID, OURS, PHONE, THEIR_VILLAGE
from tests.support.serving import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCredit]:
    made = TheCredit(tmp_path_factory.mktemp("credit"))
    await made.start()
    yield made
    await made.stop()


async def test_a_deduction_is_appealed_and_reversed_by_somebody_else(net: TheCredit):
    said = await net.does(
        "lives", act="notify", person="walks", rule_id="not_as_told", day=FIRST.isoformat(),
        evidence="photo:9", reason=SECRET,
    )  # fmt: skip
    assert "已告知" in said
    own = await net.looks("walks", "mine")
    assert SECRET in own
    assert "已告知，未生效" in own
    [held] = [one for one in await net.credit.deductions.seen(LIVES) if "photo:9" in one.evidence]
    await check_told(net, held.deduction_id)
    asked = {"deduction": held.deduction_id}
    assert "申诉已提出" in await net.does("walks", act="appeal", text="我在现场", **asked)
    # whoever gave notice decides nothing, and neither does the person
    for who in ("lives", "walks"):
        said = await net.does(who, act="decide", decision="uphold", reason="x", **asked)
        assert "已作出决定" not in said
    done = await net.does("centre", act="decide", decision="revoke", reason="照片属实", **asked)
    assert "已作出决定" in done
    own = await net.looks("walks", "mine")
    assert "照片属实" in own
    assert "冲回" in own
    sums = (await net.credit.ledgers.own("", WALKS)).sums
    assert sum(one.get("penalty", 0) for one in sums.values()) == 0


async def test_who_gave_notice_from_the_centre_does_not_decide(net: TheCredit):
    made = await net.credit.deductions.notify(
        NewDeduction("walks", "not_as_told", FIRST.isoformat(), "photo:2", SECRET), CENTRE
    )
    await net.credit.deductions.appeal(made.deduction_id, "x", WALKS)
    with pytest.raises(ConflictError) as refused:
        await net.credit.deductions.decide(
            made.deduction_id, is_upheld=True, reason="x", caller=CENTRE
        )
    assert refused.value.says == "credit_needs_other"
    told = await net.credit.deductions.decide(
        made.deduction_id, is_upheld=True, reason="x", caller=SECOND
    )
    assert told.state is DeductionState.FINAL


async def test_after_the_days_an_appeal_is_refused_and_may_be_admitted(net: TheCredit):
    code = await net.notified()
    net.set_back(code, appeal_until=datetime.now(UTC) - timedelta(minutes=1))
    said = await net.does("walks", act="appeal", deduction=code, text="晚了")
    assert "申诉期已于" in said
    assert await net.credit.deductions.make_final() == 1
    before = await _penalty(net)
    with pytest.raises(NotAllowedError):
        await net.credit.deductions.admit(code, "住院", LIVES)
    await net.credit.deductions.admit(code, "住院", CENTRE)
    assert await _penalty(net) == before  # it stays final until it is decided
    await net.credit.deductions.appeal(code, "住院", WALKS)
    await net.credit.deductions.decide(code, is_upheld=False, reason="属实", caller=SECOND)
    assert await _penalty(net) == before - 4


async def _penalty(net: TheCredit) -> int:
    sums = (await net.credit.ledgers.own("", WALKS)).sums
    return sum(one.get(Ledger.PENALTY, 0) for one in sums.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counted(net: TheCredit) -> tuple[CreditMonth, CreditMonth]:
    """The month as it was run twice; signed since."""
    net.told.held = [
        an_outcome(1), an_outcome(2, checked_by=None), an_outcome(3, checked_by="walks"),
        an_outcome(4, person="neighbour", grid=OUR_OTHER_GRID, lat=33.81 + 1e-5),
    ]  # fmt: skip
    first = await net.credit.months.run(MONTH, CENTRE)
    again = await net.credit.months.run(MONTH, CENTRE)
    with pytest.raises(ConflictError):
        await net.credit.months.sign(MONTH, CENTRE)
    assert (await net.credit.months.sign(MONTH, SECOND)).sha256
    return first, again


async def test_a_month_is_run_twice_signed_by_another_and_closed(
    net: TheCredit, counted: tuple[CreditMonth, CreditMonth]
):
    first, again = counted
    assert (first.rewards, again.rewards, again.entries) == (2, 2, first.entries)
    own = await net.looks("walks", "mine", month=MONTH)
    assert "told:1" in own
    assert "由本人自行核实" in own
    theirs = await net.looks("neighbour", "mine", month=MONTH)
    assert "与相近的同类问题重复" in theirs
    with pytest.raises(ConflictError) as refused:
        await net.credit.months.run(MONTH, CENTRE)
    assert refused.value.says == "credit_month_signed"


@pytest.mark.usefixtures("counted")
async def test_the_sheet_tells_facts_rules_and_who_signed(net: TheCredit):
    book = await net.sheet("lives", act="sheet", month=MONTH)
    assert list(book) == ["按人员", "按村（社区）", "积分记录", "所用规则", "签发"]
    # by hand: told:1 earned two points; told:3 was checked alone, told:4 repeats it, told:2 waits
    people = [row[1:6] for row in book["按人员"][1:]]
    assert people == [("neighbour", 0, 0, 0, 0), ("walks", 2, 0, 1, 0)]
    assert book["按村（社区）"][1:] == [(OUR_VILLAGE, OUR_VILLAGE, 2, 0, 1, 0)]
    assert [row[0] for row in book["所用规则"][1:]] == ["finding@1"]
    assert [row[1] for row in book["签发"]][4] == "second"
    assert (await net.sheet("other-lives", act="sheet", month=MONTH))["按人员"][1:] == []
    mine = await net.sheet("walks", act="own_sheet")
    assert {row[2] for row in mine["积分记录"][1:]} == {"walks"}


async def test_a_second_visit_is_drawn_made_by_another_and_has_consequences(net: TheCredit):
    day = FIRST + timedelta(days=1)
    net.credit.desk.settings = replace(net.credit.desk.settings, revisit_share=1.0)
    net.told.held = [an_outcome(7, at=datetime.combine(day, datetime.min.time(), UTC))]
    assert (await net.credit.revisits.draw(day), await net.credit.revisits.draw(day)) == (1, 0)
    [one] = [held for held in await net.credit.revisits.seen(LIVES) if held.result is None]
    assert one.visitor == "neighbour"
    with pytest.raises(NotFoundError):
        await net.credit.revisits.find(one.revisit_id, RevisitResult.AS_TOLD, "好", WALKS)
    await net.credit.revisits.find(one.revisit_id, RevisitResult.NOT_AS_TOLD, "没有", NEIGHBOUR)
    made = await net.credit.deductions.notify_of_revisit(
        one.revisit_id, "not_as_told", "不符", LIVES
    )
    assert made.evidence == (f"revisit:{one.revisit_id}", "told:7")
    # what it had earned is taken back, neither before the days of appeal are over nor twice
    held = net.parts.store.ask(
        lambda read: kept.entry_with(read, "walks", day.isoformat(), "told:7")
    )
    assert (held.entry_id, held.points) == (made.takes_back, made.points)
    with pytest.raises(ConflictError):
        await net.credit.deductions.notify_of_revisit(one.revisit_id, "not_as_told", "不符", LIVES)
    assert await net.credit.deductions.make_final() == 0
    net.set_back(made.deduction_id, appeal_until=net.credit.desk.now())
    assert await net.credit.deductions.make_final() >= 1
    net.credit.desk.settings = replace(net.credit.desk.settings, revisit_share=0.05)
    taken = net.parts.store.ask(
        lambda read: kept.entries_about(read, made.deduction_id, made.takes_back)
    )
    assert [(entry.ledger, entry.points) for entry in taken] == [(Ledger.REWARD, -made.points)]
    members = await net.credit.desk.roster.members(day)
    again = net.parts.store.ask(
        lambda read: net.credit.months._missing(read, f"{day:%Y-%m}", members, "run")
    )
    assert [entry for entry in again if "told:7" in entry.outcomes] == []


async def test_a_revoked_notice_of_a_second_visit_takes_nothing_back(net: TheCredit):
    day = FIRST + timedelta(days=3)
    net.credit.desk.settings = replace(net.credit.desk.settings, revisit_share=1.0)
    net.told.held = [an_outcome(9, at=datetime.combine(day, datetime.min.time(), UTC))]
    assert await net.credit.revisits.draw(day) == 1
    [one] = [held for held in await net.credit.revisits.seen(LIVES) if held.outcome_id == "told:9"]
    await net.credit.revisits.find(one.revisit_id, RevisitResult.NOT_AS_TOLD, "没有", NEIGHBOUR)
    made = await net.credit.deductions.notify_of_revisit(
        one.revisit_id, "not_as_told", "不符", LIVES
    )
    await net.credit.deductions.appeal(made.deduction_id, "当时在场，有照片", WALKS)
    await net.credit.deductions.decide(
        made.deduction_id, is_upheld=False, reason="照片属实", caller=CENTRE
    )
    entry = net.parts.store.ask(
        lambda read: kept.entry_with(read, "walks", day.isoformat(), "told:9")
    )
    assert (entry.entry_id, entry.points) == (made.takes_back, made.points)
    assert (
        net.parts.store.ask(
            lambda read: [
                held for held in kept.own_entries(read, "walks") if held.reverses == entry.entry_id
            ]
        )
        == []
    )


async def test_a_rule_is_changed_as_a_version_and_by_the_centre_alone(net: TheCredit):
    tomorrow = (net.credit.desk.today() + timedelta(days=1)).isoformat()
    told = a_rule(points=3, cap=9, valid_from=tomorrow)
    with pytest.raises(NotAllowedError):
        await net.credit.rules.change(told, LIVES)
    made = await net.credit.rules.change(told, CENTRE)
    assert made.rule_key == "finding@2"
    shown = await net.looks("walks", "rules")
    assert "finding@1" in shown
    assert "finding@2" in shown


@pytest.mark.usefixtures("counted")
async def test_leave_asks_nothing_and_its_reason_is_not_kept(net: TheCredit):
    alone = await net.credit.comparing.of_person("walks", MONTH, WALKS)
    assert alone is not None
    await net.credit.ledgers.away("walks", f"{MONTH}-01", f"{MONTH}-14", LIVES)
    away = await net.credit.comparing.of_person("walks", MONTH, WALKS)
    assert away is not None
    assert away.work.expected < 0.6 * alone.work.expected
    with pytest.raises(NotFoundError):
        await net.credit.ledgers.away(
            "walks", f"{MONTH}-01", f"{MONTH}-02", Caller("x", "village", area=THEIR_VILLAGE)
        )


async def test_strangers_see_nobody_s_credit(net: TheCredit):
    code = await net.notified()
    for who in STRANGERS:
        for book in ("mine", "people", "deductions", "revisits", "months"):
            shown = await net.looks(who, book, month=MONTH)
            assert SECRET not in shown, (who, book)
            assert "演示本村人" not in shown, (who, book)
        for act in ("appeal", "decide", "admit", "open"):
            asked = {"deduction": code, "person": "walks", "text": "x", "reason": "x"}
            said = await net.does(who, act=act, **asked)
            assert SECRET not in said, (who, act)
    held = net.parts.store.ask(lambda one: kept.one_of(one, CREDIT_DEDUCTION, code))
    assert held is not None
    assert held.state is DeductionState.NOTIFIED


@pytest.mark.usefixtures("counted")
async def test_the_best_are_named_and_towns_have_no_order_by_chance(net: TheCredit):
    best = await net.looks("chief", "helpers", month=MONTH)
    assert "演示本村人" in best
    towns = await net.looks("chief", "towns", month=MONTH)
    assert "每千户" in towns
    for figure in await net.credit.comparing.towns(MONTH, Caller("chief", "leader")):
        assert figure.group >= 1


async def test_points_of_residents_are_another_ledger(net: TheCredit):
    before = (await net.credit.ledgers.own(MONTH, WALKS)).sums
    said = await net.does(
        "lives", act="resident", of="resident", name="居民密名", points="5", what="清扫楼道"
    )
    assert "已记入" in said
    [one] = await net.credit.residents.seen(LIVES)
    assert (one.points, one.area_code) == (5, OUR_VILLAGE)
    assert "居民密名" in await net.looks("lives", "residents")
    for who in STRANGERS:
        assert "居民密名" not in await net.looks(who, "residents"), who
    stranger = Caller("other-lives", "village", area=THEIR_VILLAGE)
    with pytest.raises(NotFoundError):
        await net.credit.residents.take_back(one.point_id, stranger)
    back = await net.credit.residents.take_back(one.point_id, LIVES)
    assert (back.points, back.reverses) == (-5, one.point_id)
    with pytest.raises(ConflictError):
        await net.credit.residents.take_back(one.point_id, LIVES)
    assert (await net.credit.ledgers.own(MONTH, WALKS)).sums == before


async def test_a_run_is_begun_on_the_page_and_tells_how_far_it_is(net: TheCredit):
    month = f"{FIRST.replace(day=1) - timedelta(days=1):%Y-%m}"
    net.told.held = [an_outcome(20, at=datetime.fromisoformat(f"{month}-10T03:00:00+00:00"))]
    assert "核算" not in await net.shown("net_credit-progress.children", "", "lives", None)
    assert "已开始核算" in await net.does("centre", act="run", month=month)
    running = net.credit.months.progress
    assert running is not None
    await until(lambda: running.is_over)
    told = await net.shown("net_credit-progress.children", "", "centre", None)
    assert f"{month} 核算完成，记入 1 笔" in told
    assert "已开始核算" not in await net.does("lives", act="run", month=month)
    assert month in await net.looks("centre", "months")


@pytest.mark.usefixtures("counted")
async def test_a_month_that_was_not_counted_shows_no_figures(net: TheCredit):
    this = f"{net.credit.desk.today():%Y-%m}"
    for who, books in (("walks", ["mine"]), ("lives", ["people"]), ("chief", ["towns", "helpers"])):
        for book in books:
            shown = await net.looks(who, book, month=this)
            assert f"{this}：本月尚未核算" in shown, book
            assert "奖励分 0" not in shown, book
            assert "比值" not in shown, book
            # without a month the newest is looked at that was counted
            assert f"{this}：本月尚未核算" not in await net.looks(who, book), book
    lines = await net.credit.ledgers.people(this, LIVES)
    assert {(one.rewards, one.penalties) for one in lines} == {(None, None)}
    assert "这个月还没有核算" in await net.does("lives", act="sheet", month=this)


@pytest.mark.usefixtures("counted")
async def test_the_sums_of_months_are_of_the_readers_own_part(net: TheCredit):
    [own] = [one for one in await net.credit.months.all(LIVES) if one.run.month == MONTH]
    assert (own.rewards, own.entries) == (2, 2)
    stranger = Caller("other-lives", "village", area=THEIR_VILLAGE)
    [theirs] = [one for one in await net.credit.months.all(stranger) if one.run.month == MONTH]
    assert (theirs.entries, theirs.rewards, theirs.penalties) == (0, 0, 0)


@pytest.mark.usefixtures("counted")
async def test_what_is_checked_after_the_month_was_signed_counts_in_the_next(net: TheCredit):
    this = f"{net.credit.desk.today():%Y-%m}"
    net.told.held = [an_outcome(1), an_outcome(40)]  # the first stands in the ledger already
    await net.credit.months.run(this, CENTRE)
    own = (await net.credit.ledgers.own(this, WALKS)).entries
    [late] = [one for one in own if "told:40" in one.outcomes]
    assert (late.outcomes, late.month, late.day) == (("told:40",), this, FIRST.isoformat())
    assert not any("told:1" in one.outcomes for one in own)
    assert (await net.credit.months.run(this, CENTRE)).entries == len(
        net.parts.store.ask(lambda one: kept.entries_of_month(one, this))
    )


async def test_a_rule_changed_in_mid_month_counts_each_day_by_its_own_version(net: TheCredit):
    begin = (FIRST.replace(day=1) - timedelta(days=40)).replace(day=1)
    month, held = f"{begin:%Y-%m}", net.credit.desk.now
    net.credit.desk.now = lambda: datetime.fromisoformat(f"{month}-15T04:00:00+00:00")
    try:
        said = await net.does(
            "centre", act="rule", rule_id="finding", title="新版", ledger="reward",
            outcome="finding", points="5", cap="10", evidence="check", merges="yes",
            valid_from=f"{month}-15",
        )  # fmt: skip
    finally:
        net.credit.desk.now = held
    assert "已保存 finding@" in said
    net.told.held = [
        an_outcome(number, at=datetime.fromisoformat(f"{month}-{day}T04:00:00+00:00"))
        for number, day in ((31, "14"), (32, "15"))
    ]
    assert "已开始核算" in await net.does("centre", act="run", month=month)
    running = net.credit.months.progress
    assert running is not None
    await until(lambda: running.is_over)
    own = await net.credit.ledgers.own(month, WALKS)
    assert {one.day[-2:]: one.points for one in own.entries} == {"14": 2, "15": 5}
    shown = await net.looks("walks", "mine", month=month)
    assert "发现问题并办结 v1" in shown
    assert "新版 v" in shown


# from a fact to no point, guard by guard -----------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(net: TheCredit) -> AsyncIterator[Day]:
    """A day of facts, read by the sources of the product, counted by the run of its month."""
    desk, noon = net.credit.desk, the_fifteenth()
    told = NetPerson(
        net.ours_id, OUR_VILLAGE, name=OURS, phone=PHONE, account="walks", unit_id=OUR_UNIT
    )
    await net.parts.net_register.put_person(told, CENTRE)
    held = desk.sources[:], desk.now, desk.settings
    desk.sources[:] = [FromTasks(desk.zone), from_incidents, from_cases]
    desk.now, desk.settings = lambda: noon + timedelta(hours=6), CreditSettings(rules=held[2].rules)
    day = write_day(net.parts.store, noon)
    await net.credit.months.run(f"{noon:%Y-%m}", CENTRE)
    yield day
    desk.sources[:], desk.now, desk.settings = held


@pytest.mark.parametrize(
    ("outcome", "sentence", "who"),
    [
        ("task:visit-5", "超过当日同类上限", "walks"),
        ("task:alone", "由本人自行核实", "walks"),
        ("task:scooter", "大部分时间快于步行", "walks"),
        ("task:bare", "任务要求照片但没有照片", "walks"),
        ("task:stale", "照片不是办理当时拍摄上传的", "walks"),
        ("task:copied", "照片以前用过，见", "neighbour"),
        ("task:rephotographed", "照片以前用过，见", "neighbour"),
        ("task:F-beside", "与相近的同类问题重复", "neighbour"),
        ("task:F-own-bare", "缺少前后照片", "walks"),
        ("task:F-own-staged", "前后照片不是同一次拍摄", "walks"),
    ],
)
async def test_a_guard_gives_no_point_and_says_why(
    net: TheCredit, whole: Day, outcome: str, sentence: str, who: str
):
    own = await net.looks(who, "mine", month=f"{whole.noon:%Y-%m}")
    assert any(sentence in part[:900] for part in own.split(outcome)[1:]), outcome
    entries = net.parts.store.ask(lambda one: kept.own_entries(one, who, f"{whole.noon:%Y-%m}"))
    assert outcome not in {named for entry in entries for named in entry.outcomes}
    assert outcome in {left.partition("=")[0] for entry in entries for left in entry.left_out}


async def test_what_is_settled_in_time_and_shown_counts_and_a_mere_report_does_not(
    net: TheCredit, whole: Day
):
    month = f"{whole.noon:%Y-%m}"
    held = net.parts.store.ask(lambda one: kept.own_entries(one, "walks", month))
    counted = {entry.outcome: len(entry.outcomes) for entry in held}
    assert counted == {"visit": 5, "patrol": 0, "other_task": 1, "finding": 1, "handled": 1}
    told = {name for one in held for name in (*one.outcomes, *one.left_out)}
    assert not any("unchecked" in one or "F-reported" in one for one in told)


async def test_key_people_of_a_grid_are_expected_work(net: TheCredit, whole: Day):
    month = f"{whole.noon:%Y-%m}"
    alone = await net.credit.comparing.of_person("walks", month, WALKS)
    whole.cared_for(10)
    more = await net.credit.comparing.of_person("walks", month, WALKS)
    assert alone is not None
    assert more is not None
    days = whole.noon.day / 30.4
    assert more.work.expected - alone.work.expected == pytest.approx(10 * days, rel=0.5)


async def test_evidence_is_read_when_there_are_no_tracks_any_more(net: TheCredit, whole: Day):
    """No track of that patrol is kept in this store; what it showed stands in the task."""
    await net.notified(evidence="task:scooter", day=f"{whole.noon:%Y-%m-%d}")
    for who, book in (("walks", "mine"), ("lives", "deductions")):
        shown = await net.looks(who, book)
        assert "走到 2 个网格单元、0 个重点场所，步行 3 分钟" in shown, who
        assert "大部分时间快于步行" in shown, who


async def test_leave_from_every_grid_of_a_worker_asks_nothing_of_them_and_is_written_once(
    net: TheCredit,
):
    days = {"from_day": "2026-12-07", "until_day": "2026-12-08"}

    async def excused(*grids: str) -> list[tuple[str, str, str]]:
        body = {"grids": list(grids), **days}
        net.json(await net.call("POST", "/api/v1/net/tasks/leave", "lives", body))
        found = net.parts.store.ask(lambda one: kept.absences(one, *days.values()))
        return [(one.person, one.first, one.last) for one in found]

    members = await net.credit.desk.roster.members(date(2026, 12, 7))
    own = [one.grid for one in members if one.person == "walks" and not one.is_lead]
    assert "walks" not in [person for person, _, _ in await excused(OUR_OTHER_GRID)]
    told = ("walks", *days.values())
    for _ in range(2):
        assert (await excused(OUR_OTHER_GRID, *own)).count(told) == 1
