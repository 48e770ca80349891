"""What can be asked from outside: every router of the product, over the parts it is given."""

from fastapi import APIRouter, FastAPI

from api import docs, routes
from api.access import admin_accounts, admin_devices
from api.centre import cases
from api.desk import desk, search
from api.dispatch import dispatch, nearest
from api.entrance import entrance
from api.files import files
from api.incidents import incidents, units
from api.ingest import ingest
from api.live import chimes, live
from api.maps import areas, basemap, map
from api.sentences import SENTENCES
from api.statistics import area_statistics, briefs
from api.tokens import IngestToken
from api.topics import topics
from api.upkeep import admin, health, metrics, privacy
from bootstrap.parts import House
from bootstrap.rules import elsewhere


def install_routes(server: FastAPI, house: House) -> None:
    """Every route of the product, but for the pages Dash draws."""
    SENTENCES.learn(house.catalogues)
    is_open = house.settings.api_docs == "administrators"
    routes.install(server, [*routers(house), docs.router(server, is_open=is_open)])


def routers(house: House) -> list[APIRouter]:
    """Every router of the product, by subject: a new one is listed here."""
    return [
        incidents.router(house.ingest, house.desk, house.incidents),
        units.router(house.units, house.board, house.ingest),
        areas.router(house.areas, house.picture),
        nearest.router(house.nearest),
        ingest.router(house.ingest, house.sos, IngestToken(house.token)),
        health.router(house.health.tell),
        metrics.router(house.metrics.told),
        map.router(house.areas),
        basemap.router(house.basemap_file),
        live.router(house.hub),
        chimes.router(house.chimes),
        area_statistics.router(house.statistics, house.exports, house.incidents),
        briefs.router(house.briefs),
        topics.router(house.topics, house.areas),
        search.router(house.search),
        cases.router(house.cases),
        *desk.routers(house.desk_parts),
        files.router(house.desk_parts.shelf, house.desk_parts.uploads),
        *dispatch.routers(house.dispatching),
        entrance.router(_entrance(house)),
        admin.router(house.admin),
        admin.reveal_router(house.reveal),
        admin_accounts.router(house.people, house.area_name),
        admin_devices.router(house.people.devices, house.area_name),
        privacy.router(house.privacy),
    ]


def _entrance(house: House) -> entrance.Parts:
    """The pages before and beside the screen."""
    other = elsewhere(house.settings)
    return entrance.Parts(
        elsewhere=other,
        oidc_name=house.settings.oidc_name if other else "",
        people=house.people,
        district_name=house.district.name,
        zone=house.district.zone,
        is_demo=house.settings.demo,
        area_name=house.area_name,
    )
