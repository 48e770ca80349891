"""Reports of items: each once, joined to the open item that is the same."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.net.items.classes import CODE_DIGITS, ClassTable
from domain.net.items.items import NET_ITEM, ItemState, NetItem, Source
from domain.net.items.parts import check_part_id
from domain.net.items.same import first_of
from operations.net.fusion.fusion_desk import id_of
from operations.net.items.class_book import ClassBook
from operations.net.items.item_desk import LONGEST_NAME, LONGEST_TEXT, ItemDesk
from store import Transaction
from store.net import items as kept

LONGEST_PHONE = 32
_SOURCES = {
    "grid_worker": Source.GRID,
    "department": Source.DEPARTMENT,
    "village": Source.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class NewItem:
    """What somebody reports.

    Attributes:
        key: by which the same report is known again.
        class_code: ten digits of the table in force.
        part_id: sixteen digits of a thing; empty for none.
        source: where it comes from; None by the role of who reports.
        finding_id: the finding it came of.
        reporter, phone: who told of it; may stay empty.
    """

    key: str
    class_code: str
    lat: float
    lon: float
    text: str
    place: str = ""
    part_id: str = ""
    source: Source | None = None
    finding_id: str | None = None
    reporter: str = ""
    phone: str = ""


class Reporting:
    """Where items come in.

    Args:
        desk: what the operations share.
        classes: the table in force.
    """

    def __init__(self, desk: ItemDesk, classes: ClassBook) -> None:
        self._desk, self._classes = desk, classes

    async def report(self, told: NewItem, caller: Caller) -> tuple[NetItem, bool]:
        """Report something once; the same key again is the same report.

        A report of what was reported before joins the first: the first counts it.

        Returns:
            The item, and whether this call wrote it.

        Raises:
            NotAllowedError: the caller reports none, or the place is not theirs.
            InvalidError: class, place, thing or a text does not do.
            ConflictError: the key is that of another report.
        """
        require(caller, "items.report")
        new = self._read(told, caller, await self._classes.newest())
        require(caller, "items.report", new.area_code)

        def steps(tx: Transaction) -> tuple[NetItem, bool]:
            held = kept.one_of(tx.connection, new.item_id)
            if held is not None:
                if (held.lat, held.lon, held.by) != (new.lat, new.lon, new.by):
                    raise ConflictError(says="item_key_used", field="key")
                return held, False
            return self._put(tx, self._classed(tx, replace(new, at=tx.at)), caller), True

        return await self._desk.write(steps)

    async def check_class(self, code: str) -> None:
        """Refuse a class the table in force does not have.

        Raises:
            InvalidError: says so.
        """
        (await self._classes.newest()).line(code)

    def _read(self, told: NewItem, caller: Caller, table: ClassTable) -> NetItem:
        place = self._desk.areas.place(told.lat, told.lon)
        if told.part_id:
            check_part_id(told.part_id, self._desk.settings.region)
            if told.class_code and told.part_id[:CODE_DIGITS] != told.class_code:
                raise InvalidError(says="part_of_other_class", told=told.part_id, field="part_id")
        line = table.line(told.class_code or told.part_id[:CODE_DIGITS])
        return NetItem(
            item_id=id_of("I", as_text(told.key, "key", longest=64), caller),
            kind=line.kind,
            class_code=line.code,
            class_name=line.name,
            area_code=place.area_code,
            lat=told.lat,
            lon=told.lon,
            at=self._desk.now(),
            by=caller.actor,
            source=told.source or _SOURCES.get(caller.role, Source.DESK),
            shared_with=(caller.department,) if caller.department else (),
            finding_id=told.finding_id,
            part_id=told.part_id or None,
            text=as_text(told.text, "text", longest=LONGEST_TEXT, lines=True),
            place=_optional(told.place, "place", LONGEST_NAME * 2),
            reporter=_optional(told.reporter, "reporter", LONGEST_NAME),
            phone=_optional(told.phone, "phone", LONGEST_PHONE),
        )

    def _classed(self, tx: Transaction, new: NetItem) -> NetItem:
        """The class as it stands at the moment of the writing."""
        line = self._classes.table_in(tx).line(new.class_code)
        return replace(new, class_name=line.name)

    def _put(self, tx: Transaction, new: NetItem, caller: Caller) -> NetItem:
        rules = self._desk.settings
        before = kept.near(
            tx.connection, lat=new.lat, lon=new.lon, within_m=rules.near_m, code=new.class_code,
            part=new.part_id or "", since=new.at - rules.within - timedelta(seconds=1),
        )  # fmt: skip
        first = first_of(new, before, rules)
        new = self._desk.numbered(tx, new)
        if first is None:
            tx.put(NET_ITEM, new, action="report", actor=caller.actor)
            return new
        joined = replace(new, state=ItemState.JOINED, of=first.item_id, closed_at=new.at)
        tx.put(NET_ITEM, joined, action="merge", actor=caller.actor)
        told = replace(first, joined=first.joined + 1)
        tx.put(NET_ITEM, told, action="merge", actor=caller.actor)
        return joined


def _optional(text: str, name: str, longest: int) -> str | None:
    return as_text(text, name, longest=longest) if text.strip() else None
