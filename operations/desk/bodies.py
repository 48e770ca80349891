"""Incidents, assignments and notices as the desk's page reads them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.access.callers import Caller
from domain.desk.desk_rights import may_see
from domain.desk.notices import NOTICE, Notice
from domain.desk.notices import to_state as notice_state
from domain.incidents.additions import is_removed
from domain.incidents.assignments import ASSIGNMENT, Assignment
from domain.incidents.assignments import to_state as assignment_state
from domain.incidents.clocks import NAMES, Clock, Part, clocks, state_of, urgency
from domain.incidents.duplicates import Suspect
from domain.incidents.incidents import NEXT_STEPS, REOPENED_FROM, Incident
from domain.incidents.ties import is_bounded, ties_seen
from domain.maps.departments import Department, handling_grid
from domain.moments import to_iso
from domain.picture.sight import is_of_story, story_seen_by
from domain.private import mask, mask_words
from domain.subject_key import of_incident
from operations.clock import utc_now
from operations.desk.checklists import DeskChecklists, answers_of
from operations.desk.steps.crews import Sent
from operations.files.shelf import body_of as file_body
from operations.incidents.found import no_incident
from operations.incidents.incidents import Incidents
from operations.threads import Work
from store import Store

Targets = Mapping[Part, timedelta]


class DeskBodies:
    """Reads and writes out what belongs to an incident."""

    def __init__(
        self,
        store: Store,
        work: Work,
        incidents: Incidents,
        *,
        checklists: DeskChecklists,
        targets: Targets,
        departments: Sequence[Department],
        handling_at: Callable[[float, float], Mapping[str, str]],
    ) -> None:
        self._store = store
        self._work = work
        self._incidents = incidents
        self._checklists = checklists
        self._targets = targets
        self._departments = departments
        self._handling_at = handling_at

    def incident(self, incident: Incident) -> dict[str, Any]:
        """An incident with what may be done next."""
        return self._incidents.body(incident) | {
            "next_steps": sorted(step.value for step in NEXT_STEPS[incident.status]),
            "may_reopen": incident.status in REOPENED_FROM,
        }

    async def read(self, number: str) -> Incident:
        """The incident of a number.

        Raises:
            NotFoundError: there is none.
        """
        return await self._incidents.incident(number)

    async def sent(self, made: Sent) -> dict[str, Any]:
        """What an assignment answers."""
        number = made.incident.number
        notices = await self._work.read(lambda: self._store.notices(about=of_incident(number)))
        names = await self._call_signs([one.unit_id for one in made.assignments])
        return {
            "incident": self.incident(made.incident),
            "assignments": [assignment_body(one, names, notices) for one in made.assignments],
            "notices": [notice_state(one) for one in notices],
        }

    async def _call_signs(self, unit_ids: Sequence[str]) -> dict[str, str]:
        def read() -> dict[str, str]:
            found = ((unit_id, self._store.unit(unit_id)) for unit_id in set(unit_ids))
            return {unit_id: unit.call_sign for unit_id, unit in found if unit}

        return await self._work.read(read)

    async def card(self, number: str, *, caller: Caller) -> dict[str, Any]:
        """Everything about an incident but its timeline."""
        incident = await self.visible(number, caller)
        parts = await self._work.read(lambda: self._parts(incident, caller))
        names = await self._call_signs([one.unit_id for one in parts["assignments"]])
        caller_words = mask(
            "incident", {"reporter": incident.reporter, "caller_phone": incident.caller_phone}
        )
        return {
            "incident": self.incident(parts["incident"]),
            "caller": {
                "name": caller_words["reporter"],
                "phone": caller_words["caller_phone"],
                "call_started_at": _iso(incident.call_started_at),
            },
            "assignments": [
                assignment_body(one, names, parts["notices"]) for one in parts["assignments"]
            ],
            "notices": [notice_state(one) for one in parts["notices"]],
            "clocks": self.clocks(incident, parts["assignments"]),
            "handling_grids": self._handling_grids(incident),
            "merged": parts["merged"],
            "links": parts["incident"].links,
            "checklist": parts["checklist"],
            "files": parts["files"],
            "next_steps": sorted(step.value for step in NEXT_STEPS[incident.status]),
        }

    def _handling_grids(self, incident: Incident) -> list[dict[str, str]]:
        """The grid of each department at work: the map's, else the one its areas are listed in."""
        drawn = self._handling_at(incident.lat, incident.lon)
        return [
            {"department": one.code, "name": one.name, "grid": grid}
            for one in self._departments
            if one.code in {incident.owner, *incident.shared_with}
            and (grid := drawn.get(one.code) or handling_grid(one, incident.area_code))
        ]

    async def visible(self, number: str, caller: Caller) -> Incident:
        """An incident, if the caller may see it.

        Raises:
            NotFoundError: there is none, or none for this caller.
        """
        incident = await self.read(number)
        if not may_see(caller, incident):
            raise no_incident(number)
        return incident

    def named_to(self, caller: Caller, numbers: Sequence[str]) -> list[str]:
        """Those numbers whose incidents the caller may see; blocks."""
        if not is_bounded(caller):
            return list(numbers)
        held = ((number, self._store.incident(number)) for number in numbers)
        return [number for number, one in held if one is not None and may_see(caller, one)]

    def with_ties_seen(self, incident: Incident, caller: Caller) -> Incident:
        """An incident that names none of those the caller may not see; blocks."""
        return ties_seen(incident, caller, self._store.incident)

    def _parts(self, incident: Incident, caller: Caller) -> dict[str, Any]:
        number = incident.number
        answered = self._store.newest("checklist_answers", number)
        answers = next(iter(story_seen_by(caller, incident, [answered] if answered else [])), None)
        files = self._store.newest_about("file", of_incident(number))
        return {
            "assignments": [
                one
                for one in self._store.assignments(number)
                if is_of_story(caller, incident, ASSIGNMENT, assignment_state(one))
            ],
            "notices": [
                one
                for one in self._store.notices(about=of_incident(number))
                if is_of_story(caller, incident, NOTICE, notice_state(one))
            ],
            "incident": self.with_ties_seen(incident, caller),
            "merged": self.named_to(caller, self._store.merged_into(number)),
            "checklist": answers
            and {
                **answers.state,
                "items": self._checklists.questions(answers),
                "answers": shown_answers(answers_of(answers)),
                "at": to_iso(answers.at),
                "actor": answers.actor,
            },
            "files": [
                file_body(one)
                for one in story_seen_by(caller, incident, files)
                if not is_removed(one)
            ],
        }

    def clocks(self, incident: Incident, assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
        """The clocks of an incident as of now."""
        now = utc_now()
        return [_clock_body(one, now) for one in clocks(incident, assignments, self._targets)]

    def targets(self) -> dict[str, float]:
        """The targets in seconds, for screens that let the clocks run themselves."""
        return {part.value: target.total_seconds() for part, target in self._targets.items()}

    async def queue(self, found: Sequence[Incident], caller: Caller) -> list[dict[str, Any]]:
        """Incidents with their clocks, the most urgent first."""
        seen = [one for one in found if may_see(caller, one)]
        numbers = [one.number for one in seen]
        sent = await self._work.read(
            lambda: {number: self._store.assignments(number) for number in numbers}
        )
        now = utc_now()

        def rank(incident: Incident) -> tuple[int, int, datetime]:
            states = [
                state_of(one, now) for one in clocks(incident, sent[incident.number], self._targets)
            ]
            return urgency(states), int(incident.severity), incident.reported_at

        return [
            self.incident(one) | {"clocks": self.clocks(one, sent[one.number])}
            for one in sorted(seen, key=rank)
        ]


def assignment_body(
    assignment: Assignment, names: Mapping[str, str], notices: Sequence[Notice]
) -> dict[str, Any]:
    """An assignment with its unit's call sign, and how its notice stands."""
    own = [one for one in notices if one.notice_id == assignment.assignment_id]
    return assignment_state(assignment) | {
        "call_sign": names.get(assignment.unit_id, assignment.unit_id),
        "notice": notice_state(own[0]) if own else None,
    }


def shown_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers without the numbers of phones and identity cards."""
    return {
        key: mask_words(value) if isinstance(value, str) else value
        for key, value in answers.items()
    }


def suspect_body(suspect: Suspect) -> dict[str, Any]:
    """A likely double as the form offers it."""
    incident = suspect.incident
    return {
        "number": incident.number,
        "title": mask("incident", {"title": incident.title})["title"],
        "class": incident.incident_class.value,
        "status": incident.status.value,
        "severity": int(incident.severity),
        "reported_at": to_iso(incident.reported_at),
        "distance_m": round(suspect.distance_m),
        "minutes": round(suspect.apart.total_seconds() / 60),
        "score": suspect.score,
        "reasons": list(suspect.reasons),
    }


def _clock_body(clock: Clock, now: datetime) -> dict[str, Any]:
    return {
        "name": clock.part.value,
        "label": NAMES[clock.part],
        "since": to_iso(clock.since),
        "until": _iso(clock.until),
        "target_s": clock.target.total_seconds() if clock.target else None,
        "elapsed_s": round(((clock.until or now) - clock.since).total_seconds(), 1),
        "state": state_of(clock, now).value,
    }


def _iso(moment: datetime | None) -> str | None:
    return to_iso(moment) if moment else None
