"""Talk and broadcasts: where each thing of the part is done."""

from collections.abc import Mapping

from domain.desk.timers import TimerKind
from operations.desk.bodies import DeskBodies
from operations.desk.timers import Handler
from operations.field.talk.broadcasts import Broadcasts
from operations.field.talk.ground import TalkGround
from operations.field.talk.looking import Looking
from operations.field.talk.photos import TalkPhotos
from operations.field.talk.silence import Silence
from operations.field.talk.talking import Talking
from operations.files.shelf import Shelf


class FieldTalks:
    """The part as a whole.

    Args:
        ground: what its operations share.

    Attributes:
        talking: messages and marks.
        looking: talks as they are read; made with the desk, which says who sees which incident.
        photos: of messages.
        broadcasts: to an area or a kind of unit.
        handlers: of its timers.
    """

    looking: Looking
    photos: TalkPhotos

    def __init__(self, ground: TalkGround) -> None:
        self.ground = ground
        silence = Silence(ground)
        self.talking = Talking(ground, silence)
        self.broadcasts = Broadcasts(ground)
        self.handlers: Mapping[TimerKind, Handler] = {
            TimerKind.TALK: silence.fall_due,
            TimerKind.BROADCAST: self.broadcasts.fall_due,
            TimerKind.BROADCAST_TALLY: self.broadcasts.count,
        }

    def at_desk(self, bodies: DeskBodies, shelf: Shelf) -> None:
        """Read it at a desk, which is made after it."""
        self.looking = Looking(self.ground, bodies)
        self.photos = TalkPhotos(self.looking, self.talking)
        self.photos.put_on(shelf)
