"""SOS from a phone: held long enough, it raises an incident, and the desk rings until it is taken.

Once for each press: sent again because its answer was lost, it is answered alike. It is never
refused for duty, PIN or place.
"""

from datetime import datetime
from typing import Any, Protocol

from domain.desk.notices import Purpose
from domain.dispatch.units import Fix
from domain.errors import NotFoundError
from domain.field.phones import Phone
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus
from operations.notices.notices import CENTRE_NAME, tell_people, told_of, words_of
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.field.acts import Press, answer_of, keep, was_answered

FEED = "field"


class Raises(Protocol):
    """Where alarms go (operations/ingest/sos.py)."""

    async def accept_sos(
        self, device_id: str, fix: Fix | None, at: datetime, *, feed: str
    ) -> tuple[Incident, bool]:
        """Raise an incident, or join the open one of the same press."""


class FieldSos:
    """Raises alarms of bound phones."""

    def __init__(self, store: Store, work: Work, desk: Raises) -> None:
        self._store, self._work, self._desk = store, work, desk

    async def press(
        self,
        phone: Phone,
        press: Press,
        where: tuple[float, float] | None,
        accuracy_m: float | None,
    ) -> dict[str, Any]:
        """Somebody held the button: the incident, and whether this press made it.

        A phone of no unit alarms for its account. An open alarm of the same unit is joined, and a
        newer place corrects it; so a repeat raises nothing twice.

        Args:
            phone: which.
            press: which press, and when.
            where: WGS 84 degrees; None where the phone could not tell.
            accuracy_m: how well it knew.
        """
        held = await self._work.read(lambda: self._store.ask(lambda rows: answer_of(rows, press)))
        if held is not None:
            return await self._state_of(str(held["number"]))
        who = phone.unit_id or phone.device.account
        fix = where and Fix(who, where[0], where[1], press.at, accuracy_m=accuracy_m)
        incident, _ = await self._desk.accept_sos(who, fix, press.at, feed=FEED)

        def write(tx: Transaction) -> None:
            if answer_of(tx.connection, press) is None:
                keep(tx, press, {"number": incident.number})
            _ring(tx, incident.number)

        await in_transaction(self._store, self._work, write)
        return _state(incident)

    async def state(self, phone: Phone, number: str) -> dict[str, Any]:
        """How far an alarm of a phone has come: whether somebody at the desk has it.

        Raises:
            NotFoundError: it is no alarm of this phone, its unit or account: of others nothing is
                told, nor whether there is such an incident.
        """

        def read() -> Incident | None:
            found = self._store.incident(number)
            if found is None or found.incident_class is not IncidentClass.SOS:
                return None
            if found.device_id in {phone.unit_id, phone.device.account}:
                return found
            # too many strangers at once share one alarm: the press says whose it is too
            told = {"number": number}
            pressed = self._store.ask(lambda rows: was_answered(rows, phone.device_id, told))
            return found if pressed else None

        incident = await self._work.read(read)
        if incident is None:
            raise _none(number)
        return _state(incident)

    async def _state_of(self, number: str) -> dict[str, Any]:
        incident = await self._work.read(lambda: self._store.incident(number))
        if incident is None:
            raise _none(number)
        return _state(incident)


def _none(number: str) -> NotFoundError:
    return NotFoundError(says="no_incident", number=number[:64], field="number")


def _state(incident: Incident) -> dict[str, Any]:
    return {
        "number": incident.number,
        "status": incident.status.value,
        "is_taken": incident.status is not IncidentStatus.REPORTED,
    }


def _ring(tx: Transaction, number: str) -> None:
    """It rings at the desk again and again, until somebody accepts the incident or answers."""
    incident = tx.incident(number)
    if incident is None or incident.status is not IncidentStatus.REPORTED:
        return
    tell_people(
        tx,
        told_of(incident),
        key="sos",
        recipient=CENTRE_NAME,
        purpose=Purpose.UNSERVED,
        head="SOS 求助",
        what=f"{words_of(incident)}，请立即受理",
    )
