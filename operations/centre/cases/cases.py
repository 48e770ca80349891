"""Cases of the dispute centre, and where each thing is done with them.

Each operation checks its caller: the access table for the door, the case's own audience for the
case, the table of steps for the step. What time does by itself (silence, amber, red) comes in by
timers.
"""

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.premises.places import Centre
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.exports import CaseExports
from operations.centre.cases.intake import Intake
from operations.centre.cases.looking import Looking
from operations.centre.cases.offering import Offering
from operations.centre.cases.reminders import Reminders
from operations.centre.cases.slips import Slips
from operations.centre.cases.steps import Steps
from operations.centre.cases.times import Times


class Cases:
    """The dispute centre's cases.

    Attributes:
        intake: where they come in.
        offering: what helps while one is typed, and what was typed.
        steps: where they are stepped on.
        looking: where they are listed and shown.
        exports: where their lists are taken away.
        slips: where their slips are printed.
        reminders: what waits for an answer.
        times: what time does by itself.
    """

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk
        self.intake = Intake(desk)
        self.offering = Offering(desk)
        self.steps = Steps(desk)
        self.looking = Looking(desk)
        self.exports = CaseExports(desk, self.looking)
        self.slips = Slips(desk, self.looking)
        self.reminders = Reminders(desk)
        self.times = Times(desk, self.steps)

    def centre(self, caller: Caller) -> Centre:
        """The centre as its people know it.

        Raises:
            NotAllowedError: the caller is none of them.
            NotFoundError: the district has none.
        """
        require(caller, "cases.see")
        return self._desk.its()
