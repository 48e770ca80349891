"""Numbers of the queue: taken at a kiosk or the front desk, called at windows, without a name.

Numbers run per day and zone, by the district's clock. A ticket handed to another window keeps its
place: what is called first is what was taken first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum

from domain.centre.premises.places import Centre
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Ends, HangsOn, Kept, Kind, Live, Owned
from domain.kind_fields import fields_of

CALLS_BEFORE_GONE = 3
MOST_PER_DAY = 999
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and no O: read aloud and on paper they are 1 and 0


class TicketState(StrEnum):
    """Where somebody with a number stands."""

    WAITING = "waiting"
    CALLED = "called"  # at a window: called, or being served
    DONE = "done"
    GONE = "gone"  # did not come, though called often enough
    TOLD = "told"  # the day ended before their turn, and they were told
    LAPSED = "lapsed"  # of an earlier day, and nobody said how it ended


OVER = frozenset({TicketState.DONE, TicketState.GONE, TicketState.TOLD, TicketState.LAPSED})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number of a day.

    Attributes:
        label: what stands on paper and is called: the zone's letter and the number.
        window: where it is, or was last; None before it was called.
        for_window: the only window that calls it, where it was handed over.
        calls: how often it was called at this window.
        turn: how often it has begun at a window.
    """

    ticket_id: str
    day: str
    zone: str
    number: int
    label: str
    state: TicketState
    taken_at: datetime
    window: str | None = None
    for_window: str | None = None
    calls: int = 0
    turn: int = 0
    called_at: datetime | None = None
    ended_at: datetime | None = None


TICKET = Kind(
    name="ticket",
    entity=Ticket,
    fields=fields_of(Ticket),
    id_field="ticket_id",
    audience=Audience(("queue.see",)),
    live=Live.UNTIL_ENDED,
    ends=Ends(at="ended_at"),
    kept=Kept.SIX_MONTHS,
    day_field="day",
    title="排队号",
    says={
        "take": "取号 {label}",
        "call": "呼叫 {label}",
        "again": "再次呼叫 {label}",
        "hand_over": "移交 {label}",
        "done": "{label} 办理完毕",
        "gone": "{label} 过号",
        "back": "{label} 恢复排队",
        "told": "{label} 已告知改日办理",
        "lapse": "{label} 隔日失效",
    },
)


@dataclass(frozen=True, slots=True)
class CaseTicket:
    """With which number somebody came whose matter became a case. Seen by whoever sees the case."""

    ticket_id: str
    case_code: str
    label: str
    window: str
    taken_at: datetime


CASE_TICKET = Kind(
    name="case_ticket",
    entity=CaseTicket,
    fields=fields_of(CaseTicket),
    id_field="ticket_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="案件排队号",
    says={"link": "关联排队号 {label}"},
)


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day of the district a moment belongs to."""
    return at.astimezone(zone).date()


def served_zones(centre: Centre) -> list[str]:
    """The zones tickets are taken for: those with a window."""
    with_window = {one.within for one in centre.windows.values() if not one.is_closed}
    return [
        code for code, zone in centre.zones.items() if code in with_window and not zone.is_closed
    ]


def letter_of(centre: Centre, zone: str) -> str:
    """The letter before a zone's numbers: by its place among the zones."""
    at = list(centre.zones).index(zone)
    return _LETTERS[at] if at < len(_LETTERS) else f"Z{at}"


def new_ticket(centre: Centre, zone: str, number: int, day: date, at: datetime) -> Ticket:
    """The next ticket of a zone.

    Raises:
        ConflictError: no more numbers are given today.
        InvalidError: no window serves such a zone.
    """
    if zone not in served_zones(centre):
        raise InvalidError(says="zone_not_served", zone=zone[:64], field="zone")
    if number > MOST_PER_DAY:
        raise ConflictError(says="tickets_used_up", most=MOST_PER_DAY, field="zone")
    return Ticket(
        ticket_id=f"{day:%Y%m%d}-{zone}-{number:03d}",
        day=day.isoformat(),
        zone=zone,
        number=number,
        label=f"{letter_of(centre, zone)}{number:03d}",
        state=TicketState.WAITING,
        taken_at=at,
    )


