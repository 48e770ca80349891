"""Self-governance organisations and what residents do there, written down."""

from dataclasses import replace

from domain.access.callers import Caller
from domain.errors import InvalidError
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
        )
        check_activity(made.day, made.attendance, self._desk.today(), None)
        admit(COMMUNITY_ACTIVITY, made, caller)

        def steps(tx: Transaction) -> CommunityActivity:
            if made.place_id:
                needed(tx, SELF_GOVERNANCE_PLACE, made.place_id, caller)
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
            spent = held.cost_fen if cost_fen is None else cost_fen
            made = replace(held, attendance=attendance, cost_fen=spent)
            tx.put(COMMUNITY_ACTIVITY, made, action="change", actor=caller.actor)

        await self._desk.write(steps)

    def _need_community(self, code: str) -> None:
        if self._desk.need_area(code).level is not Level.VILLAGE:
            raise InvalidError(says="party_area_level", field="area_code")


def check_sum(fen: int | None) -> None:
    """Whether an activity can have cost so much.

    Raises:
        InvalidError: it cannot.
    """
    if fen is not None and not 0 <= fen <= MOST_FEN:
        raise InvalidError(says="field_not_valid", field="cost")
