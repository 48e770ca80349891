"""The parts of the room of cameras."""

from bootstrap.inspections.parts import (
    build_inspections,
    build_rooms,
    build_sites,
)
from bootstrap.net.parts import NetParts
from bootstrap.video.streams import (
    build_cameras,
    build_leaving,
    build_look_register,
    build_looks,
    build_register,
    build_sights,
    build_streams,
    build_syncing,
    build_video_requests,
)
from operations.video.cameras.layer import CameraLayer
from operations.video.cameras.states import CameraStates
from operations.video.walls.parts import build_walls


class VideoParts(NetParts):
    """Cameras, looks, inspections, key places, rooms of the conference."""

    def _make_video(self) -> None:
        """Cameras: the register, what they show, and who looked."""
        self.cameras = build_cameras(self)
        self.camera_desk = self.cameras.desk
        self.camera_register = build_register(self)
        self.camera_layer = CameraLayer(self.camera_desk)
        self.looks = build_looks(self)
        self.look_register = build_look_register(self)
        self.video = build_streams(self, self.cameras)
        self.camera_states = CameraStates(self.camera_desk, lambda: self.video.status.states)
        self.video_leaving = build_leaving(self)
        self.walls = build_walls(
            self.store,
            self.work,
            self.picture,
            cameras=self.cameras,
            streams=self.video.streams,
            is_demo=self.settings.demo,
        )
        self.camera_syncing = build_syncing(self)
        self.video_requests = build_video_requests(self)
        self.sights = build_sights(self)

    def _make_inspections(self) -> None:
        """Inspections, key places and units, rooms of the video conference."""
        self.inspections = build_inspections(self)
        self.key_sites = build_sites(self)
        self.rooms = build_rooms(self)
