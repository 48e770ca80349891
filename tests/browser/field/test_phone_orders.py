"""In two browsers: the desk assigns, the open phone rings, and each step is told once."""

import pytest
from playwright.sync_api import expect

from tests.browser.field.served import Served

pytestmark = pytest.mark.browser


def test_an_order_rings_is_accepted_and_ends(served: Served):
    phone = served.phone("field-worker")
    page = phone.page
    expect(page.locator(".m-none")).to_be_visible()
    number = served.incident()
    served.assign(number, phone.unit_id)
    expect(page.locator("#m-ring")).to_contain_text("派遣")
    page.locator("#m-ring .is-yes").click()
    expect(page.locator("#m-ring")).to_have_count(0)
    expect(page.locator(".m-card[data-step=accepted]")).to_be_visible()
    page.locator("[data-act=en_route]").click()
    expect(page.locator(".m-card[data-step=en_route]")).to_be_visible()
    page.locator("[data-act=arrived]").click()
    expect(page.locator(".m-card[data-step=on_scene]")).to_be_visible()
    page.wait_for_function("() => onescreen.field.waiting().length === 0")
    assert served.state(number)["status"] == "on_scene"
