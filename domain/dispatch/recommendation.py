"""A recommendation explained: who is offered for each need of a run card, why, and who is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import numpy as np

from domain.dispatch import dispatch_words as words
from domain.dispatch.joint import NOBODY, Floats, Slot, assign_jointly
from domain.dispatch.recommend import Travel, TravelSource
from domain.dispatch.run_cards import Need, fits, is_of_sort, missing_skills
from domain.dispatch.shifts import OffRoster
from domain.dispatch.standby import Standby
from domain.dispatch.units import FREE, STALE_AFTER, Fix, Unit, UnitStatus, travel_mode
from domain.incidents.incidents import Severity
from domain.moments import to_iso
from domain.saying import Saying, Spoken, Term


class Why(StrEnum):
    """Reasons, stable for clients: first those that speak for a unit, then those against."""

    NEAREST = "nearest"
    RANK = "rank"
    TRAVEL = "travel"
    STRAIGHT_LINE = "straight_line"
    FIX_AGE = "fix_age"
    MODE = "mode"
    SKILL = "skill"
    STANDBY = "standby"
    OFF_DUTY = "off_duty"
    OUT_OF_SERVICE = "out_of_service"
    ASSIGNED = "assigned"
    RESTING = "resting"
    SHIFT_OVER = "shift_over"
    SHIFT_ENDS = "shift_ends"
    LONG_DUTY = "long_duty"
    NO_FIX = "no_fix"
    STALE_FIX = "stale_fix"
    MOCK_FIX = "mock_fix"
    WRONG_SKILL = "wrong_skill"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, what is to be said, and the figures in it."""

    code: Why
    says: Spoken
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit as it stands: newest fix, the incident it is on, until when it rests, its roster.

    `number` is blank where the unit is on an incident that who asks does not see.
    `standby` is where it was told to wait: it may be sent all the same, which ends that.
    """

    unit: Unit
    fix: Fix | None = None
    number: str | None = None
    rests_until: datetime | None = None
    off_roster: OffRoster | None = None
    standby: Standby | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate for one need, with its way to the place (None without a fix)."""

    candidate: Candidate
    travel: Travel | None
    reasons: tuple[Reason, ...]
    rank: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class RoleOffer:
    """One need of the card: units already sent, those chosen, all that may be, all that may not."""

    need: Need
    already: int
    candidates: tuple[Offer, ...]
    excluded: tuple[Offer, ...]

    @property
    def chosen(self) -> list[str]:
        """Ids of the automatic choice, soonest first."""
        return [offer.candidate.unit.unit_id for offer in self.candidates if offer.is_chosen]

    @property
    def short(self) -> int:
        """How many units are lacking."""
        return max(0, self.need.count - self.already - len(self.chosen))


def against(candidate: Candidate, *, now: datetime, zone: tzinfo) -> list[Reason]:
    """Why a unit is left out of every automatic choice; empty when it is not.

    A dispatcher may still send most of them by hand: they are listed, never hidden.
    """
    unit, fix, found = candidate.unit, candidate.fix, []
    if unit.status is UnitStatus.OFF_DUTY:
        found.append(Reason(Why.OFF_DUTY, Saying("off_duty")))
    if unit.status is UnitStatus.OUT_OF_SERVICE:
        found.append(Reason(Why.OUT_OF_SERVICE, Saying("out_of_service")))
    if candidate.number is not None:
        found.append(
            Reason(
                Why.ASSIGNED,
                Saying("assigned", number=candidate.number),
                {"number": candidate.number},
            )
            if candidate.number
            else Reason(Why.ASSIGNED, Saying("has_task"), {"number": None})
        )
    elif not found and unit.status not in FREE:
        found.append(Reason(Why.ASSIGNED, Saying("on_other_task"), {"number": None}))
    if candidate.rests_until is not None and candidate.rests_until > now:
        until = words.clock_text(candidate.rests_until, zone)
        found.append(
            Reason(
                Why.RESTING,
                Saying("resting", until=until),
                {"until": to_iso(candidate.rests_until)},
            )
        )
    if candidate.off_roster is not None:
        found.append(_by_roster(candidate.off_roster, now, zone))
    if fix is None:
        found.append(Reason(Why.NO_FIX, Saying("no_fix")))
    elif now - fix.at > STALE_AFTER:
        age = (now - fix.at).total_seconds()
        says = Saying("stale_fix", age=words.span_saying(age))
        found.append(Reason(Why.STALE_FIX, says, {"seconds": round(age)}))
    if fix is not None and fix.is_mock:
        found.append(Reason(Why.MOCK_FIX, Saying("mock_fix")))
    return found


