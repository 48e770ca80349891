"""The table of contents of working pages, imported when the first of them is asked for.

The glass needs none of them: a start, and the first wall, do not wait (bootstrap/working_pages.py).
"""

from collections.abc import Mapping

from layouts.access.accounts import accounts_page
from layouts.access.alarms import alarms_page
from layouts.access.devices import keys_page, walls_page
from layouts.access.privacy import privacy_page
from layouts.centre.cases.page import centre_page
from layouts.centre.figures.page import figures_page
from layouts.centre.firms.page import firms_page
from layouts.centre.keeping.disposals import disposals_page
from layouts.centre.mediation.advice import advice_page
from layouts.centre.mediation.pool import mediators_page
from layouts.centre.premises.editing import premises_page
from layouts.centre.premises.queue import queue_page
from layouts.centre.premises.rota import rota_page
from layouts.field.broadcasts.page import broadcasts_page
from layouts.net.credit.page import credit_page
from layouts.net.fusion.page import fusion_page
from layouts.net.items.page import item_classes_page, items_page
from layouts.net.party.page import party_page
from layouts.net.people.page import board_page, grid_page, people_page
from layouts.net.people.views import views_page
from layouts.net.surveys.page import surveys_page
from layouts.net.tasks.page import tasks_page
from layouts.statistics.area import area_page
from layouts.statistics.brief import brief_page
from layouts.upkeep.checklists import checklists_page
from layouts.upkeep.feeds import feeds_page
from layouts.upkeep.held import held_page
from layouts.upkeep.journal import journal_page
from layouts.upkeep.maps import maps_page
from layouts.upkeep.overview import overview_page
from layouts.upkeep.run_cards import run_cards_page
from layouts.upkeep.settings import settings_page
from layouts.video.cameras.page import cameras_page
from layouts.video.exports.page import exports_page
from layouts.video.inspections.page import inspections_page
from layouts.video.looks.page import looks_page
from layouts.video.places.page import places_page
from layouts.video.rooms.page import rooms_page
from layouts.video.wall.page import wall_page
from layouts.working import Layout

__all__ = ["WORKING"]

# The layout of each page of domain/pages/.
WORKING: Mapping[str, Layout] = {
    "area": area_page,
    "brief": brief_page,
    "centre": centre_page,
    "queue": queue_page,
    "rota": rota_page,
    "premises": premises_page,
    "disposals": disposals_page,
    "centre_figures": figures_page,
    "firms": firms_page,
    "mediators": mediators_page,
    "advice": advice_page,
    "field_broadcasts": broadcasts_page,
    "net": board_page,
    "net_people": people_page,
    "net_tasks": tasks_page,
    "net_grid": grid_page,
    "net_items": items_page,
    "net_item_classes": item_classes_page,
    "net_views": views_page,
    "net_party": party_page,
    "net_fusion": fusion_page,
    "video_cameras": cameras_page,
    "net_surveys": surveys_page,
    "net_credit": credit_page,
    "video_exports": exports_page,
    "video_looks": looks_page,
    "video_inspections": inspections_page,
    "video_places": places_page,
    "video_rooms": rooms_page,
    "video": wall_page,
    "overview": overview_page,
    "journal": journal_page,
    "feeds": feeds_page,
    "held": held_page,
    "maps": maps_page,
    "settings": settings_page,
    "accounts": accounts_page,
    "alarms": alarms_page,
    "privacy": privacy_page,
    "walls": walls_page,
    "keys": keys_page,
    "checklists": checklists_page,
    "run_cards": run_cards_page,
}
