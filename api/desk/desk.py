"""The desk's routes, all of them."""

from fastapi import APIRouter

from api.desk import card as desk_card
from api.desk import intake as desk_intake
from api.desk import prints as desk_prints
from api.desk import shift as desk_shift
from api.desk import standby as desk_standby
from api.desk import steps as desk_steps
from operations.desk.parts import DeskParts


def routers(parts: DeskParts) -> list[APIRouter]:
    """Every router of the desk, and the phones' door to its notices."""
    return [
        desk_intake.router(parts.intake, parts.links, parts.bodies, parts.areas, parts.places),
        desk_steps.router(parts.steps, parts.ownership, parts.crews, parts.bodies, parts.areas),
        desk_standby.router(parts.standbys),
        desk_card.router(
            parts.bodies, parts.card, parts.notices, parts.incidents, lambda: parts.options
        ),
        desk_shift.router(parts.shift, parts.roster, parts.checklists, parts.files, parts.paper),
        desk_prints.router(parts.prints),
        desk_card.phones(parts.notices),
    ]
