"""Guards against the known abuses of points: which outcomes count, and why others do not.

Source: docs/net.md, "Credit"; each guard answers one documented abuse.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from math import cos, hypot, radians

from domain.net.credit.outcomes import Outcome
from domain.net.credit.photos import PhotoFile, repeated
from domain.net.credit.rules import CreditRule, Evidence, RuleBook

METRES_PER_DEGREE = 111_320.0


class Verdict(StrEnum):
    """Whether an outcome counts, and if not, why."""

    COUNTS = "counts"
    NO_RULE = "no_rule"
    NOT_CHECKED = "not_checked"
    CHECKED_ALONE = "checked_alone"  # by the person who did it
    NOT_PROVEN = "not_proven"
    NO_PHOTO = "no_photo"
    NO_PAIR = "no_pair"
    OTHER_SESSION = "other_session"
    OLD_PHOTO = "old_photo"  # not of the time of the outcome
    SAME_PHOTO = "same_photo"  # handed in before
    NEAR_DUPLICATE = "near_duplicate"
    NOT_CALLED_BACK = "not_called_back"
    OVER_CAP = "over_cap"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of the guards; the district's own.

    Attributes:
        near_m, near_in: outcomes of one class within both count once.
        photo_within: how long before or after the outcome its photos reach the server at most.
        same_photo_bits: hashes that differ in no more bits are of the same picture.
        photo_pause: photos of one session reach the server with no longer pause between them.
        photos_back: how long ago a picture handed in again is still known.
    """

    near_m: float = 50.0
    near_in: timedelta = timedelta(hours=24)
    photo_within: timedelta = timedelta(hours=2)
    same_photo_bits: int = 4
    photo_pause: timedelta = timedelta(minutes=60)
    photos_back: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome and what the guards say of it; `other` is the outcome it repeats."""

    outcome: Outcome
    day: date
    rule: CreditRule | None
    verdict: Verdict
    other: str = ""


def own_merits(outcome: Outcome, rule: CreditRule | None, bounds: Bounds) -> Verdict:
    """What can be said of an outcome by itself: checked by another, proven, its photos a pair."""
    if rule is None:
        return Verdict.NO_RULE
    if outcome.checked_by is None:
        return Verdict.NOT_CHECKED
    if outcome.checked_by == outcome.person:
        return Verdict.CHECKED_ALONE
    if outcome.is_proven is False or (rule.evidence is Evidence.PROOF and not outcome.is_proven):
        return Verdict.NOT_PROVEN
    if rule.evidence is Evidence.CALL_BACK and not outcome.is_called_back:
        return Verdict.NOT_CALLED_BACK
    if rule.evidence is Evidence.PAIR:
        return pair_of(outcome, bounds)
    return fresh_photo(outcome, bounds) if outcome.needs_photo else Verdict.COUNTS


def fresh_photo(outcome: Outcome, bounds: Bounds) -> Verdict:
    """Whether a task that asks for a photo has one of its own time."""
    if not outcome.photos:
        return Verdict.NO_PHOTO
    is_fresh = any(
        abs(one.received_at - outcome.at) <= bounds.photo_within for one in outcome.photos
    )
    return Verdict.COUNTS if is_fresh else Verdict.OLD_PHOTO


def pair_of(outcome: Outcome, bounds: Bounds) -> Verdict:
    """Whether the photos before and after were taken in one session, at the time of the outcome."""
    before = [one for one in outcome.photos if not one.is_after]
    after = [one for one in outcome.photos if one.is_after]
    if not before or not after:
        return Verdict.NO_PAIR
    if {one.session for one in before}.isdisjoint(one.session for one in after):
        return Verdict.OTHER_SESSION
    if any(abs(one.received_at - outcome.at) > bounds.photo_within for one in outcome.photos):
        return Verdict.OLD_PHOTO
    return Verdict.COUNTS


@dataclass
class NearBefore:
    """What was counted, by place and class: the next within metres and hours is the same."""

    bounds: Bounds
    _cells: dict[tuple[str, int, int], list[Outcome]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def repeats(self, outcome: Outcome) -> str | None:
        """The earlier outcome of the same class, near in place and time; None for none."""
        if outcome.lat is None or outcome.lon is None:
            return None
        row, column = self._cell(outcome.lat, outcome.lon)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                for known in self._cells.get((outcome.found, row + dy, column + dx), ()):
                    is_near = metres_between(outcome, known) <= self.bounds.near_m
                    if is_near and abs(outcome.at - known.at) <= self.bounds.near_in:
                        return known.outcome_id
        return None

    def add(self, outcome: Outcome) -> None:
        """Remember an outcome that counts."""
        if outcome.lat is not None and outcome.lon is not None:
            row, column = self._cell(outcome.lat, outcome.lon)
            self._cells[outcome.found, row, column].append(outcome)

    def _cell(self, lat: float, lon: float) -> tuple[int, int]:
        """Cells at least as wide as `near_m`, up to 60 degrees north or south."""
        step = self.bounds.near_m / METRES_PER_DEGREE
        return int(lat // step), int(lon // (2 * step))


def metres_between(one: Outcome, other: Outcome) -> float:
    """How far two outcomes lie apart, both with a place; on a plane, as they are near."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return float("inf")
    shrink = cos(radians((one.lat + other.lat) / 2))
    north = (one.lat - other.lat) * METRES_PER_DEGREE
    east = (one.lon - other.lon) * METRES_PER_DEGREE * shrink
    return hypot(north, east)


def judged(
    outcomes: Sequence[Outcome], book: RuleBook, bounds: Bounds, zone: tzinfo,
    others: Iterable[PhotoFile] = (),
) -> list[Judged]:  # fmt: skip
    """Every outcome with what the guards say of it, but for the cap, in the order of time.

    Args:
        outcomes: those in question and those shortly before, which they may repeat.
        book: the rules.
        bounds: the numbers of the guards.
        zone: the district's, in which days begin.
        others: photos that belong to none of the outcomes, but may be handed in again with one.
    """
    near, found = NearBefore(bounds), []
    in_order = sorted(outcomes, key=_in_order)
    same = repeated(in_order, others, bounds.same_photo_bits)
    for one in in_order:
        day = day_of(one.at, zone)
        rule = book.rewarding(one.kind, day)
        verdict, other = own_merits(one, rule, bounds), ""
        if verdict is Verdict.COUNTS and one.outcome_id in same:
            verdict, other = Verdict.SAME_PHOTO, same[one.outcome_id]
        if verdict is Verdict.COUNTS and rule is not None and rule.merges:
            other = near.repeats(one) or ""
            verdict = Verdict.NEAR_DUPLICATE if other else Verdict.COUNTS
            if not other:
                near.add(one)
        found.append(Judged(one, day, rule, verdict, other))
    return found


def _in_order(one: Outcome) -> tuple[datetime, str]:
    return one.at, one.outcome_id


def day_of(at: datetime, zone: tzinfo) -> date:
    """The district's day of a moment."""
    return at.astimezone(zone).date()


def within_cap(count: int, rule: CreditRule, earned: int = 0) -> int:
    """How many of `count` outcomes of one class still earn points on their day.

    Args:
        count: how many there are.
        rule: by which they earn.
        earned: points the day has earned already in this class.
    """
    if not rule.points:
        return 0
    return max(0, min(count, (rule.cap - earned) // rule.points))
