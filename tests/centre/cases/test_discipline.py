"""A sealed report is taken further by the discipline body's own accounts, and by nobody else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.centre.cases.case import acts_as, steps_open
from domain.centre.cases.stages import Actor, Step
from domain.errors import InvalidError
from operations.access.account_acts import tell
from tests.access.test_all_doors import found_in, text_of
from tests.centre.the_centre import CASES, TheCentre
from tests.support.cases import a_case

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLAIM, INFORMER, PHONE = "演示检举密语", "司徒演示", "13700008888"
REASON = "核查检举控告"
# Nobody of these is named: the duty clerk who routes all else, the accused body, another officer
# of the discipline body, and one of it whose department is accused.
OTHERS = (
    "duty",
    "reviewer",
    "other-window",
    "receives",
    "looks-elsewhere",
    "looks-accused",
    "in-charge",
)
READ = ("", "/slip.pdf", "/papers", "/papers/petition_registration_form.pdf")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("discipline"))
    await made.start()
    for name, department in (("looks-elsewhere", "discipline"), ("looks-accused", "visits")):
        await made.people.add(name, "discipline_officer", department=department)
        made.tokens[name] = (await made.people.sign_in(name)).token
    standing = made.parts.centres.standing(Caller("secadm", "security_admin"))
    named = ["looks-after", "looks-on", "looks-accused"]
    body = {"version": standing.version, "act": "seal", "sealed_to": named}
    made.json(await made.call("POST", "/api/v1/centre/changes", "secadm", body))
    yield made
    await made.stop()


async def test_an_officer_without_a_unit_is_not_added_and_named_to_see_none(
    centre: TheCentre,
) -> None:
    with pytest.raises(InvalidError, match=r"^discipline_unit_missing\b"):
        await centre.people.add("looks-nowhere", "discipline_officer")
    made = await centre.people.add("looks-nowhere", "discipline_officer", department="discipline")
    with centre.parts.store.transaction() as tx:  # as one from before units were asked for
        tx.accounts.put_account(replace(made, department=None))
        tell(tx, "account_changed", Caller("secadm", "security_admin"), made, None)
    standing = centre.parts.centres.standing(Caller("secadm", "security_admin"))
    body = {"version": standing.version, "act": "seal", "sealed_to": ["looks-nowhere"]}
    refused = await centre.call("POST", "/api/v1/centre/changes", "secadm", body)
    assert refused.status == 422 and "没有所属单位" in refused.body.decode()


async def reported(centre: TheCentre, key: str) -> str:
    """A report against the people's visits reception; its code."""
    people = [{"name": INFORMER, "phone": PHONE}]
    return await centre.take_in(
        key, matter="report", category="other", claim=CLAIM, parties=people, accused=["visits"]
    )


def looks(centre: TheCentre, code: str) -> list[tuple[str, Any]]:
    """Who looked at a case, and why, oldest first."""
    return [
        (actor, personal.get("reason"))
        for actor, _, about, personal in centre.people.told("revealed")
        if about.get("id") == code
    ]


async def test_the_role_acts_in_the_sealed_reports_it_is_named_in_alone() -> None:
    officer = Caller("looks-after", "discipline_officer", department="discipline")
    named = a_case(is_sealed=True, people=("looks-after",))
    assert acts_as(officer, named) == {Actor.DUTY, Actor.BODY}
    assert Step.ROUTE in steps_open(officer, named)
    for other in (a_case(people=("looks-after",)), a_case(is_sealed=True, people=("looks-on",))):
        assert acts_as(officer, other) == frozenset()


async def test_two_officers_take_a_report_from_its_routing_to_its_end(centre: TheCentre) -> None:
    code = await reported(centre, "walked")
    refused = await centre.step(code, "duty", "route", body="governance")
    assert refused.status == 404
    elsewhere = await centre.step(code, "looks-after", "route", body="governance")
    assert elsewhere.status == 422 and "纪检监察机关" in elsewhere.body.decode()
    await centre.done(code, "looks-after", "route", body="discipline")
    await centre.done(code, "looks-after", "accept")
    await centre.done(
        code, "looks-after", "transfer", remedy="responsible_body", text="演示移送处理"
    )
    assert (await centre.step(code, "looks-after", "call_back", text="自己回访")).status == 403
    await centre.done(code, "looks-on", "call_back", text="演示已答复", satisfaction=4)
    for item in ("application", "closing_report"):
        paper = {"how": "handed_over", "item": item}
        path = f"{CASES}/{code}/papers"
        centre.json(await centre.call("POST", path, "looks-after", paper), 201)
    await centre.done(code, "looks-on", "close")
    assert (await centre.shown(code, "looks-on", REASON))["stage"] == "closed"


