"""The enterprise station: its books, its figures, its table, and strangers before them."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import Workbook

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.firms import seed
from domain.centre.firms.credit_codes import check_character, read_credit_code
from domain.centre.firms.figures import due_of, figures_of
from domain.centre.firms.firm_table import COLUMNS, read_firms
from domain.centre.firms.firms import Firm, FirmRisk, FirmVisit, RequestType, VisitKind
from domain.centre.firms.matching import matches
from domain.centre.firms.station import FirmPolicy, ReceptionDay
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.tables import TableError, sheet_of
from operations.centre.firms.demo import write_demo_firms
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import TheCentre

CODE = seed.demo_code(901)
MARK, ASKED = "密名企业", "诉求密语"
DUTY = Caller("duty", "duty_clerk", department="governance")
CONTACT = Caller("firm-contact", "firm_contact")
STRANGERS = (
    Caller("other", "firm_contact"),
    Caller("receives", "body_officer", department="visits"),
    Caller("in-charge", "leader"),
)


def test_the_check_character_of_known_codes():
    # a code printed in many public documents, and one with a letter at its end
    assert read_credit_code("91350100M000100Y43") == "91350100M000100Y43"
    assert read_credit_code(" 9135 0100m000 100y43 ") == "91350100M000100Y43"
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("91350100M000100Y44", "credit_code_check"),
        ("91350100M000100Y4", "credit_code_shape"),
        ("9135O100M000100Y43", "credit_code_shape"),
        ("", "credit_code_shape"),
    ],
)
def test_a_wrong_code_is_refused(typed: str, says: str):
    with pytest.raises(InvalidError) as refused:
        read_credit_code(typed)
    assert refused.value.says == says


def test_every_single_wrong_letter_is_noticed():
    for place in range(17):
        for letter in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            wrong = CODE[:place] + letter + CODE[place + 1 :]
            if wrong != CODE:
                with pytest.raises(InvalidError):
                    read_credit_code(wrong)


def test_the_demo_holds_the_sums_of_the_report_to_the_fen():
    now = datetime(2026, 11, 29, tzinfo=UTC)
    enforced = seed.demo_enforcements(now)
    told = figures_of(24, seed.demo_requests("governance", "x", now), enforced, 5, now.date())
    assert (told.requests, told.answered) == (13, 13)
    assert (told.enforced_fen, told.paid_fen, told.firms_paid) == (2_100_000_000, 1_000_000_000, 11)
    assert all(one.paid_fen <= one.due_fen for one in enforced)
    for firm in seed.demo_firms("governance", "x"):
        assert read_credit_code(firm.credit_code) == firm.credit_code
        assert firm.is_demo


def test_a_policy_matches_by_every_condition_and_says_which():
    firm = Firm(CODE, "甲", "机械制造", 80, FirmRisk.LOW, marks=("高新",), founded=2020)
    fits = FirmPolicy(
        "1", "减免", "x", "x", is_automatic=True, industries=("机械制造",), most_staff=100,
        marks=("高新",), founded_from=2015,
    )  # fmt: skip
    others = [
        FirmPolicy("2", "要申请", "x", "x", most_staff=100),
        FirmPolicy("3", "太大", "x", "x", is_automatic=True, most_staff=79),
        FirmPolicy("4", "过期", "x", "x", is_automatic=True, most_staff=100, until="2026-01-01"),
        FirmPolicy("5", "无条件", "x", "x", is_automatic=True),
        FirmPolicy("6", "无标签", "x", "x", is_automatic=True, marks=("出口",)),
    ]
    [match] = matches([firm], [fits, *others], date(2026, 11, 29))
    assert match.policy.title == "减免"
    assert [(one.ground.value, one.has) for one in match.reasons] == [
        ("industry", "机械制造"), ("staff", "80"), ("marks", "高新"), ("founded", "2020"),
    ]  # fmt: skip


def test_who_is_due_to_be_called_or_visited():
    now = datetime(2026, 11, 29, tzinfo=UTC)
    firms = [Firm(str(n), f"企业{n}", "x", 1, FirmRisk.LOW) for n in range(4)]
    visits = [
        FirmVisit("a", "0", VisitKind.VISIT, now - timedelta(days=2), "x"),
        FirmVisit("b", "1", VisitKind.VISIT, now - timedelta(days=20), "x"),
        FirmVisit("c", "2", VisitKind.CONTACT, now - timedelta(days=1), "x"),
    ]
    due = {one.firm.credit_code: one.visit for one in due_of(firms, visits, now)}
    assert due == {"1": VisitKind.CONTACT, "2": VisitKind.VISIT, "3": VisitKind.VISIT}


def rows(*more: list[Any]) -> list[list[Any]]:
    return [list(COLUMNS), *more]


def a_row(code: str = CODE, **more: Any) -> list[Any]:
    told = {"企业名称": "表中企业", "行业": "物流", "职工人数": 12, "风险等级": "高", **more}
    return [code if name == "统一社会信用代码" else told.get(name) for name in COLUMNS]


def test_a_table_is_read_row_by_row_with_what_is_wrong():
    told, errors = read_firms(sheet_of(rows(a_row(标签="高新、出口", 成立年份=2019.0))))
    assert errors == []
    firms = [firm for _, firm in told]
    assert (firms[0].staff, firms[0].risk, firms[0].marks) == (12, FirmRisk.HIGH, ("高新", "出口"))
    assert firms[0].founded == 2019
    wrong = rows(
        a_row("91350100M000100Y44"), a_row(职工人数="许多"), a_row(), a_row(),
        a_row(职工人数="0" * 5000), a_row(成立年份="02000999"),
    )  # fmt: skip
    _, errors = read_firms(sheet_of(wrong))
    assert [(one.row, one.field, one.wrong.says) for one in errors] == [
        (2, "统一社会信用代码", "credit_code_check"),
        (3, "职工人数", "pool_cell_wrong"),
        (5, "统一社会信用代码", "roster_row_twice"),
        (6, "职工人数", "pool_cell_wrong"),
        (7, "成立年份", "pool_cell_wrong"),
    ]


# the running station --------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("firms"))
    await made.start()
    await made.people.add("firm-contact", "firm_contact")
    made.tokens["firm-contact"] = (await made.people.sign_in("firm-contact")).token
    await made.people.add("other-contact", "firm_contact")
    made.tokens["other-contact"] = (await made.people.sign_in("other-contact")).token
    yield made
    await made.stop()


async def a_firm(centre: TheCentre, number: int = 901, name: str = MARK) -> str:
    told = Firm(
        seed.demo_code(number), name, "机械制造", 80, FirmRisk.LOW, people=("firm-contact",),
        contact="欧阳演示", phone="13700004170",
    )  # fmt: skip
    return (await centre.parts.firms.register.put_firm(told, DUTY)).credit_code


@pytest.mark.asyncio(loop_scope="module")
async def test_a_request_goes_from_the_firm_to_its_answer_and_becomes_a_case(centre: TheCentre):
    station, code = centre.parts.firms, await a_firm(centre)
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    await station.requests.ask(code, RequestType.ARREARS, "visits", due, ASKED, CONTACT)
    lead = Caller("receives", "body_officer", department="visits")
    [request] = [one for one in (await station.page(lead)).requests if one.credit_code == code]
    with pytest.raises(ConflictError):
        await station.requests.satisfied(request.request_id, 5, CONTACT)
    await station.requests.answer(request.request_id, "已协调付款", lead)
    with pytest.raises(ConflictError):
        await station.requests.answer(request.request_id, "再答一次", DUTY)
    await station.requests.satisfied(request.request_id, 5, CONTACT)
    number = await station.requests.to_case(request.request_id, "01", DUTY)
    assert await station.requests.to_case(request.request_id, "01", DUTY) == number
    [request] = [one for one in (await station.page(DUTY)).requests if one.credit_code == code]
    assert (request.case_code, request.satisfied) == (number, 5)
    assert (await centre.shown(number))["parties"][0]["name"] == MARK


@pytest.mark.asyncio(loop_scope="module")
async def test_sums_are_kept_to_the_fen_and_never_paid_beyond(centre: TheCentre):
    station, code = centre.parts.firms, await a_firm(centre, 902, "执行企业")
    await station.books.enforce(code, "（2026）执1号", 10_001, DUTY)
    [held] = [one for one in (await station.page(DUTY)).enforcements if one.credit_code == code]
    await station.books.pay(held.enforcement_id, 4_000, DUTY)
    with pytest.raises(InvalidError):
        await station.books.pay(held.enforcement_id, 6_002, DUTY)
    await station.books.pay(held.enforcement_id, 6_001, DUTY)
    [held] = [one for one in (await station.page(DUTY)).enforcements if one.credit_code == code]
    assert (held.paid_fen, held.due_fen) == (10_001, 10_001)
    with pytest.raises(InvalidError):
        await station.books.enforce(code, "（2026）执2号", 0, DUTY)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_stranger_sees_no_firm_and_touches_none(centre: TheCentre):
    station, code = centre.parts.firms, await a_firm(centre, 903, "生人企业")
    await station.books.visit(code, VisitKind.VISIT, "走访密语", DUTY)
    await station.books.waive(code, "免罚密项", "清单第1条", DUTY)
    for who in STRANGERS:
        told = repr(await station.page(who))
        for mark in ("生人企业", code, "走访密语", "免罚密项"):
            assert mark not in told, who
        with pytest.raises((NotFoundError, NotAllowedError)):
            await station.books.visit(code, VisitKind.VISIT, "x", who)
        with pytest.raises((NotFoundError, NotAllowedError)):
            await station.register.firm(code, who)
    with pytest.raises(ConflictError):
        await station.register.put_firm(Firm(code, "抢名", "x", 1, FirmRisk.LOW), STRANGERS[0])
    for who in ("window", "talker", "clerk", "sysadm", "lives", "chief"):
        with pytest.raises(NotAllowedError):
            await station.page(Caller(who, "window_clerk" if who == "window" else "dispatcher"))


@pytest.mark.asyncio(loop_scope="module")
async def test_no_door_tells_a_stranger_of_a_firm(centre: TheCentre):
    code = await a_firm(centre, 904, "门外企业")
    await centre.parts.firms.books.visit(code, VisitKind.CONTACT, "门外走访", DUTY)
    await centre.settled()
    for who in ("other-contact", "receives", "in-charge", "window", "chief", "clerk", "audit-1"):
        for path, query in (
            ("/api/v1/search", "q=门外企业"),
            ("/api/v1/admin/journal", f"entity={code}"),
            ("/api/v1/admin/journal", "kind=firm"),
            ("/api/v1/files", f"subject_kind=firm&subject_id={code}"),
        ):
            answer = await centre.ask("GET", path, who, query=query)
            for mark in ("门外企业", "门外走访", "13700004170"):
                assert mark not in answer.body.decode("utf-8", "replace"), (who, path)
        body = posted(centre, "firms-body.children")
        answer = await centre.ask("POST", CALLBACK, who, body=body)
        assert "门外企业" not in json.dumps(json.loads(answer.body or b"{}"), ensure_ascii=False)
    answer = await centre.ask("POST", CALLBACK, "duty", body=posted(centre, "firms-body.children"))
    assert "门外企业" in json.dumps(json.loads(answer.body), ensure_ascii=False)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_workbook_is_taken_whole_or_not_at_all(centre: TheCentre):
    def file(*more: list[Any]) -> bytes:
        book = Workbook()
        for row in rows(*more):
            book.active.append(row)
        kept = BytesIO()
        book.save(kept)
        return kept.getvalue()

    station = centre.parts.firms
    good, wrong = seed.demo_code(910), seed.demo_code(911)[:-1] + "?"
    with pytest.raises(TableError) as refused:
        await station.register.load(file(a_row(good), a_row(wrong)), DUTY)
    assert [one.row for one in refused.value.rows] == [3]
    assert good not in repr((await station.page(DUTY)).firms)
    assert await station.register.load(file(a_row(good)), DUTY) == 1
    assert good in repr((await station.page(DUTY)).firms)


def of_firms(centre: TheCentre, who: str, **looked: Any) -> Any:
    return centre.drawn("firms-body.children", "firms-view", who, looked)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_draws_figures_one_book_and_its_form(centre: TheCentre):
    receives = Caller("duty", "duty_clerk", department="governance")
    day = ReceptionDay("", "2026-12-08", "演示领导", "接待室", (await a_firm(centre),), "带上合同")
    await centre.parts.firms.books.add_reception(day, receives)
    page = await of_firms(centre, "duty")
    for wanted in ("figure-tile", "已兑付", "免申即享匹配", "企业家接待日", "登记诉求"):
        assert wanted in page
    assert "登记企业" not in page
    assert "演示领导" not in page
    assert "登记企业" in await of_firms(centre, "duty", book="firms")
    received = await of_firms(centre, "duty", book="receptions")
    for wanted in ("安排接待日", "演示领导", "带上合同", '\\"name\\": \\"text\\"'):
        assert wanted.replace("\\", "") in received, wanted
    leader = await of_firms(centre, "in-charge", book="firms")
    assert "figure-tile" in leader
    assert "登记企业" not in leader


@pytest.mark.asyncio(loop_scope="module")
async def test_one_search_finds_in_every_book_what_its_reader_may_see(centre: TheCentre):
    station, code = centre.parts.firms, await a_firm(centre, 905, "查找企业")
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    await station.requests.ask(code, RequestType.LAND, "governance", due, "厂区门前的路", CONTACT)
    await station.books.visit(code, VisitKind.VISIT, "看了冷库", DUTY)
    library = FirmPolicy("", "冷链补贴", "区发〔2026〕7号", "冷链企业")
    await station.books.add_policy(library, DUTY)
    for q, book in (
        ("门前的路", "requests"),
        ("冷库", "visits"),
        ("冷链", "policies"),
        ("查找企", "firms"),
        (code, "firms"),
        ("查找企", "requests"),
        ("查找企", "visits"),
    ):
        assert getattr(await station.page(CONTACT, q), book), (q, book)
    assert (await station.page(CONTACT, "没有这句话")).requests == []
    assert (await station.page(CONTACT, "%")).requests == []
    for who in STRANGERS:
        for q in ("门前的路", "冷库", "查找企"):
            found = await station.page(who, q)
            assert not (found.requests or found.visits or found.firms or found.due), (who, q)
    # a search opens at the first book that holds something; each tab says how much it found
    shown = await of_firms(centre, "duty", q="冷链", may_move="yes")
    assert "区发〔2026〕7号" in shown
    assert "门前的路" not in shown
    # a tab that was pressed stays open, though it holds nothing of the search
    chosen = await of_firms(centre, "duty", q="冷链", book="firms")
    assert "登记企业" in chosen
    assert "区发〔2026〕7号" not in chosen


@pytest.mark.asyncio(loop_scope="module")
async def test_a_long_book_is_read_a_page_at_a_time(centre: TheCentre):
    code = await a_firm(centre, 906, "多访企业")
    for n in range(14):
        await centre.parts.firms.books.visit(code, VisitKind.CONTACT, f"分页走访{n:02}", DUTY)
    first = await of_firms(centre, "duty", book="visits", q="分页走访")
    assert "第 1–12 条，共 14 条" in first
    assert "分页走访02" in first
    assert "分页走访01" not in first
    second = await of_firms(centre, "duty", book="visits", q="分页走访", at=12)
    assert "第 13–14 条，共 14 条" in second
    assert "分页走访01" in second


@pytest.mark.asyncio(loop_scope="module")
async def test_a_contact_keeps_the_books_of_their_own_firms_alone(centre: TheCentre):
    station, code = centre.parts.firms, await a_firm(centre, 907, "自管企业")
    theirs = seed.demo_code(908)
    await station.register.put_firm(Firm(theirs, "别家企业", "物流", 8, FirmRisk.LOW), DUTY)
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    await station.requests.ask(code, RequestType.FINANCE, "governance", due, "贷款", CONTACT)
    await station.books.visit(code, VisitKind.VISIT, "见了厂长", CONTACT)
    await station.books.enforce(code, "（2026）执9号", 500, CONTACT)
    await station.books.waive(code, "首违不罚", "清单第2条", CONTACT)
    page = await station.page(CONTACT)
    assert code in {one.credit_code for one in page.known}
    assert theirs not in repr(page)
    assert "别家企业" not in await of_firms(centre, "firm-contact", book="firms")
    with pytest.raises(NotFoundError):
        await station.requests.ask(theirs, RequestType.LAND, "visits", due, "x", CONTACT)
    with pytest.raises(NotFoundError):
        await station.books.enforce(theirs, "（2026）执10号", 500, CONTACT)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_demo_is_written_once(tmp_path_factory: pytest.TempPathFactory):
    made = TheCentre(tmp_path_factory.mktemp("demo-firms"))
    await made.start()
    try:
        for _ in range(2):
            write_demo_firms(made.parts.store, made.parts.centre_desk.centre())
        page = await made.parts.firms.page(DUTY)
        assert page.figures is not None
        assert (page.figures.requests, page.figures.firms_paid) == (13, 11)
        assert (page.figures.enforced_fen, page.figures.paid_fen) == (2_100_000_000, 1_000_000_000)
        assert len(page.policies) == 7
        assert page.matches
        assert page.due
    finally:
        await made.stop()
