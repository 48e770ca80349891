"""Talk and broadcasts: where each thing of the part is done."""

from collections.abc import Mapping

from domain.centre.cases.case import CASE
from domain.centre.cases.case_codes import is_case_code
from domain.desk.timers import Timer, TimerKind
from operations.desk.bodies import DeskBodies
from operations.desk.timers import Handler
from operations.field.talk.broadcasts import Broadcasts
from operations.field.talk.ground import TalkGround
from operations.field.talk.helping import Helping
from operations.field.talk.looking import Looking
from operations.field.talk.of_cases import CaseTalk
from operations.field.talk.of_incidents import IncidentTalk
from operations.field.talk.photos import TalkPhotos
from operations.field.talk.silence import Silence
from operations.field.talk.subjects import TalkSubject
from operations.field.talk.talking import Talking
from operations.field.talk.unread_cases import UnreadCases
from operations.files.shelf import Shelf


class TalkOf:
    """The talk about one sort of thing.

    Args:
        ground: what the operations share.
        subject: what is talked about.

    Attributes:
        talking: messages and marks.
        looking: talks as they are read.
        photos: of messages.
        silence: tells on what nobody reads.
    """

    def __init__(self, ground: TalkGround, subject: TalkSubject) -> None:
        self.silence = Silence(ground, subject)
        self.talking = Talking(ground, subject, self.silence)
        self.looking = Looking(ground, subject)
        self.photos = TalkPhotos(subject.kinds.message, self.looking, self.talking)


class FieldTalks:
    """The part as a whole.

    Args:
        ground: what its operations share.

    Attributes:
        incidents: the talk about incidents.
        cases: the talk about cases of the dispute centre.
        helping: whom of the grid a handler of a case asks.
        unread_cases: what of it waits for somebody at the centre.
        broadcasts: to an area or a kind of unit.
        handlers: of its timers.
    """

    def __init__(self, ground: TalkGround) -> None:
        self.ground = ground
        self._incidents = IncidentTalk(ground)
        self.incidents = TalkOf(ground, self._incidents)
        of_cases = CaseTalk(ground)
        self.cases = TalkOf(ground, of_cases)
        self.helping = Helping(ground, of_cases, self.cases.talking)
        self.unread_cases = UnreadCases(ground)
        self.broadcasts = Broadcasts(ground)
        self.handlers: Mapping[TimerKind, Handler] = {
            TimerKind.TALK: self._fall_due,
            TimerKind.BROADCAST: self.broadcasts.fall_due,
            TimerKind.BROADCAST_TALLY: self.broadcasts.count,
        }

    def of(self, number: str) -> TalkOf:
        """The talk a number belongs to, as a phone asks for it."""
        return self.cases if is_case_code(number) else self.incidents

    async def _fall_due(self, timer: Timer) -> None:
        held = self.cases if timer.about.kind == CASE.name else self.incidents
        await held.silence.fall_due(timer)

    def at_desk(self, bodies: DeskBodies, shelf: Shelf) -> None:
        """Read it at a desk, which is made after it."""
        self._incidents.bodies = bodies
        for one in (self.incidents, self.cases):
            one.photos.put_on(shelf)
