"""The desk's recommendation for one incident, or for a place before there is one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import numpy as np

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.desk.desk_rights import may_see
from domain.dispatch import dispatch_words as words
from domain.dispatch.recommend import Travel, TravelSource
from domain.dispatch.recommendation import Candidate, Offer, RoleOffer, explain, stand_ins
from domain.dispatch.run_cards import Need, RunCards, still_needed
from domain.dispatch.units import SUBKINDS, UNIT_KIND_WORDS, TravelMode, Unit, UnitKind, travel_mode
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_choice, as_place, as_whole, check_known, check_object, required
from domain.incidents.incidents import Incident, IncidentClass, Severity, from_state
from domain.live.records import Record
from domain.moments import to_iso
from domain.saying import Saying, Term, clauses
from operations.dispatch.available_units import Force, Standing
from operations.dispatch.nearest import Roads
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Lane

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: an incident as it stands, or one that may become one."""

    number: str | None
    incident_class: IncidentClass
    severity: Severity
    lat: float
    lon: float


class Recommendations:
    """Explains who would go. Reads no table; the search runs beside the event loop."""

    def __init__(
        self,
        *,
        picture: Picture,
        areas: Areas,
        force: Force,
        cards: Callable[[], Awaitable[RunCards]],
        zone: tzinfo,
        lane: Lane,
    ) -> None:
        self._incidents = picture.entities["incident"]
        self._areas = areas
        self._force = force
        self._cards = cards
        self._zone = zone
        self._lane = lane

    async def for_incident(self, number: str, *, caller: Caller, limit: int) -> dict[str, Any]:
        """The recommendation for a live incident.

        Raises:
            NotFoundError: there is none of this number on the desk.
            NotAllowedError: not for this caller.
        """
        record = self._incidents.get(number)
        if record is not None:
            require(caller, "desk.see", area=record.state["area_code"])
        if record is None or not may_see(caller, from_state(record.state)):
            raise NotFoundError(says="incident_long_over", field="number")
        return await self._answer(question_of(record), limit, caller)

    async def for_place(self, raw: object, *, caller: Caller, limit: int) -> dict[str, Any]:
        """The recommendation for a place, a class and a severity.

        Raises:
            InvalidError: a field that cannot be read, or a place outside the district.
        """
        question = read_question(raw)
        try:
            place = self._areas.place(question.lat, question.lon)
        except InvalidError as error:
            raise InvalidError(
                says="place_far_outside",
                km=str(error.values.get("km", "")),
                field=error.field,
                code=error.code,
            ) from None
        if not scope_of(caller).covers(place.area_code):
            raise NotAllowedError(says="place_not_yours", field="lat")
        return await self._answer(question, limit, caller)

    async def in_place_of(self, silent: Unit, incident: Incident) -> list[str]:
        """Ids of the units that may go in the place of a silent one, soonest first.

        By the same rules as the recommendation: whoever it bars is sent by no machine. Where nobody
        knows where it is, nobody is near.
        """
        if not incident.is_placed:
            return []
        card = (await self._cards())[incident.incident_class, incident.severity]
        standing, roads = await self._force.ready(), await self._areas.roads()

        def search() -> list[str]:
            candidates = self._force.candidates(standing)
            travels = ways(incident.lat, incident.lon, candidates, roads)
            return stand_ins(card, silent, candidates, travels, now=standing.now, zone=self._zone)

        return await self._lane.run(search)

    async def _answer(self, question: Question, limit: int, caller: Caller) -> dict[str, Any]:
        card = (await self._cards())[question.incident_class, question.severity]
        standing, roads = await self._force.ready(), await self._areas.roads()

        def search() -> dict[str, Any]:
            candidates = self._force.candidates(standing, caller)
            roles = self._explained(question, card, candidates, standing, roads, limit)
            return answer_body(question, roles, standing)

        return await self._lane.run(search)

    def _explained(
        self,
        question: Question,
        card: Sequence[Need],
        candidates: Sequence[Candidate],
        standing: Standing,
        roads: Roads,
        limit: int,
    ) -> list[RoleOffer]:
        sent = [one.unit for one in candidates if question.number and one.number == question.number]
        return explain(
            still_needed(card, sent),
            candidates,
            ways(question.lat, question.lon, candidates, roads),
            now=standing.now,
            zone=self._zone,
            limit=limit,
        )


def question_of(record: Record) -> Question:
    """An incident's record as a question."""
    incident = from_state(record.state)
    return Question(
        incident.number,
        incident.incident_class,
        incident.severity,
        incident.lat,
        incident.lon,
    )


def read_question(raw: object) -> Question:
    """`{class, severity, lat, lon}`.

    Raises:
        InvalidError: in words a dispatcher may read; names the field.
    """
    body = check_object(raw)
    check_known(body, ("class", "severity", "lat", "lon"))
    try:
        word = as_choice(required(body, "class"), "class", IncidentClass)
        severity = as_whole(required(body, "severity"), "severity", low=1, high=4)
        place = as_place(body)
    except InvalidError as error:
        field = error.field or "body"
        if field in _SAYS:
            raise InvalidError(error.detail, says=_SAYS[field], field=field) from None
        raise error.about(field, InvalidError.code) from None
    if place is None:
        raise InvalidError(says="place_missing", field="lat", code="missing")
    return Question(None, IncidentClass(word), Severity(severity), *place)