def _by_roster(off: OffRoster, now: datetime, zone: tzinfo) -> Reason:
    begins, ends = off.stretch.begins, off.stretch.ends
    why, at = Why(off.why), words.clock_text(ends, zone)
    says = {
        Why.SHIFT_OVER: Saying("shift_over", at=at),
        Why.SHIFT_ENDS: Saying("shift_ends", at=at),
        Why.LONG_DUTY: Saying("long_duty", n=f"{(now - begins).total_seconds() / 3600:.0f}"),
    }[why]
    return Reason(why, says, {"since": to_iso(begins), "until": to_iso(ends)})


def is_available(candidate: Candidate, *, now: datetime) -> bool:
    """Whether the automatic choice may send a unit: on duty, free, rested, and its place known."""
    return (
        candidate.unit.status in FREE
        and candidate.number is None
        and candidate.fix is not None
        and not candidate.fix.is_mock
        and now - candidate.fix.at <= STALE_AFTER
        and (candidate.rests_until is None or candidate.rests_until <= now)
        and candidate.off_roster is None
    )


def rest_ends(cleared_at: datetime, worked: timedelta, rest: timedelta) -> datetime | None:
    """Until when a unit rests after an incident; one that never arrived, or left at once, does not.

    Args:
        cleared_at: when it was free again.
        worked: how long it was on scene.
        rest: the district's rest period; none is owed for less time than that on scene.
    """
    return cleared_at + rest if rest and worked >= rest else None


