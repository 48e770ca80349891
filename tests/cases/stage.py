"""The door on the cases' own district (base/), with the units that the cases speak of."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import httpx

from tests.cases.case_files import HERE
from tests.support.door import AUTH, TOKEN, Door, open_door

UNITS = ("JW-001", "JW-002", "WG-0417", "0417")
OSMAND = f"/ingest/osmand/{TOKEN}"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def write_case_map(path: Path, base: Path = HERE / "base") -> Path:
    """The district of base/ as the importer would leave it; drawn once a process, then copied."""
    shutil.copyfile(Path(_drawn(base).name) / "case.gpkg", path)
    return path


@cache
def _drawn(base: Path) -> TemporaryDirectory:
    folder = TemporaryDirectory()
    _draw(Path(folder.name) / "case.gpkg", base)
    return folder


def _draw(path: Path, base: Path) -> None:
    for level in ("district", "town", "village", "grid"):
        rows = gpd.read_file(base / f"{level}.geojson")
        points = rows.geometry.representative_point()
        rows["parent_code"] = [None if len(code) == 6 else code[:-3] for code in rows["code"]]
        rows["is_urban"], rows["population"], rows["households"] = False, 1000, 300
        rows["label_lat"], rows["label_lon"] = points.y, points.x
        for name in ("lead", "branch", "vacant_since") if level == "grid" else ():
            rows[name] = None
        rows.to_file(path, layer=level, driver="GPKG")


@dataclass
class Stage:
    """The door, a client that has the token, and what the cases ask of both."""

    door: Door
    client: httpx.AsyncClient

    async def send(self, body: bytes | str, kind: str = FORM, **query: str) -> httpx.Response:
        """A phone's message."""
        content = body.encode() if isinstance(body, str) else body
        return await self.client.post(
            OSMAND, content=content, params=query, headers={"content-type": kind}
        )

    async def fix(self, unit_id: str = "JW-001") -> dict[str, Any]:
        """The newest fix of a unit, as the API tells it."""
        found: dict[str, Any] = (await self.client.get(f"/api/v1/units/{unit_id}")).json()["fix"]
        return found

    async def report(self, body: Any, kind: str = JSON) -> httpx.Response:
        """A report of an incident."""
        if isinstance(body, bytes):
            headers = {"content-type": kind}
            return await self.client.post("/api/v1/incidents", content=body, headers=headers)
        return await self.client.post("/api/v1/incidents", json=body)

    async def calls_for_help(self) -> list[dict[str, Any]]:
        """Every sos there is, newest first."""
        page = await self.client.get("/api/v1/incidents", params={"class": "sos", "limit": 500})
        found: list[dict[str, Any]] = page.json()["items"]
        return found

    def notes(self, device_id: str = "JW-001") -> dict[str, dict[str, Any]]:
        """What is odd about a device, by kind."""
        told = self.door.ingest.device_notes()
        return {one["kind"]: one for one in told if one["device_id"] == device_id}


@asynccontextmanager
async def a_stage(folder: Path, base: Path = HERE / "base") -> AsyncIterator[Stage]:
    """A new door with the units of the cases, stopped at the end."""
    async with open_door(folder / "var", write_case_map(folder / "case.gpkg", base)) as door:
        transport = httpx.ASGITransport(door.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost:8050", headers=AUTH
        ) as client:
            for unit_id in UNITS:
                body = {"call_sign": f"呼号{unit_id}", "kind": "police"}
                assert (await client.put(f"/api/v1/units/{unit_id}", json=body)).status_code == 201
            await door.settled()
            yield Stage(door, client)
