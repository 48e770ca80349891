"""Builds everything and owns nothing: settings in, one ASGI server out."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import uvicorn
from dash import Dash
from fastapi import APIRouter, FastAPI
from starlette_compress import CompressMiddleware
from tqdm import tqdm

import api.admin
import api.area_statistics
import api.briefs
import api.chimes
import api.desk
import api.dispatch
import api.entrance
import api.live
import api.routes
import api.topics
import callbacks
from api.access import Access
from api.addresses import Network, TrustedProxies, networks
from api.bundles import FOLDER, page_bundles
from api.connections import bounded_http
from api.ingest import LARGEST_FRAME
from api.limits import AccountLimits, Limits
from api.listening import take_address
from api.packed import Packed, Packs
from api.rates import Rates, RatesError
from api.rates import Rules as RateRules
from domain.access import DEVICES
from domain.accounts import Rules as AccountRules
from domain.briefs import read_hour
from domain.callers import DEMO_DISPATCHER, LOCAL_DISPATCHER, NOBODY
from domain.errors import OneScreenError
from domain.statistics import Rules
from feeds.simulator import Places, Ports, Simulator, fleet, history, plan_history
from geodata.departments import load_departments
from geodata.district import District, load_district
from geodata.versions import MapVersions
from layouts.page import content_security_policy, index
from layouts.shell import shell
from layouts.view_models import ShellFacts
from operations.admin import Admin
from operations.area_exports import AreaExports
from operations.area_statistics import AreaStatistics
from operations.areas import Areas
from operations.audit import Audit
from operations.briefs import Briefs
from operations.chimes import Chimes
from operations.demo import DemoDoors
from operations.desk import Desk
from operations.desk_parts import DeskSettings, build_desk, channels
from operations.dispatching import Dispatching
from operations.first_start import check_map, ensure_map, ensure_mode
from operations.health import Health
from operations.history import write_history
from operations.hub import Hub
from operations.incidents import Incidents
from operations.ingest import Ingest
from operations.ingest_sos import SosDesk
from operations.kpis import Kpis
from operations.nearest import Nearest
from operations.pages import Pages
from operations.people import People
from operations.picture import Picture
from operations.positions import PositionBoard
from operations.presence import CURRENT
from operations.reveal import Reveal
from operations.sealing import Sealing
from operations.topics import Topics
from operations.tracks import Tracks
from operations.units import Units
from operations.work import Work
from settings import (
    ROOT,
    Settings,
    SettingsError,
    hold_data_dir,
    prepare_data_dir,
    read_ingest_token,
    read_settings,
    shown,
)
from store import open_store

log = logging.getLogger("onescreen")


class House:
    """Every part of the running product, built in order and stopped in reverse."""

    def __init__(self, settings: Settings, district: District) -> None:
        prepare_data_dir(settings)
        self._lock = hold_data_dir(settings)
        self.settings = settings
        self.district = district
        self.token = read_ingest_token(settings)
        self.maps = MapVersions(settings.data_dir / "maps")
        check_map(district, self.maps)
        url = settings.database_url.get_secret_value() if settings.database_url else None
        with progress_bar() as tell:
            self.store = open_store(
                url,
                settings.facts_dir,
                quarantine_limit=settings.quarantine_rows,
                high_water=settings.high_water,
                seals=settings.seals,
                rules=rules_of(district),
                progress=tell,
            )
        self.work = Work()
        self.people = People(self.store, self.work, account_rules(settings))
        self.picture = Picture()
        self.board = PositionBoard(self.store, self.work, self.picture.entities["unit"])
        self.hub = Hub(
            self.store,
            self.picture,
            self.board,
            self.work,
            max_clients=settings.max_live_clients,
        )
        self.areas = Areas(self.store, self.work, self.maps, shows_demo=settings.demo)
        self.nearest = Nearest(self.picture, self.board, lambda: self.areas.roads)
        self.desk = Desk(self.store, self.work)
        self.topics = Topics([ROOT / "topics", settings.district / "topics"])
        self.topics.look()
        self.ingest = Ingest(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            board=self.board,
            prefix=district.prefix,
            zone=district.zone,
        )
        self.desk_parts = build_desk(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            board=self.board,
            nearest=self.nearest,
            district=district,
            departments=load_departments(district.folder),
            settings=desk_settings(settings),
        )
        self.dispatching = Dispatching(
            store=self.store,
            work=self.work,
            picture=self.picture,
            board=self.board,
            areas=self.areas,
            district=district,
        )
        self.statistics = AreaStatistics(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            targets=step_targets(district),
            review_number=district.review_number,
            is_demo=settings.demo,
        )
        self.exports = AreaExports(self.statistics, self.areas, self.work)
        self.briefs = Briefs(
            store=self.store,
            work=self.work,
            areas=self.areas,
            statistics=self.statistics,
            exports=self.exports,
            hour=read_hour(settings.brief_at),
        )
        self.health = Health(
            self.store, self.work, self.ingest.health, self.hub.health, lambda: self._stopped
        )
        self._tasks: list[asyncio.Task[object]] = []
        self._stopped: list[str] = []

    def routes(self) -> api.routes.Providers:
        """What the machine-facing routes are made of."""
        shared = {"store": self.store, "work": self.work, "areas": self.areas}
        return api.routes.Providers(
            ingest=self.ingest,
            sos=SosDesk(ingest=self.ingest, picture=self.picture, board=self.board, **shared),
            desk=self.desk,
            incidents=Incidents(**shared),
            units=Units(**shared),
            nearest=self.nearest,
            areas=self.areas,
            picture=self.picture,
            board=self.board,
            health=self.health.tell,
            ingest_token=self.token,
        )

    def leaders(self, routes: api.routes.Providers) -> list[APIRouter]:
        """The routes of the statistics page and of the morning brief."""
        return [
            api.area_statistics.router(self.statistics, self.exports, routes.incidents),
            api.briefs.router(self.briefs),
        ]

    def pages(self) -> Pages:
        """What the pages ask for."""
        return Pages(
            store=self.store,
            work=self.work,
            areas=self.areas,
            picture=self.picture,
            nearest=self.nearest,
            zone=self.district.zone,
        )

    def admin_routes(self) -> list[APIRouter]:
        """What the pages of administrators ask for, and the reveal of the desk."""
        audit = Audit(self.store, self.work)
        admin = Admin(
            store=self.store,
            work=self.work,
            maps=self.maps,
            units=Units(self.store, self.work, self.areas),
            audit=audit,
            health=self.health.tell,
            settings=shown(self.settings),
        )
        return api.admin.routers(admin, Reveal(self.store, self.work, audit))

    def shell_facts(self) -> ShellFacts:
        """What the page shell must know now, of the map and of who looks."""
        caller = CURRENT.get() or NOBODY
        return ShellFacts(
            district_code=self.district.code,
            district_name=self.district.name,
            map_version=self.areas.version or "",
            is_demo=self.settings.demo,
            review_number=self.district.review_number,
            zone_name=str(self.district.zone),
            is_demo_map=self.areas.district.is_demo if self.areas.version else False,
            accept_within_s=self.district.targets.processed_s,
            arrival_within_s=self.district.targets.arrival_s,
            rotate=self.settings.wall_rotate,
            account_name="" if caller.role in DEVICES or caller is NOBODY else caller.actor,
            is_auto_signed_in=caller in (DEMO_DISPATCHER, LOCAL_DISPATCHER),
        )

    def entrance(self) -> api.entrance.Parts:
        """What the pages of the entrance are made of."""
        return api.entrance.Parts(
            people=self.people,
            district_name=self.district.name,
            zone=self.district.zone,
            is_demo=self.settings.demo,
            area_name=lambda code: area.name if (area := self.areas.area(code)) else code,
        )

    async def start(self) -> None:
        """Open the map, write the demo's history if it is missing, and let time run."""
        until = datetime.now(UTC)
        is_demo = self.settings.demo
        days = self.settings.demo_history_days if is_demo else 0
        begins = until - timedelta(days=days)
        await asyncio.to_thread(ensure_mode, self.store, is_demo=is_demo, at=begins)
        with progress_bar() as tell:
            await asyncio.to_thread(ensure_map, self.district, self.maps, progress=tell)
        await self.areas.start(at=begins)
        if not is_demo:
            await self.people.look()
            self.run("people", self.people.watch())
        if is_demo:
            with progress_bar() as tell:
                await asyncio.to_thread(self._write_history, until, days, tell)
        await self.hub.start()
        await self.board.start()
        kpis = Kpis(
            self.store,
            self.work,
            self.picture,
            self.areas,
            zone=self.district.zone,
            arrival_target=timedelta(seconds=self.district.targets.arrival_s),
        )
        self.run("areas", self.areas.run())
        self.run("seals", Sealing(self.store, self.work).run())
        self.run("briefs", self.briefs.run())
        self.run("timers", self.desk_parts.timers.run())
        self.run("ingest", self.ingest.run())
        self.run("kpis", kpis.run())
        self.run("coverage", self.dispatching.run())
        self.run("topics", self.topics.run())
        self.run("tracks", Tracks(self.store, self.work, self.settings.track_days).run())
        if self.settings.demo:
            self.run("demo", self._simulator().run())

    def run(self, name: str, job: Coroutine[Any, Any, object]) -> None:
        """Run a job until the house stops; one that fails is logged and told by `/healthz`."""
        task = asyncio.create_task(job, name=name)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[object]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s has stopped", task.get_name(), exc_info=error)
            self._stopped.append(task.get_name())

    async def stop(self) -> None:
        """End what moves, save what waits, close what is open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.hub.stop()
        await self.board.stop()
        await self.ingest.close()
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.people.close()
        self.nearest.close()
        self.dispatching.close()
        self.work.close()
        self.store.close()
        self._lock.close()

    # the demo ------------------------------------------------------------------------------

    def _places(self) -> Places:
        loaded = self.areas.loaded
        lats, lons = loaded.roads.nodes
        return Places(loaded.by_code.values(), lats, lons, loaded.index.grids_at)

    def _write_history(self, until: datetime, days: int, tell: "Tell") -> None:
        members = fleet(self.areas.loaded.by_code.values())
        plan = plan_history(
            members,
            until=until,
            days=days,
            seed=self.settings.demo_seed,
            map_version=self.areas.loaded.version,
        )
        write_history(
            self.store,
            lambda plan: history(members, self._places(), plan, self.district.zone),
            plan,
            prefix=self.district.prefix,
            zone=self.district.zone,
            progress=tell,
        )

    def _simulator(self) -> Simulator:
        doors = DemoDoors(
            ingest=self.ingest,
            desk=self.desk,
            nearest=self.nearest,
            picture=self.picture,
            board=self.board,
            notices=self.desk_parts.notices,
        )
        ports = Ports(
            accept_fixes=doors.accept_fixes,
            accept_report=doors.accept_report,
            desk=doors.desk,
            nearest=doors.nearest,
            states=doors.states,
            newest_fix=doors.newest_fix,
            is_held=doors.is_held,
            clock=doors.clock,
            phones=doors.phones,
        )
        return Simulator(
            fleet(self.areas.loaded.by_code.values()),
            self._places(),
            self.areas.roads,
            ports,
            zone=self.district.zone,
            seed=self.settings.demo_seed,
            speed=self.settings.demo_speed,
        )


def rules_of(district: District) -> Rules:
    """What the figures of areas are counted by; another target asks for a recount."""
    targets = district.targets
    first, second, third, fourth = targets.resolve_h
    return Rules(str(district.zone), targets.arrival_s, (first, second, third, fourth))


def desk_settings(settings: Settings) -> DeskSettings:
    """What an operator has set about the desk."""
    url = settings.notice_webhook_url
    seconds = [float(word) for word in settings.notice_escalate_s.split(",") if word]
    return DeskSettings(
        escalate_after=tuple(timedelta(seconds=n) for n in seconds),
        check_in=timedelta(seconds=settings.check_in_s),
        channels=channels(
            settings.notice_channels.split(","),
            url.get_secret_value() if url else None,
            settings.notice_webhook_shape,
        ),
        files=settings.facts_dir / "files",
    )


def step_targets(district: District) -> dict[str, float | None]:
    """Seconds each step may take; a dispatch has no target of its own."""
    targets = district.targets
    return {
        "accept": targets.processed_s,
        "dispatch": None,
        "travel": targets.turnout_s + targets.first_travel_s,
        "arrival": targets.arrival_s,
        "resolve": None,
    }


class Tell:
    """A progress bar that appears with the first word."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __call__(self, share: float, word: str) -> None:
        """Show the share done, 0 to 1, and what is being done."""
        if self._bar is None:
            self._bar = tqdm(total=100, bar_format="{desc:<16}{bar:40} {percentage:3.0f}%")
        self._bar.set_description_str(word, refresh=False)
        self._bar.update(max(0.0, min(share, 1.0) * 100 - self._bar.n))

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()


