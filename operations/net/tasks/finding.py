"""What is found is reported once: routed by its class, joined to what was reported before."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import Incident, IncidentClass
from domain.moments import to_iso
from domain.net.items.items import NetItem, Source
from domain.net.tasks.facts import NET_TASK
from domain.net.tasks.findings import NET_FINDING, NetFinding, Route, Verdict, judge
from domain.video.inspections.findings import InspectionFinding
from operations.centre.cases.new_case import NO_WINDOW, NewCase, NewParty, Registered
from operations.net.items.reporting import NewItem
from operations.net.tasks.task_desk import LONGEST_TEXT, TaskDesk
from store import Transaction
from store.net import tasks as kept

SOURCE, FEED = "net", "api"
LONGEST_KEY = 128


class Reports(Protocol):
    """Where incidents come in (operations/ingest)."""

    async def accept_report(self, raw: Any, *, feed: str, actor: str) -> tuple[Incident, bool]:
        """Make an incident of a report, once per source and id."""
        ...


class Cases(Protocol):
    """Where cases come in (operations/centre/cases)."""

    async def register(self, new: NewCase, caller: Caller) -> Registered:
        """Take a case in, once per source and id."""
        ...


class Inspected(Protocol):
    """Where what is found at key places comes in (operations/video/inspections)."""

    async def report(
        self, site_id: str, key: str, text: str, caller: Caller
    ) -> InspectionFinding | None:
        """Write a finding at a site down, once per key; None where nobody inspects it."""
        ...

    async def check_site(self, site_id: str, lat: float, lon: float, caller: Caller) -> None:
        """Refuse a site there is not, or that lies elsewhere."""
        ...


class Items(Protocol):
    """Where items of urban management come in (operations/net/items)."""

    async def report(self, told: NewItem, caller: Caller) -> tuple[NetItem, bool]:
        """Report an item, once per key."""
        ...

    async def check_class(self, code: str) -> None:
        """Refuse a class there is not."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody reports.

    Attributes:
        key: by which the same report is known again.
        found: its class.
        severity: from 1, the gravest, to 4.
        text: what is there.
        task_id: at which task; None for none.
        party: of a dispute: who asks for help; without one it becomes an incident.
        category: of a dispute.
        item_class: ten digits of a class of urban management; with one a report of street order
            becomes an item.
        site_id: the key place it was found at; with one it goes to whoever inspects there.
        told_at: when it was told at a phone that was offline, by this server's clock.
        fix: how the place is known (`NetFinding.fix`).
    """

    key: str
    found: IncidentClass
    lat: float
    lon: float
    text: str
    severity: int = 4
    task_id: str | None = None
    party: str | None = None
    phone: str | None = None
    category: Category = Category.OTHER
    item_class: str = ""
    site_id: str = ""
    told_at: datetime | None = None
    fix: str | None = None


def finding_id_of(actor: str, key: str) -> str:
    """The id of a report: the same of the same person and key."""
    name = sha256(f"{actor}\x00{key}".encode()).hexdigest()[:20]
    return f"F-{name}"


class Findings:
    """Reports of what is found in the grids.

    Args:
        desk: what the operations share.
        reports: takes incidents in.
        cases: takes cases in; None where the district has no dispute centre.
        items: takes items in; None where nobody does.
        inspected: takes what is found at key places in; None where nobody does.
    """

    def __init__(
        self,
        desk: TaskDesk,
        reports: Reports,
        cases: Cases | None,
        items: Items | None = None,
        inspected: Inspected | None = None,
    ) -> None:
        self._desk, self._reports, self._cases, self._items = desk, reports, cases, items
        self._inspected = inspected

    async def report(self, told: Found, caller: Caller) -> tuple[NetFinding, bool]:
        """Report something once; the same key again is the same report.

        One that was reported before is joined to the first: it makes no second incident, and says
        whether the same person reported it (a split report) or another (a duplicate).

        Returns:
            The finding with the number of its incident or case, and whether this call wrote it.

        Raises:
            NotAllowedError: the caller reports none.
            InvalidError: a text or the place does not do.
            ConflictError: the key is that of another report.
        """
        if not (may(caller, "tasks.do") or may(caller, "field.use")):
            raise NotAllowedError(says="not_allowed", field="role")
        text = as_text(told.text, "text", longest=LONGEST_TEXT, lines=True)
        key = as_text(told.key, "key", longest=LONGEST_KEY)
        if not 1 <= told.severity <= 4:
            raise InvalidError(says="field_not_valid", field="severity")
        if told.item_class and self._items is not None:
            await self._items.check_class(told.item_class)
        if told.site_id and self._inspected is not None:
            await self._inspected.check_site(told.site_id, told.lat, told.lon, caller)
        place = self._desk.areas.place(told.lat, told.lon)
        new = NetFinding(
            finding_id=finding_id_of(caller.actor, key), area_code=place.area_code,
            found=told.found, lat=told.lat, lon=told.lon, at=self._desk.now(),
            by=caller.actor, task_id=told.task_id,
            owner=caller.department, told_at=told.told_at, fix=told.fix, text=text,
        )  # fmt: skip

        def steps(tx: Transaction) -> tuple[NetFinding, bool]:
            held = kept.one_of(tx.connection, NET_FINDING, new.finding_id)
            if held is not None:
                if (held.found, held.lat, held.lon) != (new.found, new.lat, new.lon):
                    raise ConflictError(says="finding_key_used", field="key")
                return held, False
            return self._put(tx, replace(new, at=tx.at), caller), True

        kept_one, is_new = await self._desk.write(steps)
        if kept_one.verdict is Verdict.NEW and not kept_one.is_routed:
            kept_one = await self._route(kept_one, told, caller)
        return kept_one, is_new

    def _put(self, tx: Transaction, new: NetFinding, caller: Caller) -> NetFinding:
        if new.task_id is not None:
            task = kept.one_of(tx.connection, NET_TASK, new.task_id)
            if task is not None and task.by != caller.actor:
                raise ConflictError(says="finding_task_of_other", field="task_id")
        rules = self._desk.settings.findings
        since = new.at - rules.within
        before = kept.findings_since(tx.connection, since, new.at + timedelta(seconds=1))
        judged = judge(new, before, rules)
        first = judged.first
        made = replace(
            new,
            verdict=judged.verdict,
            needs_look=judged.needs_look,
            of=first.of or first.finding_id if first else None,
            incident=first.incident if first else None,
            case_code=first.case_code if first else None,
            item_id=first.item_id if first else None,
            inspection_id=first.inspection_id if first else None,
        )
        action = "report" if judged.verdict is Verdict.NEW else "merge"
        tx.put(NET_FINDING, made, action=action, actor=caller.actor)
        return made

    async def _route(self, one: NetFinding, told: Found, caller: Caller) -> NetFinding:
        rules = self._desk.settings.findings
        route = rules.route(one.found, item_class=told.item_class, site=told.site_id)
        is_case = route is Route.CASE
        inspection = None
        if route is Route.INSPECTION and self._inspected is not None:
            words = one.text or ""
            inspection = await self._inspected.report(
                told.site_id, one.finding_id, words, caller
            )  # fmt: skip
        if inspection is not None:
            routed = replace(one, inspection_id=inspection.finding_id)
        elif self._items is not None and route is Route.ITEM and _may_report(caller, one):
            item, _ = await self._items.report(_item_of(one, told), caller)
            routed = replace(one, item_id=item.of or item.item_id)
        elif is_case and self._cases is not None and told.party:
            case = await self._cases.register(_case_of(one, told), _as_machine(caller))
            routed = replace(one, case_code=case.case.code)
        else:
            raw = _report_of(one, told)
            incident, _ = await self._reports.accept_report(raw, feed=FEED, actor=caller.actor)
            routed = replace(one, incident=incident.number)

        def steps(tx: Transaction) -> NetFinding:
            tx.put(NET_FINDING, routed, action="route", actor=caller.actor)
            return routed

        return await self._desk.write(steps)

    async def items(
        self, caller: Caller, *, since: datetime | None = None, area: str = ""
    ) -> list[NetFinding]:
        """Findings of the last days that the caller may see, newest first.

        Raises:
            NotAllowedError: the caller sees no tasks there.
        """
        require(caller, "tasks.see", area or None)
        begin = since or self._desk.now() - timedelta(days=7)
        return await self._desk.ask(lambda one: kept.findings(one, caller, begin, area=area))


def _may_report(caller: Caller, one: NetFinding) -> bool:
    """Whether it may become an item: outside one's own area it is an incident, never refused."""
    return may(caller, "items.report", one.area_code)


