"""What a district says of its mediation, read from `mediation.toml` in its folder."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from domain.centre.cases.categories import Category
from domain.centre.mediation.houses import (
    NO_HOUSES,
    Alliance,
    AllianceLevel,
    BrandRoom,
    Group,
    Houses,
    Pool,
)
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

FILE = "mediation.toml"
T = TypeVar("T")


def load_houses(folder: Path) -> Houses:
    """Pools, groups, rooms and the alliance of a district; none where it has no such file.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return NO_HOUSES
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, ("group", "pool", "room", "alliance"), "", path)
        return Houses(
            groups=_by_code(raw, "group", ("categories",), _group, path),
            pools=_by_code(raw, "pool", ("towns",), _pool, path),
            rooms=_by_code(raw, "room", ("host", "specialty", "honours"), _room, path),
            alliance=_alliance(raw["alliance"], path) if "alliance" in raw else None,
        )


def _by_code(
    raw: Mapping[str, Any],
    kind: str,
    more: tuple[str, ...],
    make: Callable[[Mapping[str, Any]], T],
    path: Path,
) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for one in raw.get(kind, []):
        refuse_unknown(one, ("code", "name", "demo", *more), f"[[{kind}]] ", path)
        code = str(one["code"])
        if code in found or " " in code:
            raise ValueError(f"[[{kind}]] {code!r} stands twice, or has a blank in it")
        found[code] = make(one)
    return MappingProxyType(found)


def _group(one: Mapping[str, Any]) -> Group:
    categories = tuple(Category(word).value for word in one.get("categories", ()))
    return Group(one["code"], one["name"], categories, one.get("demo", False))


def _pool(one: Mapping[str, Any]) -> Pool:
    return Pool(one["code"], one["name"], tuple(one.get("towns", ())), one.get("demo", False))


def _room(one: Mapping[str, Any]) -> BrandRoom:
    return BrandRoom(
        code=one["code"],
        name=one["name"],
        host=one.get("host", ""),
        specialty=one.get("specialty", ""),
        honours=tuple(one.get("honours", ())),
        is_demo=one.get("demo", False),
    )


def _alliance(one: Mapping[str, Any], path: Path) -> Alliance:
    levels = tuple(level.value for level in AllianceLevel)
    refuse_unknown(one, ("name", "director", "station", "demo", *levels), "[alliance] ", path)
    teams = {level: tuple(one.get(level.value, ())) for level in AllianceLevel}
    return Alliance(
        name=one["name"],
        director=one.get("director", ""),
        station=one.get("station", ""),
        teams=MappingProxyType(teams),
        is_demo=one.get("demo", False),
    )
