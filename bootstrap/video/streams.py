"""Cameras: put together from what was made before them."""

import asyncio
import importlib.util
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from data_folder import read_video_secret
from domain.video.media.connector import Connector
from domain.video.media.sources import Source, SourceKind
from feeds.video.calls import SourceCalls
from feeds.video.demo_connector import NAME as DEMO
from feeds.video.demo_connector import DemoConnector
from feeds.video.mediamtx import MediaMtxConnector
from feeds.video.plain import PlainConnector
from feeds.video.wvp import WvpConnector
from geodata.district.departments import load_departments
from geodata.district.video import load_sources
from operations.clock import utc_now
from operations.files.decoding import Bounds, Decoding
from operations.video.cameras.cameras import CameraDesk, Cameras
from operations.video.cameras.register import Register
from operations.video.cameras.syncing import Syncing
from operations.video.exports.asked import Rules
from operations.video.exports.clips import StampedClips
from operations.video.exports.requests import VideoRequests
from operations.video.looks.looks import Looks
from operations.video.looks.register import LookRegister
from operations.video.sights import Sights
from operations.video.streams.book import StreamBook
from operations.video.streams.demo import ADDRESSES as DEMO_CAMERAS
from operations.video.streams.demo import connect_demo_cameras
from operations.video.streams.hook import MediaHook
from operations.video.streams.leaving import Holders, Leaving
from operations.video.streams.shelf import StoredStates
from operations.video.streams.streams import CameraBook, Media
from operations.video.streams.video_streams import VideoStreams, Workers


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)


def build_look_register(parts: Any) -> LookRegister:
    """What reads it."""
    names = {one.code: one.name for one in load_departments(parts.district.folder)}
    return LookRegister(parts.looks, parts.district.zone, names)


def build_video_requests(parts: Any) -> VideoRequests:
    """Recordings that leave the house."""
    settings = parts.settings
    rules = Rules(
        needs_two=settings.video_two_people,
        kept_for=timedelta(days=settings.video_export_days),
        zone=parts.district.zone,
    )
    folder = settings.facts_dir / "recordings"
    made = VideoRequests(parts.store, parts.work, parts.looks, folder, rules=rules, now=utc_now)
    made.clips = StampedClips(parts.video.media, _worker("stamping"))
    return made


def build_cameras(parts: Any) -> Cameras:
    """The register of cameras, of a product whose store and map are made."""
    departments = {one.code: one for one in load_departments(parts.district.folder)}
    desk = CameraDesk(
        parts.store, parts.work, parts.district.zone, departments, parts.district.code
    )
    return Cameras(desk)


def build_streams(parts: Any, cameras: CameraBook) -> VideoStreams:
    """What shows pictures, of a product whose registers of cameras and looks are made."""
    sources = load_sources(parts.district.folder)
    logins = {one.name: (one.user, read_video_secret(parts.settings, one.name)) for one in sources}
    hook = MediaHook({name: pair for name, pair in logins.items() if all(pair)})
    connectors: dict[str, Connector] = {
        one.name: connector_of(one, logins[one.name][1], hook, parts.district.zone)
        for one in sources
    }
    if parts.settings.demo and _is_there("av", "aiortc"):
        connectors[DEMO] = DemoConnector()
    media = Media(cameras, parts.looks, connectors, StreamBook())
    workers = Workers(_worker("relay"), _worker("frames"), logins)
    shelf = StoredStates(parts.store, parts.work, connectors)
    return VideoStreams(media, workers, hook, shelf)


def build_leaving(parts: Any) -> Leaving:
    """What ends the pictures of who signs out, of a product whose people and streams are made."""
    leaving = Leaving(parts.video.streams, Holders(parts.store, parts.work, utc_now).gone)
    parts.people.presence.on_change.append(leaving.look)
    return leaving


async def connect_demo(parts: Any) -> None:
    """Let a handful of the demo's cameras show drawn pictures, where the parts are installed."""
    demo = parts.video.media.connectors.get(DEMO)
    if not isinstance(demo, DemoConnector):
        return
    await asyncio.to_thread(connect_demo_cameras, parts.store, DEMO)
    async with parts.work.calm.turn():
        await demo.ahead(DEMO_CAMERAS[0])


def _is_there(*modules: str) -> bool:
    return all(importlib.util.find_spec(name) is not None for name in modules)


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
    if not _is_there("av"):
        return None
    return [sys.executable, "-m", f"feeds.video.{name}"]


def build_sights(parts: Any) -> Sights:
    """Which cameras see a place, and the pictures kept with incidents."""
    return Sights(
        parts.cameras,
        parts.video.snapshots,
        lambda: parts.desk_parts.files,
        parts.district.zone,
    )


def build_register(parts: Any) -> Register:
    """What keeps the register, of a product whose map and cameras are made."""
    decoding = Decoding(Bounds(at_once=1, waiting=4))
    return Register(parts.camera_desk, decoding, partial(_place, parts))


def build_syncing(parts: Any) -> Syncing:
    """What takes the lists of sources, of a product whose streams are made."""
    every = timedelta(minutes=parts.settings.video_sync_minutes)

    def that_list() -> dict[str, Connector]:
        # Plain addresses tell of no cameras, MediaMTX of paths without a national id, and not of
        # those that wait to be read: by either list all their cameras would be gone.
        held = parts.video.media.connectors
        return {name: one for name, one in held.items() if one.source.kind is SourceKind.WVP}

    return Syncing(parts.camera_desk, partial(_place, parts), that_list, every)


def _place(parts: Any, lat: float, lon: float, crs: str) -> tuple[float, float, str]:
    """A place as the map in use has it."""
    found = parts.areas.place(lat, lon, crs=crs)
    return found.lat, found.lon, found.area_code
