"""The district's map: static layers by address; what moves is drawn by assets/30_map_live*.js."""

import json
from collections.abc import Sequence
from typing import Final

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from layouts import ids
from layouts.elements.attributes import attributes
from layouts.view_models import ShellFacts

# Bottom to top; (level served, name of its style in assets/31_map_style.js).
LAYERS: Final = (
    ("neighbour", "neighbour"),
    ("district", "glow"),
    ("district", "district"),
    ("hill", "hill"),
    ("water", "water"),
    ("village", "village"),
    ("grid", "grid"),
    ("road", "road"),
    ("town", "town"),
    ("district", "outline"),
)
MOST_ZOOM: Final = 18


def layer_url(map_version: str, level: str) -> str:
    """Where a level's shapes are served; the address changes with the map, never its content."""
    return f"/map/{map_version}/{level}.geojson"


def live_map(layers: Sequence[Component] = ()) -> dl.MapContainer:
    """A map that fits itself to the place in the address and draws what is live.

    It has no basemap tiles and no controls of its own. The view is set in the browser, which
    knows the areas' bounds from `/map/<version>/areas.json` (assets/33_map_view.js).
    """
    return dl.MapContainer(
        list(layers),
        id=ids.MAP,
        className="map",
        preferCanvas=True,
        trackViewport=False,
        zoomControl=False,
        attributionControl=False,
        zoomSnap=0,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=160,
        maxZoom=MOST_ZOOM,
        doubleClickZoom=False,
        boxZoom=False,
        keyboard=False,
        worldCopyJump=False,
        style={"height": "100%", "width": "100%", "background": "transparent"},
    )


def static_layers(map_version: str) -> list[dl.GeoJSON]:
    """The sheets of the district's map, lowest first."""
    return [_static_layer(map_version, level, style) for level, style in LAYERS]


def district_map(facts: ShellFacts) -> html.Div:
    """The map of the shell. Its sheets are laid on when what is live stands on it."""
    layers = [layer.to_plotly_json() for layer in static_layers(facts.map_version)]
    laid_on_later = {"data-layers": json.dumps(layers, ensure_ascii=False)}
    return html.Div(
        live_map(), id=ids.MAP_STAGE, className="map-stage", **attributes(laid_on_later)
    )


def _static_layer(map_version: str, level: str, style: str) -> dl.GeoJSON:
    """One level, styled by name; it takes no pointer events, for the live layer asks by place."""
    return dl.GeoJSON(
        url=layer_url(map_version, level),
        style={"variable": f"onescreen.mapStyle.{style}"},
        onEachFeature={"variable": f"onescreen.mapStyle.each.{style}"},
        interactive=False,
    )
