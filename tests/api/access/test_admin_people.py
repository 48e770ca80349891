"""Accounts and devices through the real gate: who keeps them, what is told once and refused."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from api.access import admin_accounts, admin_devices
from api.access.gate import Access
from api.errors import install_errors
from domain.access.roles import PEOPLE
from domain.audit.audit import audit
from domain.maps.areas import Area, level_of
from operations.access.entrance import SignInRefusedError
from tests.support.people import HERE, PASSWORD, SYSTEM

BASE = "http://one:8050"
AREAS = {"340604101": "宋疃镇"}
BOUNDS = (33.7, 116.6, 33.9, 116.8)
KNOWN = {
    code: Area(code, level_of(code), name, None, 33.8, 116.7, BOUNDS)
    for code, name in AREAS.items()
}


@pytest.fixture
def ask(people):
    """Asks as an account of a role, made on the way."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    install_errors(app)

    def name_of(code: str) -> str:
        return AREAS.get(code, code)

    people.register.areas = lambda: KNOWN
    app.include_router(admin_accounts.router(people, name_of))
    app.include_router(admin_devices.router(people.devices, name_of))
    gate = Access(app, token="t", presence=people.presence, audit=people.audit, is_demo=False)
    tokens: dict[str, str] = {}

    async def send(path: str, body=None, role: str = "security_admin", language: str = "zh"):
        if role not in tokens:
            tokens[role] = await people.token_of(role, department="城管")
        transport = httpx.ASGITransport(gate, client=("10.0.0.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as browser:
            browser.cookies.set("onescreen", tokens[role])
            browser.cookies.set("onescreen-lang", language)
            browser.headers["origin"] = BASE
            url = "/api/v1/admin/" + path
            return await (browser.get(url) if body is None else browser.post(url, json=body))

    return send


async def test_an_account_is_made_used_changed_and_stopped(people, ask):
    new = {"name": "D-0001", "role": "dispatcher", "display_name": "王调度", "email": "Wang@a.cn"}
    made = await ask("accounts", new)
    assert made.status_code == 201
    once = made.json()["password"]
    assert made.json()["account"]["must_change"]
    signed = await people.entrance.sign_in("d-0001", once, HERE)
    assert (await people.visit(signed.token)).due == "password"

    [listed] = (await ask("accounts?q=王调&role=dispatcher")).json()["items"]
    assert (listed["name"], listed["email"]) == ("d-0001", "wang@a.cn")
    assert listed["signed_in_at"]
    [session] = (await ask("accounts/d-0001/sessions")).json()["items"]
    assert session["address"] == HERE.address
    ended = await ask("accounts/d-0001/sessions", {"session": session["session"]})
    assert ended.json() == {"ended": 1}
    assert await people.presence.who(signed.token) is None

    changed = await ask("accounts/d-0001", {"role": "village", "area": "340604101"})
    assert changed.json()["account"]["area_name"] == "宋疃镇"
    assert changed.json()["account"]["display_name"] == "王调度"
    assert not (await ask("accounts/d-0001/disable", {})).json()["account"]["is_enabled"]
    with pytest.raises(SignInRefusedError):
        await people.entrance.sign_in("d-0001", once, HERE)
    assert (await ask("accounts/d-0001/enable", {})).json()["account"]["is_enabled"]

    told = [one for one in people.told() if one[2]["subject"] == "d-0001"]
    for action in ("account_added", "session_revoked", "account_changed", "account_disabled"):
        [(actor, _, _, private)] = [one for one in told if one[1] == action]
        assert (actor, private) == ("security-admin-1", {"address": "10.0.0.9"})
    assert once not in str(people.told())


async def test_a_locked_account_is_unlocked_and_a_lost_phone_taken_off(people, ask):
    await people.add("boss", "audit_admin")
    await ask("me")  # whoever asks has signed in before the clock counts
    for _ in range(5):
        with pytest.raises(SignInRefusedError):
            await people.entrance.sign_in("boss", "wrong", HERE)
    [listed] = (await ask("accounts?q=boss")).json()["items"]
    assert listed["locked_until"]
    assert listed["has_second_factor"]
    assert (await ask("accounts/boss/unlock", {})).json()["account"]["locked_until"] is None
    assert (await people.entrance.sign_in("boss", PASSWORD, HERE)).is_half
    await ask("accounts/boss/factor", {})
    signed = await people.entrance.sign_in("boss", PASSWORD, HERE)
    assert (await people.visit(signed.token)).due == "second_factor"
    password = (await ask("accounts/boss/reset", {})).json()["password"]
    assert await people.presence.who(signed.token) is None
    assert await people.entrance.sign_in("boss", password, HERE)
    actions = [one[1] for one in people.told()]
    assert {"account_unlocked", "second_factor_removed", "password_reset"} <= set(actions)


async def test_nobody_changes_their_own_and_one_who_keeps_accounts_remains(people, ask):
    mine = await ask("accounts/security-admin-1/disable", {})
    assert (mine.status_code, mine.json()["error"]["message"]) == (403, "不能修改自己的账号")
    await people.add("second", "security_admin")
    await people.accounts.disable(SYSTEM.__class__("x", "security_admin"), "second")
    last = await ask("accounts/second", {"role": "audit_admin"})
    assert last.status_code == 200  # the one who asks remains
    body = (await ask("accounts/nobody-here/unlock", {})).json()
    assert body["error"]["message"] == "没有这个账号"


async def test_a_refusal_is_said_in_the_language_of_whoever_asked(ask):
    body = {"name": "security-admin-1", "role": "leader"}
    for language, words in (("zh", "这个登录名已被使用"), ("en", "This sign-in name is taken")):
        told = (await ask("accounts", body, language=language)).json()["error"]
        assert told == {"code": "name_taken", "field": "name", "message": words}


REFUSED = [
    ({"name": "x", "role": "leader"}, "name", "登录名为"),
    ({"name": "x-1", "role": "king"}, "role", "角色"),
    ({"name": "x-1", "role": "leader", "area": "340604999"}, "area", "相近的有：340604101 宋疃镇"),
    ({"name": "x-1", "role": "audit_admin", "area": "340604101"}, "area", "不限定区域"),
    ({"name": "x-1", "role": "department"}, "department", "须填写部门"),
    ({"name": "x-1", "role": "leader", "email": "a b@c"}, "email", "邮箱"),
    ({"name": "x-1", "role": "leader", "email": 7}, "email", "应为文字"),
    ({"name": "security-admin-1", "role": "leader"}, "name", "已被使用"),
]


async def test_what_cannot_be_an_account_is_refused_in_a_sentence(ask):
    for body, field, words in REFUSED:
        refused = await ask("accounts", body)
        assert refused.status_code in {409, 422}, body
        assert refused.json()["error"]["field"] == field
        assert words in refused.json()["error"]["message"]
    assert (await ask("accounts")).json()["total"] == 1


async def test_an_alarm_is_seen_by_the_security_administrator_and_seen_to_once(people, ask):
    for n in range(12):
        with pytest.raises(SignInRefusedError):
            await people.entrance.sign_in(f"guess{n}", "x", HERE)
    [alarm] = (await ask("alarms")).json()["items"]
    assert (alarm["what"], alarm["count"], alarm["address"]) == ("address", 10, HERE.address)
    assert (await ask("alarms", role="system_admin")).status_code == 403
    told = (await ask(f"alarms/{alarm['seq']}/seen", {})).json()["items"]
    assert told[0]["seen_by"] == "security-admin-1"
    assert (await ask(f"alarms/{alarm['seq']}/seen", {})).status_code == 404
    assert [actor for actor, _, _, _ in people.told("alarm_seen")] == ["security-admin-1"]


async def test_a_long_list_is_turned_page_by_page_and_searched_whole(people, ask):
    def many(tx):
        [first] = tx.accounts.accounts()
        for i in range(340):
            more = {"account_id": f"i{i}", "name": f"g-{i:04d}", "role": "grid_worker"}
            tx.accounts.put_account(replace(first, email=None, **more))
            tx.append(audit("account_added", actor="test", subject=more["name"], at=tx.at))

    await ask("accounts")
    await people.register.write(many)
    seen, after = [], ""
    while after is not None:
        page = (await ask(f"accounts?limit=150&after={after}")).json()
        seen += [one["name"] for one in page["items"]]
        after = page["next"]
    assert seen == sorted(set(seen))
    assert len(seen) == page["total"] == 341
    [found] = (await ask("accounts?q=G-0339")).json()["items"]
    assert found["name"] == "g-0339"


async def test_a_feed_gets_a_key_once_another_and_none(people, ask):
    made = (await ask("devices", {"name": "网关"}, "system_admin")).json()
    assert await people.presence.who(made["key"])
    [device] = (await ask("devices", role="system_admin")).json()["items"]
    assert device["seen_at"]
    assert made["key"] not in str(device)
    path = f"devices/{device['device_id']}/"
    newer = (await ask(path + "rotate", {}, "system_admin")).json()["key"]
    assert await people.presence.who(made["key"]) is None
    assert await people.presence.who(newer)
    await ask(path + "revoke", {}, "system_admin")
    assert await people.presence.who(newer) is None
    gone = await ask(path + "rotate", {}, "system_admin")
    assert (gone.status_code, gone.json()["error"]["message"]) == (404, "没有这个设备，或已撤销")


async def test_a_key_in_use_never_brings_a_revoked_device_back(people):
    device, key = await people.devices.add_feed(SYSTEM, "gateway")
    await people.visit(key)
    people.passes(minutes=2)
    await people.visit(key)
    [kept] = await people.devices.all(SYSTEM)
    assert kept.seen_at - device.created_at >= timedelta(seconds=119)
    await people.devices.revoke(SYSTEM, device.device_id)
    await people.presence._touch_device(device)
    [kept] = await people.devices.all(SYSTEM)
    assert kept.revoked_at


async def test_a_wall_is_paired_by_its_code(people, ask):
    code, secret = people.devices.begin_pairing("10.0.0.5")
    wrong = await ask("walls/pair", {"code": "wrong", "name": "大厅"}, "system_admin")
    assert wrong.status_code == 404
    body = {"code": code, "name": "大厅", "area": "340604101"}
    paired = await ask("walls/pair", body, "system_admin")
    assert paired.json()["device"]["area_name"] == "宋疃镇"
    assert people.devices.take_key(secret)
    wall = f"devices/{paired.json()['device']['device_id']}/"
    assert (await ask(wall + "rotate", {}, "system_admin")).status_code == 422
    assert (await ask(wall + "revoke", {}, "system_admin")).status_code == 200


async def test_only_the_office_that_holds_it_may(ask):
    for role in PEOPLE:
        keeps_accounts, keeps_devices = role == "security_admin", role == "system_admin"
        assert ((await ask("accounts", role=role)).status_code == 200) is keeps_accounts, role
        made = await ask("accounts", {"name": "x-1", "role": "leader"}, role)
        assert (made.status_code == 201) is keeps_accounts, role
        assert ((await ask("devices", role=role)).status_code == 200) is keeps_devices, role
        made = await ask("devices", {"name": "x"}, role)
        assert (made.status_code == 201) is keeps_devices, role
        assert (await ask("me", role=role)).status_code == 200, role
