"""A passkey of Chromium's own virtual authenticator opens a phone, and where there is none: why."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.field.served import IS_ON, OnDuty, Served

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def mine(page: Page) -> None:
    page.locator("#m-tabs [data-tab=mine]").click()


def lock(phone: OnDuty) -> None:
    phone.http.post("/api/v1/field/lock", json={})
    phone.page.evaluate("() => onescreen.field.setMe({ ...onescreen.field.me(), is_open: false })")
    expect(phone.page.locator(".m-pin")).to_be_visible()


def with_authenticator(phone: OnDuty) -> tuple[CDPSession, str]:
    """The phone has a sensor that knows somebody; its id."""
    client = phone.context.new_cdp_session(phone.page)
    client.send("WebAuthn.enable")
    made = client.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return client, made["authenticatorId"]


def test_a_finger_opens_what_the_pin_opens_and_elsewhere_the_page_says_why_not(served: Served):
    phone = served.phone("passkey", is_on_duty=False, service_workers="block")
    page = phone.page
    address = served.server.setting("public_address")
    mine(page)
    expect(page.locator("#m-passkey")).to_contain_text(f"只在 {address} 有效")

    key = phone.http.cookies["onescreen-phone"]
    cookie = {"name": "onescreen-phone", "value": key, "url": address}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{address}/m")
    page.wait_for_function(IS_ON)
    client, sensor = with_authenticator(phone)
    mine(page)
    page.locator("#m-passkey-make").click()
    expect(page.locator("#m-passkey-off")).to_be_visible()
    lock(phone)
    page.locator("#m-passkey-open").click()
    expect(page.locator(".m-pin")).to_have_count(0)
    assert phone.http.get("/api/v1/field/me").json()["is_open"]

    # somebody else's finger: the browser says no, the PIN is still there
    lock(phone)
    who = {"authenticatorId": sensor, "isUserVerified": False}
    client.send("WebAuthn.setUserVerified", who)
    page.locator("#m-passkey-open").click()
    expect(page.locator("#m-says")).to_contain_text("验证没有完成")
    assert not phone.http.get("/api/v1/field/me").json()["is_open"]
    page.locator("#m-passkey-off").click()
    expect(page.locator("#m-passkey")).to_contain_text("先用 PIN 打开")
    assert not phone.http.get("/api/v1/field/me").json()["has_passkey"]
