"""Nobody mediates, leads or stands in past the rules, at whatever door the step is taken."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from domain.centre.mediation.mediators import MEDIATOR
from domain.centre.mediation.wishes import Conflict, Teller, Tie
from operations.access.accounts import OPERATOR
from tests.centre.mediation.the_mediation import DUTY, TheMediation
from tests.centre.mediation.the_pool import a_mediator

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheMediation]:
    made = TheMediation(tmp_path_factory.mktemp("assigning"))
    await made.start()
    with made.parts.store.transaction() as tx:
        one = replace(a_mediator(4), account="in-charge")  # an account, and of another role
        tx.put(MEDIATOR, one, action="correct", actor="test")
    yield made
    await made.stop()


@pytest.mark.parametrize(
    ("who", "status", "told"),
    [
        ("M0003", 409, "亲属关系"),
        ("M0404", 422, "M0404"),
        ("window", 422, "window"),
        ("M0004", 422, "不是调解员角色"),
    ],
)
async def test_the_api_assigns_nobody_whom_the_matching_leaves_out(
    made: TheMediation, who: str, status: int, told: str
):
    code = await made.handled(f"barred-{who}")
    tie = Conflict("M0003", Tie.KIN, Teller.PARTY)
    await made.mediation.choosing.tie(code, tie, DUTY)
    answer = await made.step(code, "duty", "assign", mediators=[who])
    assert (answer.status, answer.error["field"]) == (status, "mediators")
    assert told in answer.error["message"]
    assert (await made.shown(code))["mediators"] == []


async def test_a_grave_matter_takes_two_and_a_chair_over_the_api_too(made: TheMediation):
    code = await made.handled("grave-api", flags=["escalation"])
    one = await made.step(code, "duty", "assign", mediators=["M0001"])
    assert (one.status, one.error["field"]) == (422, "mediators")
    two = await made.step(code, "duty", "assign", mediators=["M0001", "talker"])
    assert (two.status, two.error["field"]) == (422, "chair")
    both = {"mediators": ["M0001", "talker"], "chair": "talker", "text": "双方商定"}
    await made.done(code, "duty", "assign", **both)
    [choice] = (await made.mediation.of_case(code, DUTY)).choices
    assert (choice.mediators, choice.chair) == (("M0001", "M0002"), "M0002")
    assert choice.note == "双方商定"
    assert choice.offers


@pytest.mark.parametrize("account", ["nobody", "talker"])
async def test_a_leader_in_charge_has_an_account_of_a_leader(made: TheMediation, account: str):
    code = await made.handled(f"leader-{account}")
    answer = await made.step(code, "duty", "lead", leader=account)
    assert (answer.status, answer.error["field"]) == (422, "leader")
    assert account in answer.error["message"]


async def test_an_account_that_was_closed_neither_leads_stands_in_nor_mediates(made: TheMediation):
    for name, role in (("gone-leader", "leader"), ("gone-talker", "mediation")):
        await made.people.add(name, role)
        await made.people.accounts.disable(OPERATOR, name)
    with made.parts.store.transaction() as tx:
        one = replace(a_mediator(5), account="gone-talker")
        tx.put(MEDIATOR, one, action="correct", actor="test")
    code = await made.handled("closed-accounts")
    refused = (
        await made.step(code, "duty", "lead", leader="gone-leader"),
        await made.step(code, "duty", "stand_in", deputy="gone-leader", text="出差"),
        await made.step(code, "duty", "assign", mediators=["gone-talker"]),
    )
    assert [(one.status, one.error["field"]) for one in refused] == [
        (422, "leader"),
        (422, "deputy"),
        (422, "mediators"),
    ]
    shown = await made.shown(code)
    assert (shown["leader"], shown["mediators"]) == (None, [])
