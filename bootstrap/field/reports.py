"""Reports and positions of people in the field: put together from what was made before them."""

from typing import Any

from api.field.reports import FieldWork
from operations.field.positions.sharing import Sharing
from operations.field.positions.trackers import Trackers
from operations.field.reports.own_work import OwnWorks
from operations.field.reports.reports import FieldReports
from operations.field.reports.sketch import Sketches


def build_field_work(parts: Any) -> FieldWork:
    """The operations of a product whose tasks, credit, shelf and phones are made."""
    reports = FieldReports(
        parts.net_tasks.desk,
        parts.net_tasks.findings,
        parts.inspections.reporting,
        parts.net_items.classes.newest,
        parts.picture,
    )
    reports.put_on(parts.desk_parts.shelf)
    phones = parts.field.phones
    sharing = Sharing(parts.store, parts.work, parts.ingest, phones.is_rung)
    trackers = Trackers(parts.people.devices, sharing, parts.settings.public_address)
    phones.on_ended.append(trackers.phone_ended)
    return FieldWork(
        reports,
        Sketches(parts.areas, parts.work),
        OwnWorks(parts.net_tasks, parts.credit),
        sharing,
        trackers,
    )
