"""Turning a camera: every command is followed by a stop, whatever becomes of who sent it."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, OneScreenError
from domain.video.looks.reasons import ACTIONS, Look, Reason
from domain.video.media.connector import Connector, Preset, PresetAct, Turn
from domain.video.media.turn_rates import TurnRates
from operations.video.looks.looks import More
from operations.video.streams.streams import Media

log = logging.getLogger("onescreen.video")
# How long a camera turns for one command; held keys send the next one before.
DEAD_MAN_S, LONGEST_S = 0.8, 3.0
_STOP_TRIED = 3


@dataclass(frozen=True, slots=True)
class Turned:
    """Which way, how fast (1 to 100), and for how long at most."""

    turn: Turn
    speed: int = 50
    seconds: float = DEAD_MAN_S


class Turning:
    """Commands to cameras that turn.

    Args:
        media: what is shared.
        clock: seconds that only go forward, for how often one may command.
    """

    def __init__(self, media: Media, clock: Callable[[], float] = time.monotonic) -> None:
        self._media, self._clock, self._rates = media, clock, TurnRates()
        self._stops: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def turn(
        self, camera_id: str, turned: Turned, caller: Caller, reason: Reason,
        address: str | None = None,
    ) -> None:  # fmt: skip
        """Turn or zoom, and stop after a time unless the next command comes before.

        Raises:
            InvalidError: the speed or the time is out of range, or the reason lacks something.
            ConflictError: the register does not know it as one that turns; no look is written.
            FullError: this person commands this camera too often; no look is written.
            NotAllowedError, NotFoundError, TroubleError: as `Streams.open`.
        """
        require(caller, ACTIONS[Look.PTZ])
        if not 1 <= turned.speed <= 100:
            raise InvalidError(says="field_not_valid", field="speed")
        if not 0 < turned.seconds <= LONGEST_S:
            raise InvalidError(says="field_not_valid", field="seconds")
        connector, at_source = await self._that_turns(camera_id, caller)
        # A stop belongs to what it ends; it must not wait for the register, and is never too often.
        if turned.turn is not Turn.STOP:
            self._rates.take(caller.actor, camera_id, self._clock())
            detail = f"{turned.turn.value} {turned.speed}"
            more = More(detail=detail)
            await self._media.looks.begin(camera_id, Look.PTZ, reason, caller, address, more)
        self._stop_after(connector, at_source, turned)
        try:
            await connector.turn(at_source, turned.turn, turned.speed)
        finally:
            # A source that is slow to take the command may have had its stop before it.
            if (
                turned.turn is not Turn.STOP
                and (connector.source.name, at_source) not in self._stops
            ):
                self._stop_after(connector, at_source, turned)

    async def presets(self, camera_id: str, caller: Caller) -> Sequence[Preset]:
        """The kept directions of a camera.

        Raises:
            NotAllowedError, NotFoundError, TroubleError: as `Streams.open`.
        """
        require(caller, ACTIONS[Look.PTZ])
        _, connector, at_source = await self._media.at_source(camera_id, caller)
        return await connector.presets(at_source)

    async def preset(
        self, camera_id: str, number: int, act: PresetAct, caller: Caller, reason: Reason,
        address: str | None = None,
    ) -> None:  # fmt: skip
        """Go to a kept direction, keep the present one, or forget one.

        Raises:
            InvalidError: the number is none, or the reason lacks something.
            ConflictError, FullError: as `turn`.
            NotAllowedError, NotFoundError, TroubleError: as `Streams.open`.
        """
        require(caller, ACTIONS[Look.PTZ])
        if not 1 <= number <= 255:
            raise InvalidError(says="field_not_valid", field="number")
        connector, at_source = await self._that_turns(camera_id, caller)
        self._rates.take(caller.actor, camera_id, self._clock())
        more = More(detail=f"preset {act.value} {number}")
        await self._media.looks.begin(camera_id, Look.PTZ, reason, caller, address, more)
        await connector.preset(at_source, number, act)

    async def stop(self) -> None:
        """Stop every camera that turns now; for the end of the server."""
        stops = list(self._stops.values())
        for task in stops:
            task.cancel()
        if stops:
            await asyncio.wait(stops, timeout=5.0)

    async def _that_turns(self, camera_id: str, caller: Caller) -> tuple[Connector, str]:
        """Its source and its address there."""
        camera, connector, at_source = await self._media.at_source(camera_id, caller)
        if not camera.turns:
            raise ConflictError(says="video_camera_fixed", camera=camera.name)
        return connector, at_source

    def _stop_after(self, connector: Connector, address: str, turned: Turned) -> None:
        key = (connector.source.name, address)
        before = self._stops.pop(key, None)
        if before is not None:
            before.set_name("replaced")
            before.cancel()
        if turned.turn is Turn.STOP:
            return
        task = asyncio.create_task(self._stop_later(connector, address, turned.seconds))
        self._stops[key] = task

    async def _stop_later(self, connector: Connector, address: str, seconds: float) -> None:
        me = asyncio.current_task()
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            if me is not None and me.get_name() == "replaced":
                raise
        for _ in range(_STOP_TRIED):
            try:
                await connector.turn(address, Turn.STOP, 1)
                break
            except OneScreenError as error:
                log.warning("a camera of %s was not told to stop: %s", connector.source.name, error)
        key = (connector.source.name, address)
        if self._stops.get(key) is me:
            del self._stops[key]
