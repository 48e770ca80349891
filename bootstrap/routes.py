"""What can be asked from outside: every router of the product, over the parts it is given."""

from fastapi import APIRouter, FastAPI

from api import docs, routes
from api.access import admin_accounts, admin_devices
from api.centre import bookings, case_page, person, premises, queue
from api.centre.cases import routes as cases
from api.centre.mediation import routes as mediation
from api.centre.papers import routes as papers
from api.desk import desk, search
from api.dispatch import dispatch, nearest
from api.entrance import entrance
from api.field import calls as field_calls
from api.field import page as field_page
from api.field import passkeys as field_passkeys
from api.field import phones as field_phones
from api.field import recordings as field_recordings
from api.field import reports as field_reports
from api.field.talk import cases as talk_of_cases
from api.field.talk import desk as talk_at_desk
from api.field.talk import phones as talk_on_phones
from api.files import files
from api.incidents import incidents, units
from api.ingest import ingest
from api.live import chimes, live
from api.maps import areas, basemap, map
from api.net.fusion import pushes
from api.net.items import routes as net_items
from api.net.party import photos as party_photos
from api.net.surveys import survey_page
from api.net.tasks import routes as net_tasks
from api.sentences import SENTENCES
from api.statistics import area_statistics, briefs
from api.tokens import IngestToken
from api.topics import topics
from api.upkeep import admin, health, metrics, privacy
from api.video import cameras as video_cameras
from api.video import exports as video_exports
from api.video import looks as video_looks
from api.video import media as video_media
from api.video import places as video_places
from api.video import sights as video_sights
from api.video import streams as video_streams
from api.video import walls as video_walls
from bootstrap.parts import Parts
from bootstrap.rules import elsewhere
from settings import ROOT


def install_routes(server: FastAPI, parts: Parts) -> None:
    """Every route of the product, but for the pages Dash draws."""
    SENTENCES.learn(parts.catalogues)
    is_open = parts.settings.api_docs == "administrators"
    routes.install(server, [*routers(parts), docs.router(server, is_open=is_open)])


def routers(parts: Parts) -> list[APIRouter]:
    """Every router of the product, by subject: a new one is listed here."""
    return [
        incidents.router(parts.ingest, parts.desk, parts.incidents),
        units.router(parts.units, parts.board, parts.ingest),
        areas.router(parts.areas, parts.picture),
        nearest.router(parts.nearest),
        ingest.router(parts.ingest, parts.sos, IngestToken(parts.token)),
        health.router(parts.health.tell),
        metrics.router(parts.metrics.told),
        map.router(parts.areas),
        basemap.router(parts.basemap_file),
        live.router(parts.hub),
        chimes.router(parts.chimes),
        field_calls.router(parts.calls),
        field_recordings.router(parts.calls.films),
        area_statistics.router(parts.statistics, parts.exports, parts.incidents),
        briefs.router(parts.briefs),
        topics.router(parts.topics, parts.areas, parts.net_gaps),
        search.router(parts.search),
        video_looks.router(parts.look_register),
        video_exports.router(parts.video_requests),
        cases.router(parts.cases),
        papers.router(
            parts.papers.dossiers,
            parts.papers.papers,
            parts.papers.numbers,
            parts.papers.exports,
        ),
        mediation.router(parts.mediation),
        _case_page(parts),
        party_photos.router(parts.party.photos),
        survey_page.router(
            parts.surveys.links, place=parts.district.name, is_demo=parts.settings.demo
        ),
        person.router(parts.party_slips),
        bookings.router(parts.bookings),
        premises.router(parts.rota, parts.centres),
        queue.router(parts.queue, parts.queue_feed, parts.district.name),
        net_tasks.router(parts.net_tasks),
        net_items.router(parts.net_items),
        field_reports.router(parts.field_work),
        video_cameras.router(parts.camera_register, parts.camera_layer, parts.camera_states),
        *desk.routers(parts.desk_parts),
        talk_at_desk.router(parts.talks),
        talk_of_cases.router(parts.talks),
        talk_on_phones.router(parts.talks, parts.area_name),
        pushes.router(parts.fusion.pushes),
        files.router(parts.desk_parts.shelf, parts.desk_parts.uploads),
        *dispatch.routers(parts.dispatching),
        entrance.router(_entrance(parts)),
        admin.router(parts.admin),
        admin.reveal_router(parts.reveal),
        admin_accounts.router(parts.people, parts.area_name),
        admin_devices.router(parts.people.devices, parts.area_name),
        privacy.router(parts.privacy),
        video_streams.router(parts.video),
        video_sights.router(parts.sights),
        video_places.router(parts.key_sites),
        video_media.router(parts.video),
        video_walls.router(parts.walls),
        field_phones.router(parts.field),
        field_passkeys.router(parts.field.passkeys),
        _phone_page(parts),
    ]


def _case_page(parts: Parts) -> APIRouter:
    """The public page of a party."""
    return case_page.router(
        parts.case_pages,
        place=parts.district.name,
        zone=parts.district.zone,
        is_demo=parts.settings.demo,
    )


def _phone_page(parts: Parts) -> APIRouter:
    """The page of phones in the field."""
    return field_page.router(
        ROOT / "assets", place=parts.district.name, is_demo=parts.settings.demo
    )


def _entrance(parts: Parts) -> entrance.Parts:
    """The pages before and beside the screen."""
    other = elsewhere(parts.settings)
    return entrance.Parts(
        elsewhere=other,
        oidc_name=parts.settings.oidc_name if other else "",
        people=parts.people,
        district_name=parts.district.name,
        zone=parts.district.zone,
        is_demo=parts.settings.demo,
        area_name=parts.area_name,
    )
