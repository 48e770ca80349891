"""The pages Dash draws: one shell for all of them, and their callbacks."""

import json

# Before anything is served: plotly writes every layout and looks into these wherever it finds them
# loaded, also half loaded by another thread, and then the page fails.
import PIL.Image  # noqa: F401
import plotly.io.json  # noqa: F401
from dash import Dash
from dash.exceptions import DependencyException
from fastapi import FastAPI, Request
from starlette.responses import Response

import callbacks
from api.errors import refusal
from api.sentences import SENTENCES
from api.serving.bundles import FOLDER, Bundles
from api.serving.bundles import router as packs
from bootstrap.parts import Parts
from domain.access.access import may
from domain.access.callers import DEMO_DISPATCHER, NOBODY
from domain.access.roles import ADMINISTRATORS, DEVICES
from layouts.drawn import drawn
from layouts.page import Screen, index, tab_name
from layouts.view_models import ShellFacts
from operations.access.presence import CURRENT
from settings import ROOT


def install_pages(server: FastAPI, parts: Parts, bundles: Bundles) -> Screen:
    """Dash on the server, and the scripts and styles of its pages."""
    server.include_router(packs(bundles))
    dash = Screen(
        hints=lambda: _fetched_first(parts),
        names=lambda: tab_name(parts.district.name, SENTENCES.words()),
        bundles=bundles.pages,
        name=__name__,
        server=server,
        title=parts.district.name,
        update_title=None,
        index_string=index(bundles.pages, bundles.shell),
        assets_folder=str(ROOT / "assets"),
        assets_ignore=r"\.(js|css)$",
        assets_path_ignore=[f"^{FOLDER}$"],
        websocket_callbacks=False,
    )
    _close_dash_socket(dash, server)
    server.add_exception_handler(DependencyException, _no_such_file)
    dash.layout = lambda: drawn(
        dash, _shell_facts(parts), parts.catalogues, CURRENT.get() or NOBODY
    )
    callbacks.register(dash, parts.pages)
    # Dash would do this at the first request for "/"; the first may be for a permalink.
    dash._setup_server()  # type: ignore[no-untyped-call]
    return dash


async def _no_such_file(_request: Request, _error: Exception) -> Response:
    """Dash fails where somebody asks for a component it does not have."""
    return refusal(404, "not_found", "path", says="nothing_at_path")


def _fetched_first(parts: Parts) -> list[str]:
    """What the scripts of a page ask for as soon as they run."""
    caller = CURRENT.get() or NOBODY
    drawn = ["/_dash-layout", "/_dash-dependencies"]
    if caller.role in ADMINISTRATORS or not parts.areas.version:
        return drawn
    return [*drawn, f"/map/{parts.areas.version}/areas.json"]


def _shell_facts(parts: Parts) -> ShellFacts:
    """What the page shell must know now, of the map and of who looks."""
    caller = CURRENT.get() or NOBODY
    base = parts.basemap
    return ShellFacts(
        district_code=parts.district.code,
        district_name=parts.district.name,
        map_version=parts.areas.version or "",
        is_demo=parts.settings.demo,
        review_number=parts.district.review_number,
        zone_name=str(parts.district.zone),
        is_demo_map=parts.areas.district.is_demo if parts.areas.version else False,
        accept_within_s=parts.district.targets.processed_s,
        arrival_within_s=parts.district.targets.arrival_s,
        rotate=parts.settings.wall_rotate,
        basemap=json.dumps(base.body(), ensure_ascii=False) if base else "",
        account_name="" if caller.role in DEVICES or caller is NOBODY else caller.actor,
        is_auto_signed_in=caller == DEMO_DISPATCHER,
        is_administrator=caller.role in ADMINISTRATORS,
        may_look=may(caller, "video.see"),
        may_send_to_wall=may(caller, "wall.arrange"),
        may_call=may(caller, "field.call"),
        may_record_calls=parts.settings.call_recording and may(caller, "field.record"),
        may_play_calls=may(caller, "field.recordings"),
    )


def _close_dash_socket(dash: Dash, server: FastAPI) -> None:
    """Dash opens a socket of its own even where no callback uses it; its queue is unbounded."""
    dash.backend.websocket_capability = False
    server.router.routes[:] = [
        route
        for route in server.router.routes
        if getattr(route, "path", "") != "/_dash-ws-callback"
    ]
