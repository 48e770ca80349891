"""Taking a call: one incident for one key, and its likely doubles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.desk.desk_rights import check_may_act, may_see
from domain.errors import ConflictError, InvalidError
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.duplicates import Suspect, suspects
from domain.incidents.incidents import (
    ENDED,
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
    advance,
    incident_number,
    to_private,
)
from domain.incidents.incidents import from_state as incident_from
from domain.maps.areas import short_name
from domain.maps.departments import Department
from operations.clock import utc_now
from operations.desk.links import link
from operations.desk.steps.ownership import check_departments
from operations.desk.transfers import hand_on, tell_department
from operations.incidents.found import incident_in, no_incident
from operations.incidents.raising import Raises, as_told
from operations.live.picture import Picture
from operations.maps.areas import Areas, Place
from operations.notices.notices import tell_corrected, told_of
from operations.threads import Work
from operations.transactions import in_transaction
from store import Records, Store, Transaction

SOURCE = "phone"
LONGEST_CALL = timedelta(hours=24)
SKEW = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Call:
    """What the call-taker took down, checked. `title` None: made from class and place."""

    key: str
    incident_class: IncidentClass
    severity: Severity
    place: Place
    call_started_at: datetime | None
    title: str | None = None
    description: str | None = None
    address: str | None = None
    caller_name: str | None = None
    caller_phone: str | None = None
    accept: bool = True
    owner: str | None = None
    links: tuple[str, ...] = ()


class DeskIntake:
    """New incidents from the desk."""

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        *,
        departments: Sequence[Department] = (),
        prefix: str,
        zone: tzinfo,
        now: Callable[[], datetime] = utc_now,
        raises: Raises = as_told,
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._incidents = picture.entities["incident"]
        self._departments = {one.code: one for one in departments}
        self._prefix = prefix
        self._zone = zone
        self._now = now
        self._raises = raises

    async def take(self, call: Call, *, caller: Caller) -> tuple[Incident, bool]:
        """Make an incident of a call, once per key.

        The same again is answered with what is there. The key with other content corrects the
        incident while it is open, and makes another, linked to it, when it is over.

        A call from outside the caller's area is kept and handed on: it stays reported, and the
        desk that has the place is told to accept it.

        Raises:
            ConflictError: the key is that of somebody else's call.
            InvalidError: impossible times, or a department there is not.
            NotFoundError: a linked incident is unknown.
        """
        check_may_act(caller)
        self._check_times(call.call_started_at)
        check_departments(self._departments, [call.owner] if call.owner else [], field="owner")

        def write(tx: Transaction) -> tuple[Incident, bool]:
            return self._once(tx, call, caller)

        return await in_transaction(self._store, self._work, write)

    def _check_times(self, started: datetime | None) -> None:
        if started is None:
            return
        if started - self._now() > SKEW:
            raise InvalidError(says="call_ahead", field="call_started_at")
        if self._now() - started > LONGEST_CALL:
            raise InvalidError(says="call_too_old", field="call_started_at")

    def _put(self, tx: Transaction, call: Call, key: str, caller: Caller) -> Incident:
        ordinal = tx.next_ordinal(tx.at.astimezone(self._zone).date())
        number = incident_number(self._prefix, tx.at, self._zone, ordinal)
        incident = Incident(
            number=number,
            incident_class=call.incident_class,
            severity=call.severity,
            status=IncidentStatus.REPORTED,
            lat=call.place.lat,
            lon=call.place.lon,
            area_code=call.place.area_code,
            reported_at=tx.at,
            source=SOURCE,
            source_id=key,
            reached_at={IncidentStatus.REPORTED: tx.at},
            is_outside=call.place.is_outside,
            place_source=call.place.source,
            call_started_at=min(call.call_started_at or tx.at, tx.at),
            owner=call.owner,
            is_taken=True,
            title=call.title or self._title(call),
            description=call.description,
            address=call.address,
            reporter=call.caller_name,
            caller_phone=call.caller_phone,
        )
        tx.put_incident(incident, action="report", actor=caller.actor, is_new=True)
        incident = self._raises(tx, incident)
        for other in call.links:
            incident = link(tx, incident, incident_in(tx, other), caller)
        is_ours = scope_of(caller).covers(incident.area_code)
        if not is_ours:
            hand_on(tx, told_of(incident), actor=caller.actor)
        if call.accept and is_ours:
            incident = advance(incident, IncidentStatus.ACCEPTED, at=tx.at)
            tx.put_incident(incident, action="advance", actor=caller.actor)
        if call.owner:
            department = self._departments[call.owner]
            tell_department(tx, told_of(incident), department, actor=caller.actor)
        return incident

    def _once(self, tx: Transaction, call: Call, caller: Caller) -> tuple[Incident, bool]:
        """What a key stands for: an incident, or the last of several that followed each other."""
        turn, key = 1, call.key
        while (held := tx.incident_by_source(SOURCE, key)) is not None:
            check_is_own(tx, held, caller)
            changed = self._said_anew(tx, held, call)
            if not changed:
                return self._linked(tx, held, call, caller), False
            if held.status not in ENDED:
                return self._corrected(tx, held, changed, call, caller), False
            turn += 1
            key = f"{call.key}~{turn}"
            call = replace(call, links=tuple(dict.fromkeys([held.number, *call.links])))
        return self._put(tx, call, key, caller), True

    def _said_anew(self, tx: Transaction, held: Incident, call: Call) -> dict[str, Any]:
        """What a retry says otherwise than the first sending did, whatever was edited since."""
        first = tx.history("incident", held.number)[0]
        before = incident_from(first.state, first.private)
        now = {
            "incident_class": call.incident_class,
            "severity": call.severity,
            "lat": call.place.lat,
            "lon": call.place.lon,
            "area_code": call.place.area_code,
            "is_outside": call.place.is_outside,
            "place_source": call.place.source,
            "title": call.title or self._title(call),
            "description": call.description,
            "address": call.address,
            "reporter": call.caller_name,
            "caller_phone": call.caller_phone,
        }
        erased = set(to_private(before)) if first.private is None else set()
        return {
            name: value
            for name, value in now.items()
            if name not in erased and getattr(before, name) != value
        }

    def _corrected(
        self, tx: Transaction, held: Incident, changed: dict[str, Any], call: Call, caller: Caller
    ) -> Incident:
        if held.status is not IncidentStatus.REPORTED:
            check_may_act(caller, held)  # once accepted it is corrected by whose it is
        after = replace(held, **changed)
        if after != held:
            tx.put_incident(after, action="edit", actor=caller.actor)
            tell_corrected(tx, held, after, actor=caller.actor)
        scope = scope_of(caller)
        if scope.covers(held.area_code) and not scope.covers(after.area_code):
            hand_on(tx, told_of(after), actor=caller.actor)
        return self._linked(tx, after, call, caller)

    @staticmethod
    def _linked(tx: Transaction, incident: Incident, call: Call, caller: Caller) -> Incident:
        for other in call.links:
            if other not in incident.links and incident.status not in ENDED:
                incident = link(tx, incident, incident_in(tx, other), caller)
        return incident

    def told(self, incident: Incident, caller: Caller) -> dict[str, Any] | None:
        """What is answered of a call that was handed on: its number and who has it now.

        None for an incident the caller sees.
        """
        if may_see(caller, incident):
            return None
        town = self._areas.area(incident.area_code[:9])
        name = short_name(town.name) if town else incident.area_code
        return {
            "number": incident.number,
            "area_code": incident.area_code,
            "status": incident.status.value,
            "handed_on": {
                "area_code": incident.area_code[:9],
                "name": name,
                "text": f"{incident.number} 在{name}，不在您的辖区；"
                "已转该辖区值班席和指挥中心受理。",
            },
        }

    def _title(self, call: Call) -> str:
        area = self._areas.area(call.place.area_code)
        name, word = area.name if area else "", CLASS_NAMES[call.incident_class]
        return f"区外{word}（近{name}）" if call.place.is_outside else f"{name}{word}"

    def duplicates(
        self,
        incident_class: IncidentClass,
        lat: float,
        lon: float,
        at: datetime | None,
        *,
        caller: Caller,
        area_code: str | None = None,
        address: str | None = None,
    ) -> list[Suspect]:
        """Open incidents of the caller's that may be the same event; reads no table."""
        live = [
            incident_from(record.state, record.private)
            for record in self._incidents.values()
            if record.state["status"] not in ENDED
        ]
        live = [one for one in live if may_see(caller, one)]
        moment = at or self._now()
        return suspects(
            live,
            incident_class=incident_class,
            lat=lat,
            lon=lon,
            at=moment,
            area_code=area_code,
            address=address,
        )

    async def split(self, number: str, call: Call, *, caller: Caller) -> tuple[Incident, bool]:
        """Make a second incident out of one, linked to it."""
        original = await self._work.read(lambda: self._must_exist(number))
        check_may_act(caller, original)
        links = tuple(dict.fromkeys([number, *call.links]))
        return await self.take(replace(call, links=links), caller=caller)

    def _must_exist(self, number: str) -> Incident:
        incident = self._store.incident(number)
        if incident is None:
            raise no_incident(number)
        return incident


def check_is_own(records: Records, held: Incident, caller: Caller) -> None:
    """Refuse whoever shows the key of a call they neither see nor took.

    Raises:
        ConflictError: says that the form was used.
    """
    if may_see(caller, held) or taken_by(records, held.number) == caller.actor:
        return
    raise ConflictError(says="call_used", field="key", code="conflict")


def taken_by(records: Records, number: str) -> str | None:
    """Who took a call."""
    first = next(iter(records.history("incident", number)), None)
    return first.actor if first else None
