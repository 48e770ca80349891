"""Self-governance organisations and what residents do there, written down."""

from dataclasses import replace

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.maps.areas import Level
from domain.net.party.money import MOST_FEN
from domain.net.party.rosters import LONGEST_NAME
from domain.net.party.self_governance import (
    COMMUNITY_ACTIVITY,
    SELF_GOVERNANCE_PLACE,
    CommunityActivity,
    SelfGovernancePlace,
)
from domain.net.party.structure import check_activity, check_days
from operations.net.party.entries import (
    LONGEST_PLACE,
    admit,
    day_of,
    day_or_none,
    name_or_none,
    needed,
)
from operations.net.party.party_desk import PartyDesk, new_id
from operations.net.party.register import check_people, note_of, past_day
from store import Transaction


class SelfGovernance:
    """Places and activities of residents.

    Every method refuses (NotAllowedError) whoever keeps no such data, or not of this place, and
    (NotFoundError) what is not there for them.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: PartyDesk) -> None:
        self._desk = desk

    async def open(self, told: SelfGovernancePlace, caller: Caller) -> SelfGovernancePlace:
        """Register a self-governance organisation of a community.

        Raises:
            InvalidError: a name, place or day does not do.
        """
        self._desk.need_members(caller)
        self._need_community(told.area_code)
        made = replace(
            told,
            place_id=new_id("SG"),
            owner=self._desk.rules.owner,
            name=as_text(told.name, "name", longest=LONGEST_NAME),
            place=as_text(told.place, "activity_place", longest=LONGEST_PLACE),
            opened=day_or_none(told.opened, "opened"),
            head=name_or_none(told.head, "head"),
        )
        check_days(made.opened, None, None, self._desk.today())
        admit(SELF_GOVERNANCE_PLACE, made, caller)

        def steps(tx: Transaction) -> SelfGovernancePlace:
            tx.put(SELF_GOVERNANCE_PLACE, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def change(self, told: SelfGovernancePlace, caller: Caller) -> None:
        """Correct what a self-governance organisation is called, its place and its head.

        Raises:
            InvalidError: a name or place does not do.
        """
        self._desk.need_members(caller)
        name = as_text(told.name, "name", longest=LONGEST_NAME)
        place = as_text(told.place, "activity_place", longest=LONGEST_PLACE)
        head = name_or_none(told.head, "head")

        def steps(tx: Transaction) -> None:
            held = needed(tx, SELF_GOVERNANCE_PLACE, told.place_id, caller)
            if held.ended is not None:
                raise ConflictError(says="party_has_ended", field="place_id")
            made = replace(held, name=name, place=place, head=head)
            tx.put(SELF_GOVERNANCE_PLACE, made, action="change", actor=caller.actor)

        await self._desk.write(steps)

    async def close(self, place_id: str, day: str, caller: Caller) -> None:
        """A self-governance organisation ends.

        Raises:
            InvalidError: the day is none, or to come.
        """
        self._desk.need_members(caller)
        last = past_day(day, "ended", self._desk.today())

        def steps(tx: Transaction) -> None:
            held = needed(tx, SELF_GOVERNANCE_PLACE, place_id, caller)
            made = replace(held, ended=last)
            tx.put(SELF_GOVERNANCE_PLACE, made, action="end", actor=caller.actor)

        await self._desk.write(steps)

    async def hold(self, told: CommunityActivity, caller: Caller) -> CommunityActivity:
        """Write down an activity that was, or plan one.

        Raises:
            InvalidError: a text, day, sum or number does not do.
        """
        self._desk.need_members(caller)
        self._need_community(told.area_code)
        check_sum(told.cost_fen)
        check_people(told.attendance)
        made = replace(
            told,
            activity_id=new_id("CA"),
            owner=self._desk.rules.owner,
            title=as_text(told.title, "title", longest=LONGEST_NAME),
            place=as_text(told.place, "activity_place", longest=LONGEST_PLACE),
            day=day_of(told.day, "day"),
            note=note_of(told.note),
            by=caller.actor,
            cost_by=None if told.cost_fen is None else caller.actor,
        )
        check_activity(made.day, made.attendance, self._desk.today(), None)
        admit(COMMUNITY_ACTIVITY, made, caller)

        def steps(tx: Transaction) -> CommunityActivity:
            _check_place(tx, made, caller)
            tx.put(COMMUNITY_ACTIVITY, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def was_held(
        self, activity_id: str, attendance: int, cost_fen: int | None, caller: Caller
    ) -> None:
        """How many came to what was planned, and what it cost.

        Raises:
            InvalidError: it is yet to come, or it is no number.
        """
        self._desk.need_members(caller)
        check_people(attendance)
        check_sum(cost_fen)

        def steps(tx: Transaction) -> None:
            held = needed(tx, COMMUNITY_ACTIVITY, activity_id, caller)
            check_activity(held.day, attendance, self._desk.today(), None)
            _check_goes_on(held)
            made = _costing(replace(held, attendance=attendance), cost_fen, caller)
            tx.put(COMMUNITY_ACTIVITY, made, action="change", actor=caller.actor)

        await self._desk.write(steps)

    async def rearrange(self, told: CommunityActivity, caller: Caller) -> None:
        """Correct an activity: its name, day, place, organiser, note.

        Raises:
            InvalidError: a text or day does not do; ConflictError: it was called off.
        """
        self._desk.need_members(caller)
        title = as_text(told.title, "title", longest=LONGEST_NAME)
        place = as_text(told.place, "activity_place", longest=LONGEST_PLACE)
        day, note = day_of(told.day, "day"), note_of(told.note)

        def steps(tx: Transaction) -> None:
            held = needed(tx, COMMUNITY_ACTIVITY, told.activity_id, caller)
            _check_goes_on(held)
            check_activity(day, held.attendance, self._desk.today(), None)
            made = replace(
                held, title=title, place=place, day=day, note=note, place_id=told.place_id
            )
            _check_place(tx, made, caller)
            tx.put(COMMUNITY_ACTIVITY, made, action="change", actor=caller.actor)

        await self._desk.write(steps)

    async def call_off(self, activity_id: str, caller: Caller) -> None:
        """A planned activity will not be; what was held stays.

        Raises:
            ConflictError: it was held, or was called off already.
        """
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> None:
            held = needed(tx, COMMUNITY_ACTIVITY, activity_id, caller)
            _check_goes_on(held)
            if held.attendance is not None:
                raise ConflictError(says="party_was_held", field="activity_id")
            made = replace(held, called_off=self._desk.today().isoformat())
            tx.put(COMMUNITY_ACTIVITY, made, action="call_off", actor=caller.actor)

        await self._desk.write(steps)

    async def check_cost(self, activity_id: str, caller: Caller) -> None:
        """Somebody else than who told the cost of an activity has checked it.

        Raises:
            ConflictError: there is none, or it is checked already.
            NotAllowedError: the caller has told it.
        """
        self._desk.need_members(caller)

        def steps(tx: Transaction) -> None:
            held = needed(tx, COMMUNITY_ACTIVITY, activity_id, caller)
            if held.cost_fen is None or held.cost_checked_by is not None:
                raise ConflictError(says="party_cost_checked", field="cost")
            if caller.actor == (held.cost_by or held.by):
                raise NotAllowedError(says="party_cost_own", field="cost")
            made = replace(held, cost_checked_by=caller.actor)
            tx.put(COMMUNITY_ACTIVITY, made, action="check_cost", actor=caller.actor)

        await self._desk.write(steps)

    def _need_community(self, code: str) -> None:
        if self._desk.need_area(code).level is not Level.VILLAGE:
            raise InvalidError(says="party_area_level", field="area_code")


def _check_goes_on(one: CommunityActivity) -> None:
    if one.called_off is not None:
        raise ConflictError(says="party_called_off", field="activity_id")


def _check_place(tx: Transaction, one: CommunityActivity, caller: Caller) -> None:
    """The organiser is of the same community."""
    if not one.place_id:
        return
    place = needed(tx, SELF_GOVERNANCE_PLACE, one.place_id, caller)
    if place.area_code != one.area_code:
        raise InvalidError(says="party_place_elsewhere", field="place_id")


def _costing(one: CommunityActivity, fen: int | None, caller: Caller) -> CommunityActivity:
    """An activity with what it cost; another sum is to be checked anew."""
    if fen is None or fen == one.cost_fen:
        return one
    return replace(one, cost_fen=fen, cost_by=caller.actor, cost_checked_by=None)


def check_sum(fen: int | None) -> None:
    """Whether an activity can have cost so much.

    Raises:
        InvalidError: it cannot.
    """
    if fen is not None and not 0 <= fen <= MOST_FEN:
        raise InvalidError(says="field_not_valid", field="cost")
