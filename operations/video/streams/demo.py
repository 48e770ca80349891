"""Which of the demo's cameras show drawn pictures: a handful, the same at every start."""

from collections.abc import Iterable
from dataclasses import replace

from domain.access.callers import DEMO_DISPATCHER
from domain.video.cameras.camera import CAMERA, Camera
from store import Store
from store.video import cameras as kept

ADDRESSES = ("gate", "road", "square", "river", "school", "works")
ACTOR = "demo"


def chosen(cameras: Iterable[Camera], count: int = len(ADDRESSES)) -> list[Camera]:
    """So many demo cameras without a source, of all classes in turn, by id."""
    by_class: dict[str, list[Camera]] = {}
    for one in sorted(cameras, key=lambda camera: camera.camera_id):
        if one.is_demo and not one.source and not one.is_removed:
            by_class.setdefault(one.camera_class.value, []).append(one)
    found: list[Camera] = []
    while any(by_class.values()) and len(found) < count:
        for name in sorted(by_class):
            if by_class[name] and len(found) < count:
                found.append(by_class[name].pop(0))
    return found


def connect_demo_cameras(store: Store, source: str) -> int:
    """Give a handful of demo cameras the demo's source, once; how many. Blocks."""
    with store.transaction() as tx:
        if kept.of_source(tx.connection, source):
            return 0
        found = chosen(kept.everything(tx.connection, DEMO_DISPATCHER))
        for camera, address in zip(found, ADDRESSES, strict=False):
            made = replace(camera, source=source, address=address)
            tx.put(CAMERA, made, action="edit", actor=ACTOR)
    return len(found)
