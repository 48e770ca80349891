"""What is kept beside an incident: its timeline, notes, and who and what is near."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_add
from domain.dispatch.units import UNIT
from domain.errors import InvalidError
from domain.incidents.duplicates import metres_between
from domain.incidents.incidents import Incident
from domain.live.records import Record
from domain.maps.areas import Level, contains
from domain.maps.departments import Department
from domain.moments import to_iso
from domain.picture.sight import story_seen_by
from domain.private import mask, mask_name
from domain.subject_key import of_incident
from domain.video.cameras.camera import Camera
from domain.video.sight import Sighting, cameras_that_see
from domain.words import Words
from operations.desk.bodies import DeskBodies
from operations.desk.raised_near import raised_by
from operations.desk.timeline import KINDS, cases_of, entries, pushes_of, ties_of
from operations.incidents.found import incident_in
from operations.incidents.notes import note_id_of, put_note
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.centre.cases import began_of
from store.net.fusion import push_story
from store.video.cameras import in_box

# An @ inside a word is an address; a name ends where a sentence does.
_NAMED = re.compile(r"(?<![A-Za-z0-9_.+-])@([^\s@，。；：、！？（）,;!?()]{1,64})")
# What of an incident was pushed to the police or the grids, and what its reader may push.
OnCard = Callable[[Connection, Caller, Collection[str]], Mapping[str, Any]]
CAMERAS_NEAR, CAMERAS_WITHIN_M = 6, 5000.0
PEOPLE_NEAR = 8


# Key places near an incident that somebody may see.
NearSites = Callable[[Connection, Caller, Incident], list[dict[str, Any]]]


def no_sites(_one: Connection, _who: Caller, _incident: Incident) -> list[dict[str, Any]]:
    """Where no register of key places is kept."""
    return []


def _no_pushes(_one: Connection, _who: Caller, _numbers: Collection[str]) -> Mapping[str, Any]:
    return {"way": None, "items": []}


class DeskCard:
    """The parts of a card that are asked for one by one."""

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        bodies: DeskBodies,
        departments: Sequence[Department],
        pushes: OnCard = _no_pushes,
        sites: NearSites = no_sites,
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._units = picture.entities["unit"]
        self._bodies = bodies
        self._departments = {one.code: one.name for one in departments}
        self._pushes = pushes
        self._sites = sites

    async def whole(self, number: str, *, caller: Caller) -> dict[str, Any]:
        """Everything about an incident but its timeline."""
        body = await self._bodies.card(number, caller=caller)
        numbers = [number, *body["merged"]]
        incident = await self._bodies.visible(number, caller)
        told = [of_incident(one) for one in numbers]
        notes = await self._work.read(lambda: self._store.story(told, ["note"]))
        pushes = await self._work.read(
            lambda: self._store.ask(lambda one: self._pushes(one, caller, numbers))
        )
        return {
            **body,
            "pushes": pushes,
            "notes": [note_body(one) for one in story_seen_by(caller, incident, notes)],
            "near": await self.near(number, caller=caller),
        }

    async def timeline(
        self, number: str, *, caller: Caller, words: Words | None = None
    ) -> list[dict[str, Any]]:
        """Everything of an incident and of those merged into it, oldest first.

        Args:
            number: of the incident.
            caller: who reads it.
            words: the reader's; Chinese unless given.
        """
        incident = await self._bodies.visible(number, caller)
        signs = {record.id: record.state["call_sign"] for record in self._units.values()}
        names = {**self._departments, **signs}

        def read() -> list[dict[str, Any]]:
            merged = self._bodies.named_to(caller, self._store.merged_into(number))
            numbers = [number, *merged]
            links = self._bodies.named_to(caller, incident.links)
            others = [one for one in links if one not in numbers]
            told = self._store.story([of_incident(one) for one in others], ["incident"])
            ties = ties_of(number, told, words)
            story = self._store.story([of_incident(one) for one in numbers], KINDS)
            seen = story_seen_by(caller, incident, story)
            raised = self._store.ask(lambda one: raised_by(one, caller, seen))
            own = entries(seen, names, words, raised)
            began = self._store.ask(lambda connection: began_of(connection, caller, numbers))
            pushed = self._store.ask(lambda one: push_story(one, caller, numbers))
            lines = [*own, *ties, *cases_of(began, words), *pushes_of(pushed, names, words)]
            return sorted(lines, key=lambda one: one["seq"])

        return await self._work.read(read)

    async def note(
        self, number: str, text: str, *, caller: Caller, key: str | None = None
    ) -> dict[str, Any]:
        """Write a note; `@call_sign` names units. Sent again with its key it is written once.

        Raises:
            InvalidError: it names a unit there is not.
        """
        units = self._named(text)

        def write(tx: Transaction) -> dict[str, Any]:
            incident = incident_in(tx, number)
            check_may_add(caller, incident)
            note_id = note_id_of(number, key, caller.actor) if key else None
            held = tx.newest("note", note_id) if note_id else None
            if held is not None and (held.private or {}).get("text") == text:
                return note_body(held)
            record = put_note(
                tx,
                of_incident(number),
                text,
                units,
                actor=caller.actor,
                note_id=note_id if held is None else None,
            )
            return note_body(replace(record, private={"text": text}))

        return await in_transaction(self._store, self._work, write)

    def _named(self, text: str) -> list[str]:
        known = {record.state["call_sign"]: record.id for record in self._units.values()}
        found: list[str] = []
        for word in _NAMED.findall(text):
            # Chinese runs on without a blank: the longest beginning that is a call sign counts.
            names = [name for name in known if word.startswith(name)]
            if not names:
                raise InvalidError(says="no_call_sign", word=word, field="text")
            found.append(known[max(names, key=len)])
        return list(dict.fromkeys(found))

    async def near(self, number: str, *, caller: Caller) -> dict[str, Any]:
        """Cameras, key places and people of the place; names are masked."""
        incident = await self._bodies.visible(number, caller)
        sites = await self._work.read(
            lambda: self._store.ask(lambda one: self._sites(one, caller, incident))
        )
        cameras = await self._cameras(incident, caller) if incident.is_placed else []
        return {
            "cameras": cameras,
            "sites": sites,
            "people": self._people(incident, caller),
            "area_path": self._areas.path(incident.area_code),
        }

    async def _cameras(self, incident: Incident, caller: Caller) -> list[dict[str, Any]]:
        """Cameras of those the caller may see: those that see the place, then the nearest."""
        lat, lon = incident.lat, incident.lon
        boxed = await self._work.read(
            lambda: self._store.ask(lambda one: in_box(one, caller, lat, lon, CAMERAS_WITHIN_M))
        )
        seeing = cameras_that_see(boxed, lat, lon, CAMERAS_NEAR)
        known = {one.camera.camera_id for one in seeing}
        rest = [
            (metres, one.camera_id, one)
            for one in boxed
            if one.camera_id not in known
            and (metres := metres_between(lat, lon, one.lat, one.lon)) <= CAMERAS_WITHIN_M
        ]
        told = [camera_body(one.camera, one.distance_m, one) for one in seeing]
        told += [camera_body(one, metres) for metres, _, one in sorted(rest, key=lambda at: at[:2])]
        return told[:CAMERAS_NEAR]

    def _people(self, incident: Incident, caller: Caller) -> list[dict[str, Any]]:
        """The lead of the grid and its workers: who knows the doors and holds the keys."""
        people: list[dict[str, Any]] = []
        area = self._areas.area(incident.area_code)
        if area is not None and area.level is Level.GRID and area.lead:
            people.append({"role": "网格长", "name": mask_name(area.lead), "area": area.name})
        for record in self._units.values():
            home = record.state["home_area"] or ""
            if not UNIT.is_seen_by(caller, record.state):
                continue
            if record.state["kind"] != "grid_worker" or len(home) < len(incident.area_code):
                continue
            if not contains(incident.area_code, home):
                continue
            private = mask("unit", record.private or {})
            people.append(
                {
                    "role": "网格员",
                    "name": private.get("name") or record.state["call_sign"],
                    "phone": private.get("phone"),
                    "unit_id": record.id,
                    "area": record.state["call_sign"],
                }
            )
        return people[:PEOPLE_NEAR]


def camera_body(
    camera: Camera, metres: float, sighting: Sighting[Camera] | None = None
) -> dict[str, Any]:
    """A camera as the card shows it; `seen` is null where it does not see the place."""
    return {
        "camera_id": camera.camera_id,
        "name": camera.name,
        "class": camera.camera_class.value,
        "distance_m": round(metres),
        "status": camera.status.value,
        "seen": sighting.seen.value if sighting else None,
        "preset": sighting.preset if sighting else None,
        "is_connected": camera.is_connected,
    }


def note_body(record: Record) -> dict[str, Any]:
    """A note as the card shows it, its text masked; null when it was erased."""
    return {
        **record.state,
        "at": to_iso(record.at),
        "actor": record.actor,
        "text": mask("note", record.private or {}).get("text"),
    }
