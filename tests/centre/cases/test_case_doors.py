"""Strangers to a case see nothing of it at any door: each role, another body, another window.

A plain case and a sealed report are told; then everybody who is named in neither asks every door
that is read, the record, the search, the socket and every callback, and tries every step.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.access.roles import ADMINISTRATORS, PEOPLE
from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import case_code
from domain.centre.cases.parties import CASE_PARTY, CaseParty, PartyKind, PartyRole
from domain.centre.cases.stages import Stage, Step
from domain.kind import Audience
from domain.upkeep.subjects import Subject, SubjectKind
from store.centre.cases import case_of
from store.persons import Asked, Subjects
from tests.access.doors import CALLBACKS
from tests.access.gatehouse import CALLBACK
from tests.access.test_all_doors import asked, doors, found_in, text_of
from tests.access.test_matrix import posted
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOTICES, LEAD = "/api/v1/desk/notices", "governance"
SEALED_CLAIM = "演示检举密语"
NO_CASE = case_code("LS", date(2026, 1, 5), 1, 1)
OUTSIDE = (
    *("centre", "chief", "ours", "theirs", "leads", "lives", "walks", "guards", "talks"),
    *("clerk", "clerk-here", "sysadm", "secadm", "audit-1", "machine", "wall", "phone"),
    *("other-window", "receives", "arbitrates", "talker", "in-charge"),
)
# Every role there is walks too, at another body: a new one does by standing in the access table.
ROLES = tuple(role for role in PEOPLE if role not in ADMINISTRATORS)
INSIDE = ("window", "duty", "reviewer", "mediates", "colleague")


@dataclass
class Told:
    """What was told, and what only it says."""

    case: str
    sealed: str
    centre: TheCentre


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    centre = TheCentre(tmp_path_factory.mktemp("strangers"))
    await centre.start()
    case = await centre.handled("plain")
    await centre.done(case, "mediates", "session", has_consent=True, text=f"{CLAIM}纪要")
    await centre.runs_late(case)  # its reminders lie in the outbox
    body = {"key": "walked", "text": f"{CLAIM}对话"}
    assert (await centre.call("POST", f"{CASES}/{case}/talk", "mediates", body)).status == 201
    sealed = await centre.take_in(
        "sealed", matter="report", category="other", claim=SEALED_CLAIM, accused=["visits"]
    )
    for role in ROLES:
        name = f"any-{role.replace('_', '-')}"
        await centre.people.add(name, role, department="visits")
        centre.tokens[name] = (await centre.people.sign_in(name)).token
    await centre.settled()
    yield Told(case, sealed, centre)
    await centre.stop()


def marks(told: Told) -> list[str]:
    return [told.case, told.sealed, CLAIM, SEALED_CLAIM, NAME, PHONE]


def seat_of(who: str) -> tuple[str, int]:
    """An address of their own: a walk asks so often that several from one would be refused."""
    roles = [f"any-{role.replace('_', '-')}" for role in ROLES]
    return f"10.0.1.{[*OUTSIDE, *roles].index(who) + 1}", 5


async def wrong_at(told: Told, who: str, patterns: list[tuple[str, str]]) -> list[str]:
    wrong = []
    for path, query in patterns:
        answer = await told.centre.ask(
            "GET", path, who, query=query, client=seat_of(who), **{"x-reason": "abcdef"}
        )
        echo = f"{path}?{query}" if answer.status >= 400 else ""
        if found := found_in(text_of(answer.body), marks(told), echo=echo):
            wrong.append(f"{path}?{query}: {answer.status} {found}")
        if answer.status == 429 or answer.status >= 500:  # what is refused as busy was not tried
            wrong.append(f"{path}?{query}: {answer.status}")
    return wrong


def read_doors(told: Told) -> list[tuple[str, str]]:
    """Every door that is read, asked for the cases."""
    found = []
    for door in doors():
        method, _, pattern = door.partition(" ")
        if method == "GET":
            for code in (told.case, told.sealed):
                found += asked(told.centre, pattern.replace("{code_of_case}", code))
    for code in (told.case, told.sealed):
        found += [
            (CASES, f"q={code}"),
            (CASES, f"q={PHONE}"),
            *((f"{CASES}.{kind}", f"q={code}") for kind in ("csv", "xlsx")),
            *((f"{CASES}.{kind}", f"q={PHONE}") for kind in ("csv", "xlsx")),
            (f"{CASES}/{code}", ""),
            ("/api/v1/search", f"q={code}"),
            ("/api/v1/desk/notices", ""),
            ("/api/v1/admin/journal", f"entity={code}"),
            ("/api/v1/admin/journal", "kind=case"),
            ("/api/v1/admin/journal", "kind=case_party"),
            ("/api/v1/admin/journal", "kind=case_entry"),
            ("/api/v1/admin/journal.csv", f"entity={code}"),
            ("/api/v1/files", f"subject_kind=case&subject_id={code}"),
        ]
    return sorted(set(found))


@pytest.mark.parametrize("who", OUTSIDE)
async def test_a_stranger_reads_nothing_at_any_door(told: Told, who: str):
    assert await wrong_at(told, who, read_doors(told)) == []


@pytest.mark.parametrize("role", ROLES)
async def test_somebody_of_any_role_elsewhere_reads_nothing_at_the_doors_of_cases(
    told: Told, role: str
):
    of_cases = [one for one in read_doors(told) if "cases" in one[0] or "journal" in one[0]]
    assert await wrong_at(told, f"any-{role.replace('_', '-')}", of_cases) == []


@pytest.mark.parametrize("who", OUTSIDE)
async def test_a_stranger_takes_no_step_and_learns_nothing_by_trying(told: Told, who: str):
    held = told.centre.parts.store.ask(lambda connection: case_of(connection, told.case))
    for code in (told.case, told.sealed, NO_CASE):
        for step in Step:
            answer = await told.centre.step(code, who, step.value, text="试一试", remedy="court")
            assert answer.status in {401, 403, 404}, (step, answer.status, answer.body)
            assert found_in(text_of(answer.body), marks(told), echo=code) == []
    assert held == told.centre.parts.store.ask(lambda connection: case_of(connection, told.case))


@pytest.mark.parametrize("who", [one for one in OUTSIDE if one not in {"phone", "machine"}])
async def test_a_stranger_is_told_nothing_on_the_socket_nor_by_a_callback(told: Told, who: str):
    centre = told.centre
    async with centre.socket("/ws/live", who) as socket:
        if socket.status == 101:
            hello = json.dumps({"hello": 1, "epoch": None, "seq": None, "view": {}})
            socket.sent.put_nowait({"type": "websocket.receive", "text": hello})
            await centre.done(told.case, "mediates", "session", has_consent=True, text=CLAIM)
            await centre.settled()
            await asyncio.sleep(0.1)
            said = ""
            while not socket.got.empty():
                message = socket.got.get_nowait()
                said += str(message.get("text") or message.get("bytes") or "")
            assert found_in(said, marks(told)) == []
    for first_output in CALLBACKS:
        body = posted(centre, first_output)
        answer = await centre.ask("POST", CALLBACK, who, body=body, client=seat_of(who))
        assert answer.status != 429, first_output
        # the auditor reads which doors were refused and which sealed case was looked at, by code
        hidden = marks(told)[2:] if who == "audit-1" else marks(told)
        assert found_in(text_of(answer.body), hidden) == [], first_output


@pytest.mark.parametrize("who", INSIDE)
async def test_those_it_names_read_it_and_the_sealed_one_only_its_own(told: Told, who: str):
    whole = await told.centre.shown(told.case, who)
    assert whole["claim"] == CLAIM
    assert whole["parties"][0]["phone"] == PHONE
    answer = await told.centre.call_because(f"{CASES}/{told.sealed}", who, "abcdef")
    assert answer.status == (200 if who == "window" else 404)


@pytest.mark.parametrize("who", ["centre", "chief", "theirs"])
async def test_the_desk_neither_answers_nor_repeats_what_reminds_of_a_case(told: Told, who: str):
    [notice] = await told.centre.parts.cases.reminders.all(
        Caller("duty", "duty_clerk", department=LEAD)
    )
    for act in ("ack", "resend"):
        answer = await told.centre.call("POST", f"{NOTICES}/{notice.notice_id}/{act}", who, {})
        assert answer.status in {403, 404}
        assert found_in(text_of(answer.body), marks(told)[1:]) == []


async def test_every_look_at_a_sealed_case_says_why_and_is_written_down(told: Told):
    centre, path = told.centre, f"{CASES}/{told.sealed}"
    assert (await centre.call("GET", path, "window")).status == 403
    assert (await centre.call_because(path, "window", "ab")).status == 403
    before = len(centre.people.told("revealed"))
    shown = await centre.shown(told.sealed, "window", "transfer to discipline")
    assert shown["claim"] == SEALED_CLAIM
    _, _, state, personal = centre.people.told("revealed")[before]
    assert state["subject"] == "case"
    assert state["id"] == told.sealed
    assert personal["reason"] == "transfer to discipline"


async def test_an_accused_body_is_never_given_the_report(told: Told):
    centre = told.centre
    # a report of its own: that somebody may see it would be seen by the tests beside this one
    sealed = await centre.take_in(
        "accusing", matter="report", category="other", claim=SEALED_CLAIM, accused=["visits"]
    )
    refused = await centre.step(sealed, "window", "route", body="visits")
    assert refused.status == 403  # not the window's step at all
    with centre.parts.store.transaction() as tx:
        case = case_of(tx.connection, sealed)
        assert case is not None
        seen = replace(case, people=(*case.people, "duty", "receives"))
        tx.put(CASE, seen, action="assign", actor="test")
    answer = await centre.step(sealed, "duty", "route", body="visits")
    assert answer.status == 422
    assert "被检举" in answer.error["message"]
    # nor beside another body
    for step in ("route", "study"):
        if step == "study":
            await centre.done(sealed, "duty", "to_study", text="涉多部门")
        beside = {"body": "people_mediation", "co_bodies": ["housing", "visits"], "text": "纪要"}
        answer = await centre.step(sealed, "duty", step, **beside)
        assert (answer.status, answer.error["field"]) == (422, "co_bodies"), step
        assert "被检举" in answer.error["message"]
    # even named by hand, an account of the accused body sees nothing
    answer = await centre.call_because(f"{CASES}/{sealed}", "receives", "abcdef")
    assert answer.status == 404


async def test_a_person_is_found_and_erased_by_themselves_and_the_case_stays(told: Told):
    centre = told.centre
    store = centre.parts.store
    code = await centre.take_in("erased", parties=[{"name": "慕容演示", "phone": "13700001234"}])
    with store.transaction() as tx:
        other = CaseParty("P-other", code, PartyRole.APPLICANT, PartyKind.PERSON, "同诉演示")
        tx.put(CASE_PARTY, other, action="add", actor="test")
    closed_at = datetime.now(UTC) - timedelta(days=12 * 366)
    centre.set_back(code, stage=Stage.CLOSED, closed_at=closed_at)
    subjects = Subjects(store, None)
    asked_for = Asked(Subject(SubjectKind.NAME, "慕容演示"), "secadm", "本人申请")
    held = subjects.found(asked_for.subject)
    assert {kind for kind, _ in held.entities} == {"case_party"}
    subjects.erase(asked_for, held)
    whole = await centre.shown(code)
    told_of = {(one["name"], one["phone"]) for one in whole["parties"]}
    assert told_of == {(None, None), ("同诉演示", None)}
    assert whole["claim"] == CLAIM
    assert (await centre.listed(q="慕容演示"))["items"] == []
    assert store.verify_chain() is None


async def test_the_walk_would_find_what_the_kind_let_through(told: Told):
    """Without the case's own audience another body's officer reads it: the walk is in earnest."""
    kept = CASE.audience
    object.__setattr__(CASE, "audience", Audience(kept.actions))
    try:
        found = await wrong_at(told, "receives", [(CASES, ""), (f"{CASES}/{told.case}", "")])
    finally:
        object.__setattr__(CASE, "audience", kept)
    assert len(found) == 2
