"""Cases walked to their ends step by step: page and wall show what is counted by hand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from operations.centre.figures.figures import Asked
from tests.centre.cases.test_cases import PAPERS, file_papers
from tests.centre.figures.test_figures_page import LEAD, Figures
from tests.centre.mediation.the_mediation import NAME

pytestmark = pytest.mark.asyncio(loop_scope="module")
SETTLED, COURT, ARBITRATION, OPEN, WITHDRAWN, ANSWERED = 6, 4, 2, 5, 1, 1
FAILED = COURT + ARBITRATION
ENDING = WITHDRAWN + ANSWERED  # still to be called back
ALL = SETTLED + FAILED + OPEN + ENDING
AGREED = {
    "form": "oral", "agreement": "当日付清", "has_consent": True, "amount_fen": 100_00,
    "instalments": [{"due": "2027-01-31", "fen": 100_00}],
}  # fmt: skip


async def closed(centre: Figures, code: str, satisfaction: int, *papers: str) -> None:
    """Called back by a colleague, its papers filed, closed."""
    await centre.done(code, "colleague", "call_back", text="已回访", satisfaction=satisfaction)
    await file_papers(centre, code, *papers, "closing_report")
    await centre.done(code, "duty", "close")


async def walk(centre: Figures) -> None:
    """Every kind of end: paid, failed to court or arbitration, withdrawn, answered; and none."""
    unagreed = tuple(one for one in PAPERS if one != "agreement")
    for n in range(SETTLED):
        code = await centre.handled(f"settled-{n}")
        await centre.done(code, "mediates", "agree", **AGREED)
        await centre.done(code, "mediates", "pay", instalment=1, proof="回单")
        await closed(centre, code, 5, *PAPERS)
    for n in range(FAILED):
        remedy = "court" if n < COURT else "labour_arbitration"
        code = await centre.handled(f"failed-{n}")
        await centre.done(code, "mediates", "fail", text="差额太大", remedy=remedy)
        await closed(centre, code, 3, *unagreed)
    for n in range(OPEN):
        await centre.handled(f"open-{n}")
    for n in range(WITHDRAWN):
        code = await centre.handled(f"withdrawn-{n}")
        await centre.done(code, "mediates", "withdraw", text="本人撤回", remedy="court")
    for n in range(ANSWERED):
        code = await centre.take_in(f"answered-{n}", matter="request", category="demolition")
        await centre.done(code, "duty", "route", body="visits", way="petition")
        await centre.done(code, "receives", "accept")
        await centre.done(code, "receives", "reply", text="已出具处理意见书")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Figures]:
    made = Figures(tmp_path_factory.mktemp("hand"))
    await made.start()
    await walk(made)
    yield made
    await made.stop()


async def test_the_page_shows_what_is_counted_by_hand(centre: Figures):
    told = await centre.parts.centre_figures.report(Asked(), LEAD)
    wanted = {
        "registered": ALL,
        "stock": OPEN + ENDING,
        "success": SETTLED,
        "failed": FAILED,
        "withdrawn": WITHDRAWN,
        "answered": ANSWERED,
        "called_back": SETTLED + FAILED,
    }
    results = {**told.results} | {one.id: one.top for one in told.cards}
    assert {name: results[name] for name in wanted} == wanted
    shares: dict[str, tuple[Any, Any]] = {one.id: (one.top, one.bottom) for one in told.cards}
    assert shares["success"] == (SETTLED, SETTLED + FAILED)  # withdrawn stands beside it
    assert shares["satisfied"] == (SETTLED, SETTLED + FAILED)
    by_stage = {one.stage: one.count for one in told.stages}
    assert (by_stage["handling"], by_stage["calling_back"]) == (OPEN, ENDING)
    assert told.days.count == SETTLED + FAILED


async def test_the_wall_shows_the_same_sums_and_hides_what_is_of_a_few(centre: Figures):
    await centre.parts.centre_wall.refresh()
    await centre.settled()
    told = {
        id: record.state
        for id, record in centre.parts.picture.entities["kpi"].items()
        if id.startswith("centre_")
    }
    assert told["centre_open"]["value"] == OPEN + ENDING
    rate = round(100 * SETTLED / (SETTLED + FAILED), 1)
    assert told["centre_success"]["value"] == rate
    assert told["centre_success"]["detail"]["n"] == SETTLED + FAILED
    assert told["centre_success"]["detail"]["failed"] == FAILED
    assert told["centre_success"]["detail"]["withdrawn"] is None  # of one
    assert told["centre_satisfied"]["value"] == rate
    assert NAME not in str(told)
