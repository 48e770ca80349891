"""The desk's routes, all of them."""

from fastapi import APIRouter

from api import desk_card, desk_intake, desk_shift, desk_standby, desk_steps
from operations.desk_parts import DeskParts


def routers(parts: DeskParts) -> list[APIRouter]:
    """Every router of the desk, and the phones' door to its notices."""
    return [
        desk_intake.router(parts.intake, parts.bodies, parts.areas, parts.places),
        desk_steps.router(parts.steps, parts.bodies, parts.areas),
        desk_standby.router(parts.standbys),
        desk_card.router(
            parts.bodies, parts.card, parts.notices, parts.incidents, lambda: parts.options
        ),
        desk_shift.router(parts.shift, parts.roster, parts.checklists, parts.files, parts.paper),
        desk_card.phones(parts.notices),
    ]
