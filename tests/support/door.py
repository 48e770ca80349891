"""The door with everything behind it, on the small map: real store, real hub, real HTTP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

import api.dispatch.nearest
import api.files.files
import api.incidents.incidents
import api.incidents.units
import api.ingest.ingest
import api.maps.areas
import api.maps.map
import api.upkeep.health
from api import routes
from api.access.gate import Access
from api.desk.desk import routers as desk_routers
from api.dispatch.dispatch import routers as dispatch_routers
from api.ingest.ingest import LARGEST_FRAME
from api.live.live import UVICORN_WS_OPTIONS
from api.tokens import IngestToken
from geodata.district.departments import load_departments
from geodata.district.district import load_district
from geodata.files.versions import MapVersions
from operations.access.presence import CURRENT
from operations.desk.parts import DeskParts, DeskSettings, build_desk
from operations.dispatch.dispatching import Dispatching
from operations.dispatch.nearest import Nearest
from operations.dispatch.units import Units
from operations.incidents.acts import Desk
from operations.incidents.incidents import Incidents
from operations.ingest.ingest import Ingest
from operations.ingest.sos import SosDesk
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.threads import Work
from operations.upkeep.health import Health
from store import Store
from tests.support.serving import serving, until
from tests.support.stores import a_store
from tests.support.told import Told

LIESHAN = Path(__file__).parents[2] / "districts" / "lieshan"
TOKEN = "test-token-0123456789"
AUTH = {"authorization": f"Bearer {TOKEN}"}


@dataclass
class Door:
    """What a test may look at behind the door."""

    store: Store
    work: Work
    picture: Picture
    board: PositionBoard
    hub: Hub
    areas: Areas
    maps: MapVersions
    ingest: Ingest
    sos: SosDesk
    desk: Desk
    incidents: Incidents
    units: Units
    nearest: Nearest
    app: Access
    server: FastAPI
    parts: DeskParts
    dispatching: Dispatching

    async def settled(self) -> None:
        """Wait until the picture holds everything that was committed."""
        _, seq = self.store.head()
        await until(lambda: self.picture.seq >= seq)


@asynccontextmanager
async def open_door(
    folder: Path, small_map: Path, desk_settings: DeskSettings | None = None
) -> AsyncIterator[Door]:
    """Everything started; stopped and closed at the end."""
    maps = MapVersions(folder / "maps")
    if maps.current() is None:
        maps.make_current(maps.add(small_map, "test").version)
    store, work, picture = a_store(folder), Work(), Picture()
    board = PositionBoard(store, work, picture.entities["unit"])
    hub = Hub(store, picture, board, work)
    areas = Areas(store, work, maps)
    ingest = Ingest(
        store=store,
        work=work,
        areas=areas,
        picture=picture,
        board=board,
        prefix="LS",
        zone=ZoneInfo("Asia/Shanghai"),
    )
    sos = SosDesk(ingest=ingest, store=store, work=work, areas=areas, picture=picture, board=board)
    desk, units = Desk(store, work), Units(store, work, areas)
    incidents = Incidents(store, work, areas, picture, CURRENT.get)
    nearest = Nearest(picture, board, areas.roads)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    district = load_district(LIESHAN)
    dispatching = Dispatching(
        store=store, work=work, picture=picture, board=board, areas=areas, district=district
    )
    parts = build_desk(
        store=store,
        work=work,
        areas=areas,
        picture=picture,
        board=board,
        stand_ins=dispatching.recommendations,
        district=district,
        departments=load_departments(district.folder),
        settings=desk_settings or DeskSettings(files=folder / "files"),
    )
    health = Health(store, work, ingest.health, hub.health)
    routes.install(
        server,
        [
            api.incidents.incidents.router(ingest, desk, incidents),
            api.incidents.units.router(units, board, ingest),
            api.maps.areas.router(areas, picture),
            api.maps.map.router(areas),
            api.dispatch.nearest.router(nearest),
            api.ingest.ingest.router(ingest, sos, IngestToken(TOKEN)),
            api.upkeep.health.router(health.tell),
            *desk_routers(parts),
            api.files.files.router(parts.shelf, parts.uploads),
            *dispatch_routers(dispatching),
        ],
    )
    told = Told(server)
    app = Access(told, token=TOKEN)
    await areas.start()
    await board.start()
    await hub.start()
    running = asyncio.create_task(ingest.run())
    try:
        yield Door(
            store, work, picture, board, hub, areas, maps, ingest, sos, desk,
            incidents, units, nearest, app, server, parts, dispatching,
        )  # fmt: skip
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await ingest.close()
        await hub.stop()
        await board.stop()
        nearest.close()
        dispatching.close()
        work.close()
        store.close()
    assert told.wrong == []


@asynccontextmanager
async def serve(app: Access) -> AsyncIterator[int]:
    """Run the app behind real sockets; the port it listens on."""
    config = uvicorn.Config(
        app,
        port=0,
        log_level="warning",
        lifespan="off",
        proxy_headers=False,
        **UVICORN_WS_OPTIONS | {"ws_max_size": LARGEST_FRAME},
    )
    async with serving(config) as port:
        yield port
