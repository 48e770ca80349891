"""Notices of credit: the person is told, and their community; nobody who reads along learns what.

A notice says that something is to be looked at and until when. What it is stands on the page of
credit, for whom it is for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from domain.desk.notices import Level, Notice, Purpose
from domain.maps.areas import Area
from domain.net.credit.deductions import CREDIT_DEDUCTION, Deduction
from domain.net.credit.ledger import community_of
from domain.net.credit.roster import Member
from operations.net.credit.desk import CreditDesk
from operations.notices.notices import post
from store import Transaction

HEAD = "积分与奖惩告知"
LOOK = "请在“积分与奖惩”页面查看"


class Telling:
    """Tells a person and their community of each step of a deduction, once.

    Args:
        members: of the net, today.
        areas: of the map, by code.
        zone: the district's.
    """

    def __init__(self, members: Sequence[Member], areas: Mapping[str, Area], zone: tzinfo) -> None:
        self._units = {one.person: one.unit_id for one in members if one.unit_id}
        self._areas, self._zone = areas, zone

    def of_notice(self, tx: Transaction, one: Deduction, actor: str) -> None:
        """A deduction was notified, or may be appealed against again."""
        until = _last_day(one.appeal_until, self._zone)
        words = f"{LOOK}，{until} 前可以申诉"
        step = "admit" if one.admitted_at else "notify"
        self._person(tx, one, step, words, actor)
        self._community(tx, one, step, words, actor)

    def of_appeal(self, tx: Transaction, one: Deduction, actor: str) -> None:
        """Its person has appealed; the community hears of it."""
        self._community(tx, one, "appeal", f"有一项申诉待决定，{LOOK}", actor)

    def of_end(self, tx: Transaction, one: Deduction, actor: str) -> None:
        """It was decided, or became final because nobody appealed."""
        step = "decide" if one.decided_by else "final"
        self._person(tx, one, step, f"已有结果，{LOOK}", actor)
        self._community(tx, one, step, f"已有结果，{LOOK}", actor)

    def _person(self, tx: Transaction, one: Deduction, step: str, words: str, actor: str) -> None:
        """On their phone, where they have one; the words name nobody."""
        recipient = f"{self._name(one.grid)} 网格员"
        self._post(tx, one, f"{step}-person", recipient, words, actor, self._units.get(one.person))

    def _community(
        self, tx: Transaction, one: Deduction, step: str, words: str, actor: str
    ) -> None:
        self._post(tx, one, f"{step}-community", self._name(one.area_code), words, actor)

    def _name(self, code: str) -> str:
        area = self._areas.get(code) or self._areas.get(community_of(code))
        return area.name if area else code

    @staticmethod
    def _post(
        tx: Transaction, one: Deduction, key: str, recipient: str, words: str, actor: str,
        unit_id: str | None = None,
    ) -> None:  # fmt: skip
        notice_id = f"{one.deduction_id}-{key}"
        notice = Notice(
            notice_id=notice_id,
            subject_kind=CREDIT_DEDUCTION.name,
            subject_id=one.deduction_id,
            purpose=Purpose.DEADLINE,
            unit_id=unit_id,
            recipient=recipient,
            level=Level.UNIT,
            chain=notice_id,
            head=HEAD,
            text=f"{HEAD}：{words}",
            area_code=one.area_code,
            at=tx.at,
            pending=(),
            is_demo=one.is_demo,
        )
        post(tx, notice, actor=actor)


async def telling(desk: CreditDesk) -> Telling:
    """Whom to tell, as the net stands today."""
    members = await desk.roster.members(desk.today())
    return Telling(members, desk.areas(), desk.zone)


def _last_day(until: datetime, zone: tzinfo) -> str:
    """The last day of a span that ends at a midnight."""
    return f"{(until - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d} 24:00"
