"""What lies under the district's own map: the setting, read and judged.

Pure: what the words mean, which host a browser must then be allowed to ask, and in which datum its
tiles are drawn. Tiles are Web Mercator (EPSG:3857) in 256 px squares; CGCS 2000 differs from WGS 84
by centimetres and is taken for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, quote, urlsplit

from domain.errors import OneScreenError

Datum = Literal["wgs84", "gcj02"]
Tone = Literal["dark", "dim", "plain"]
MOST_ZOOM: Final = 22

_TIANDITU_HOST: Final = "https://t0.tianditu.gov.cn"
# The setting's word → layers of Tianditu, bottom first, and how they are toned in a dark room.
_TIANDITU: Final[dict[str, tuple[tuple[str, str], Tone]]] = {
    "tianditu": (("vec", "cva"), "dark"),
    "tianditu-img": (("img", "cia"), "dim"),
}
# Hosts whose tiles are drawn in shifted coordinates, whatever the setting says.
_GCJ_HOSTS: Final = re.compile(
    r"(^|\.)(autonavi\.com|amap\.com|gtimg\.com|map\.qq\.com|google\.cn)$"
)
_BAIDU_HOSTS: Final = re.compile(r"(^|\.)(bdimg\.com|bdstatic\.com|baidu\.com)$")
_SECRET_NAMES: Final = frozenset({"tk", "key", "token", "ak", "apikey", "api_key", "access_token"})
_WMTS_NAMES: Final = {"{TileMatrix}": "{z}", "{TileRow}": "{y}", "{TileCol}": "{x}"}
_HOLES: Final = frozenset({"z", "x", "y", "-y", "key"})


class BasemapError(OneScreenError):
    """The basemap cannot be used as set; the text names the setting and says what to do."""


@dataclass(frozen=True, slots=True)
class Basemap:
    """A basemap as the browser draws it.

    `kind`: xyz or pmtiles. `urls`: one template a layer, bottom first, with `{z} {x} {y}`; of
    PMTiles the address of the file. They may hold the key, so none of this is ever logged.
    `tiles`: raster or vector (PMTiles only). `host`: the origin tiles come from, empty for our own.
    """

    kind: Literal["xyz", "pmtiles"]
    urls: Sequence[str] = field(repr=False)
    source: str
    review_number: str = ""
    datum: Datum = "wgs84"
    tone: Tone = "dark"
    tiles: Literal["raster", "vector"] = "raster"
    min_zoom: int = 0
    max_zoom: int = 18
    host: str = ""

    def body(self) -> dict[str, Any]:
        """What the page is told."""
        return {
            "kind": self.kind,
            "urls": list(self.urls),
            "source": self.source,
            "review": self.review_number,
            "datum": self.datum,
            "tone": self.tone,
            "tiles": self.tiles,
            "min_zoom": self.min_zoom,
            "max_zoom": self.max_zoom,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """The settings of the basemap, as they are written. `tone` empty: by what it shows."""

    text: str = ""
    key: str = field(default="", repr=False)
    datum: Datum = "wgs84"
    tone: Tone | Literal[""] = ""
    source: str = ""
    review_number: str = ""
    max_zoom: int = 18


def is_pmtiles(wanted: Wanted) -> bool:
    """Whether the setting names a PMTiles file."""
    return wanted.text.strip().lower().endswith(".pmtiles")


def online_basemap(wanted: Wanted) -> Basemap | None:
    """The basemap that tiles of a server make; None when none is wanted.

    Raises:
        BasemapError: the setting cannot be read, lacks its key, or its tiles would lie beside
            the ground.
    """
    text = wanted.text.strip()
    if not text or text == "none":
        return None
    if text in _TIANDITU:
        return _tianditu(text, wanted)
    if text.startswith("wmts:"):
        return _tiles(_wmts(text.removeprefix("wmts:")), wanted)
    return _tiles(text, wanted)


def _tianditu(word: str, wanted: Wanted) -> Basemap:
    """Tianditu in Web Mercator (`_w`): CGCS 2000, which here is WGS 84."""
    if not wanted.key:
        raise BasemapError(
            "ONESCREEN_BASEMAP_KEY: Tianditu needs a key (tk) of the kind “browser”, "
            "from console.tianditu.gov.cn"
        )
    if wanted.datum != "wgs84":
        raise BasemapError(
            "ONESCREEN_BASEMAP_DATUM: Tianditu is CGCS 2000 and is not shifted; leave it wgs84"
        )
    layers, tone = _TIANDITU[word]
    return Basemap(
        kind="xyz",
        urls=tuple(_tianditu_layer(layer, wanted.key) for layer in layers),
        source=wanted.source or "天地图",
        review_number=wanted.review_number,
        tone=wanted.tone or tone,
        min_zoom=1,
        max_zoom=min(wanted.max_zoom, 18),
        host=_TIANDITU_HOST,
    )


def _tianditu_layer(layer: str, key: str) -> str:
    return (
        f"{_TIANDITU_HOST}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        f"&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={quote(key, safe='')}"
    )


def _wmts(address: str) -> str:
    """A WMTS address as a template: REST with its own holes, else the query is completed."""
    template = address
    for name, hole in _WMTS_NAMES.items():
        template = template.replace(name, hole)
    if {"{z}", "{x}", "{y}"} <= set(re.findall(r"\{[^}]*\}", template)):
        return template
    given = {name.upper() for name, _ in parse_qsl(urlsplit(template).query)}
    for name in ("LAYER", "TILEMATRIXSET"):
        if name not in given:
            raise BasemapError(f"ONESCREEN_BASEMAP: the WMTS address says no {name}")
    usual = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "STYLE": "default"}
    usual |= {"FORMAT": "image/png", "TILEMATRIX": "{z}", "TILEROW": "{y}", "TILECOL": "{x}"}
    return template + "".join(f"&{name}={one}" for name, one in usual.items() if name not in given)


def _tiles(template: str, wanted: Wanted) -> Basemap:
    host = _origin(template)
    _check_holes(template)
    _check_secrets(template, wanted.key)
    _check_datum(urlsplit(template).hostname or "", wanted.datum)
    return Basemap(
        kind="xyz",
        urls=(template.replace("{key}", quote(wanted.key, safe="")),),
        source=wanted.source or (urlsplit(template).hostname or ""),
        review_number=wanted.review_number,
        datum=wanted.datum,
        tone=wanted.tone or "dark",
        max_zoom=wanted.max_zoom,
        host=host,
    )


def _origin(template: str) -> str:
    """`scheme://host[:port]`, which alone is added to what pages may load."""
    parts = urlsplit(template)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.:\-\[\]]+", parts.netloc):
        raise BasemapError(
            "ONESCREEN_BASEMAP: `none`, `tianditu`, `tianditu-img`, an http(s) address with "
            "{z} {x} {y}, `wmts:` and an address, or a file in the data folder that ends in "
            "`.pmtiles`; one plain host, without a name and password"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _check_holes(template: str) -> None:
    holes = set(re.findall(r"\{([^}]*)\}", template))
    if not {"z", "x"} <= holes or not holes & {"y", "-y"}:
        raise BasemapError("ONESCREEN_BASEMAP: the address must hold {z}, {x} and {y}")
    if unknown := sorted(holes - _HOLES):
        raise BasemapError(
            f"ONESCREEN_BASEMAP: {{{unknown[0]}}} means nothing here; one host, and no other holes "
            "than {z} {x} {y} {-y} {key}"
        )


def _check_secrets(template: str, key: str) -> None:
    """A key written into the address would be shown wherever settings are shown."""
    for name, value in parse_qsl(urlsplit(template).query):
        if name.lower() in _SECRET_NAMES and value != "{key}":
            raise BasemapError(
                f"ONESCREEN_BASEMAP: write {name}={{key}} and put the key into "
                "ONESCREEN_BASEMAP_KEY, where it is never shown"
            )
    if "{key}" in template and not key:
        raise BasemapError("ONESCREEN_BASEMAP_KEY: the address asks for a {key} and there is none")


def _check_datum(hostname: str, datum: Datum) -> None:
    if _BAIDU_HOSTS.search(hostname):
        raise BasemapError(
            "ONESCREEN_BASEMAP: Baidu's tiles are BD-09 in a grid of their own and cannot be used"
        )
    if _GCJ_HOSTS.search(hostname) and datum != "gcj02":
        raise BasemapError(
            "ONESCREEN_BASEMAP_DATUM: the tiles of this host are GCJ-02 and would lie hundreds of "
            "metres beside the ground; set it to gcj02 and they are put back"
        )
