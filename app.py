"""Builds everything and owns nothing: settings in, one ASGI server out.

The parts are made in `bootstrap/`: what there is (parts), what runs (life), what can be asked
(routes, pages), and what stands before it (gate).
"""

import gc

if __name__ == "__main__":
    # Nothing that is imported and built is garbage: to look for some meanwhile takes a sixth of the
    # start. bootstrap/garbage.py switches the collector on again.
    gc.disable()

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import bootstrap.deferred  # noqa: F401 - before FastAPI is imported

# isort: split
import uvicorn
from fastapi import FastAPI

from api.access.rates import RatesError
from api.ingest.ingest import LARGEST_FRAME
from api.live.live import UVICORN_WS_OPTIONS
from api.serving.bundles import read_bundles
from api.serving.connections import bounded_http
from api.serving.listening import take_address
from api.serving.packed import Packs
from bootstrap.garbage import ShortCollections
from bootstrap.gate import install_gate
from bootstrap.lifespan import Life
from bootstrap.logs import log_as_json, set_up_logging
from bootstrap.pages import install_pages
from bootstrap.parts import Parts
from bootstrap.routes import install_routes
from bootstrap.rules import proxies
from bootstrap.warm_up import AFTER_START_S
from data_folder import read_tls
from domain.errors import OneScreenError
from domain.pages.pages import examples
from geodata.district.district import load_district
from settings import ROOT, Settings, SettingsError, read_settings

log = logging.getLogger("onescreen")


def create_app(settings: Settings) -> FastAPI:
    """The whole product as one ASGI app: pages, API, live socket, feeds, simulator.

    Raises:
        OneScreenError: the district folder, the database or a map cannot be read.
        SettingsError: the data folder or the token file cannot be used.
        RatesError: a limit or a proxy cannot be read.
    """
    parts = Parts(settings, load_district(settings.district))
    life = Life(parts)
    packs = Packs()
    bundles = read_bundles(ROOT / "assets")

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await life.start()
            pages = ["/", *examples()]

            async def pack() -> None:
                await asyncio.sleep(AFTER_START_S)
                turn = parts.work.calm.turn
                await packs.pack(server, more=bundles.addresses, pages=pages, turn=turn)

            life.run("packing", pack)
            yield
        finally:
            await life.stop()

    # The framework's own pages fetch scripts from elsewhere; api/docs.py draws ours.
    server = FastAPI(
        title="OneScreen", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    install_routes(server, parts)
    dash = install_pages(server, parts, bundles)
    install_gate(server, parts, dash, packs)
    return server


class Announced(uvicorn.Server):
    """Keeps pauses short from the start on, and says where it can be opened once it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        ShortCollections().begin()
        if self.started and sockets:
            scheme = "https" if self.config.is_ssl else "http"
            log.info("open %s", address_of(scheme, *sockets[0].getsockname()[:2]))


def address_of(scheme: str, host: str, port: int) -> str:
    """What a person types into a browser; of a server on every address, this machine's own."""
    every = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    name = "localhost" if every else f"[{host}]" if ":" in host else host
    more = " here, or this machine's name elsewhere" if every else ""
    return f"{scheme}://{name}:{port}{more}"


def main() -> int:
    """Serve until stopped; returns the exit code."""
    set_up_logging()
    try:
        settings = read_settings()
        if settings.log_format == "json":
            log_as_json()
        tls: dict[str, Any] = {**read_tls(settings)}
        sockets = take_address(settings.host, settings.port)
        app = create_app(settings)
    except (OneScreenError, SettingsError, RatesError) as error:
        print(f"OneScreen cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    log.info("starting; the first start of a demo draws its map and writes its history")
    # No access log: a phone's key travels in its path.
    config = uvicorn.Config(
        app,
        log_level="warning",
        loop="uvloop",
        http=bounded_http(settings.max_connections_per_address, proxies(settings)),
        proxy_headers=False,  # api/addresses.py does that, for proxies one has named
        server_header=False,
        **tls,
        **{**UVICORN_WS_OPTIONS, "ws_max_size": LARGEST_FRAME},
    )
    server = Announced(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=sockets)
    return 0 if server.started else 1


if __name__ == "__main__":
    raise SystemExit(main())
