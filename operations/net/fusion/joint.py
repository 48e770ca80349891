"""Joint actions of police and grid; law partners and what they did. What was settled, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case_codes import read_case_code
from domain.errors import InvalidError
from domain.fields import as_text
from domain.net.fusion.beats import common_area
from domain.net.fusion.joint import (
    JOINT_ACTION,
    LAW_PARTNER,
    LAW_SERVICE,
    JointAction,
    JointResolutions,
    LawKind,
    LawPartner,
    LawService,
    check_law_service,
    resolutions_of,
)
from domain.net.fusion.pushes import GRID_PUSH, GridPush
from operations.net.fusion.fusion_desk import LONGEST_NAME, LONGEST_TEXT, FusionDesk, id_of
from store import Transaction
from store.net import fusion as kept

LISTED = 20
MOST_GRIDS, MOST_PARTNERS, MOST_AUDIENCE = 60, 20, 10**6


@dataclass(frozen=True, slots=True)
class LawCounts:
    """How often law partners were asked, talked, and joined a dispute."""

    consults: int
    talks: int
    disputes: int


@dataclass(frozen=True, slots=True)
class JointPage:
    """What the page shows its reader of pushes, joint actions and law; counts beside each list.

    Attributes:
        cases: of the codes told in the lists those of cases the reader may see; only these are
            shown.
        at: when it was counted.
    """

    pushes: Sequence[GridPush]
    push_count: int
    actions: Sequence[JointAction]
    action_count: int
    resolutions: JointResolutions
    partners: Sequence[LawPartner]
    services: Sequence[LawService]
    law: LawCounts
    cases: frozenset[str]
    at: datetime


class Joint:
    """Joint actions and law in the grids.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    async def page(self, caller: Caller, at: int = 0) -> JointPage:
        """What the caller may see, newest first.

        Raises:
            NotAllowedError: nothing is.
        """
        require(caller, "net.fusion.see")
        at = max(0, at)

        def question(one: Connection) -> JointPage:
            services = kept.seen(one, LAW_SERVICE, caller, "-day")
            actions = kept.seen(one, JOINT_ACTION, caller, "-day", most=LISTED, at=at)
            codes = {told.case_code for told in services} | {told.case_code for told in actions}
            return JointPage(
                pushes=kept.seen(one, GRID_PUSH, caller, "-at", most=LISTED, at=at),
                push_count=kept.count_of(one, GRID_PUSH, caller),
                actions=actions,
                action_count=kept.count_of(one, JOINT_ACTION, caller),
                resolutions=resolutions_of(
                    kept.resolved_actions(one, caller), kept.settled_cases(one, caller.area)
                ),
                partners=kept.seen(one, LAW_PARTNER, caller, "partner_id"),
                services=services,
                law=_counts(services),
                cases=kept.cases_seen(one, caller, {code for code in codes if code}),
                at=self._desk.now(),
            )

        return await self._desk.read(question)

    async def partners_of(self, grid: str, caller: Caller) -> list[LawPartner]:
        """The law partners paired with a grid, as far as the caller may see them.

        Raises:
            NotAllowedError: not theirs to see.
        """
        require(caller, "net.fusion.see", grid)

        def question(one: Connection) -> list[LawPartner]:
            found = kept.seen(one, LAW_PARTNER, caller, "partner_id")
            return [partner for partner in found if grid in partner.grids]

        return await self._desk.read(question)

    async def add_action(self, told: JointAction, caller: Caller, key: str = "") -> JointAction:
        """Write down a joint action; sent twice it is the same one.

        Raises:
            NotAllowedError: not the caller's to write, or not there.
            InvalidError: a day, a text or a code that does not do, or people of one side are
                missing.
        """
        require(caller, "net.fusion.write", department=self._desk.settings.police)
        made = replace(
            told,
            action_id=id_of("J", key, caller),
            day=self._day(told.day),
            area_code=self._desk.area_for(told.area_code, caller),
            owner=self._desk.settings.police,
            by=caller.actor,
            place=as_text(told.place or "", "place", longest=LONGEST_NAME * 2),
            police_people=as_text(told.police_people or "", "police_people", longest=200),
            grid_people=as_text(told.grid_people or "", "grid_people", longest=200),
            found=_words(told.found, "found"),
            result=as_text(told.result or "", "result", longest=LONGEST_TEXT, lines=True),
            case_code=_code(told.case_code),
        )

        def steps(tx: Transaction) -> JointAction:
            known = kept.any_one(tx.connection, JOINT_ACTION, made.action_id)
            if known is not None:
                return known
            written = replace(made, at=tx.at)
            tx.put(JOINT_ACTION, written, action="add", actor=caller.actor)
            return written

        return await self._desk.write(steps)

    async def put_partner(self, told: LawPartner, caller: Caller, key: str = "") -> LawPartner:
        """Register somebody who helps grids with the law, paired with these grids.

        Raises:
            NotAllowedError: not the caller's to keep, or a grid outside their area.
            InvalidError: a name, a phone or a grid that does not do.
        """
        require(caller, "net.fusion.write", department=self._desk.settings.justice)
        if not 1 <= len(told.grids) <= MOST_GRIDS:
            raise InvalidError(says="law_partner_grids", most=MOST_GRIDS, field="grids")
        grids = tuple(dict.fromkeys(self._desk.area_for(one, caller) for one in told.grids))
        for grid in grids:
            if not self._desk.is_grid(grid):
                raise InvalidError(says="no_area", area=grid[:32], field="grids")
        made = replace(
            told,
            partner_id=id_of("L", key, caller),
            area_code=self._common(grids, caller),
            owner=self._desk.settings.justice,
            grids=grids,
            name=as_text(told.name or "", "name", longest=LONGEST_NAME),
            body=_words(told.body, "body"),
            phone=as_text(told.phone, "phone", longest=32) if told.phone else None,
        )

        def steps(tx: Transaction) -> LawPartner:
            known = kept.any_one(tx.connection, LAW_PARTNER, made.partner_id)
            if known is None:
                tx.put(LAW_PARTNER, made, action="add", actor=caller.actor)
            return known or made

        return await self._desk.write(steps)

    async def add_service(self, told: LawService, caller: Caller, key: str = "") -> LawService:
        """Write down a consultation, a talk, or a dispute that was joined.

        Raises:
            NotAllowedError: not the caller's to write, or not there.
            InvalidError: it lacks what its kind needs, or a partner there is not.
        """
        require(caller, "net.fusion.write", department=self._desk.settings.justice)
        if not 0 <= told.audience <= MOST_AUDIENCE or len(told.partners) > MOST_PARTNERS:
            raise InvalidError(says="field_not_valid", field="audience")
        made = replace(
            told,
            service_id=id_of("F", key, caller),
            day=self._day(told.day),
            area_code=self._desk.area_for(told.area_code, caller),
            owner=self._desk.settings.justice,
            by=caller.actor,
            topic=as_text(told.topic or "", "topic", longest=200),
            people=_words(told.people, "people"),
            opinion=_words(told.opinion, "opinion"),
            case_code=_code(told.case_code),
        )
        check_law_service(made)

        def steps(tx: Transaction) -> LawService:
            known = kept.any_one(tx.connection, LAW_SERVICE, made.service_id)
            if known is not None:
                return known
            for partner in made.partners:
                if kept.one_of(tx.connection, LAW_PARTNER, partner, caller) is None:
                    raise InvalidError(says="no_law_partner", field="partners")
            written = replace(made, at=tx.at)
            tx.put(LAW_SERVICE, written, action="add", actor=caller.actor)
            return written

        return await self._desk.write(steps)

    def _day(self, told: str) -> str:
        """A day that is not to come.

        Raises:
            InvalidError: none, or one to come.
        """
        try:
            day = date.fromisoformat(told.strip())
        except ValueError:
            raise InvalidError(says="field_not_valid", field="day") from None
        if day > self._desk.now().astimezone(self._desk.zone).date():
            raise InvalidError(says="day_to_come", field="day")
        return day.isoformat()

    @staticmethod
    def _common(grids: Sequence[str], caller: Caller) -> str:
        found = common_area(grids)
        return max(found, caller.area or "", key=len)


def _words(told: str | None, name: str) -> str | None:
    said = (told or "").strip()
    return as_text(said, name, longest=LONGEST_TEXT, lines=True) if said else None


def _code(told: str | None) -> str | None:
    """A case's code as it was told: by its check digit, for whether it is one is for few to know.

    Raises:
        InvalidError: no code of a case looks so.
    """
    return read_case_code(told) if told and told.strip() else None


def _counts(services: Sequence[LawService]) -> LawCounts:
    of = [one.service for one in services]
    return LawCounts(of.count(LawKind.CONSULT), of.count(LawKind.TALK), of.count(LawKind.DISPUTE))
