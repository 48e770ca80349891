"""What can be asked from outside: the routes of each subject over the parts of the house."""

from typing import Any

from fastapi import APIRouter, FastAPI

import api.access.admin_accounts
import api.access.admin_devices
import api.desk.desk
import api.desk.search
import api.dispatch.dispatch
import api.docs
import api.entrance.entrance
import api.live.chimes
import api.live.live
import api.maps.basemap
import api.routes
import api.statistics.area_statistics
import api.statistics.briefs
import api.topics.topics
import api.upkeep.admin
import api.upkeep.privacy
from api.sentences import SENTENCES
from bootstrap.parts import House
from bootstrap.rules import elsewhere
from operations.desk.search import Search
from operations.dispatch.units import Units
from operations.ingest.sos import SosDesk
from operations.live.chimes import Chimes


def install_routes(server: FastAPI, house: House) -> None:
    """Every route of the product, but for the pages Dash draws."""
    SENTENCES.learn(house.catalogues)
    machines = _machines(house)
    api.routes.install(
        server,
        machines,
        api.live.live.router(house.hub),
        *_leaders(house),
        api.topics.topics.router(house.topics, house.areas),
        api.desk.search.router(Search(house.desk_parts.places, house.picture, house.work)),
        api.maps.basemap.router(house.basemap_file),
        api.live.chimes.router(Chimes(house.picture)),
        api.entrance.entrance.router(_entrance(house)),
        *api.desk.desk.routers(house.desk_parts),
        *api.dispatch.dispatch.routers(house.dispatching),
        *_administrators(house),
        api.docs.router(server, is_open=house.settings.api_docs == "administrators"),
    )


def _machines(house: House) -> api.routes.Providers:
    """Reports, units, positions, what is near, the map and health."""
    shared: dict[str, Any] = {"store": house.store, "work": house.work, "areas": house.areas}
    return api.routes.Providers(
        ingest=house.ingest,
        sos=SosDesk(ingest=house.ingest, picture=house.picture, board=house.board, **shared),
        desk=house.desk,
        incidents=house.incidents,
        units=Units(**shared),
        nearest=house.nearest,
        areas=house.areas,
        picture=house.picture,
        board=house.board,
        health=house.health.tell,
        ingest_token=house.token,
    )


def _leaders(house: House) -> list[APIRouter]:
    """The statistics page and the morning brief."""
    return [
        api.statistics.area_statistics.router(house.statistics, house.exports, house.incidents),
        api.statistics.briefs.router(house.briefs),
    ]


def _entrance(house: House) -> api.entrance.entrance.Parts:
    """The pages before and beside the screen."""
    other = elsewhere(house.settings)
    return api.entrance.entrance.Parts(
        elsewhere=other,
        oidc_name=house.settings.oidc_name if other else "",
        people=house.people,
        district_name=house.district.name,
        zone=house.district.zone,
        is_demo=house.settings.demo,
        area_name=house.area_name,
    )


def _administrators(house: House) -> list[APIRouter]:
    """What the pages of administrators ask for, and the reveal of the desk."""
    return [
        api.upkeep.privacy.router(house.privacy),
        *api.upkeep.admin.routers(house.admin, house.reveal),
        api.access.admin_accounts.router(house.people, house.area_name),
        api.access.admin_devices.router(house.people.devices, house.area_name),
    ]