_SAYS = {
    "class": "class_missing",
    "severity": "severity_missing",
    "lat": "place_unread",
    "lon": "place_unread",
}


def ways(
    lat: float, lon: float, candidates: Sequence[Candidate], roads: Roads
) -> list[Travel | None]:
    """The way of each candidate to a place, by its own mode; None without a fix."""
    found: list[Travel | None] = [None] * len(candidates)
    for mode in TravelMode:
        rows = [
            row
            for row, one in enumerate(candidates)
            if one.fix is not None and travel_mode(one.unit) is mode
        ]
        if not rows:
            continue
        fixes = [candidates[row].fix for row in rows]
        lats = np.array([fix.lat for fix in fixes if fix])
        lons = np.array([fix.lon for fix in fixes if fix])
        seconds, metres, by_road = roads.seconds_to(lat, lon, lats, lons, mode)
        for row, took, length, is_road in zip(
            rows, seconds.tolist(), metres.tolist(), by_road.tolist(), strict=True
        ):
            source = TravelSource.ROAD if is_road else TravelSource.STRAIGHT_LINE
            found[row] = Travel(took, length, source)
    return found


# bodies ------------------------------------------------------------------------------------


def answer_body(
    question: Question, roles: Sequence[RoleOffer], standing: Standing
) -> dict[str, Any]:
    """The recommendation as the desk's page reads it."""
    short = [(role.need, role.short) for role in roles]
    sources = {offer.travel.source for role in roles for offer in role.candidates if offer.travel}
    return {
        "number": question.number,
        "class": question.incident_class.value,
        "severity": int(question.severity),
        "at": to_iso(standing.now),
        "roads": TravelSource.STRAIGHT_LINE not in sources,
        "unit_ids": [unit_id for role in roles for unit_id in role.chosen],
        "text": words.shortfall(short) or Saying("filled"),
        "roles": [role_body(role, standing) for role in roles],
    }


def need_body(need: Need) -> dict[str, Any]:
    """A need as clients read it."""
    return {
        "role": need.role,
        "kind": need.kind.value,
        "subkind": need.subkind,
        "skills": list(need.skills),
        "count": need.count,
        "name": words.need_name(need),
    }


def role_body(role: RoleOffer, standing: Standing) -> dict[str, Any]:
    """One need with everybody offered and left out."""
    parts = [Saying("needed", n=role.need.count)]
    if role.already:
        parts.append(Saying("sent", n=role.already))
    parts.append(Saying("at_hand", n=len(role.chosen)))
    if role.short:
        parts.append(Saying("short", n=role.short))
    return need_body(role.need) | {
        "already": role.already,
        "short": role.short,
        "text": clauses(*parts),
        "chosen": role.chosen,
        "candidates": [offer_row(offer, standing) for offer in role.candidates],
        "excluded": [offer_row(offer, standing) for offer in role.excluded],
    }


def offer_row(offer: Offer, standing: Standing) -> dict[str, Any]:
    """One unit with its reasons, in codes and in words."""
    unit, fix, travel = offer.candidate.unit, offer.candidate.fix, offer.travel
    age = (standing.now - fix.at).total_seconds() if fix else None
    return {
        "unit_id": unit.unit_id,
        "call_sign": unit.call_sign,
        "kind": unit.kind.value,
        "subkind": unit.subkind,
        "status": unit.status.value,
        "skills": list(unit.skills),
        "travel_mode": travel_mode(unit).value,
        "rank": offer.rank,
        "chosen": offer.is_chosen,
        "travel_s": round(travel.seconds) if travel else None,
        "distance_m": round(travel.distance_m) if travel else None,
        "travel_source": travel.source.value if travel else None,
        "fix_at": to_iso(fix.at) if fix else None,
        "fix_age_s": max(0, round(age)) if age is not None else None,
        "is_mock": fix.is_mock if fix else False,
        "is_stale": any(reason.code == "stale_fix" for reason in offer.reasons),
        "text": clauses(*(reason.says for reason in offer.reasons)),
        "reasons": [
            {"code": reason.code.value, "text": reason.says, **reason.values}
            for reason in offer.reasons
        ],
    }


def cards_body(version: int, cards: RunCards) -> dict[str, Any]:
    """Every run card, and the words of the skills: those in them and those that have a name."""
    used = {skill for card in cards.values() for need in card for skill in need.skills}
    skills = sorted(used | words.SKILL_NAMES.keys())
    items: list[Mapping[str, Any]] = [
        {
            "class": incident_class.value,
            "severity": int(severity),
            "needs": [need_body(need) for need in card],
        }
        for (incident_class, severity), card in sorted(
            cards.items(), key=lambda item: (list(IncidentClass).index(item[0][0]), item[0][1])
        )
    ]
    names = [{"code": skill, "name": words.skill_names([skill])} for skill in skills]
    kinds = [
        {
            "code": kind.value,
            "name": Term(UNIT_KIND_WORDS[kind]),
            "subkinds": [
                {"code": one, "name": Term(words.SUBKIND_NAMES.get(one, one))}
                for one in SUBKINDS[kind]
            ],
        }
        for kind in UnitKind
    ]
    return {"version": version, "items": items, "skills": names, "kinds": kinds}
