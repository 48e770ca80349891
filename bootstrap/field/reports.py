"""Reports and positions of people in the field: put together from what was made before them."""

from typing import Any

from api.field.reports import FieldWork
from domain.access.callers import Caller
from domain.net.people.posts import PostTable
from operations.field.positions.sharing import Sharing, UnitOf, unit_by_posts
from operations.field.positions.trackers import Trackers
from operations.field.reports.own_work import OwnWorks
from operations.field.reports.reports import FieldReports


def build_field_work(parts: Any) -> FieldWork:
    """The operations of a product whose tasks, credit and shelf are made (bootstrap/parts.py)."""
    unit_of = _unit_of(parts)
    reports = FieldReports(
        parts.net_tasks.desk,
        parts.net_tasks.findings,
        parts.inspections.reporting,
        parts.net_items.classes.newest,
        parts.picture,
    )
    reports.put_on(parts.desk_parts.shelf)
    sharing = Sharing(parts.store, parts.work, parts.ingest, parts.picture, unit_of)
    trackers = Trackers(parts.people.devices, unit_of, parts.settings.public_address)
    return FieldWork(reports, OwnWorks(parts.net_tasks, parts.credit.ledgers), sharing, trackers)


def _unit_of(parts: Any) -> UnitOf:
    """Whose unit is whose: by the posts of the grids."""

    async def posts() -> PostTable:
        found: PostTable = await parts.posts.on(parts.net_tasks.desk.today())
        return found

    by_posts = unit_by_posts(posts)

    async def unit_of(caller: Caller) -> str | None:
        return await by_posts(caller)

    return unit_of
