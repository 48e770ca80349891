"""Every element id on the screen, named once."""

PAGE = "onescreen-page"

# What the browser asks of server callbacks. Empty elements with a property of their own, for the
# glass is drawn without Dash's core components, a fifth of what a wall would read before its map.
TARGET = "target"  # data-asked: whose neighbours are wanted, {"key", "lat", "lon", "tick", "limit"}
COMMUNITY_ASKED = "community-asked"  # data-path: of the community page, on no other page

# What stands around the map, drawn after it (layouts/drawn.py).
HEAD = "head"
TOPIC_ROW = "topic-row"
LEFT = "side-left"
RIGHT = "side-right"
FOOT = "foot"

# Header and the row below it.
TITLE = "title"
FRESHNESS = "freshness"
LAMPS = "lamps"
CLOCK = "clock"
TOPICS = "topics"
BREADCRUMB = "breadcrumb"
SEARCH_PLACE = "search-place"
SEARCH_RESULTS = "search-results"

# An incident of level Ⅰ, on every topic.
GRAVEST = "gravest"

# What a screen reader is told without being asked.
ANNOUNCE = "announce"

# The map in the middle.
MAP = "map"
MAP_STAGE = "map-stage"  # data-layers: the sheets the browser lays on (assets/31_map_style.js)
LAYER_CONTROL = "layer-control"
LEGEND = "legend"

# Panels the browser draws from the live socket.
KPIS = "kpis"
TREND = "trend"
SHARE = "share"
RANKING = "ranking"
QUEUE = "queue"
CARD = "card"
TICKER = "ticker"

# Panels drawn by server callbacks.
COMMUNITY_OVERVIEW = "community-overview"
COMMUNITY_GRIDS = "community-grids"
COMMUNITY_PARTY = "community-party"
COMMUNITY_POLICE = "community-police"
COMMUNITY_CAMERAS = "community-cameras"
COMMUNITY_MONTH = "community-month"
COMMUNITY_MISSING = "community-missing"
PATH_MISSING = "path-missing"

# Every part in every state, drawn by assets/pages/design/.
DESIGN = "design"

# The dispatch desk; the browser draws all of it.
DESK_ALERTS = "desk-alerts"
DESK_QUEUE = "desk-queue"
DESK_CARD = "desk-card"
DESK_INTAKE = "desk-intake"
DESK_SHEET = "desk-sheet"
DESK_HELP = "desk-help"
DESK_BAR = "desk-bar"
DESK_SAYS = "desk-says"
DESK_PAPER = "desk-paper"


def nearest(kind: str) -> str:
    """The list of who is nearest of a kind of unit."""
    return "nearest-grid" if kind == "grid_worker" else f"nearest-{kind}"