def check_open(centre: Centre, at: datetime, zone: tzinfo, *, is_day_off: bool) -> None:
    """Whether numbers are given now.

    Raises:
        ConflictError: the centre is closed; the sentence says when it is open.
    """
    hours = centre.hours
    if hours.numbers_all_day:
        return
    opens, closes = f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"
    if is_day_off and not hours.is_open_on_days_off:
        raise ConflictError(
            says="closed_today", opens=opens, closes=closes, field="zone", code="closed"
        )
    if not hours.opens <= at.astimezone(zone).time() < hours.closes:
        raise ConflictError(
            says="closed_now", opens=opens, closes=closes, field="zone", code="closed"
        )


def waiting_at(window: str, centre: Centre, tickets: Iterable[Ticket]) -> list[Ticket]:
    """What a window may call, the next first: of its zone or handed to it, by the time taken."""
    zone = centre.windows[window].within
    found = [
        one
        for one in tickets
        if one.state is TicketState.WAITING
        and (one.for_window == window or (one.for_window is None and one.zone == zone))
    ]
    return sorted(found, key=lambda one: (one.taken_at, one.label))


def ahead_of(ticket: Ticket, tickets: Sequence[Ticket]) -> int:
    """How many wait before a ticket of the same zone."""
    key = (ticket.taken_at, ticket.label)
    return sum(
        one.state is TicketState.WAITING
        and one.zone == ticket.zone
        and (one.taken_at, one.label) < key
        for one in tickets
    )


# what is done with a ticket ------------------------------------------------------------------


def called(ticket: Ticket, window: str, at: datetime) -> Ticket:
    """Called at a window for the first time.

    Raises:
        ConflictError: it does not wait (any more).
    """
    if ticket.state is not TicketState.WAITING:
        raise ConflictError(says="ticket_not_waiting", ticket=ticket.label, field="ticket")
    return replace(
        ticket,
        state=TicketState.CALLED,
        window=window,
        for_window=None,
        calls=1,
        turn=ticket.turn + 1,
        called_at=at,
    )


def called_again(ticket: Ticket, window: str, at: datetime) -> Ticket:
    """Called once more.

    Raises:
        ConflictError: it is not at this window.
    """
    check_at(ticket, window)
    return replace(ticket, calls=ticket.calls + 1, called_at=at)


def not_come(ticket: Ticket, window: str, at: datetime) -> Ticket:
    """Nobody came with it.

    Raises:
        ConflictError: it is not at this window, or was not called often enough.
    """
    check_at(ticket, window)
    if ticket.calls < CALLS_BEFORE_GONE:
        raise ConflictError(
            says="ticket_called_too_few", ticket=ticket.label, calls=ticket.calls,
            least=CALLS_BEFORE_GONE, field="ticket",
        )  # fmt: skip
    return replace(ticket, state=TicketState.GONE, ended_at=at)


def done(ticket: Ticket, window: str, at: datetime) -> Ticket:
    """Served to the end.

    Raises:
        ConflictError: it is not at this window.
    """
    check_at(ticket, window)
    return replace(ticket, state=TicketState.DONE, ended_at=at)


def handed_over(ticket: Ticket, window: str, to: str, centre: Centre) -> Ticket:
    """Sent to another window; it waits there in the place its time gives it.

    Raises:
        ConflictError: it is not at this window.
        InvalidError: no such window, or the same.
    """
    check_at(ticket, window)
    if to not in centre.windows or to == window or centre.windows[to].is_closed:
        raise InvalidError(says="window_unknown", window=to[:64], field="to")
    return replace(ticket, state=TicketState.WAITING, for_window=to, calls=0)


def come_back(ticket: Ticket, day: date) -> Ticket:
    """Somebody who did not come in time stands here after all: waits for the same window.

    Raises:
        ConflictError: it was not let go, or is of another day.
    """
    if ticket.state is not TicketState.GONE or ticket.day != day.isoformat():
        raise ConflictError(says="ticket_not_gone", ticket=ticket.label, field="ticket")
    return replace(
        ticket, state=TicketState.WAITING, for_window=ticket.window, calls=0, ended_at=None
    )


def told(ticket: Ticket, at: datetime) -> Ticket:
    """The day has ended before its turn."""
    return replace(ticket, state=TicketState.TOLD, ended_at=at)


def lapsed(ticket: Ticket, at: datetime) -> Ticket:
    """Its day is over, and nobody has said how it ended."""
    return replace(ticket, state=TicketState.LAPSED, ended_at=at)


def check_at(ticket: Ticket, window: str) -> None:
    """Whether a ticket is at a window now.

    Raises:
        ConflictError: it is not.
    """
    if ticket.state is not TicketState.CALLED or ticket.window != window:
        raise ConflictError(says="ticket_not_here", ticket=ticket.label, field="ticket")
