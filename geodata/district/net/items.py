"""What a district says of its items of urban management: `[items]` of its net.toml."""

from pathlib import Path

from domain.net.items.settings import ItemSettings
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_NUMBERS = {"near_m": 1000, "within_hours": 720, "figures_days": 366}


def load_net_items(folder: Path, region: str, prefix: str) -> ItemSettings:
    """The settings of a district; the product's own where it says nothing.

    Args:
        folder: of the district.
        region: its six digits, with which class codes and object ids begin.
        prefix: what its numbers begin with.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table, path = read_table(folder, "items"), net_file(folder)
    with read_of(path, "[items]"):
        refuse_unknown(table, (*_NUMBERS, "lead", "without_unit"), "[items] ", path)
        told = {name: _whole(name, table[name]) for name in _NUMBERS if name in table}
        own = ItemSettings()
        return ItemSettings(
            region=region,
            prefix=prefix,
            lead=str(table.get("lead", own.lead)),
            near_m=told.get("near_m", own.near_m),
            within_hours=told.get("within_hours", own.within_hours),
            without_unit=frozenset(str(code) for code in table.get("without_unit", ())),
            figures_days=told.get("figures_days", own.figures_days),
        )


def _whole(name: str, value: object) -> int:
    if type(value) is not int or not 1 <= value <= _NUMBERS[name]:
        raise ValueError(f"{name} must be 1 to {_NUMBERS[name]}: {value!r}")
    return value
