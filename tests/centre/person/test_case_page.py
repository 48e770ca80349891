"""A party sees their own case by the address on their slip; trying teaches nobody anything."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.access.public_doors import is_token, new_token
from domain.centre.cases.case import Result
from domain.centre.cases.stages import STAGE_NAMES, Stage
from domain.centre.premises.bookings import BOOKING, Booking, BookingState
from operations.access.passwords import Passwords
from operations.centre.person.case_page import PASS_LIVES, CasePages, NotShownError, WaitError
from settings import ROOT
from store.centre import person as kept
from tests.access.gatehouse import STRANGER, Answer
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
BASE = "https://case.example.test"
OTHER, OTHER_PHONE = "被申请演示", "13700008888"
PHONE_OF_WINDOW = "0561-0000001"
CLERK = Caller("window", "window_clerk", department="governance")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESCREEN_PUBLIC_ADDRESS", BASE)
        made = TheCentre(tmp_path_factory.mktemp("case-page"))
    await made.start()
    yield made
    await made.stop()


async def slip(
    centre: TheCentre, code: str, *, whose: str = NAME, **more: object
) -> tuple[str, str]:
    """The address and the PIN of a slip that was printed for a party."""
    shown = await centre.shown(code, "window", str(more.get("reason", "")))
    party = next(one["party_id"] for one in shown["parties"] if one["name"] == whose)
    made = await centre.parts.party_slips.print(code, party, CLERK, **more)  # type: ignore[arg-type]
    assert made.printed is not None
    assert made.content.startswith(b"%PDF-")
    return made.printed.address.removeprefix(BASE), made.printed.pin or ""


async def send(
    centre: TheCentre, path: str, *, address: str = "192.0.2.7", lang: str = "zh", **said: str
) -> Answer:
    """What the page answers when its form is sent, as a browser without a referrer sends it."""
    more = {
        "origin": "null",
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
    }
    body = urlencode(said).encode()
    return await centre.ask(
        "POST", path, STRANGER, client=(address, 5), body=body, query=f"lang={lang}", **more
    )


def text(answer: Answer) -> str:
    return answer.body.decode()


def pass_of(answer: Answer) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', text(answer))
    assert found is not None
    return found[1]


async def two_sided(centre: TheCentre, key: str) -> str:
    parties = [
        {"name": NAME, "phone": PHONE},
        {"name": OTHER, "phone": OTHER_PHONE, "role": "respondent"},
    ]
    return await centre.handled(key, parties=parties)


async def test_the_party_sees_stage_limit_phone_and_what_to_bring_and_nothing_else(centre):
    code = await two_sided(centre, "shown")
    await centre.done(code, "mediates", "session", has_consent=True, text=f"{CLAIM}纪要")
    path, _ = await slip(centre, code)
    asked = await centre.ask("GET", path, STRANGER)
    assert (asked.status, code in text(asked)) == (200, False)
    answer = await send(centre, path, proof="4170")
    assert answer.status == 200
    page = text(answer)
    for wanted in (code, "正在办理", PHONE_OF_WINDOW, "劳动合同、考勤记录、工资单或转账记录"):
        assert wanted in page
    assert re.search(r"办理期限</dt><dd>\d{4}-\d\d-\d\d<", page)
    for hidden in (
        CLAIM,
        NAME,
        PHONE,
        OTHER,
        OTHER_PHONE,
        "mediates",
        "window",
        "people_mediation",
    ):
        assert hidden not in page
    assert not any(name in page for name in STAGE_NAMES.values() if name != "处置中")
    english = text(await send(centre, path, lang="en", **{"pass": pass_of(answer)}))
    assert "Being handled" in english
    assert "Labour contract" in english


async def test_it_is_small_without_a_script_kept_nowhere_and_told_to_nobody(centre):
    path, _ = await slip(centre, await centre.handled("headers"))
    for answer in (await centre.ask("GET", path, STRANGER), await send(centre, path, proof="4170")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "set-cookie" not in answer.headers
        assert len(answer.body) < 20_000
        assert b"<script" not in answer.body
        assert b"style=" not in answer.body
        loaded = re.findall(rb'(?:src|href)="(/[^"]+)"', answer.body)
        assert loaded == [b"/assets/pages/case/case.css"]
    assert (ROOT / "assets" / "pages" / "case" / "case.css").stat().st_size < 100_000


async def test_what_does_not_fit_is_answered_alike_whatever_it_was(centre):
    """No address, a wrong proof, a link that was revoked, a party erased: one answer."""
    code = await two_sided(centre, "alike")
    old, _ = await slip(centre, code)
    path, _ = await slip(centre, code)
    gone = await centre.handled("gone", parties=[{"name": "慕容演示", "phone": "13700001234"}])
    of_gone, _ = await slip(centre, gone, whose="慕容演示")
    with centre.parts.store.transaction() as tx:
        [party] = [one["party_id"] for one in (await centre.shown(gone))["parties"]]
        tx.erase("case_party", party, actor="test")
    tries = {
        "no such address": (f"/case/{new_token()}", "4170"),
        "wrong proof": (path, "0000"),
        "the other party's": (path, OTHER_PHONE[-4:]),
        "nothing typed": (path, ""),
        "revoked": (old, "4170"),
        "erased": (of_gone, "1234"),
    }
    answers = {
        name: await send(centre, where, address="192.0.2.20", proof=proof)
        for name, (where, proof) in tries.items()
    }
    kept_out = {
        (answer.status, answer.body, tuple(sorted(without_number(answer.headers).items())))
        for answer in answers.values()
    }
    assert len(kept_out) == 1, {name: one.status for name, one in answers.items()}
    assert answers["revoked"].status == 403
    opened = await centre.ask("GET", f"/case/{new_token()}", STRANGER)
    assert opened.body == (await centre.ask("GET", path, STRANGER)).body


def without_number(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in {"x-request-id", "date"}}


async def test_a_link_waits_longer_each_time_also_one_that_is_none(centre):
    path, _ = await slip(centre, await centre.handled("waits"))
    for number, where in enumerate((path, f"/case/{new_token()}")):
        told = []
        for turn in range(7):
            address = f"192.0.2.{30 + 10 * number + turn}"
            told.append(await send(centre, where, address=address, proof="0000"))
        assert [one.status for one in told] == [403] * 6 + [429]
        assert 0 < int(told[-1].headers["retry-after"]) <= 60
    # also with the right proof, until the wait is over
    assert (await send(centre, path, address="192.0.2.90", proof="4170")).status == 429


async def test_an_address_that_guesses_waits_and_nobody_else(centre):
    path, _ = await slip(centre, await centre.handled("address"))
    told = [
        (await send(centre, f"/case/{new_token()}", address="192.0.2.99", proof="1")).status
        for _ in range(23)
    ]
    assert told == [403] * 21 + [429] * 2
    assert (await send(centre, path, address="192.0.2.99", proof="4170")).status == 429
    assert (await send(centre, path, address="192.0.2.98", proof="4170")).status == 200


async def test_a_wrong_proof_asks_the_hash_as_often_as_no_address(centre, monkeypatch):
    path, _ = await slip(centre, await centre.handled("work"))
    asked: list[bool] = []
    fits = centre.parts.case_pages._passwords.fits

    async def counted(kept: str | None, typed: str) -> bool:
        asked.append(kept is not None)
        return await fits(kept, typed)

    monkeypatch.setattr(centre.parts.case_pages._passwords, "fits", counted)
    await send(centre, path, address="192.0.2.110", proof="0001")
    await send(centre, f"/case/{new_token()}", address="192.0.2.110", proof="0001")
    assert asked == [True, False]


async def test_a_slip_without_a_phone_bears_a_pin(centre):
    code = await centre.handled("pin", parties=[{"name": NAME}])
    path, pin = await slip(centre, code)
    assert re.fullmatch(r"\d{6}", pin)
    assert (await send(centre, path, address="192.0.2.120", proof=pin)).status == 200
    wanted = await centre.handled("pin wanted")
    path, pin = await slip(centre, wanted, with_pin=True)
    assert (await send(centre, path, address="192.0.2.120", proof="4170")).status == 403
    assert (await send(centre, path, address="192.0.2.120", proof=pin)).status == 200


async def test_only_hashes_are_kept_and_the_record_names_no_token(centre):
    code = await centre.handled("kept")
    path, _ = await slip(centre, code)
    token = path.rpartition("/")[2]
    assert is_token(token)
    await send(centre, path, address="192.0.2.130", proof="0000")
    await centre.ask("GET", f"/case/{token[:-1]}", STRANGER)
    await centre.settled()
    folder = centre.parts.settings.facts_dir
    content = b"".join(one.read_bytes() for one in folder.rglob("facts.db*"))
    assert token.encode() not in content
    assert token[:-1].encode() not in content
    [link] = centre.parts.store.ask(lambda one: kept.open_links_of(one, code)).values()
    assert link.proof is not None
    assert link.proof.startswith("$argon2id$")


async def test_of_a_sealed_report_stage_and_phone_alone(centre):
    code = await centre.take_in("sealed", matter="report", category="other", accused=["visits"])
    path, _ = await slip(centre, code, reason="给举报人打印")
    page = text(await send(centre, path, address="192.0.2.140", proof="4170"))
    assert "已受理" in page
    assert PHONE_OF_WINDOW in page
    assert "请携带" not in page
    assert 'name="stars"' not in page


async def test_at_the_end_it_is_rated_once(centre):
    code = await centre.handled("rated")
    path, _ = await slip(centre, code)
    before = await send(centre, path, address="192.0.2.150", proof="4170")
    assert 'name="stars"' not in text(before)
    early = await send(centre, path, address="192.0.2.150", stars="5", **{"pass": pass_of(before)})
    assert early.status == 422 or early.status == 409
    await centre.done(code, "mediates", "fail", text="谈不拢", remedy="court")
    answer = await send(centre, path, address="192.0.2.150", proof="4170")
    assert "已办理完毕" in text(answer)
    key = pass_of(answer)
    wrong = await send(centre, path, address="192.0.2.150", stars="6", **{"pass": key})
    assert (wrong.status, 'role="alert"' in text(wrong)) == (422, True)
    forged = {"pass": key[:-1] + ("0" if key[-1] != "0" else "1")}
    assert (await send(centre, path, address="192.0.2.150", stars="5", **forged)).status == 403
    said = {"pass": key, "stars": "4", "words": "办得<b>还行</b>"}
    rated = await send(centre, path, address="192.0.2.150", **said)
    assert rated.status == 200
    assert "4" in text(rated)
    assert (await send(centre, path, address="192.0.2.150", **said)).status == 422
    [rating] = centre.parts.store.ask(lambda one: kept.ratings_of(one, code))
    assert (rating.stars, rating.words) == (4, "办得<b>还行</b>")
    case = centre.set_back(code)
    assert case.satisfaction is None  # the clerk's call-back is another figure


async def test_a_link_ends_some_time_after_its_case(centre):
    code = await centre.handled("ends")
    path, _ = await slip(centre, code)
    now = datetime.now(UTC)
    over = {"stage": Stage.CLOSED, "result": Result.SETTLED}
    centre.set_back(code, closed_at=now - timedelta(days=89), **over)
    assert (await send(centre, path, address="192.0.2.160", proof="4170")).status == 200
    centre.set_back(code, closed_at=now - timedelta(days=91), **over)
    assert (await send(centre, path, address="192.0.2.160", proof="4170")).status == 403


async def test_another_site_sends_nothing(centre):
    path, _ = await slip(centre, await centre.handled("site"))
    for more in (
        {"origin": "https://evil.test"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ):
        answer = await centre.ask("POST", path, STRANGER, body=b"proof=4170", **more)
        assert answer.status == 403
        assert b"<main" not in answer.body


async def test_the_window_prints_and_takes_back_and_a_stranger_does_neither(centre):
    code = await centre.handled("api")
    path = f"{CASES}/{code}/slips"
    first = await centre.call("POST", path, "window", {})
    assert (first.status, first.headers["x-earlier-slip"]) == (200, "none")
    assert first.body.startswith(b"%PDF-")
    again = await centre.call("POST", path, "window", {})
    assert again.headers["x-earlier-slip"] == "revoked"
    told = [one[2] for one in centre.people.told("exported")]
    assert [one["subject_id"] for one in told][-2:] == [code, code]
    for who in ("receives", "talker", "in-charge"):
        assert (await centre.call("POST", path, who, {})).status == 404
        assert (await centre.call("POST", f"{path}/revocation", who, {})).status == 404
    took = centre.json(await centre.call("POST", f"{path}/revocation", "window", {}))
    assert took == {"revoked": True}
    assert centre.parts.store.ask(lambda one: kept.open_links_of(one, code)) == {}
    nobody = await centre.call("POST", path, "window", {"party_id": "P-none"})
    assert (nobody.status, nobody.error["field"]) == (422, "party_id")


async def test_without_a_public_address_a_slip_bears_the_code_alone(centre, monkeypatch):
    code = await centre.handled("no address")
    monkeypatch.setattr(centre.parts.party_slips, "_base", "")
    made = await centre.parts.party_slips.print(code, "", CLERK)
    assert (made.printed, made.revoked) == (None, False)


async def test_a_restart_and_a_second_process_give_no_fresh_tries(centre):
    path, _ = await slip(centre, await centre.handled("restart"))
    for turn in range(6):
        await send(centre, path, address=f"192.0.2.{190 + turn}", proof="0000")
    parts, token = centre.parts, path.rpartition("/")[2]
    second = CasePages(parts.centre_desk, Passwords())
    try:
        with pytest.raises(WaitError):
            await second.open(token, "4170", "192.0.2.199")
        for _ in range(21):
            with pytest.raises(NotShownError):
                await second.open(new_token(), "0000", "192.0.2.200")
        other, _ = await slip(centre, await centre.handled("restart address"))
        assert (await send(centre, other, address="192.0.2.200", proof="4170")).status == 429
    finally:
        second.close()


async def test_a_proof_is_good_for_a_quarter_of_an_hour_and_for_its_own_address(centre):
    path, _ = await slip(centre, await centre.handled("pass"))
    other, _ = await slip(centre, await centre.handled("other pass"))
    token, clock = path.rpartition("/")[2], [datetime.now(UTC).replace(microsecond=0)]
    desk = replace(centre.parts.centre_desk, now=lambda: clock[0])
    pages = CasePages(desk, Passwords())
    try:
        opened = await pages.open(token, "4170", "192.0.2.210")
        clock[0] += PASS_LIVES - timedelta(seconds=2)
        assert (await pages.again(token, opened.pass_key)).shown == opened.shown
        with pytest.raises(NotShownError):
            await pages.again(other.rpartition("/")[2], opened.pass_key)
        clock[0] += timedelta(seconds=2)
        with pytest.raises(NotShownError):
            await pages.again(token, opened.pass_key)
        with pytest.raises(NotShownError):
            await pages.rate(token, opened.pass_key, "5", "")
    finally:
        pages.close()


async def booked(centre: TheCentre, code: str, whose: list[str], **more: object) -> Answer:
    """A room for a case, for those of its parties."""
    begins = datetime.now(UTC) + timedelta(days=30)
    begins = begins.replace(hour=2, minute=0, second=0, microsecond=0)
    shown = await centre.shown(code)
    expected = [one["party_id"] for one in shown["parties"] if one["name"] in whose]
    body = {
        "begins_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat(),
        "room": next(iter(centre.parts.centre_desk.its().rooms)), "knows_day_off": True,
        "expected": expected, **more,
    }  # fmt: skip
    return await centre.call("POST", f"{CASES}/{code}/bookings", "duty", body)


async def test_each_side_is_told_of_its_own_appointment_alone(centre):
    code = await two_sided(centre, "apart")
    theirs, _ = await slip(centre, code)
    others, _ = await slip(centre, code, whose=OTHER)

    async def told() -> list[bool]:
        pages = [
            text(await send(centre, theirs, address="192.0.2.180", proof="4170")),
            text(await send(centre, others, address="192.0.2.180", proof=OTHER_PHONE[-4:])),
        ]
        return ["下次预约" in page for page in pages]

    held = centre.json(await booked(centre, code, []), 201)
    assert await told() == [False, False]
    move = {name: held[name] for name in ("begins_at", "ends_at", "room")} | {"knows_day_off": True}
    path = f"/api/v1/centre/bookings/{held['booking_id']}/move"
    [mine] = [one for one in (await centre.shown(code))["parties"] if one["name"] == NAME]
    centre.json(await centre.call("POST", path, "duty", move | {"expected": [mine["party_id"]]}))
    assert await told() == [True, False]
    centre.json(await centre.call("POST", path, "duty", move))  # says nothing of it
    assert await told() == [True, False]
    stranger = await centre.call("POST", path, "duty", move | {"expected": ["P-none"]})
    assert (stranger.status, stranger.error["field"]) == (422, "expected")
    why = {"reason": "改期"}
    centre.json(await centre.call("POST", path.replace("move", "cancel"), "duty", why))
    assert await told() == [False, False]


async def test_the_next_appointment_is_told_but_not_where_violence_is_flagged(centre):
    begins = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    for key, flags, is_told in (("plain", [], True), ("violence", ["violence"], False)):
        code = await centre.handled(f"appointment {key}", flags=flags)
        [party] = [one["party_id"] for one in (await centre.shown(code))["parties"]]
        booking = Booking(
            f"B-{key}", code, BookingState.BOOKED, begins, begins + timedelta(hours=1),
            "duty", begins, room="1", expected=(party,),
        )  # fmt: skip
        with centre.parts.store.transaction() as tx:
            tx.put(BOOKING, booking, action="book", actor="test")
        path, _ = await slip(centre, code)
        page = text(await send(centre, path, address="192.0.2.170", proof="4170"))
        assert ("下次预约" in page) == is_told
