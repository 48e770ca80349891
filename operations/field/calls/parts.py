"""Calls, put together."""

from dataclasses import dataclass
from pathlib import Path

from domain.field.calls.ice import IceRules
from domain.video.walls.tiles import Shows
from operations.access.presence import Presence
from operations.dispatch.nearest import Nearest
from operations.field.calls.films import Films
from operations.field.calls.ledger import Ledger, Wake
from operations.field.calls.on_walls import CallTiles
from operations.field.calls.phone_lines import PhoneLines
from operations.field.calls.recordings import Recordings
from operations.field.calls.requests import CallRequests, Say
from operations.field.calls.serving import DeskLines
from operations.field.calls.still_here import StillHere
from operations.field.calls.switchboard import Switchboard
from operations.field.calls.wall_lines import WallLines
from operations.field.calls.whom import Whom
from operations.field.phones import FieldPhones
from operations.live.picture import Picture
from operations.threads import Work
from operations.video.walls.tiles import WallTiles
from store import Store


@dataclass(frozen=True, slots=True)
class Calls:
    """What routes, phones and time ask."""

    board: Switchboard
    requests: CallRequests
    desks: DeskLines
    phones: PhoneLines
    walls: WallLines
    still_here: StillHere
    recordings: Recordings
    films: Films

    async def keep_films(self) -> None:
        """End, keep and delete recordings, until cancelled."""
        await self.films.run(self.recordings.settle)


@dataclass(frozen=True, slots=True)
class RecordingRules:
    """Whether calls may be recorded, for how many days films are kept, and where they arrive."""

    is_allowed: bool
    days: int
    folder: Path


def build_calls(
    store: Store,
    work: Work,
    picture: Picture,
    nearest: Nearest,
    presence: Presence,
    phones: FieldPhones,
    tiles: WallTiles,
    *,
    ice: IceRules,
    centre_phone: str,
    wake: Wake,
    say: Say,
    recording: RecordingRules,
) -> Calls:
    """All of it, given what was made before."""
    ledger = Ledger(store, work, ice=ice, centre_phone=centre_phone, wake=wake)
    board = Switchboard(ledger, picture, Whom(picture, nearest))
    films = Films(store, work, picture, recording.folder, days=recording.days)
    recordings = Recordings(store, work, ledger, films, is_allowed=recording.is_allowed)
    requests = CallRequests(board, say, recordings)
    still_here = StillHere(store, work, presence.rules)
    lines = PhoneLines(board, requests, phones, still_here.is_out)
    on_walls = CallTiles(board.ledger)
    tiles.show(Shows.CALL, on_walls)
    board.ledger.on_less = tiles.look_again
    walls = WallLines(tiles, on_walls, requests)
    desks = DeskLines(board, requests)
    return Calls(board, requests, desks, lines, walls, still_here, recordings, films)
