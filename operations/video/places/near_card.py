"""Key places near an incident, as its card shows them: what is dangerous, and whom to ring."""

from typing import Any, Protocol

from sqlalchemy import Connection

from domain.access.access import may
from domain.access.callers import Caller
from domain.incidents.duplicates import metres_between
from domain.personal.masks import mask_name, mask_phone
from domain.video.places.sites import SORT_WORDS
from store.video.places import near

WITHIN_M, MOST = 500, 6


class Placed(Protocol):
    """Where something is."""

    @property
    def lat(self) -> float:
        """Degrees."""

    @property
    def lon(self) -> float:
        """Degrees."""

    @property
    def is_placed(self) -> bool:
        """Whether more is known than that it is in the district."""


def sites_near(connection: Connection, caller: Caller, incident: Placed) -> list[dict[str, Any]]:
    """The sites near an incident that somebody may see, the nearest first; names are masked."""
    if not incident.is_placed or not may(caller, "places.see"):
        return []
    found = sorted(
        (metres_between(incident.lat, incident.lon, one.lat, one.lon), one.site_id, one)
        for one in near(connection, incident.lat, incident.lon, WITHIN_M, caller)
    )
    return [
        {
            "site_id": site.site_id,
            "name": site.name,
            "sort": SORT_WORDS[site.sort],
            "nature": site.nature.value,
            "distance_m": round(metres),
            "hazards": site.hazards,
            "responsible": mask_name(site.responsible) if site.responsible else None,
            "phone": mask_phone(site.phone) if site.phone else None,
        }
        for metres, _, site in found[:MOST]
        if metres <= WITHIN_M
    ]
