"""The real shell and callbacks over the scripted server, for looking at and for walking through.

`Stage()` plays on the made-up rectangles; given a GeoPackage, on a real map:

    python -m tests.browser.wall_stage --map var/maps/….gpkg
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI

import callbacks.pages
from api.serving.bundles import FOLDER, read_bundles, router
from catalogues import read_catalogues
from domain.access.callers import DEMO_DISPATCHER
from domain.maps.areas import Area, Level
from domain.net.people.gaps import GridFacts, gap_codes
from domain.topics.definitions import bodies
from layouts import ShellFacts
from layouts.drawn import drawn
from layouts.page import Screen, index
from operations.topics.topics import Topics, longest_vacant, stock
from tests.browser.mock_server import ASSETS, VERSION, Mock, incident, iso, unit
from tests.browser.wall_facts import Facts, made_up, real
from tests.support.as_caller import AsCaller
from tools.running import ROOT

TITLES = (
    ("fire", 2, "厂房冒烟"),
    ("traffic", 3, "两车相撞有人受伤"),
    ("public_order", 3, "醉酒滋事"),
    ("dispute", 4, "邻里纠纷"),
    ("city_management", 4, "井盖缺失"),
    ("public_order", 4, "噪音扰民"),
    ("hazard", 1, "燃气泄漏"),
    ("medical", 2, "老人晕倒"),
    ("service_request", 4, "路灯不亮"),
    ("flood", 3, "低洼处积水"),
    ("sos", 1, "网格员一键求助"),
)


class Stage(Mock):
    """A mock server that shows the product's own pages."""

    def __init__(self, gpkg: Path | None = None, parts: Any = None) -> None:
        self.parts = parts  # what working pages ask, where a test has any
        self._areas, self._cameras, source = real(gpkg) if gpkg else made_up()
        super().__init__(map_folder=source)

    def _build(self) -> FastAPI:
        """The mock's own routes, with the product's shell and callbacks instead of a bare map."""
        server = FastAPI()
        server.add_middleware(AsCaller)
        kept = ("/healthz", "/map/", "/ws/")
        server.router.routes += [
            route for route in super()._build().router.routes if route.path.startswith(kept)
        ]
        self.more_routes(server)
        bundles = read_bundles(ASSETS)
        server.include_router(router(bundles))
        dash = Screen(
            names=lambda: "一屏",
            hints=list,
            bundles=bundles.pages,
            server=server,
            assets_folder=str(ASSETS),
            assets_ignore=r"\.(js|css)$",
            assets_path_ignore=[f"^{FOLDER}$"],
            index_string=index(bundles.pages, bundles.shell),
            update_title=None,
            websocket_callbacks=False,
        )
        topics = Topics([ROOT / "topics"])
        topics.look()

        @server.get("/api/v1/topics")
        def read_topics() -> dict[str, Any]:
            return {
                "topics": [topic.body() for topic in topics.all()],
                "errors": topics.errors,
                "definitions": bodies(*map(read_catalogues().words, ("zh", "en"))),
                "stock": stock(self._areas),
                "longest_vacant": longest_vacant(self._areas),
                "gaps": gap_codes(
                    [
                        GridFacts(one.code, bool(one.lead), one.vacant_since, bool(one.branch))
                        for one in self.areas_of(15)
                    ],
                    None,
                    knows_posts=True,
                ),
            }

        facts = ShellFacts("340604", "烈山区", VERSION, is_demo=True)
        dash.layout = lambda: drawn(dash, facts, read_catalogues(), DEMO_DISPATCHER)
        self.facts = Facts(self, self._areas, self._cameras)
        callbacks.register(dash, self.facts)
        dash.owners = callbacks.pages.register(dash, self.parts)
        dash._setup_server()  # else a permalink asked for first comes without its scripts
        dash.backend._setup_catchall()  # Dash does this at lifespan start, which the mock skips
        return server

    def more_routes(self, server: FastAPI) -> None:
        """What a page asks for beyond the socket and the map."""

    def areas_of(self, length: int) -> list[Area]:
        """The stage's areas whose code is so long."""
        return [area for area in self._areas if len(area.code) == length]

    def populate(self, units: int = 300, incidents: int = 17, seed: int = 7) -> None:
        """A believable moment: people at work, incidents at every step, KPIs."""
        chance = random.Random(seed)
        grids = [area for area in self._areas if area.level is Level.GRID]
        self._add_units(chance, grids, units)
        self._add_incidents(chance, grids, incidents)
        self._add_kpis(chance)
        self.seq = 48213

    def _add_units(self, chance: random.Random, grids: Sequence[Area], count: int) -> None:
        now = time.time() * 1000
        for i in range(count):
            home = chance.choice(grids)
            kind, subkind = ("police", "officer") if i % 4 == 1 else ("grid_worker", None)
            if i % 8 == 3:
                kind, subkind = "police", "patrol_car"
            sign = {"officer": "警", "patrol_car": "巡", None: "网格"}[subkind] + f"{i:03d}"
            unit_id = f"LS-{i:04d}"
            status = chance.choice(["available"] * 6 + ["en_route", "on_scene", "off_duty"])
            self.put(
                "unit",
                unit_id,
                unit(
                    unit_id,
                    call_sign=sign,
                    kind=kind,
                    subkind=subkind,
                    status=status,
                    home_area=home.code,
                    name=f"演示-{i:04d}",
                ),
            )
            age = chance.choice([4, 9, 20, 70, 180, 420]) * 1000
            self.positions.append(
                [
                    unit_id,
                    home.lat + chance.uniform(-0.004, 0.004),
                    home.lon + chance.uniform(-0.004, 0.004),
                    now - age,
                    12.0,
                    90.0,
                ]
            )

    def _add_incidents(self, chance: random.Random, grids: Sequence[Area], count: int) -> None:
        steps = ["reported", "accepted", "dispatched", "en_route", "on_scene", "resolved", "closed"]
        now = time.time()
        for i in range(count + 90):
            kind, severity, title = chance.choice(TITLES)
            home = chance.choice(grids)
            is_old = i >= count
            at = now - (chance.uniform(3600, 86000) if is_old else chance.uniform(20, 4000))
            reached = 7 if is_old else 1 if i < 3 else chance.randint(1, 5)
            moments = {step: iso((at + 40 * n) * 1000) for n, step in enumerate(steps[:reached])}
            number = f"LS20261122{i + 1:04d}"
            self.put(
                "incident",
                number,
                incident(
                    number,
                    **{"class": kind},
                    severity=severity,
                    title=title,
                    lat=home.lat,
                    lon=home.lon,
                    area_code=home.code,
                    status=steps[reached - 1],
                    reported_at=iso(at * 1000),
                    reached_at=moments,
                ),
            )
            if 3 <= reached <= 5:
                units = list(self.entities["unit"])
                for n in range(chance.choice([1, 1, 2])):
                    assignment_id = f"A{i}-{n}"
                    self.put(
                        "assignment",
                        assignment_id,
                        {
                            "assignment_id": assignment_id,
                            "number": number,
                            "unit_id": chance.choice(units),
                            "area_code": home.code,
                            "assigned_at": moments["dispatched"],
                            "en_route_at": None,
                            "on_scene_at": None,
                            "cleared_at": None,
                            "is_demo": True,
                        },
                    )

    def _add_kpis(self, chance: random.Random) -> None:
        values: dict[str, tuple[Any, dict[str, Any]]] = {
            "incidents_today": (128, {"yesterday_by_now": 140, "yesterday_total": 186}),
            "incidents_open": (17, {}),
            "grid_workers_on_duty": (243, {"posts": 450, "in_post": 356, "vacant": 94}),
            "police_on_duty": (61, {"free": 48, "total": 120}),
            "arrival_minutes": (6.4, {"within_target": 0.93}),
            "cameras": (892, {"state": "未接入"}),
            "reported_per_hour": (
                None,
                {
                    "last_24h": [chance.randint(2, 12) for _ in range(24)],
                    "previous_24h": [chance.randint(2, 12) for _ in range(24)],
                },
            ),
        }
        for kpi_id, (value, detail) in values.items():
            self.put(
                "kpi",
                kpi_id,
                {
                    "id": kpi_id,
                    "label": kpi_id,
                    "value": value,
                    "unit": "",
                    "source": "事件库",
                    "at": iso(),
                    "detail": detail,
                },
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--seconds", type=float, default=3600)
    options = parser.parse_args()
    stage = Stage(options.map)
    stage.populate()
    with stage:
        print(stage.url, flush=True)
        end = time.monotonic() + options.seconds
        turn = 0
        while time.monotonic() < end:
            turn += 1
            for row in stage.positions:
                row[1] += random.uniform(-1e-5, 1e-5)
                if int(row[0][-2:]) % 7:
                    row[3] = int(time.time() * 1000)
            stage.send(stage.frame(positions=stage.positions))
            if turn % 5 == 0:
                number = random.choice(list(stage.entities["incident"])[:17])
                state = stage.entities["incident"][number]
                stage.send(stage.frame(stage.record("incident", number, state)))
            stage.send({"beat": iso(), "seq": stage.seq})
            time.sleep(1)


if __name__ == "__main__":
    main()