def _item_of(one: NetFinding, told: Found) -> NewItem:
    return NewItem(
        one.finding_id, told.item_class, one.lat, one.lon, one.text or "", source=Source.GRID,
        finding_id=one.finding_id, reporter=told.party or "", phone=told.phone or "",
    )  # fmt: skip


def _report_of(one: NetFinding, told: Found) -> dict[str, Any]:
    text = one.text or ""
    return {
        "source": SOURCE, "source_id": one.finding_id, "class": one.found.value,
        "severity": told.severity, "lat": one.lat, "lon": one.lon,
        "title": text.splitlines()[0][:80] if text else CLASS_NAMES[one.found],
        "description": text,
        **({"reported_at": to_iso(one.told_at)} if one.told_at else {}),
    }  # fmt: skip


def _case_of(one: NetFinding, told: Found) -> NewCase:
    party = NewParty(PartyRole.APPLICANT, PartyKind.PERSON, told.party or "", told.phone)
    return NewCase(
        source=SOURCE, source_id=one.finding_id, window=NO_WINDOW, channel=Channel.OTHER,
        matter=Matter.DISPUTE, category=told.category, claim=one.text or "", parties=(party,),
        people_count=1, area_code=one.area_code,
    )  # fmt: skip


def _as_machine(caller: Caller) -> Caller:
    """Cases come in through no window here; who reported stands in the journal."""
    return Caller(caller.actor, "machine")
