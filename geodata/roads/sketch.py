"""Roads around a point as plain lines, for a small sketch of a few kilobytes."""

import math

import numpy as np

from geodata.roads.edges import ends_of
from geodata.roads.network import Network

MOST_LINES = 900
_DEGREE_M = 111_195.0


def roads_near(network: Network, lat: float, lon: float, within_m: float) -> list[list[float]]:
    """The straight pieces of roads in a box around a point, each `[lat, lon, lat, lon]`.

    Args:
        network: lon-lat, WGS 84 degrees.
        lat: of the middle.
        lon: of the middle.
        within_m: half the side of the box.
    """
    pairs = ends_of(network.arcs)
    if not len(pairs):
        return []
    up = within_m / _DEGREE_M
    aside = up / max(0.1, math.cos(math.radians(lat)))
    nodes = network.nodes
    is_near = (np.abs(nodes[:, 0] - lon) <= aside) & (np.abs(nodes[:, 1] - lat) <= up)
    pairs = pairs[is_near[pairs].any(axis=1)][:MOST_LINES]
    lines = np.concatenate([nodes[pairs[:, 0], ::-1], nodes[pairs[:, 1], ::-1]], axis=1)
    made: list[list[float]] = lines.round(5).tolist()
    return made
