"""Who is nearest to what the screen shows: asked anew every few seconds while it is shown."""

import logging
import math
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callbacks.gather import nearest_facts
from callbacks.providers import Providers
from domain.dispatch.unit_kinds import nearest_kinds
from domain.errors import RefusedError
from layouts import ids, words
from layouts.dispatch.nearest import answered, nearest_list
from layouts.elements.panel import says

MOST_SHOWN = 8
LONGEST_KEY = 120
_USUAL = 3
_log = logging.getLogger(__name__)


def register(app: Dash, providers: Providers) -> None:
    """Wire the lists of nearest units, one of each kind, to their provider."""
    kinds = nearest_kinds()

    def everywhere(content: Component, key: str) -> dict[str, html.Div]:
        return {kind.value: answered(content, key, providers.now()) for kind in kinds}

    @app.callback(
        output={kind.value: Output(ids.nearest(kind), "children") for kind in kinds},
        inputs={"target": Input(ids.TARGET, "data-asked")},
        prevent_initial_call=True,
    )
    async def show_nearest(target: Any) -> Any:
        point, key = read_point(target), read_key(target)
        if point is None:
            return everywhere(says(words.NEAREST_NO_TARGET), key)
        try:
            facts = await nearest_facts(*point, read_limit(target), providers)
        except RefusedError as error:
            _log.info("nearest units refused: %s", error.message)
            return everywhere(says(words.NEAREST_FAILED), key)
        return {
            kind.value: answered(nearest_list(offers, kind, facts.at), key, facts.at)
            for kind, offers in facts.of_kind.items()
        }


def read_point(target: Any) -> tuple[float, float] | None:
    """The (lat, lon) a browser asks about; None for anything that is not a place on earth."""
    if not isinstance(target, dict):
        return None
    lat, lon = target.get("lat"), target.get("lon")
    if lat is None or lon is None or not (_is_number(lat) and _is_number(lon)):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def read_key(target: Any) -> str:
    """Whose neighbours are asked for, in the browser's own words; it comes back with the answer."""
    key = target.get("key") if isinstance(target, dict) else None
    return key if isinstance(key, str) and len(key) <= LONGEST_KEY else ""


def read_limit(target: dict[str, Any]) -> int:
    """How many rows the panel has room for, as the browser says, within reason."""
    limit = target.get("limit")
    if not isinstance(limit, int) or isinstance(limit, bool):
        return _USUAL
    return min(max(limit, 1), MOST_SHOWN)


def _is_number(value: Any) -> bool:
    """A finite number, and not a boolean that passes for one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
