"""Taking a call: one incident for one key, its likely doubles, links, merges and splits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeVar

from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.desk.desk_rights import check_may_act, may_see
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.units import UnitStatus
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
    reopen,
    to_private,
)
from domain.incidents.incidents import from_state as incident_from
from domain.maps.areas import short_name
from domain.maps.departments import Department
from domain.subject_key import of_incident
from operations.clock import utc_now
from operations.desk.steps import check_departments, free_units, noted
from operations.desk.transfers import drop_transfers, hand_on, tell_department
from operations.incidents.acts import follow_crews, taken
from operations.incidents.found import incident_in, no_incident
from operations.live.picture import Picture
from operations.maps.areas import Areas, Place
from operations.notices.notices import notify_unit, served, tell_corrected, withdraw
from operations.threads import Work
from operations.transactions import in_transaction
from store import Records, Store, Transaction
from store.desk import outbox

T = TypeVar("T")
SOURCE = "phone"
LONGEST_CALL = timedelta(hours=24)
SKEW = timedelta(seconds=30)
MOST_LINKS = 50


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
    """New incidents from the desk, and links, merges and splits."""

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
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._incidents = picture.entities["incident"]
        self._departments = {one.code: one for one in departments}
        self._prefix = prefix
        self._zone = zone
        self._now = now

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
        for other in call.links:
            incident = _link(tx, incident, incident_in(tx, other), caller)
        is_ours = scope_of(caller).covers(incident.area_code)
        if not is_ours:
            hand_on(tx, incident, actor=caller.actor)
        if call.accept and is_ours:
            incident = advance(incident, IncidentStatus.ACCEPTED, at=tx.at)
            tx.put_incident(incident, action="advance", actor=caller.actor)
        if call.owner:
            tell_department(tx, incident, self._departments[call.owner], actor=caller.actor)
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
            hand_on(tx, after, actor=caller.actor)
        return self._linked(tx, after, call, caller)

    @staticmethod
    def _linked(tx: Transaction, incident: Incident, call: Call, caller: Caller) -> Incident:
        for other in call.links:
            if other not in incident.links and incident.status not in ENDED:
                incident = _link(tx, incident, incident_in(tx, other), caller)
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

    # belonging together --------------------------------------------------------------------

    async def link(self, number: str, other: str, *, caller: Caller) -> Incident:
        """Let two incidents know of each other."""

        def write(tx: Transaction) -> Incident:
            return _link(tx, incident_in(tx, number), incident_in(tx, other), caller)

        return await self._write(number, caller, write)

    async def unlink(self, number: str, other: str, *, caller: Caller) -> Incident:
        """Take a link away on both sides."""

        def write(tx: Transaction) -> Incident:
            for one, away in ((other, number), (number, other)):
                incident = incident_in(tx, one)
                check_may_act(caller, incident)
                links = tuple(link for link in incident.links if link != away)
                _change(tx, incident, replace(incident, links=links), "unlink", caller)
            return incident_in(tx, number)

        return await self._write(number, caller, write)

    async def merge(
        self, number: str, into: str, *, caller: Caller, note: str | None = None
    ) -> tuple[Incident, Incident]:
        """End an incident as a double of another; its units go on to that one.

        Raises:
            ConflictError: it is over, the other is over or dealt with, or they are one.
        """

        def write(tx: Transaction) -> tuple[Incident, Incident]:
            gone, kept = incident_in(tx, number), incident_in(tx, into)
            _check_merge(gone, kept)
            check_may_act(caller, kept)
            kept = _link(tx, kept, gone, caller)
            _move_units(tx, gone, kept, caller)
            ended = replace(
                advance(incident_in(tx, number), IncidentStatus.CANCELLED, at=tx.at),
                disposition="duplicate",
                merged_into=into,
                is_taken=True,
            )
            tx.put_incident(noted(tx, ended, note, caller), action="merge", actor=caller.actor)
            free_units(tx, number, actor=caller.actor)
            drop_transfers(tx, number, actor=caller.actor)
            served(tx, number, actor=caller.actor)
            return ended, _sent_along(tx, into, caller)

        return await self._write(number, caller, write)

    async def restore(self, number: str, *, caller: Caller) -> Incident:
        """Take a merge back: the incident is accepted again, linked to the one it was part of."""

        def write(tx: Transaction) -> Incident:
            gone = incident_in(tx, number)
            if gone.merged_into is None:
                raise ConflictError(says="not_merged", code="conflict")
            after = reopen(gone, at=tx.at)
            tx.put_incident(after, action="split", actor=caller.actor)
            return _link(tx, after, incident_in(tx, gone.merged_into), caller)

        return await self._write(number, caller, write)

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

    async def _write(self, number: str, caller: Caller, steps: Callable[[Transaction], T]) -> T:
        def run(tx: Transaction) -> T:
            check_may_act(caller, incident_in(tx, number))
            return steps(tx)

        return await in_transaction(self._store, self._work, run)


def _link(tx: Transaction, one: Incident, other: Incident, caller: Caller) -> Incident:
    check_may_act(caller, other)
    if one.number == other.number:
        raise InvalidError(says="link_to_itself", field="other")
    _change(tx, other, replace(other, links=_with(other.links, one.number)), "link", caller)
    linked = replace(one, links=_with(one.links, other.number))
    return _change(tx, one, linked, "link", caller)


def _with(links: Sequence[str], number: str) -> tuple[str, ...]:
    if number not in links and len(links) >= MOST_LINKS:
        raise ConflictError(says="too_many_links", most=MOST_LINKS, field="other")
    return tuple(dict.fromkeys([*links, number]))


def _change(
    tx: Transaction, before: Incident, after: Incident, action: str, caller: Caller
) -> Incident:
    if after != before:
        tx.put_incident(after, action=action, actor=caller.actor)
    return after


def _check_merge(gone: Incident, kept: Incident) -> None:
    if gone.number == kept.number:
        raise InvalidError(says="merge_into_itself", field="into")
    if gone.merged_into is not None:
        raise ConflictError(says="merged_already", into=gone.merged_into, code="already_merged")
    if kept.merged_into is not None:
        raise ConflictError(
            says="merge_target_merged",
            number=kept.number,
            into=kept.merged_into,
            code="already_merged",
        )
    if kept.status in ENDED:
        raise ConflictError(says="merge_target_over", number=kept.number, code="illegal_step")
    if kept.status is IncidentStatus.RESOLVED:
        raise ConflictError(
            says="merge_target_resolved",
            number=kept.number,
            code="illegal_step",
        )


def _move_units(tx: Transaction, gone: Incident, kept: Incident, caller: Caller) -> None:
    """Units on a double go on to the incident that is kept, and are told its number.

    The assignment is cleared and another opened with the same moments, so that each incident's
    record stays whole. The clock of a crew on scene goes on as it stood: when it was to be heard
    of next, and how often it was not.
    """
    for assignment in tx.open_assignments(number=gone.number):
        unit = tx.unit(assignment.unit_id)
        if unit is None or unit.status in {UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE}:
            continue
        heard = outbox.timer(tx, TimerKind.CHECK_IN, assignment.assignment_id)
        withdraw(tx, assignment.assignment_id, actor=caller.actor)
        cleared = replace(assignment, cleared_at=max(tx.at, assignment.assigned_at))
        tx.put_assignment(cleared, action="merge", actor=caller.actor)
        opened = replace(
            assignment,
            assignment_id=f"{kept.number}-{unit.unit_id}-{tx.at:%Y%m%dT%H%M%S%f}",
            number=kept.number,
            area_code=kept.area_code,
        )
        tx.put_assignment(opened, action="merge", actor=caller.actor)
        notify_unit(tx, opened, unit, kept, actor=caller.actor, is_asked=not opened.on_scene_at)
        if heard is not None:
            about = of_incident(kept.number)
            outbox.put_timer(tx, replace(heard, item_id=opened.assignment_id, about=about))
        elif opened.on_scene_at is not None:
            due = Timer(TimerKind.CHECK_IN, opened.assignment_id, of_incident(kept.number), tx.at)
            outbox.put_timer(tx, due)


def _sent_along(tx: Transaction, number: str, caller: Caller) -> Incident:
    """The incident that units came over to stands where its furthest crew does."""
    incident = incident_in(tx, number)
    if tx.open_assignments(number=number):
        if incident.status is IncidentStatus.REPORTED:
            accepted = advance(taken(incident, caller.actor), IncidentStatus.ACCEPTED, at=tx.at)
            tx.put_incident(accepted, action="advance", actor=caller.actor)
        served(tx, number, actor=caller.actor)
        follow_crews(tx, number, actor=caller.actor, at=tx.at)
    return incident_in(tx, number)


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