async def test_each_look_needs_a_reason_that_is_written_down(centre: TheCentre) -> None:
    code = await reported(centre, "looked")
    for more in READ:
        path = f"{CASES}/{code}{more}"
        before = len(looks(centre, code))
        assert (await centre.call("GET", path, "looks-after")).status == 403, path
        assert len(looks(centre, code)) == before, path
        assert (await centre.call_because(path, "looks-after", f"{REASON}{more}")).status == 200, (
            path
        )
        assert looks(centre, code)[before:] == [("looks-after", f"{REASON}{more}")], path
    listed = await centre.listed("looks-after", q=code)
    assert [one["applicants"] for one in listed["items"]] == [[]]


@pytest.mark.parametrize("who", OTHERS)
async def test_nobody_else_meets_it_at_any_door(centre: TheCentre, who: str) -> None:
    code = await reported(centre, f"met-{who}")
    why = {"x-reason": quote(REASON)}
    doors = [("GET", f"{CASES}/{code}{more}", None) for more in READ]
    doors += [
        ("GET", CASES, None),
        ("GET", f"{CASES}.csv", None),
        ("GET", "/api/v1/search", None),
        ("GET", f"{CASES}/{code}/sessions", None),
        ("GET", f"{CASES}/{code}/agreement", None),
        ("GET", f"{CASES}/{code}/bookings", None),
        ("GET", "/api/v1/files", None),
        ("POST", f"{CASES}/{code}/papers", {"how": "handed_over", "item": "proxy"}),
        ("POST", f"{CASES}/{code}/dossier", {}),
        ("POST", f"{CASES}/{code}/numbers", {"body": "litigation", "words": "x"}),
        ("POST", f"{CASES}/{code}/steps", {"step": "route", "body": "governance"}),
    ]
    queries = {"/api/v1/files": f"subject_kind=case&subject_id={code}", "/api/v1/search": "q=x"}
    for method, path, body in doors:
        query = queries.get(path, "")
        if method == "GET":
            answer = await centre.ask(method, path, who, query=query, **why)
        else:
            answer = await centre.call(method, path, who, body)
        assert code not in path or answer.status in {403, 404}, (method, path, answer.status)
        echo = f"{path}?{query}" if answer.status >= 400 else ""
        assert found_in(text_of(answer.body), [code, CLAIM, INFORMER, PHONE], echo=echo) == [], path
    assert looks(centre, code) == []
    shown = await centre.queue(who)
    assert code not in shown


async def test_an_officer_of_the_discipline_body_sees_no_other_case(centre: TheCentre) -> None:
    plain = await centre.handled("plain")
    for who in ("looks-after", "looks-elsewhere"):
        assert (await centre.call_because(f"{CASES}/{plain}", who, REASON)).status == 404
        assert plain not in str(await centre.listed(who))
        assert (await centre.call("GET", "/centre/figures", who)).status == 403


async def test_an_export_of_it_keeps_what_the_documents_promise(centre: TheCentre) -> None:
    """The reason to begin and at each fetch, none while it runs; nothing once the case is gone."""
    code = await reported(centre, "exported")
    path, why = f"{CASES}/{code}/dossier", {"x-reason": quote(REASON)}
    assert (await centre.ask("POST", path, "looks-after", body=b"{}")).status == 403
    begun = centre.json(await centre.ask("POST", path, "looks-after", body=b"{}", **why), 202)
    for _ in range(600):
        now = centre.json(await centre.call("GET", f"{path}/{begun['export_id']}", "looks-after"))
        if now["state"] != "running":
            break
        await asyncio.sleep(0.05)
    assert now["state"] == "done", now
    assert not {CLAIM, INFORMER} & set(now.values())
    before = len(looks(centre, code))
    assert (await centre.call("GET", now["url"], "looks-after")).status == 403
    assert len(looks(centre, code)) == before
    for at in (1, 2):
        assert (await centre.call_because(now["url"], "looks-after", REASON)).status == 200
        assert looks(centre, code)[before:] == [("looks-after", REASON)] * at
    for other in ("looks-on", "duty", "receives"):
        assert (await centre.call_because(now["url"], other, REASON)).status == 404
    centre.set_back(code, people=("looks-on",))
    assert (await centre.call_because(now["url"], "looks-after", REASON)).status == 404
    assert (await centre.call("GET", f"{path}/{begun['export_id']}", "looks-after")).status == 404
