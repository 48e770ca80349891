"""What may be done with an item, and what it is afterwards. No step reads a clock.

A step that is said again by the same hand changes nothing; any other is refused with a sentence.
"""

from dataclasses import replace
from datetime import datetime

from domain.calendar.working_time import WorkingCalendar
from domain.errors import ConflictError, InvalidError
from domain.net.items.classes import ItemClass
from domain.net.items.competence import Unit
from domain.net.items.items import ItemState, NetItem, Request
from domain.net.items.limits import Limit, LimitUnit, deadline, put_off

MOST_EXTENSIONS = 3


def file(item: NetItem, line: ItemClass, version: int, by: str, at: datetime) -> NetItem:
    """Take an item up (立案): it keeps the line of the table that is in force now.

    Raises:
        ConflictError: it was decided otherwise.
    """
    _in(item, ItemState.REPORTED)
    return replace(
        item,
        state=ItemState.FILED,
        kind=line.kind,
        class_code=line.code,
        class_name=line.name,
        version=version,
        limit=line.limit.amount,
        limit_unit=line.limit.unit,
        decided_at=at,
        decided_by=by,
    )


def refuse(item: NetItem, reason: str, by: str, at: datetime) -> NetItem:
    """Do not take it up (不予立案), and say why.

    Raises:
        ConflictError: it was decided otherwise.
    """
    _in(item, ItemState.REPORTED)
    return replace(
        item, state=ItemState.REFUSED, decided_at=at, decided_by=by, closed_at=at, reason=reason
    )


def dispatch(item: NetItem, unit: Unit, at: datetime, calendar: WorkingCalendar) -> NetItem:
    """Send it to a unit (派遣): from now on its clock runs.

    Raises:
        ConflictError: it is with a unit already, or not taken up.
    """
    _in(item, ItemState.FILED)
    due = deadline(Limit(item.limit, item.limit_unit), at, calendar)
    return replace(
        item,
        state=ItemState.SENT,
        owner=unit.department or None,
        town=unit.town or None,
        unit=unit.code,
        because=unit.because,
        sent_at=at,
        due_at=due.at,
        is_certain=due.is_certain,
        supervised_at=None,
        reason=None,
    )


def give_back(item: NetItem, reason: str) -> NetItem:
    """A unit whose it is not gives it back; its clock stops, the next unit's begins anew.

    Raises:
        ConflictError: it is with no unit.
    """
    _in(item, ItemState.SENT)
    return replace(
        item,
        state=ItemState.FILED,
        owner=None,
        town=None,
        unit=None,
        because=None,
        due_at=None,
        request=None,
        returns=item.returns + 1,
        reason=reason,
    )


def handle(item: NetItem, result: str, by: str, at: datetime) -> NetItem:
    """The unit says that it is done (处置); whether in time is kept for good.

    Raises:
        ConflictError: it is with no unit.
    """
    _in(item, ItemState.SENT)
    is_late = item.due_at is not None and item.due_at < at
    return replace(
        item,
        state=ItemState.HANDLED,
        handled_at=at,
        handled_by=by,
        was_late=item.was_late or is_late,
        request=None,
        result=result,
    )


def check(
    item: NetItem,
    by: str,
    at: datetime,
    calendar: WorkingCalendar,
    *,
    is_done: bool,
    reason: str = "",
) -> NetItem:
    """Look whether it is done (核查): closed, or back to its unit with the same limit anew (返工).

    Raises:
        ConflictError: nobody has said that it is done, or this is who said so.
        InvalidError: it is not done, and no reason is given.
    """
    _in(item, ItemState.HANDLED)
    if by == item.handled_by:
        raise ConflictError(says="item_check_by_other", field="item_id")
    if is_done:
        return replace(
            item, state=ItemState.CLOSED, checked_at=at, checked_by=by, closed_at=at, due_at=None
        )
    if not reason:
        raise InvalidError(says="item_reason_needed", field="reason")
    due = deadline(Limit(item.limit, item.limit_unit), at, calendar)
    return replace(
        item,
        state=ItemState.SENT,
        checked_at=at,
        checked_by=by,
        reworks=item.reworks + 1,
        due_at=due.at,
        is_certain=due.is_certain,
        supervised_at=None,
        reason=reason,
    )


def ask(
    item: NetItem, request: Request, reason: str, by: str, at: datetime, limit: Limit | None = None
) -> NetItem:
    """Ask for more time, or for the ledger; somebody else decides.

    Raises:
        ConflictError: it is with no unit, or something is asked for already.
        InvalidError: more time is asked for without saying how much.
    """
    _in(item, ItemState.SENT)
    if item.request is not None:
        raise ConflictError(says="item_asked_already", field="item_id")
    if request is Request.EXTEND and limit is None:
        raise InvalidError(says="item_limit_unread", told="", field="limit")
    if request is Request.EXTEND and item.extensions >= MOST_EXTENSIONS:
        raise ConflictError(says="item_extended_enough", most=MOST_EXTENSIONS, field="item_id")
    return replace(
        item,
        request=request,
        asked_at=at,
        asked_by=by,
        asked_limit=limit.amount if limit else 0,
        asked_unit=limit.unit if limit else None,
        reason=reason,
    )


def decide(
    item: NetItem, by: str, at: datetime, calendar: WorkingCalendar, *, grants: bool
) -> NetItem:
    """Grant what a unit asks for, or not. More time counts on from where the old limit ended.

    Raises:
        ConflictError: nothing is asked for, or this is who asked.
    """
    if item.request is None or item.state is not ItemState.SENT:
        raise ConflictError(says="item_nothing_asked", field="item_id")
    if by == item.asked_by:
        raise ConflictError(says="item_decided_by_other", field="item_id")
    answered = replace(item, request=None, asked_limit=0, asked_unit=None)
    if not grants:
        return answered
    if item.request is Request.HANG:
        return replace(answered, state=ItemState.HUNG, hung_at=at)
    more = Limit(item.asked_limit, item.asked_unit or LimitUnit.WORK_DAY)
    due = deadline(more, item.due_at or at, calendar)
    return replace(
        answered,
        due_at=due.at,
        is_certain=item.is_certain and due.is_certain,
        extensions=item.extensions + 1,
        supervised_at=None,
    )


def resume(item: NetItem, at: datetime, calendar: WorkingCalendar) -> NetItem:
    """Take it off the ledger: its clock goes on with what was left.

    Raises:
        ConflictError: it is not on it.
    """
    _in(item, ItemState.HUNG)
    due = item.due_at
    if due is not None and item.hung_at is not None:
        due = put_off(due, item.limit_unit, item.hung_at, at, calendar)
    return replace(item, state=ItemState.SENT, due_at=due, hung_at=None)


def supervise(item: NetItem, at: datetime) -> NetItem | None:
    """A late item as it is supervised, once; None where there is nothing to supervise."""
    is_running = item.state is ItemState.SENT and item.supervised_at is None
    if not is_running or item.due_at is None or at < item.due_at:
        return None
    return replace(item, supervised_at=at)


def _in(item: NetItem, state: ItemState) -> None:
    if item.state is not state:
        raise ConflictError(says="item_not_there_yet", field="item_id")
