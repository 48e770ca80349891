"""A door of its own for tests of what lies behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from domain.dispatch.units import Unit, UnitKind
from tests.support.door import Door, open_door
from tests.support.small_map import write_small_map


@asynccontextmanager
async def a_door(folder: Path) -> AsyncIterator[Door]:
    """Everything started on the small map."""
    async with open_door(folder / "var", write_small_map(folder / "small.gpkg")) as door:
        yield door


async def report(door: Door, source_id: str, **fields: object) -> str:
    """The number of a new incident."""
    raw = {
        "source": "t",
        "source_id": source_id,
        "class": "fire",
        "severity": 2,
        "title": "火",
        "lat": 33.81,
        "lon": 116.71,
    } | fields
    incident, is_new = await door.ingest.accept_report(raw, feed="api", actor="test")
    assert is_new
    return incident.number


def put_units(
    door: Door, *unit_ids: str, kind: UnitKind = UnitKind.POLICE, **fields: object
) -> None:
    """Units straight into the store."""
    with door.store.transaction() as tx:
        for unit_id in unit_ids:
            unit = Unit(unit_id, f"警{unit_id}", kind, **fields)  # type: ignore[arg-type]
            tx.put_unit(unit, action="add", actor="test")
