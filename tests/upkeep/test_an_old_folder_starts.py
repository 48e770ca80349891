"""A real data folder of an earlier version starts on this one with nothing lost.

The folder, its district folder and everything that version told over HTTP are kept in
tests/recordings/data_folders/real_desk.tar.xz (see the README beside it).
"""

import hashlib
import json
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from operations.desk.card import CAMERAS_WITHIN_M
from settings import ROOT
from tests.support.at_the_pages import FORM, send
from tools.running import RunningServer

PACKED = ROOT / "tests" / "recordings" / "data_folders" / "real_desk.tar.xz"
LONG_S = 500_000_000
# What time alone changes, or a start and signing in: ages, what was heard last, what runs now.
MOVES = {
    *("as_of", "elapsed_s", "state", "fix_age_s", "is_stale", "due_at", "next_at", "clocks"),
    *(
        "counts",
        "is_running",
        "people",
        "last_seen_at",
        "last_used_at",
        "last_at",
        "signed_in_at",
        "sessions",
    ),
}
# What is defined otherwise since: days without data are unknown, not none; weeks of a trend are
# whole.
DEFINED_ANEW = {
    *("totals_before", "previous", "previous_reported", "previous_arrival_mean_s", "change"),
    *("changes", "trend", "sentences", "days", "is_sure", "arrival_change_s"),
}
# What is told otherwise to one reader, each answer by itself: the record says which departments;
# an incident's ties are told to whoever may see both ends, and the fire office sees none of these.
TOLD_OTHERWISE = {
    "centre /api/v1/desk/incidents/YS202611290027/timeline": [
        ".items[3].text: '共享部门变更' then, '协同部门改为公安分局' now"
    ],
    "fireoff /api/v1/incidents?limit=500": [".items[0].links: 3 then, 0 now"],
}
# Lists that grow or are ordered otherwise: told by these ids, each of then is still there.
# Questions are told apart by their class since: i1 of a fire is fire.i1.
BY_ID = ("notice_id", "seq", "code")


@dataclass
class Started:
    """The folder as the present version runs it, and what the earlier version told."""

    server: RunningServer
    folder: Path
    told: dict[str, Any]
    browsers: dict[str, httpx.Client] = field(default_factory=dict)

    def browser(self, name: str) -> httpx.Client:
        """Somebody of then, signed in with the password and the second factor of then."""
        if name not in self.browsers:
            self.browsers[name] = self._signed_in(name)
        return self.browsers[name]

    def _signed_in(self, name: str) -> httpx.Client:
        url, secret = self.server.url, self.told["people"][name]["secret"]
        browser = httpx.Client(base_url=url, headers={"origin": url}, timeout=60)
        send(browser, "/login", "/login", name=name, password=self.told["password"])
        if secret:
            [form, *_] = FORM.findall(browser.get("/login/code").text)
            code = pyotp.TOTP(secret).at(int(time.time()))
            done = browser.post("/login/code", data={"form": form, "code": code})
            assert done.status_code == 303, done.text
        return browser

    def rows(self, database: str, query: str) -> list[Any]:
        """Rows of a database as it is now."""
        address = f"file:{self.folder / 'var' / 'real' / database}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(PACKED) as packed:
        packed.extractall(folder, filter="data")
    told = json.loads((folder / "expected.json").read_text("utf-8"))
    still = {"notice_escalate_s": "", "brief_at": "", "check_in_s": LONG_S}
    kept = {"track_days": 99_999, "track_thin_days": 99_999}
    server = RunningServer(
        folder / "var", demo=0, district=folder / "district", ingest_token="", **still, **kept
    )
    with server:
        made = Started(server, folder, told)
        yield made
        for browser in made.browsers.values():
            browser.close()


