"""A district's departments, read from its folder."""

import tomllib
from pathlib import Path
from typing import Any

from domain.errors import RefusedError
from domain.incidents.incidents import IncidentClass
from domain.maps.areas import level_of
from domain.maps.departments import Department
from geodata.district.district import DistrictError, refuse_unknown

FILE = "departments.toml"
KEYS = ("code", "name", "duty", "classes", "grids")


def load_departments(folder: Path) -> tuple[Department, ...]:
    """The departments of a district, in the order of its file; none when it has no such file.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, ("department",), "", path)
        departments = tuple(_department(one, path) for one in raw.get("department", []))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DistrictError(f"{path} cannot be read: {error}") from error
    except KeyError as error:
        raise DistrictError(f"{path}: a department lacks `{error.args[0]}`") from error
    except (AttributeError, TypeError, ValueError, RefusedError) as error:
        raise DistrictError(f"{path}: {error}") from error
    if len({one.code for one in departments}) < len(departments):
        raise DistrictError(f"{path}: two departments have one code")
    return departments


def _department(raw: dict[str, Any], path: Path) -> Department:
    refuse_unknown(raw, KEYS, "[[department]] ", path)
    grids = {name: tuple(codes) for name, codes in raw.get("grids", {}).items()}
    for codes in grids.values():
        for code in codes:
            level_of(code)
    return Department(
        code=str(raw["code"]),
        name=str(raw["name"]),
        duty=str(raw["duty"]),
        classes=tuple(IncidentClass(word).value for word in raw.get("classes", [])),
        grids=grids,
    )
