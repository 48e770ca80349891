"""The product with a desk and phones on it: people in the field, bound and on duty.

A test of the field takes the shared server (`server`), a machine that reports, and as many phones
as it needs; each phone is a browser of its own at /m. Units, accounts and bindings are made through
the doors everybody uses.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from tests.end_to_end.machine import HERE, Machine, machine_of
from tools.running import RunningServer

TOWN = "340604101"  # 烈山镇, where HERE is
PIN = "380417"
IS_ON = "() => window.onescreen?.field?.isOnline?.() === true"
_serial = itertools.count(int(time.time() * 1000) % 10_000_000)


@dataclass
class OnDuty:
    """A phone: its page, the unit it speaks for, and the way to ask as it does."""

    page: Page
    context: BrowserContext
    http: httpx.Client
    account: str
    unit_id: str
    call_sign: str
    me: dict[str, Any]

    def until(self, script: str, argument: Any = None) -> Any:
        """Wait until a script of the page says something true, and what it says."""
        return self.page.wait_for_function(script, arg=argument, timeout=60_000).json_value()


class Served:
    """A running product seen from the desk and from the field."""

    def __init__(self, server: RunningServer, chromium: Browser, machine: Machine) -> None:
        self.server, self.chromium, self.machine = server, chromium, machine
        self._stack = ExitStack()
        self.desk = self.client(server.sign_in("dispatcher"))

    def client(self, session: str = "") -> httpx.Client:
        """Somebody who asks as a page of this server does."""
        http = httpx.Client(
            base_url=self.server.url,
            timeout=30,
            headers={"origin": self.server.url},
            cookies={"onescreen": session} if session else {},
        )
        return self._stack.enter_context(http)

    def unit(
        self, *, kind: str = "grid_worker", at: tuple[float, float] | None = HERE
    ) -> tuple[str, str]:
        """A new unit of the town, with a fix where it has a place; its id and call sign."""
        sign = f"外勤{next(_serial)}"
        unit_id = self.machine.put_unit(sign, kind, home_area=TOWN, status="off_duty")
        if at is not None:
            self.machine.phone(unit_id, *at)
        return unit_id, sign

    def bound(
        self, unit: tuple[str, str], account: str, *, role: str = "grid_worker"
    ) -> tuple[httpx.Client, dict[str, Any]]:
        """A phone of somebody's that is bound to a unit, as its browser would ask."""
        session = self.server.sign_in(role, name=account, area=TOWN)
        http = self.client(session)
        answer = http.post(
            "/api/v1/field/bind", json={"unit_id": unit[0], "pin": PIN, "label": "Test"}
        )
        assert answer.status_code == 201, answer.text
        # From now on the key of the phone speaks, whatever becomes of the session.
        http.cookies.delete("onescreen")
        return http, answer.json()

    def phone(
        self,
        account: str,
        *,
        unit: tuple[str, str] | None = None,
        role: str = "grid_worker",
        is_on_duty: bool = True,
        width: int = 360,
        height: int = 780,
        **context: Any,
    ) -> OnDuty:
        """A phone at /m, bound, connected and, where it is said, on duty."""
        unit = unit or self.unit()
        http, me = self.bound(unit, account, role=role)
        if is_on_duty:
            on = {"on": True, "key": f"duty-{next(_serial)}-{me['device_id']}"[:64]}
            assert http.post("/api/v1/field/duty", json=on).status_code == 200
        made = self.chromium.new_context(
            viewport={"width": width, "height": height}, has_touch=True, **context
        )
        self._stack.callback(made.close)
        key = http.cookies["onescreen-phone"]
        cookie = {"name": "onescreen-phone", "value": key, "url": self.server.url}
        made.add_cookies([cookie])  # type: ignore[list-item]
        page = made.new_page()
        page.goto(f"{self.server.url}/m")
        page.wait_for_function(IS_ON, timeout=60_000)
        return OnDuty(page, made, http, account, *unit, me)

    def incident(self, title: str = "外勤演练", **fields: Any) -> str:
        """A new incident, taken by the desk."""
        number = self.machine.report(title, **{"class": "public_order", "severity": 2} | fields)
        answer = self.desk.post(f"/api/v1/desk/incidents/{number}/accept", json={})
        assert answer.status_code == 200, answer.text
        return number

    def assign(self, number: str, *unit_ids: str) -> dict[str, Any]:
        """Send units, as the desk does."""
        answer = self.desk.post(
            f"/api/v1/desk/incidents/{number}/assignments", json={"unit_ids": list(unit_ids)}
        )
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json())

    def state(self, number: str) -> dict[str, Any]:
        """An incident as it stands."""
        return self.machine.get(f"/api/v1/incidents/{number}")

    def close(self) -> None:
        """Close every phone and client."""
        self._stack.close()


@contextmanager
def served_on(server: RunningServer, chromium: Browser) -> Iterator[Served]:
    """The desk and the field on a running server; what was reported is cancelled at the end."""
    with machine_of(server) as machine:
        made = Served(server, chromium, machine)
        try:
            yield made
        finally:
            made.close()