def lost(then: Any, now: Any, at: str = "") -> Iterator[str]:
    """What was told then and is not told so now; what is told besides is no loss."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            if name not in MOVES | DEFINED_ANEW:
                held = now.get(name, now.get(f"fire.{name}", "gone"))
                yield from lost(value, held, f"{at}.{name}")
    elif isinstance(then, list) and isinstance(now, list):
        if at.endswith(".near.cameras"):
            then = [one for one in then if one["distance_m"] <= CAMERAS_WITHIN_M]
        now = of_then(then, now)
        if len(then) != len(now):
            yield f"{at}: {len(then)} then, {len(now)} now"
        for i, (one, other) in enumerate(zip(then, now, strict=False)):
            yield from lost(one, other, f"{at}[{i}]")
    elif then != now and now != f"fire.{then}" and not at.startswith(".places"):
        yield f"{at}: {then!r} then, {now!r} now"


def of_then(then: list[Any], now: list[Any]) -> list[Any]:
    """What was there then, in its order; lists without ids as they are."""
    for key in BY_ID:
        if then and isinstance(then[0], dict) and key in then[0]:
            held = {one[key]: one for one in now}
            return [held[one[key]] for one in then if one[key] in held]
    return now


def test_everything_that_was_told_is_told_again(started: Started):
    missing = {}
    for asked, then in started.told["told"].items():
        who, path = asked.split(" ", 1)
        answer = started.browser(who).get(path)
        now = answer.json() if answer.status_code == 200 else answer.status_code
        if found := list(lost(then, now)):
            missing[asked] = found
    assert missing == TOLD_OTHERWISE


def test_ties_left_out_for_the_fire_office_lead_where_it_may_not_look(started: Started):
    incidents = started.told["told"]["fireoff /api/v1/incidents?limit=500"]["items"]
    ties = [number for one in incidents for number in one["links"]]
    assert len(ties) == 3
    for number in ties:
        assert started.browser("fireoff").get(f"/api/v1/incidents/{number}").status_code == 404
        assert started.browser("boss").get(f"/api/v1/incidents/{number}").status_code == 200


def test_the_journal_is_the_same_and_proves_itself(started: Started):
    said = started.rows(
        "facts.db", "SELECT seq, kind, entity_id, lower(hex(hash)) FROM journal ORDER BY seq"
    )
    then = [tuple(one) for one in started.told["journal"]]
    assert said[: len(then)] == then
    environment = {"ONESCREEN_DATA_DIR": str(started.folder / "var"), "ONESCREEN_DEMO": "0"}
    environment |= {"ONESCREEN_DISTRICT": str(started.folder / "district")}
    verified = subprocess.run(
        [sys.executable, "-m", "onescreen", "verify"],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin"} | environment, capture_output=True, text=True,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_no_row_of_any_table_is_lost(started: Started):
    """Timers that were due have run, and what they did is more; sessions that expired are gone."""
    for database, tables in started.told["rows"].items():
        for table, count in tables.items():
            [[held]] = started.rows(database, f'SELECT count(*) FROM "{table}"')
            assert held >= count or table in {"timer", "session"}, table


def test_the_bytes_of_every_file_are_the_same(started: Started):
    for url, (_, media_type, digest) in started.told["files"].items():
        answer = started.browser("centre").get(url)
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
        assert hashlib.sha256(answer.content).hexdigest() == digest


def test_everybody_signs_in_and_has_their_role(started: Started):
    for name, one in started.told["people"].items():
        page = started.browser(name).get("/account")
        assert page.status_code == 200
        assert name in page.text, one["role"]
    assert started.browser("chief").get("/api/v1/admin/devices").status_code == 200
    assert started.browser("boss").get("/api/v1/admin/devices").status_code == 403


def test_keys_of_then_open_what_they_opened(started: Started):
    url, keys = started.server.url, started.told["keys"]

    def sends(key: str, unit_id: str) -> int:
        query = {"id": unit_id, "lat": 33.82, "lon": 116.73}
        return httpx.get(f"{url}/ingest/osmand/{key}", params=query).status_code

    assert sends(keys["device"], "YS-001") == 200
    assert sends(keys["device"], "YS-002") == 403, "a phone's key moves its own unit alone"
    assert sends(keys["revoked"], "YS-002") in {401, 403}
    master = (started.folder / "var" / "ingest_token").read_text().strip()
    assert sends(master, "YS-005") == 200
    with httpx.Client(base_url=url, cookies=started.told["wall_cookie"]) as wall:
        assert wall.get("/").status_code == 200, "the paired screen is still paired"


def test_the_brief_of_then_is_read(started: Started):
    day, then = started.told["brief"]
    now = started.browser("boss").get(f"/brief/{day}.json")
    assert now.status_code == 200
    assert list(lost(then, now.json())) == []
