"""A sealed report tells nobody of its people until it is opened with a reason, at any place."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.centre.cases.stages import Stage
from domain.subject_key import SubjectKey
from store.centre.cases import began_of
from store.desk import outbox
from tests.centre.the_centre import CASES, CLAIM, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
INFORMER, INFORMER_MASKED, INFORMER_PHONE = "司徒演示", "司*", "13700008888"
REASON = "移交纪检，核对举报人"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("sealed"))
    await made.start()
    yield made
    await made.stop()


async def informed(centre: TheCentre, key: str, **more: Any) -> str:
    """A report taken in at the window; its code."""
    people = [{"name": INFORMER, "phone": INFORMER_PHONE}]
    said = {"matter": "report", "category": "other", "parties": people, **more}
    return await centre.take_in(key, **said)


async def test_lists_show_no_people_of_it_and_say_that_it_is_sealed(centre: TheCentre):
    # somebody nobody else in this file is called: lists hold what other tests took in
    code = await informed(centre, "listed", parties=[{"name": "申屠演示", "phone": INFORMER_PHONE}])
    [line] = (await centre.listed("window", q=code))["items"]
    assert (line["is_sealed"], line["applicants"]) == (True, [])
    page = await centre.listed("window")
    assert "申*" not in str(page)
    for said in (await centre.queue("window"), await centre.queue("window", q=code)):
        assert code in said
        assert '"密封"' in said
        assert "申*" not in said
    whole = centre.json(await centre.call_because(f"{CASES}/{code}", "window", REASON))
    assert whole["applicants"] == ["申*"]


@pytest.mark.parametrize("asked", [INFORMER, INFORMER[:2], INFORMER_PHONE])
async def test_it_is_found_by_its_code_alone(centre: TheCentre, asked: str):
    code = await informed(centre, f"found-{asked}")
    plain = await centre.take_in(
        f"plain-{asked}", parties=[{"name": INFORMER, "phone": INFORMER_PHONE}]
    )
    codes = [one["code"] for one in (await centre.listed("window", q=asked, limit=200))["items"]]
    assert plain in codes
    assert code not in codes
    assert code not in await centre.queue("window", q=asked)


async def test_no_later_case_is_tied_to_it_by_its_people_or_its_incident(centre: TheCentre):
    code = await informed(centre, "earlier")
    body = {
        "key": "later", "window": "01", "category": "contract", "claim": "x",
        "parties": [{"name": INFORMER, "phone": INFORMER_PHONE}],
    }  # fmt: skip
    taken = centre.json(await centre.call("POST", CASES, "window", body), 201)
    assert code not in taken["earlier"]
    said = await centre.pressed(
        "window", act="take_in", applicants=f"{INFORMER} {INFORMER_PHONE}", claim="x",
        category="contract", matter="dispute", channel="visit", window="01",
    )  # fmt: skip
    assert code not in said
    centre.set_back(code, incident="LS-2026-000077")
    window = Caller("window", "window_clerk", department="governance")
    ask = centre.parts.store.ask
    assert ask(lambda connection: began_of(connection, window, ["LS-2026-000077"])) == []


async def test_what_reminds_of_it_and_its_slip_tell_nothing_of_its_people(centre: TheCentre):
    code = await informed(centre, "reminds")
    now = datetime.now(UTC)
    centre.set_back(
        code, stage=Stage.HANDLING, body="people_mediation", clock="petition.handle",
        leader="in-charge", people=("window", "in-charge"), accepted_at=now - timedelta(days=60),
        clock_from=now - timedelta(days=60),
    )  # fmt: skip
    await centre.runs_late(code)
    with centre.parts.store.transaction() as tx:
        told = outbox.notices_about(tx, SubjectKey("case", code))
    assert len(told) == 2
    slip = await centre.call_because(f"{CASES}/{code}/slip.pdf", "window", REASON)
    for content in (CLAIM, INFORMER, INFORMER_MASKED, INFORMER_PHONE):
        assert content not in str(told)
        assert content.encode() not in slip.body


@pytest.mark.parametrize("more", ["", "/slip.pdf"])
async def test_the_reason_comes_in_a_header_and_never_in_the_address(centre: TheCentre, more: str):
    path = f"{CASES}/{await informed(centre, f'header{more}')}{more}"
    for address in (f"reason={quote(REASON)}", "reason="):
        refused = await centre.call("GET", path, "window", query=address)
        assert (refused.status, refused.error["field"]) == (422, "reason")
        assert "X-Reason" in refused.error["message"]
        assert REASON not in refused.error["message"]
    assert (await centre.call("GET", path, "window")).status == 403
    before = len(centre.people.told("revealed"))
    assert (await centre.call_because(path, "window", REASON)).status == 200
    _, _, _, personal = centre.people.told("revealed")[before]
    assert personal["reason"] == REASON
    for wrong in ("%FF%FE%FF%FE", "%00%00%00%00", "abcd%07"):
        answer = await centre.ask("GET", path, "window", **{"x-reason": wrong})
        assert (answer.status, answer.error["field"]) == (422, "X-Reason")


async def test_the_page_prints_the_slip_with_no_reason_in_an_address(centre: TheCentre):
    code = await informed(centre, "page-slip")
    card = await centre.pressed("window", act="open", code=code, reason=REASON)
    assert "slip.pdf" not in card
    said = await centre.pressed("window", act="slip", code=code, reason=REASON)
    assert f'"filename": "{code}.pdf"' in said
    assert [one[2].get("subject_id") for one in centre.people.told("exported")][-1] == code
    assert "is-bad" in await centre.pressed("window", act="slip", code=code)
    told = centre.people.told("exported")
    assert REASON not in str(told)


async def test_where_nobody_is_named_to_see_reports_the_clerk_is_told(centre: TheCentre):
    asks = {
        "act": "take_in", "matter": "report", "category": "other", "channel": "visit",
        "window": "01", "claim": CLAIM, "applicants": "令狐演示", "people_count": "1",
        "key": "nobody-named",
    }  # fmt: skip
    assert "请告知安全管理员" in await centre.pressed("window", **asks)
    dispute = asks | {"matter": "dispute", "key": "nobody-needed"}
    said = await centre.pressed("window", **dispute)
    assert "已登记" in said and "安全管理员" not in said
