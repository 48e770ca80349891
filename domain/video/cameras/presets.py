"""Presets of a camera that turns, as a form holds them: a line each of number, name and bearing."""

from collections.abc import Callable, Iterable

from domain.errors import InvalidError
from domain.fields import as_text
from domain.video.cameras.camera import Preset

HIGHEST, LONGEST_NAME, MOST = 255, 64, 255


def written(presets: Iterable[Preset]) -> str:
    """As a form holds them."""
    lines = []
    for one in presets:
        bearing = [] if one.bearing_deg is None else [f"{one.bearing_deg:g}"]
        lines.append("，".join([str(one.number), one.name, *bearing]))
    return "\n".join(lines)


def read(text: str, bearing: Callable[[str], float]) -> tuple[Preset, ...]:
    """As a form tells them, by number; `bearing` reads degrees or a point of the compass.

    Raises:
        InvalidError: a line cannot be read, or a number stands in two.
    """
    found: dict[int, Preset] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        preset = _one(line, bearing)
        if preset is None or preset.number in found or len(found) >= MOST:
            raise InvalidError(says="pool_cell_wrong", told=line[:32], field="presets")
        found[preset.number] = preset
    return tuple(found[number] for number in sorted(found))


def _one(line: str, bearing: Callable[[str], float]) -> Preset | None:
    parts = [part.strip() for part in line.replace("，", ",").split(",")]
    if not 2 <= len(parts) <= 3 or not parts[1]:
        return None
    number = parts[0]
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        return None
    if not 1 <= int(number) <= HIGHEST:
        return None
    looks = bearing(parts[2]) if len(parts) > 2 and parts[2] else None
    return Preset(int(number), as_text(parts[1], "presets", longest=LONGEST_NAME), looks)