@contextlib.contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar for work that may take a while, and none for work that does not."""
    tell = Tell()
    try:
        yield tell
    finally:
        tell.close()


def create_app(settings: Settings) -> FastAPI:
    """The whole product as one ASGI app: pages, API, live socket, feeds, simulator.

    Raises:
        OneScreenError: the district folder, the database or a map cannot be read.
        SettingsError: the data folder or the token file cannot be used.
        RatesError: a limit or a proxy cannot be read.
    """
    house = House(settings, load_district(settings.district))
    rules = rate_rules(settings)
    rates = Rates(rules)
    packs = Packs()
    bundles = page_bundles(ROOT / "assets")

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await house.start()
            house.run("packing", packs.pack(server, more=chain.from_iterable(bundles.values())))
            yield
        finally:
            await house.stop()

    # The interface is documented in docs/api.md; the generated pages stay off.
    server = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    routes = house.routes()
    leaders = house.leaders(routes)
    api.routes.install(
        server,
        routes,
        api.live.router(house.hub),
        *leaders,
        api.topics.router(house.topics, house.areas),
        api.chimes.router(Chimes()),
        api.entrance.router(house.entrance()),
        *api.desk.routers(house.desk_parts),
        *api.dispatch.routers(house.dispatching),
        *house.admin_routes(),
    )
    dash = Dash(
        __name__,
        server=server,
        title=f"{house.district.name} 一屏总览",
        update_title=None,
        index_string=index(bundles),
        assets_folder=str(ROOT / "assets"),
        assets_path_ignore=[f"^{FOLDER}$"],
        websocket_callbacks=False,
    )
    close_dash_socket(dash, server)
    dash.layout = lambda: shell(house.shell_facts())
    callbacks.register(dash, house.pages())
    # Dash would do this at the first request for "/"; the first may be for a permalink.
    dash._setup_server()
    server.add_middleware(CompressMiddleware, zstd=False, brotli_quality=5)
    server.add_middleware(Packed, packs=packs)
    server.add_middleware(AccountLimits, rates=rates)
    server.add_middleware(
        Access,
        token=house.token,
        host=settings.host,
        hosts=[name.strip() for name in settings.public_hosts.split(",") if name.strip()],
        csp=lambda: content_security_policy(dash.csp_hashes()),
        presence=house.people.presence,
        audit=house.people.audit,
        is_demo=settings.demo,
        are_none=lambda: house.people.are_none,
    )
    server.add_middleware(Limits, rules=rules, rates=rates)
    server.add_middleware(TrustedProxies, trusted=proxies(settings))
    return server


def rate_rules(settings: Settings) -> RateRules:
    """The limits as they are set."""
    storage = settings.rate_storage
    return RateRules(
        address=settings.rate_per_address,
        account=settings.rate_per_account,
        device=settings.rate_per_device,
        sockets_per_address=settings.max_sockets_per_address,
        requests_per_address=settings.max_requests_per_address,
        messages_per_s=settings.max_messages_per_s,
        storage=storage.get_secret_value() if storage else "",
    )


def proxies(settings: Settings) -> list[Network]:
    """The proxies that are believed.

    Raises:
        RatesError: the setting names something else than addresses.
    """
    try:
        return networks(settings.trusted_proxies)
    except ValueError as error:
        raise RatesError(f"ONESCREEN_TRUSTED_PROXIES: {error}") from None


def account_rules(settings: Settings) -> AccountRules:
    """What the settings say about passwords and sessions."""
    return AccountRules(
        shortest_password=settings.password_length,
        password_days=settings.password_days,
        idle=timedelta(minutes=settings.session_idle_minutes),
        phone_idle=timedelta(minutes=settings.session_idle_phone_minutes),
        admin_idle=timedelta(minutes=settings.session_idle_admin_minutes),
        longest=timedelta(hours=settings.session_hours),
    )


def close_dash_socket(dash: Dash, server: FastAPI) -> None:
    """Dash opens a socket of its own even where no callback uses it; its queue is unbounded."""
    dash.backend.websocket_capability = False
    server.router.routes[:] = [
        route
        for route in server.router.routes
        if getattr(route, "path", "") != "/_dash-ws-callback"
    ]


def main() -> int:
    """Serve until stopped; returns the exit code."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = read_settings()
        sockets = take_address(settings.host, settings.port)
        app = create_app(settings)
    except (OneScreenError, SettingsError, RatesError) as error:
        print(f"OneScreen cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    log.info("opening http://%s:%d", settings.host, sockets[0].getsockname()[1])
    # No access log: a phone's key travels in its path.
    config = uvicorn.Config(
        app,
        log_level="warning",
        loop="uvloop",
        http=bounded_http(settings.max_connections_per_address, proxies(settings)),
        proxy_headers=False,  # api/addresses.py does that, for proxies one has named
        server_header=False,
        **{**api.live.UVICORN_WS_OPTIONS, "ws_max_size": LARGEST_FRAME},
    )
    server = uvicorn.Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=sockets)
    return 0 if server.started else 1


if __name__ == "__main__":
    raise SystemExit(main())
