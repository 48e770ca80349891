"""Talk about an incident: its crews by their orders, the desk by whoever handles it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_handle, may_see
from domain.desk.notices import Level
from domain.field.talk.marks import STAYS_FOR, crew_of, speaks_for
from domain.field.talk.messages import FIELD_MESSAGE, FieldMessage
from domain.field.talk.subjects import OF_INCIDENTS, TalkKinds
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import Incident
from domain.private import mask
from operations.desk.bodies import DeskBodies
from operations.desk.escalation import SUPERVISOR
from operations.field.talk.ground import TalkGround, no_talk, units_of
from operations.field.talk.subjects import Own, Part, Patience, Silent
from operations.incidents.found import incident_in, no_incident
from operations.notices.notices import CENTRE_NAME, Told, told_of
from store import Transaction
from store.field import talk as kept


class IncidentTalk:
    """Says of incidents what talk asks (operations/field/talk/subjects.py).

    Args:
        ground: what the operations share.

    Attributes:
        bodies: says who sees which incident at the desk; made with the desk.
    """

    bodies: DeskBodies
    kinds: TalkKinds = OF_INCIDENTS
    names_readers: bool = False

    def __init__(self, ground: TalkGround) -> None:
        self._ground = ground

    def patience(self) -> Patience:
        """As the district says."""
        settings = self._ground.settings
        return Patience(settings.unread_after, settings.supervisor_after)

    def told(self, tx: Transaction, number: str) -> Told | None:
        """As people are told of it."""
        incident = tx.incident(number)
        return None if incident is None else told_of(incident)

    def silent(self, tx: Transaction, number: str, step: int) -> Silent:
        """The desk first, then the supervisor."""
        recipient = CENTRE_NAME if step == 0 else SUPERVISOR
        return Silent(recipient, Level.SUPERVISOR, "现场消息无人阅读")

    def order_of(self, tx: Transaction, unit_id: str) -> str | None:
        """The open order of a unit."""
        found = next(iter(tx.open_assignments(unit_id=unit_id)), None)
        return found.assignment_id if found else None

    def crew(self, connection: Connection, number: str, but: str | None = None) -> tuple[str, ...]:
        """Who is on it and on duty, without one of them."""
        sent = kept.assignments_of(connection, number)
        return crew_of(sent, kept.units_named(connection, {one.unit_id for one in sent}), but)

    def members(self, connection: Connection, number: str) -> Sequence[tuple[str, bool]]:
        """Every crew that was sent."""
        sent = kept.assignments_of(connection, number)
        on = {one.unit_id for one in sent if one.cleared_at is None}
        return [(one, one in on) for one in dict.fromkeys(held.unit_id for held in sent)]

    def part_of(
        self, connection: Connection, number: str, caller: Caller, now: datetime,
        *, is_reading: bool = True,
    ) -> Part:  # fmt: skip
        """From the order until a day after the unit left, whether they read or write."""
        require(caller, "field.use")
        units = units_of(caller)
        found = speaks_for(kept.assignments_of(connection, number), units, now) if units else None
        if found is None:
            raise no_talk(number)
        return Part(found.unit_id)

    def mine(self, connection: Connection, caller: Caller, now: datetime) -> list[Own]:
        """Of the newest orders of a unit."""
        units = units_of(caller)
        found: dict[str, Assignment] = {}
        for one in kept.assignments_by(connection, units) if units else ():
            if one.cleared_at is None or now - one.cleared_at < STAYS_FOR:
                found.setdefault(one.number, one)
        return [
            Own(
                one.number,
                _title(kept.incident_of(connection, one.number)),
                one.unit_id,
                one.cleared_at is None,
            )
            for one in found.values()
        ]

    def check_speaks(self, tx: Transaction, number: str, caller: Caller) -> None:
        """Dispatchers of its area, and the department that owns it."""
        incident = incident_in(tx, number)
        if not may_see(caller, incident):
            raise no_incident(number)
        check_may_handle(caller, incident)

    async def seen(self, number: str, caller: Caller) -> bool:
        """Whoever sees the incident reads."""
        require(caller, "desk.see")
        incident = await self.bodies.visible(number, caller)
        is_own = caller.role != "department" or incident.owner == caller.department
        return is_own and may(caller, "handle")

    def is_read_by_role(self, caller: Caller) -> bool:
        """Roles of the desk."""
        return caller.role in FIELD_MESSAGE.audience.roles

    def at_desk(self, messages: Sequence[FieldMessage]) -> list[FieldMessage]:
        """Numbers in what was said are masked; they can be read for a reason."""
        return [
            replace(one, text=mask(FIELD_MESSAGE.name, {"text": one.text or ""})["text"])
            for one in messages
        ]

    def in_field(
        self, connection: Connection, number: str, messages: Sequence[FieldMessage]
    ) -> list[FieldMessage]:
        """Whole: it is for them."""
        return list(messages)


def _title(incident: Incident | None) -> str:
    if incident is None:
        return ""
    return incident.title or CLASS_NAMES[incident.incident_class]
