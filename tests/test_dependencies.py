"""Nothing we build on is older than its last version with a hole that touches us."""

import re
from importlib.metadata import version

import pytest

from settings import ROOT

# Raise a floor when a new hole is mended above it (docs/security.md).
FLOORS = {
    "dash": "4.4.1",
    "starlette": "1.3.0",
    "python-multipart": "0.0.26",
    "authlib": "1.9.0",
    "uvicorn": "0.52.1",
}
PINS = {
    name.lower(): pin
    for name, pin in re.findall(
        r"^([\w-]+)(?:\[\w+\])?==([\w.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE
    )
}


def as_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_nothing_is_older_than_the_last_known_hole(name: str, floor: str) -> None:
    assert as_numbers(version(name)) >= as_numbers(floor)
    assert as_numbers(PINS[name]) >= as_numbers(floor)


def test_every_package_is_pinned_to_one_version() -> None:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith(("#", "-"))]
    assert [line for line in wanted if "==" not in line] == []
