"""What a district says of whistles, and of police and law in its grids."""

from datetime import timedelta
from pathlib import Path

from domain.net.fusion.settings import FusionSettings
from domain.net.fusion.whistles import WhistleLimits
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_LIMITS = ("urgent_minutes", "usual_minutes", "working_days")
_OWNERS = ("police", "justice")


def load_fusion(folder: Path) -> FusionSettings:
    """The settings of a district; the product's own where it says nothing.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table, surveys = read_table(folder, "fusion"), read_table(folder, "surveys")
    with read_of(net_file(folder), "[fusion]"):
        refuse_unknown(table, (*_LIMITS, *_OWNERS), "[fusion] ", net_file(folder))
        refuse_unknown(surveys, ("owner",), "[surveys] ", net_file(folder))
        owners = {name: str(table[name]) for name in _OWNERS if name in table}
        if "owner" in surveys:
            owners["surveys"] = str(surveys["owner"])
        told = {name: _whole(name, table[name]) for name in _LIMITS if name in table}
        own = WhistleLimits()
        limits = WhistleLimits(
            urgent=_minutes(told.get("urgent_minutes"), own.urgent),
            usual=_minutes(told.get("usual_minutes"), own.usual),
            working_days=told.get("working_days", own.working_days),
        )
        return FusionSettings(limits=limits, **owners)


def _whole(name: str, value: object) -> int:
    if type(value) is not int or not 1 <= value <= 10_000:
        raise ValueError(f"{name} must be 1 to 10000: {value!r}")
    return value


def _minutes(told: int | None, own: timedelta) -> timedelta:
    return own if told is None else timedelta(minutes=told)
