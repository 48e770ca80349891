"""Cameras: put together from what was made before them."""

import importlib.util
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from data_folder import read_video_secret
from domain.video.media.connector import Connector
from domain.video.media.sources import Source, SourceKind
from feeds.video.calls import SourceCalls
from feeds.video.mediamtx import MediaMtxConnector
from feeds.video.plain import PlainConnector
from feeds.video.wvp import WvpConnector
from geodata.district.departments import load_departments
from geodata.district.video import load_sources
from operations.files.decoding import Bounds, Decoding
from operations.video.cameras.cameras import CameraDesk, Cameras
from operations.video.cameras.register import Register
from operations.video.cameras.syncing import Syncing
from operations.video.looks.looks import Looks
from operations.video.streams.book import StreamBook
from operations.video.streams.hook import MediaHook
from operations.video.streams.streams import CameraBook, Media
from operations.video.streams.video_streams import VideoStreams, Workers


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)


def build_streams(parts: Any, cameras: CameraBook) -> VideoStreams:
    """What shows pictures, of a product whose registers of cameras and looks are made."""
    sources = load_sources(parts.district.folder)
    logins = {one.name: (one.user, read_video_secret(parts.settings, one.name)) for one in sources}
    hook = MediaHook({name: pair for name, pair in logins.items() if all(pair)})
    connectors = {
        one.name: connector_of(one, logins[one.name][1], hook, parts.district.zone)
        for one in sources
    }
    media = Media(cameras, parts.looks, connectors, StreamBook())
    return VideoStreams(media, Workers(_worker("relay"), _worker("frames"), logins), hook)


def connector_of(source: Source, secret: str, hook: MediaHook, zone: ZoneInfo) -> Connector:
    """What speaks to a source."""
    calls = SourceCalls(source)
    if source.kind is SourceKind.WVP:
        return WvpConnector(source, calls, secret, zone)
    if source.kind is SourceKind.MEDIAMTX:
        return MediaMtxConnector(source, calls, secret, hook.key_for)
    return PlainConnector(source, calls, secret)


def _worker(name: str) -> Sequence[str] | None:
    """The command of a process beside the server; None where PyAV is not installed."""
    if importlib.util.find_spec("av") is None:
        return None
    return [sys.executable, "-m", f"feeds.video.{name}"]


def build_cameras(parts: Any) -> Cameras:
    """The register of cameras, of a product whose store and map are made."""
    departments = {one.code: one for one in load_departments(parts.district.folder)}
    desk = CameraDesk(
        parts.store, parts.work, parts.district.zone, departments, parts.district.code
    )
    return Cameras(desk)


def build_register(parts: Any) -> Register:
    """What keeps the register, of a product whose map and cameras are made."""
    decoding = Decoding(Bounds(at_once=1, waiting=4))
    return Register(parts.camera_desk, decoding, partial(_place, parts))


def build_syncing(parts: Any) -> Syncing:
    """What takes the lists of sources, of a product whose streams are made."""
    return Syncing(parts.camera_desk, partial(_place, parts), lambda: parts.video.media.connectors)


def _place(parts: Any, lat: float, lon: float, crs: str) -> tuple[float, float, str]:
    """A place as the map in use has it."""
    found = parts.areas.place(lat, lon, crs=crs)
    return found.lat, found.lon, found.area_code
