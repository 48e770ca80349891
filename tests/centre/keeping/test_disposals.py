"""Dossiers whose years are over are listed, confirmed by two people, and erased; others stay."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.case import ProcedureResult, Result
from domain.centre.cases.stages import Stage
from domain.centre.keeping.disposals import DisposalState, Spared, confirmed, erased, spared
from domain.centre.keeping.rules import RULES
from domain.errors import ConflictError, NotFoundError
from domain.incidents.additions import FILE
from domain.live.records import Change
from operations.centre.keeping.disposals import Disposals
from store.centre.disposals import disposal_of, entities_in
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import CLAIM, NAME, PHONE, TheCentre
from tests.support.cases import a_disposal

DUTY = Caller("duty", "duty_clerk", department="governance")
OTHER = Caller("reviewer", "duty_clerk", department="governance")
CLOSED_AT = datetime(2020, 2, 29, 4, tzinfo=UTC)
DUE_AT = datetime(2025, 2, 28, 4, 0, 1, tzinfo=UTC)


@pytest_asyncio.fixture
async def centre(tmp_path: Path) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path)
    await made.start()
    yield made
    await made.stop()


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def disposals(centre: TheCentre, clock: Clock, days: int = 0) -> Disposals:
    """The operation on a clock of its own."""
    desk = replace(centre.parts.centre_desk, now=clock)
    folder = centre.parts.settings.facts_dir / "files"
    return Disposals(desk, RULES, files=folder, days=days)


async def a_closed_case(centre: TheCentre, key: str, closed_at: datetime, **more: Any) -> str:
    code = await centre.handled(key)
    await centre.done(code, "mediates", "session", has_consent=True, text="第一次调解密语")
    body = {"how": "handed_over", "item": "identity", "note": "身份证密语"}
    centre.json(await centre.call("POST", f"/api/v1/cases/{code}/papers", "mediates", body), 201)
    over = {"result": Result.HANDED_ON, "procedure_result": ProcedureResult.FAILED, **more}
    centre.set_back(code, stage=Stage.CLOSED, closed_at=closed_at, **over)
    return code


def a_file(centre: TheCentre, code: str) -> Path:
    """A file of a case, its bytes on the disk."""
    file_id = f"scan-{uuid4().hex}"
    folder = centre.parts.settings.facts_dir / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file_id).write_bytes(b"scan")
    state = {
        "file_id": file_id, "subject_kind": "case", "subject_id": code, "number": "",
        "type": "image/jpeg", "size": 4, "url": f"/x/{file_id}", "is_removed": False,
        "width": None, "height": None,
    }  # fmt: skip
    with centre.parts.store.transaction() as tx:
        tx.append(
            Change(
                kind=FILE.name, id=file_id, action="add", state=state, actor="test",
                occurred_at=tx.at, private={"name": "密语.jpg"}, v=FILE.version,
            )
        )  # fmt: skip
    return folder / file_id


def state_of(centre: TheCentre, code: str) -> DisposalState | None:
    found = centre.parts.store.ask(lambda connection: disposal_of(connection, code))
    return found.state if found else None


def private_words(centre: TheCentre, code: str) -> str:
    """Every personal word that is still kept of a case and of what hangs on it."""
    store = centre.parts.store
    entities = store.ask(lambda connection: entities_in(connection, code))
    with store.transaction() as tx:
        found = [one.private for key in entities for one in tx.history(*key)]
    return json.dumps(found, ensure_ascii=False)


def test_nobody_confirms_a_list_of_their_own_and_nothing_goes_unconfirmed():
    one = a_disposal()
    with pytest.raises(ConflictError, match="disposal_needs_two"):
        confirmed(one, one.listed_by, DUE_AT)
    assert confirmed(one, one.listed_by, DUE_AT, by_time=True).confirmed_by == one.listed_by
    with pytest.raises(ConflictError, match="disposal_not_confirmed"):
        erased(one, DUE_AT)
    done = erased(confirmed(one, "somebody-else", DUE_AT), DUE_AT)
    assert (done.state, done.ended_at) == (DisposalState.ERASED, DUE_AT)
    with pytest.raises(ConflictError):
        spared(done, Spared.WITHDRAWN, DUE_AT)


async def test_a_dossier_is_listed_when_its_years_are_over_and_goes_when_two_have_said_so(
    centre: TheCentre,
):
    code = await a_closed_case(centre, "over", CLOSED_AT)
    later = await a_closed_case(centre, "later", CLOSED_AT + timedelta(days=40))
    held = await a_closed_case(centre, "held", CLOSED_AT)
    agreed = await a_closed_case(
        centre, "agreed", CLOSED_AT, procedure_result=ProcedureResult.AGREED
    )
    still = await centre.handled("still-open")
    await centre.parts.keeping.hold(held, "法院调卷", DUTY)
    file = a_file(centre, code)
    clock = Clock(DUE_AT - timedelta(seconds=2))
    job = disposals(centre, clock)
    assert (await job.standing(DUTY)).due == []
    with pytest.raises(ConflictError, match="nothing_to_dispose"):
        await job.draw(DUTY)

    clock.now = DUE_AT
    standing = await job.standing(DUTY)
    [due] = standing.due
    assert (due.code, due.rule, due.people, due.files) == (code, "other", 1, 1)
    assert standing.held == 1
    list_id = await job.draw(DUTY)
    assert await job.look() == 0  # nobody has confirmed it
    with pytest.raises(ConflictError, match="disposal_needs_two"):
        await job.confirm(list_id, DUTY)
    assert await job.confirm(list_id, OTHER) == 1
    assert CLAIM in private_words(centre, code)
    assert await job.look() == 1

    assert state_of(centre, code) is DisposalState.ERASED
    assert not file.exists()
    kept = private_words(centre, code)
    for word in (NAME, PHONE, CLAIM, "密语"):
        assert word not in kept, word
    whole = await centre.shown(code)
    assert (whole["code"], whole["claim"]) == (code, None)
    assert centre.parts.store.verify_chain() is None
    assert CLAIM in private_words(centre, later)
    for other in (later, held, agreed, still):
        assert state_of(centre, other) is None
        assert (await centre.shown(other))["claim"] == CLAIM
    assert (await job.standing(DUTY)).due == []


async def test_what_was_held_or_withdrawn_after_its_listing_stays(centre: TheCentre):
    code = await a_closed_case(centre, "held-late", CLOSED_AT)
    job = disposals(centre, Clock(DUE_AT))
    first = await job.draw(DUTY)
    assert await job.withdraw(first, OTHER) == 1
    with pytest.raises(ConflictError):
        await job.confirm(first, OTHER)
    second = await job.draw(DUTY)
    await job.confirm(second, OTHER)
    await centre.parts.keeping.hold(code, "审计要求", DUTY)
    assert await job.look() == 0
    assert state_of(centre, code) is DisposalState.SPARED
    assert CLAIM in private_words(centre, code)


async def test_by_the_setting_a_list_stands_its_days_and_is_then_carried_out(centre: TheCentre):
    code = await a_closed_case(centre, "by-time", CLOSED_AT)
    clock = Clock(DUE_AT)
    job = disposals(centre, clock, days=14)
    assert await job.look() == 0
    assert state_of(centre, code) is DisposalState.LISTED
    clock.now += timedelta(days=13, hours=23)
    assert await job.look() == 0
    clock.now += timedelta(hours=2)
    assert await job.look() == 1
    assert CLAIM not in private_words(centre, code)
    by_hand = await a_closed_case(centre, "by-hand", CLOSED_AT)
    await disposals(centre, clock).draw(DUTY)
    clock.now += timedelta(days=400)
    assert await job.look() == 0  # a list somebody drew up waits for somebody
    assert state_of(centre, by_hand) is DisposalState.LISTED


async def test_only_who_sees_a_dossier_lists_and_confirms_it(centre: TheCentre):
    code = await a_closed_case(centre, "sealed", datetime(1980, 1, 1, tzinfo=UTC))
    centre.set_back(code, is_sealed=True, people=("somebody",))
    job = disposals(centre, Clock(DUE_AT), days=14)
    assert (await job.standing(DUTY)).due == []
    await job.look()
    one = centre.parts.store.ask(lambda connection: disposal_of(connection, code))
    assert one is not None
    assert (await job.standing(DUTY)).lists == {}
    for act in (job.confirm, job.withdraw):
        with pytest.raises(NotFoundError):
            await act(one.list_id, DUTY)
    for who in (Caller("window", "window_clerk", department="governance"), Caller("x", "leader")):
        with pytest.raises(NotAllowedError):
            await job.draw(who)


async def test_on_a_list_of_the_system_everybody_decides_on_what_they_see(centre: TheCentre):
    sealed = await a_closed_case(centre, "sealed", datetime(1980, 1, 1, tzinfo=UTC))
    centre.set_back(sealed, is_sealed=True, people=("looks-after",))
    code = await a_closed_case(centre, "beside-it", CLOSED_AT)
    job = disposals(centre, Clock(DUE_AT), days=14)
    await job.look()
    [list_id] = (await job.standing(DUTY)).lists
    assert await job.withdraw(list_id, DUTY) == 1
    assert state_of(centre, code) is DisposalState.SPARED
    assert state_of(centre, sealed) is DisposalState.LISTED
    discipline = Caller("looks-after", "discipline_officer", department="discipline")
    assert await job.confirm(list_id, discipline) == 1
    assert await job.look() == 1
    assert (state_of(centre, code), state_of(centre, sealed)) == (
        DisposalState.LISTED, DisposalState.ERASED,
    )  # fmt: skip


async def test_the_page_lists_confirms_and_tells(centre: TheCentre):
    ago = datetime.now(UTC) - timedelta(days=366 * 6)
    code = await a_closed_case(centre, "page", ago)

    async def said(who: str, output: str, **asked: Any) -> str:
        body = json.loads(posted(centre, output))
        for entry in (*body["inputs"], *body["state"]):
            if entry["id"] == "disposals-do":
                entry["value"] = asked or None
        answer = await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        assert answer.status == 200, answer.body[:300]
        return json.dumps(json.loads(answer.body), ensure_ascii=False)

    shown = await said("duty", "disposals-body.children")
    assert code in shown
    assert "生成销毁清册" in shown
    await said("duty", "disposals-says.children", act="draw")
    mine = await said("duty", "disposals-body.children")
    assert "duty 于" in mine
    assert "确认销毁" not in mine
    other = await said("reviewer", "disposals-body.children")
    assert "确认销毁" in other
    [list_id] = (await centre.parts.disposals.standing(DUTY)).lists
    refused = await said("duty", "disposals-says.children", act="confirm", list=list_id)
    assert "另一人确认" in refused
    await said("reviewer", "disposals-says.children", act="confirm", list=list_id)
    assert "reviewer 于" in await said("duty", "disposals-body.children")
