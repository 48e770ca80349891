"""Whom the centre calls by phone today, and why.

A person is told of an appointment, a payment, the end of the 30 days of judicial confirmation,
and is asked back and for a rating. Pure.

Source: 人民调解法, article 33; 人民调解工作若干规定, article 37.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from domain.centre.cases.case import Case, Flag
from domain.centre.cases.parties import CaseParty, PartyRole
from domain.centre.cases.stages import OPEN, Stage
from domain.centre.loop.reminders import instalment_key
from domain.centre.mediation.settlements import Confirmation, Settlement
from domain.centre.person.calls import DONE, Came, CaseCall, Why
from domain.centre.person.ratings import may_be_rated
from domain.centre.premises.bookings import Booking, BookingState
from domain.errors import ConflictError
from domain.moments import to_id

SPEAK = frozenset({PartyRole.APPLICANT, PartyRole.REPRESENTATIVE})
LONGEST_CALL_DAYS = 90
MOST_TEXTED = 3


@dataclass(frozen=True, slots=True)
class CallDays:
    """How long before or after a day somebody is called about it; a district's to set.

    Attributes:
        instalment: days before a payment is due.
        confirmation: days before the time to ask for judicial confirmation ends.
        rating: days after the end of a case; later nobody remembers how it was handled.
    """

    instalment: int = 3
    confirmation: int = 7
    rating: int = 14


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reason to call people of a case.

    Attributes:
        key: its name within the case.
        day: the day it is about: of the session, the payment, the last of a limit.
        parties: ids of those who are called.
        at: the hour, where there is one.
        place: the code of a room; empty where there is none.
        number: of the instalment, counted from 1.
        fen: its sum.
        is_late: whether the day has passed.
    """

    why: Why
    key: str
    day: date
    parties: tuple[str, ...]
    at: datetime | None = None
    place: str = ""
    number: int = 0
    fen: int = 0
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case, as far as somebody is called for it."""

    case: Case
    parties: Sequence[CaseParty] = ()
    bookings: Sequence[Booking] = ()
    settlement: Settlement | None = None
    calls: Sequence[CaseCall] = ()
    rated: Collection[str] = ()
    linked: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class DueCall:
    """Somebody who is to be called today.

    Attributes:
        tries: how often they were not reached for this reason.
        needs_care: whether there was violence: it is told to the person alone, and nothing of the
            other side.
        was_put_off: whether they asked to be called on another day.
    """

    case: Case
    party: CaseParty
    occasion: Occasion
    tries: int = 0
    last_at: datetime | None = None
    needs_care: bool = False
    was_put_off: bool = False


@dataclass(frozen=True, slots=True)
class CallList:
    """Who is to be called today.

    Attributes:
        due: the most urgent first.
        more: how many there are besides these.
        today: the day it is of.
    """

    due: Sequence[DueCall]
    more: int
    today: date

    @property
    def count(self) -> int:
        """How many calls are due, those that are not listed included."""
        return len(self.due) + self.more


@dataclass(frozen=True, slots=True)
class CallSheet:
    """One call, with what is needed on the phone.

    Attributes:
        due: who and why, with name and number.
        phone: of the window that owns the case: where they may call back.
        earlier: the calls to this party, newest first.
    """

    due: DueCall
    phone: str
    earlier: Sequence[CaseCall]


def due_calls(
    known: Known, *, by: str, now: datetime, zone: tzinfo, next_working_day: date, days: CallDays
) -> list[DueCall]:
    """Who of a case is to be called today, the most urgent first.

    Nobody of a sealed case is: whoever calls would have to look into it.

    Args:
        known: the case and what hangs on it.
        by: the account that calls; whoever handled a case does not ask back.
        now: the moment.
        zone: in which a day is a day.
        next_working_day: the next day on which the centre is open.
        days: how long before or after a day somebody is called about it.
    """
    case = known.case
    if case.is_sealed:
        return []
    today = now.astimezone(zone).date()
    people = {one.party_id: one for one in known.parties if one.name and not one.is_dead}
    found = [
        due
        for occasion in occasions(known, now, zone, next_working_day, days)
        if not (occasion.why is Why.CALL_BACK and by in (*case.handlers, *case.mediators))
        for party_id in occasion.parties
        if party_id in people
        and (due := _due(known, people[party_id], occasion, today)) is not None
    ]
    return sorted(found, key=order)


def order(due: DueCall) -> tuple[int, date, int, str]:
    """By reason, day, tries, then code; the people of a case stay in their order."""
    at = due.occasion
    return (list(Why).index(at.why), at.day, due.tries, due.case.code)


def occasions(
    known: Known, now: datetime, zone: tzinfo, next_working_day: date, days: CallDays
) -> list[Occasion]:
    """The reasons to call anybody of a case today."""
    today = now.astimezone(zone).date()
    return [
        *_sessions(known, now, zone, next_working_day),
        *_instalments(known, today, days),
        *_confirmation(known, now, zone, days),
        *_ends(known, today, zone, days),
    ]


def _sessions(known: Known, now: datetime, zone: tzinfo, last: date) -> list[Occasion]:
    """What is booked for the parties that are to come: sides met apart hear of their own hour."""
    if known.case.stage not in OPEN:
        return []
    return [
        Occasion(
            Why.SESSION,
            f"session-{one.booking_id}-{to_id(one.begins_at)}",
            one.begins_at.astimezone(zone).date(),
            one.expected,
            at=one.begins_at,
            place=one.room or "",
        )
        for one in known.bookings
        if one.state is BookingState.BOOKED
        and one.begins_at > now
        and one.begins_at.astimezone(zone).date() <= last
    ]


def _instalments(known: Known, today: date, days: CallDays) -> list[Occasion]:
    case = known.case
    if case.stage is not Stage.PERFORMING:
        return []
    found = []
    for number, one in enumerate(case.instalments or (), 1):
        if one.paid_at is not None or one.due > today + timedelta(days=days.instalment):
            continue
        is_late = one.due < today
        key = instalment_key(case, number) + ("-late" if is_late else "")
        who = _payers(known.parties)
        found.append(
            Occasion(Why.INSTALMENT, key, one.due, who, number=number, fen=one.fen, is_late=is_late)
        )
    return found


def _payers(parties: Sequence[CaseParty]) -> tuple[str, ...]:
    """Those who are claimed against; where nobody is, everybody."""
    against = tuple(one.party_id for one in parties if one.role is PartyRole.RESPONDENT)
    return against or tuple(one.party_id for one in parties)


def _confirmation(known: Known, now: datetime, zone: tzinfo, days: CallDays) -> list[Occasion]:
    """The sides that have not asked yet, while both still may."""
    one = known.settlement
    waits = one is not None and one.confirmation in {Confirmation.NONE, Confirmation.ASKED}
    if one is None or not waits or one.confirm_until is None:
        return []
    if not one.confirm_until - timedelta(days=days.confirmation) <= now < one.confirm_until:
        return []
    last = (one.confirm_until - timedelta(seconds=1)).astimezone(zone).date()
    silent = tuple(party for party in one.parties if party not in one.asked_by)
    return [Occasion(Why.CONFIRMATION, f"confirm-{last:%Y%m%d}", last, silent)]


def _ends(known: Known, today: date, zone: tzinfo, days: CallDays) -> list[Occasion]:
    """Asking back, and asking for a rating of those who can give one by themselves."""
    case = known.case
    speak = tuple(one.party_id for one in known.parties if one.role in SPEAK)
    if case.stage is Stage.CALL_BACK:
        return [Occasion(Why.CALL_BACK, f"call_back-{case.reopened}", today, speak)]
    if case.stage is not Stage.CLOSED or case.closed_at is None or not may_be_rated(case):
        return []
    until = (case.closed_at + timedelta(days=days.rating)).astimezone(zone).date()
    if today > until:
        return []
    silent = tuple(one for one in speak if one in known.linked and one not in known.rated)
    return [Occasion(Why.RATING, f"rating-{case.reopened}", until, silent)]


def _due(known: Known, party: CaseParty, occasion: Occasion, today: date) -> DueCall | None:
    """The call that is due; None where it was done, or put off to a later day."""
    about = [
        one
        for one in known.calls
        if one.party_id == party.party_id and one.occasion == occasion.key
    ]
    if any(one.came in DONE for one in about):
        return None
    last = max(about, key=lambda one: one.at, default=None)
    put_off = last is not None and last.came is Came.AGAIN and (last.again_on or "")
    if put_off and date.fromisoformat(put_off) > today:
        return None
    return DueCall(
        known.case,
        party,
        occasion,
        tries=sum(one.came is Came.NOT_REACHED for one in about),
        last_at=last.at if last else None,
        needs_care=Flag.VIOLENCE in known.case.flags,
        was_put_off=any(one.came is Came.AGAIN for one in about),
    )


def may_be_texted(due: DueCall, today: date, zone: tzinfo) -> bool:
    """Whether somebody is reminded by a text that nobody has pressed for.

    Never where there was violence: somebody else may read the phone. Nobody is asked back by a
    text; whoever asked for a call gets one. After a day on which they were not reached, or the
    gateway took nothing, once more, at most `MOST_TEXTED` times for one reason.
    """
    return (
        bool(due.party.phone)
        and not due.needs_care
        and not due.was_put_off
        and due.occasion.why is not Why.CALL_BACK
        and due.tries < MOST_TEXTED
        and (due.last_at is None or due.last_at.astimezone(zone).date() < today)
    )


def find(due: Sequence[DueCall], party_id: str, key: str) -> DueCall:
    """The call to a party for a reason.

    Raises:
        ConflictError: it is no longer due: somebody else has called, or the reason is gone.
    """
    for one in due:
        if one.party.party_id == party_id and one.occasion.key == key:
            return one
    raise ConflictError(says="call_not_due", field="occasion")
