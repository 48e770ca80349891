"""Attributes of elements that are no Python names: `data-…` and `aria-…`."""

from collections.abc import Mapping
from typing import Any


def attributes(named: Mapping[str, str | None]) -> dict[str, Any]:
    """The attributes as keyword arguments of a component; those without a value are left out."""
    return {name: value for name, value in named.items() if value is not None}
