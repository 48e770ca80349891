"""What people in the field find at a key place: a finding of whoever inspects there, no round."""

from collections.abc import Mapping

from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.incidents.duplicates import metres_between
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections import steps
from domain.video.inspections.findings import INSPECTION_FINDING, Gravity, InspectionFinding
from domain.video.inspections.plans import Way
from domain.video.places.sites import KeySite, SiteSort
from operations.net.fusion.fusion_desk import id_of
from operations.video.inspections.inspection_desk import InspectionDesk
from store import Transaction
from store.video import inspections as kept
from store.video import places as sites

# Nobody finds something at a place they do not stand at: a mine is large.
FARTHEST_M = 1_000.0
# What it goes against: a report of the field follows no list.
RULE = "现场上报"
_CLASSES: Mapping[SiteSort, CameraClass] = {
    SiteSort.MINE: CameraClass.MINE,
    SiteSort.SCHOOL: CameraClass.CAMPUS,
    SiteSort.WORKSHOP: CameraClass.WORKSHOP,
    SiteSort.CROWD: CameraClass.PUBLIC_AREA,
}


class Reporting:
    """Findings without a round.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk

    async def near(self, lat: float, lon: float, within_m: int, caller: Caller) -> list[KeySite]:
        """The inspected places around somebody, nearest first; their names are no secret."""
        found = await self._desk.read(lambda one: sites.near(one, lat, lon, within_m))
        own = [one for one in found if one.owner and caller.scope.covers(one.area_code)]
        far = {one.site_id: metres_between(lat, lon, one.lat, one.lon) for one in own}
        return sorted(
            (one for one in own if far[one.site_id] <= within_m),
            key=lambda one: (far[one.site_id], one.site_id),
        )

    async def check_site(self, site_id: str, lat: float, lon: float, caller: Caller) -> None:
        """Refuse a site that is not there, not in the caller's area, or far from where they are.

        Raises:
            NotFoundError: there is none of it for them.
            InvalidError: it lies elsewhere.
        """
        site = await self._site(site_id, caller)
        if metres_between(lat, lon, site.lat, site.lon) > FARTHEST_M:
            raise InvalidError(says="field_site_far", place=site.name, field="site_id")

    async def report(
        self, site_id: str, key: str, text: str, caller: Caller
    ) -> InspectionFinding | None:
        """Write a finding at a site down for whoever inspects there; the same key is the same.

        Returns:
            The finding; None where no department inspects the site.

        Raises:
            NotFoundError: there is no such site for the caller.
        """
        site = await self._site(site_id, caller)
        if not site.owner:
            return None
        finding_id, owner = id_of("IF", key, caller), site.owner

        def write(tx: Transaction) -> InspectionFinding:
            held = kept.one_of(tx.connection, INSPECTION_FINDING, finding_id)
            if isinstance(held, InspectionFinding):
                return held
            new = InspectionFinding(
                finding_id, "", "", owner, _CLASSES.get(site.sort, CameraClass.OTHER),
                Way.ON_SITE, RULE, Gravity.MAJOR, site.name, site.area_code, site.lat, site.lon,
                tx.at, caller.actor, site_id=site.site_id, is_demo=site.is_demo, text=text,
            )  # fmt: skip
            new = steps.with_repeats(new, kept.earlier(tx.connection, owner, new.unit))
            tx.put(INSPECTION_FINDING, new, action="find", actor=caller.actor)
            return new

        return await self._desk.write(write)

    async def _site(self, site_id: str, caller: Caller) -> KeySite:
        site = await self._desk.read(lambda one: sites.one_of(one, site_id))
        if site is None or not caller.scope.covers(site.area_code):
            raise NotFoundError(says="site_unknown", field="site_id")
        return site