def explain(
    needs: Sequence[tuple[Need, int]],
    candidates: Sequence[Candidate],
    travels: Sequence[Travel | None],
    *,
    now: datetime,
    zone: tzinfo,
    limit: int = 8,
) -> list[RoleOffer]:
    """For each need: who is chosen, who else may be sent in the order of arrival, who may not.

    Args:
        needs: of the run card, each with how many units sent already fill it.
        candidates: every unit there is, any order.
        travels: the way of each candidate to the place; None without a fix.
        now: timezone-aware UTC.
        zone: the district's, for the hours in the words.
        limit: most rows of each list beyond those chosen, >= 1.

    Source: docs/decisions/0022-recommendation-explained.md
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    order = sorted(range(len(candidates)), key=lambda row: _arrival(candidates[row], travels[row]))
    pairs = [(candidates[row], travels[row]) for row in order]
    barred = [against(candidate, now=now, zone=zone) for candidate, _ in pairs]
    chosen = _choose(needs, pairs, barred)
    return [
        _role(index, need, already, pairs, barred, chosen, now=now, limit=limit)
        for index, (need, already) in enumerate(needs)
    ]


def _arrival(candidate: Candidate, travel: Travel | None) -> tuple[float, str, str]:
    seconds = round(travel.seconds, 1) if travel else float("inf")
    return seconds, candidate.unit.call_sign, candidate.unit.unit_id


def _choose(
    needs: Sequence[tuple[Need, int]],
    pairs: Sequence[tuple[Candidate, Travel | None]],
    barred: Sequence[list[Reason]],
) -> dict[int, int]:
    """Row of each unit chosen → the need it fills: the least time in all, no unit twice."""
    slots = slots_of(needs, 0, Severity.IV)
    rows = [
        row
        for row, (candidate, travel) in enumerate(pairs)
        if travel and not barred[row] and any(fits(need, candidate.unit) for need, _ in needs)
    ]
    seconds = np.full((len(slots), len(rows)), np.inf)
    for i, slot in enumerate(slots):
        for j, row in enumerate(rows):
            candidate, travel = pairs[row]
            if travel and fits(needs[slot.need][0], candidate.unit):
                seconds[i, j] = travel.seconds
    columns = assign_jointly(slots, seconds)
    return {
        rows[column]: slots[i].need for i, column in enumerate(columns.tolist()) if column != NOBODY
    }


def stand_ins(
    needs: Sequence[Need],
    silent: Unit,
    candidates: Sequence[Candidate],
    travels: Sequence[Travel | None],
    *,
    now: datetime,
    zone: tzinfo,
) -> list[str]:
    """Ids of the units that may go in the place of a silent one, soonest first.

    Whoever the automatic choice leaves out is left out here too. A unit that was chosen by hand
    and fills no need of the card is replaced by one of its own sort.

    Args:
        needs: of the incident's run card.
        silent: the unit that does not answer.
        candidates: every unit there is, any order.
        travels: the way of each candidate to the place; None without a fix.
        now: timezone-aware UTC.
        zone: the district's.
    """
    filled = [need for need in needs if fits(need, silent)]
    own_sort = Need(silent.kind, 1, silent.subkind)
    need = max(filled, key=lambda one: one.strictness, default=own_sort)
    free = [
        (candidate, travel)
        for candidate, travel in zip(candidates, travels, strict=True)
        if travel is not None
        and candidate.unit.unit_id != silent.unit_id
        and fits(need, candidate.unit)
        and not against(candidate, now=now, zone=zone)
    ]
    free.sort(key=lambda pair: _arrival(*pair))
    return [candidate.unit.unit_id for candidate, _ in free]


def slots_of(needs: Iterable[tuple[Need, int]], incident: int, severity: Severity) -> list[Slot]:
    """The units a card still asks for, one slot each; the first of a need goes before further."""
    return [
        Slot(incident, index, severity, is_first=already + extra == 0)
        for index, (need, already) in enumerate(needs)
        for extra in range(need.count - already)
    ]


def eligible_seconds(
    slots: Sequence[Slot], needs_of: Sequence[Sequence[Need]], units: Sequence[Unit], times: Floats
) -> Floats:
    """Travel time of each unit to each slot's incident; inf where the unit does not fit the need.

    Args:
        slots: n slots.
        needs_of: the needs of each incident, as the slots number them.
        units: m units.
        times: shape (incidents, m), seconds.
    """
    fit: dict[Need, list[bool]] = {}
    seconds = np.full((len(slots), len(units)), np.inf)
    for row, slot in enumerate(slots):
        need = needs_of[slot.incident][slot.need]
        if need not in fit:
            fit[need] = [fits(need, unit) for unit in units]
        seconds[row] = np.where(fit[need], times[slot.incident], np.inf)
    return seconds


def _role(
    index: int,
    need: Need,
    already: int,
    pairs: Sequence[tuple[Candidate, Travel | None]],
    barred: Sequence[list[Reason]],
    chosen: dict[int, int],
    *,
    now: datetime,
    limit: int,
) -> RoleOffer:
    offered: list[Offer] = []
    excluded: list[Offer] = []
    rank = 0
    for row, (candidate, travel) in enumerate(pairs):
        if not is_of_sort(need, candidate.unit):
            continue
        reasons = [*barred[row], *_unfit(need, candidate.unit)]
        if not reasons and chosen.get(row, index) != index:
            reasons = [Reason(Why.TAKEN, Saying("taken"))]
        if reasons:
            if len(excluded) < limit:
                shown = [*reasons, *_way(travel)]
                excluded.append(Offer(candidate, travel, tuple(shown)))
            continue
        rank += 1
        if travel and (row in chosen or rank <= limit):
            why = _in_favour(need, candidate, travel, rank, now)
            offered.append(Offer(candidate, travel, why, rank, row in chosen))
    return RoleOffer(need, already, tuple(offered), tuple(excluded))


def _unfit(need: Need, unit: Unit) -> list[Reason]:
    lacking = missing_skills(need, unit)
    if not lacking:
        return []
    says = Saying("wrong_skill", skills=words.skill_names(lacking))
    return [Reason(Why.WRONG_SKILL, says, {"missing": list(lacking)})]


def _way(travel: Travel | None) -> list[Reason]:
    """How far away, for units that are left out: the dispatcher may want them all the same."""
    if travel is None:
        return []
    rounded = round(travel.seconds / 60, 1)
    found = [Reason(Why.TRAVEL, words.minutes_saying(travel.seconds), {"minutes": rounded})]
    if travel.source is TravelSource.STRAIGHT_LINE:
        found.append(Reason(Why.STRAIGHT_LINE, Saying("straight_line")))
    return found


def _in_favour(
    need: Need, candidate: Candidate, travel: Travel, rank: int, now: datetime
) -> tuple[Reason, ...]:
    first = (
        Reason(Why.NEAREST, Saying("nearest"))
        if rank == 1
        else Reason(Why.RANK, Saying("rank", rank=rank), {"rank": rank})
    )
    found = [first, *_way(travel)]
    if candidate.fix is not None:
        age = max(0.0, (now - candidate.fix.at).total_seconds())
        says = Saying("fix_age", age=words.span_saying(age))
        found.append(Reason(Why.FIX_AGE, says, {"seconds": round(age)}))
    mode = travel_mode(candidate.unit)
    found.append(Reason(Why.MODE, Term(words.MODE_NAMES[mode]), {"mode": mode.value}))
    if need.skills:
        found.append(
            Reason(
                Why.SKILL,
                Saying("skill", skills=words.skill_names(need.skills)),
                {"skills": list(need.skills)},
            )
        )
    if candidate.standby is not None:
        found.append(_waits(candidate.standby))
    return tuple(found)


def _waits(standby: Standby) -> Reason:
    is_there = standby.arrived_at is not None
    says = Saying("standby_there" if is_there else "standby_on_way", place=standby.name)
    values = {"area_code": standby.area_code, "is_there": is_there}
    return Reason(Why.STANDBY, says, values)
