"""Cases of the dispute centre: taken in, stepped through their loop, listed and shown.

Each checks its caller: the access table for the door, the case's own audience for the case, the
table of steps for the step. What time does by itself (silence, amber, red) comes in by timers.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import KEY, NotAllowedError, require
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import (
    CASE,
    CASE_ENTRY,
    Case,
    CaseEntry,
    Channel,
    Flag,
    steps_open,
)
from domain.centre.cases.case_codes import case_code, read_case_code
from domain.centre.cases.case_file import CaseFile, CasePage
from domain.centre.cases.categories import RETIRED, Category
from domain.centre.cases.from_incidents import may_become_case
from domain.centre.cases.parties import (
    CASE_PARTY,
    CaseParty,
    PartyKind,
    PartyRole,
    check_parties,
)
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage, Step
from domain.centre.limits.clocks import Light
from domain.centre.loop.reminders import AMBER, RED, may_answer, next_late, runs
from domain.centre.loop.said import SYSTEM, Said
from domain.centre.loop.steps import take
from domain.centre.loop.written import as_kept, written
from domain.centre.papers.slips import slip_of
from domain.centre.premises.places import Centre
from domain.desk.notices import Notice
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.maps.areas import Area
from domain.maps.known_areas import check_known
from domain.subject_key import SubjectKey
from operations.access.audit import Audit
from operations.centre.reminders import tell_clock, tell_instalments, withdraw_past
from operations.clock import utc_now
from operations.desk.timers import Handler
from operations.incidents.found import no_incident
from operations.notices.notices import acknowledge
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.centre import cases as kept
from store.centre.cases import LONGEST_PAGE, CaseFilter
from store.desk import outbox

__all__ = ["LONGEST_PAGE", "MACHINES", "CaseFile", "CaseFilter", "CasePage", "Cases"]

# A case that a machine brings in came through no window.
NO_WINDOW = "00"
MACHINES = frozenset({"machine", KEY})
SHORTEST_REASON = 4
LONGEST_CLAIM, LONGEST_NAME, LONGEST_ID = 2000, 64, 128
MOST_REMINDERS = 50


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody in a case, as they are told at the window."""

    role: PartyRole
    party: PartyKind
    name: str
    phone: str | None = None
    id_number: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is taken in; `source` and `source_id` given twice are the same case.

    `incident`: the number of the incident it began as, where it began as one.
    """

    source: str
    source_id: str
    window: str
    channel: Channel
    matter: Matter
    category: Category
    claim: str
    parties: tuple[NewParty, ...]
    people_count: int
    amount_fen: int | None = None
    flags: tuple[Flag, ...] = ()
    area_code: str | None = None
    incident: str | None = None
    accused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of taking a case in; `earlier`: of the same people, or the same incident."""

    case: Case
    is_new: bool
    earlier: list[str]


def looked_for(
    text: str = "",
    *,
    is_open: bool = False,
    stages: tuple[Stage, ...] = (),
    body: str | None = None,
    colour: Light | None = None,
) -> CaseFilter:
    """A question of the list; `text` is a code, a phone, or the beginning of a name.

    Raises:
        InvalidError: it holds digits and is neither a phone nor a code whose check digit fits; or
            it is too long or cannot be printed.
    """
    asked = written(text, "q", LONGEST_NAME) or ""
    is_phone = asked.isdigit() and len(asked) in range(7, 13)
    is_code = not is_phone and any(letter.isdigit() for letter in asked)
    return CaseFilter(
        stages=stages,
        is_open=is_open,
        body=written(body, "body", LONGEST_NAME),
        light=colour,
        code=read_case_code(asked) if is_code else None,
        phone=asked if is_phone else None,
        name=asked if asked and not is_phone and not is_code else None,
    )


def _as_kept(new: NewCase) -> NewCase:
    """A case as it is kept: what was written into the form is printable and bounded.

    Raises:
        InvalidError: a claim or a name is missing, or a text does not do.
    """
    return replace(
        new,
        source_id=as_text(new.source_id, "key", longest=LONGEST_ID),
        claim=as_text(new.claim, "claim", longest=LONGEST_CLAIM, lines=True),
        incident=written(new.incident, "incident", 32),
        parties=tuple(
            replace(
                one,
                name=as_text(one.name, "name", longest=LONGEST_NAME),
                phone=written(one.phone, "phone", 32),
                id_number=written(one.id_number, "id_number", 32),
                address=written(one.address, "address", 200),
            )
            for one in new.parties
        ),
    )


def is_told_again(new: NewCase, known: Case, parties: Mapping[str, list[CaseParty]]) -> bool:
    """Whether what is sent is what a known case was taken in with.

    What was erased since is not compared: it is not there to be told again. Flags, bodies and
    people are compared in any order; the window is where it was said, not what.
    """
    same = (
        known.claim in {None, new.claim}
        and (known.category, known.matter, known.channel) == (new.category, new.matter, new.channel)
        and (known.amount_fen, known.people_count) == (new.amount_fen, new.people_count)
        and (known.area_code, known.incident) == (new.area_code or None, new.incident)
        and {*known.flags} == {flag.value for flag in new.flags}
        and {*known.never} == {*new.accused}
    )
    return same and _are_the_same(new.parties, parties[known.code])


def _are_the_same(told: Sequence[NewParty], kept_ones: Sequence[CaseParty]) -> bool:
    erased = [one for one in kept_ones if one.name is None]
    kept = Counter(_content(one) for one in kept_ones if one.name is not None)
    sent = Counter(_content(one) for one in told)
    missing, more = kept - sent, sent - kept
    of_erased = Counter((one.role, one.party) for one in erased)
    return not missing and Counter(one[:2] for one in more.elements()) == of_erased


def _content(one: NewParty | CaseParty) -> tuple[PartyRole, PartyKind, *tuple[str | None, ...]]:
    return (one.role, one.party, one.name, one.phone, one.id_number, one.address)


def no_case(code: str) -> NotFoundError:
    """There is none of this code, or none for this caller: both are told alike."""
    return NotFoundError(says="no_case", case=code[:64], field="code")


class Cases:
    """The dispute centre's cases.

    Args:
        store: where they are kept.
        work: the lanes of threads.
        audit: is told who looked at a sealed case, and why.
        centre: of the district; None where it has none.
        calendar: of the district.
        prefix: the first letters of every code.
        zone: in which a day is a day.
        areas: the areas of the map in use by code; none where no map is at hand.
        place: whose centre it is, on paper.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        *,
        audit: Audit,
        centre: Centre | None,
        calendar: WorkingCalendar,
        prefix: str,
        zone: tzinfo,
        areas: Callable[[], Mapping[str, Area]] = dict,
        place: str = "",
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._audit = store, work, audit
        self._centre, self._calendar = centre, calendar
        self._prefix, self._zone, self._place = prefix, zone, place
        self._areas = areas
        self._now = now

    @property
    def timers(self) -> Mapping[TimerKind, Handler]:
        """What time does by itself."""
        return {
            TimerKind.CASE_SILENCE: self.silence,
            TimerKind.CASE_CLOCK: self.clock,
            TimerKind.CASE_INSTALMENT: self.instalment,
        }

    def centre(self, caller: Caller) -> Centre:
        """The centre as its people know it.

        Raises:
            NotAllowedError: the caller is none of them.
            NotFoundError: the district has none.
        """
        require(caller, "cases.see")
        return self._its()

    def _its(self) -> Centre:
        if self._centre is None:
            raise NotFoundError(says="no_centre", field="district")
        return self._centre

    # taking in ------------------------------------------------------------------------------

    async def register(self, new: NewCase, caller: Caller) -> Registered:
        """Take a case in, or find the one that was taken in under the same source and id.

        Raises:
            ConflictError: the known one was told otherwise, or is not the caller's to see.
            NotAllowedError: the caller takes none in.
            NotFoundError: it names an incident there is not, or that the caller may not see.
            InvalidError: no such window or area, a category no longer in use, the parties or what
                is written of them do not do.
        """
        new = _as_kept(new)
        require(caller, "cases.register", new.area_code)
        centre = self._its()
        self._check(new, caller, centre)

        def steps(tx: Transaction) -> Registered:
            known = kept.case_by_source(tx, new.source, new.source_id)
            if known is not None:
                if caller.role not in MACHINES and not CASE.admits(caller, known):
                    raise ConflictError(says="case_source_taken", field="source_id")
                if not is_told_again(new, known, kept.parties_of(tx.connection, [known.code])):
                    raise ConflictError(says="case_key_other_content", field="key")
                return Registered(known, is_new=False, earlier=[])
            self._check_incident(tx, new.incident, caller)
            case = self._new(tx, new, caller, centre)
            parties = [
                CaseParty(
                    f"P-{uuid4().hex[:16]}", case.code, one.role, one.party,
                    one.name, one.phone, one.id_number, one.address,
                )
                for one in new.parties
            ]  # fmt: skip
            tx.put(CASE, case, action=Step.REGISTER.value, actor=caller.actor)
            for party in parties:
                tx.put(CASE_PARTY, party, action="add", actor=caller.actor)
            self._tell(tx, case, Step.REGISTER, caller, Said())
            earlier = kept.earlier_of(tx.connection, caller, case, parties)
            return Registered(case, is_new=True, earlier=earlier)

        return await in_transaction(self._store, self._work, steps)

    @staticmethod
    def _check_incident(tx: Transaction, number: str | None, caller: Caller) -> None:
        if number is None:
            return
        incident = tx.incident(number)
        if incident is None or not may_become_case(caller, incident):
            raise no_incident(number)

    def _check(self, new: NewCase, caller: Caller, centre: Centre) -> None:
        is_window = new.window in centre.windows
        if not is_window and not (caller.role in MACHINES and new.window == NO_WINDOW):
            raise InvalidError(says="window_unknown", window=new.window[:64], field="window")
        if new.category in RETIRED:
            raise InvalidError(says="category_retired", field="category")
        if new.area_code:
            self._check_area(new.area_code)
        if new.accused and new.matter is not Matter.REPORT:
            raise InvalidError(says="accused_only_in_report", field="accused")
        for body in new.accused:
            centre.body(body, "accused")
        check_parties([one.role for one in new.parties], new.people_count)

    def _check_area(self, code: str) -> None:
        try:
            check_known(code, self._areas())
        except InvalidError as error:
            raise error.about("area_code") from None

    def _new(self, tx: Transaction, new: NewCase, caller: Caller, centre: Centre) -> Case:
        day = tx.at.astimezone(self._zone).date()
        serial = kept.last_serial(tx, f"{self._prefix}{day:%Y%m%d}-{new.window}-") + 1
        is_sealed = new.matter is Matter.REPORT
        clerk = () if caller.role in MACHINES else (caller.actor,)
        return Case(
            code=case_code(self._prefix, day, int(new.window), serial),
            source=new.source,
            source_id=new.source_id,
            serial=serial,
            registered_at=tx.at,
            channel=new.channel,
            matter=new.matter,
            category=new.category,
            window=new.window,
            first_clerk=caller.actor,
            stage=Stage.REGISTERED,
            people_count=new.people_count,
            amount_fen=new.amount_fen,
            flags=tuple(flag.value for flag in new.flags),
            area_code=new.area_code,
            incident=new.incident,
            bodies=(centre.lead,),
            people=tuple(dict.fromkeys((*clerk, *(centre.sealed_to if is_sealed else ())))),
            is_sealed=is_sealed,
            never=new.accused if is_sealed else (),
            claim=new.claim,
        )

    # steps ------------------------------------------------------------------------------------

    async def step(self, code: str, step: Step, said: Said, caller: Caller) -> CaseFile:
        """Take a step of a case.

        Raises:
            NotAllowedError: the step is not the caller's.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it cannot be taken from where the case stands.
            InvalidError: what is said with it does not do.
        """
        require(caller, "cases.step")
        code, said = read_case_code(code), as_kept(said)

        def steps(tx: Transaction) -> CaseFile:
            case = self._seen(kept.case_of(tx.connection, code), code, caller)
            asked = self._joining(tx, said, caller) if step is Step.JOIN else said
            after = self._take(tx, case, step, asked, caller)
            return CaseFile(after, [], [], steps_open(caller, after))

        return await in_transaction(self._store, self._work, steps)

    def _joining(self, tx: Transaction, said: Said, caller: Caller) -> Said:
        """The case it is joined to must be there, and open to the caller."""
        code = read_case_code(said.joined_to or "")
        other = self._seen(kept.case_of(tx.connection, code), code, caller)
        if other.stage is Stage.CLOSED:
            raise ConflictError(says="joined_to_closed", field="joined_to")
        return replace(said, joined_to=code)

    @staticmethod
    def _seen(case: Case | None, code: str, caller: Caller) -> Case:
        if case is None or not CASE.admits(caller, case):
            raise no_case(code)
        return case

    def _take(self, tx: Transaction, case: Case, step: Step, said: Said, by: Caller) -> Case:
        after = take(case, step, said, by=by, at=tx.at, centre=self._its(), calendar=self._calendar)
        tx.put(CASE, after, action=step.value, actor=by.actor)
        self._tell(tx, after, step, by, said)
        withdraw_past(tx, after, self._zone, actor=by.actor)
        tell_instalments(tx, after, self._zone)  # a day that was past when it was promised
        self._arm(tx, after)
        return after

    @staticmethod
    def _tell(tx: Transaction, case: Case, step: Step, by: Caller, said: Said) -> None:
        """Write the line of the story."""
        entry = CaseEntry(
            entry_id=f"E-{uuid4().hex[:16]}",
            case_code=case.code,
            step=step,
            at=tx.at,
            by=by.actor,
            stage=case.stage,
            body=said.body or case.body,
            remedy=said.remedy.value if said.remedy else None,
            room=said.room,
            text=said.text.strip() or None,
        )
        tx.put(CASE_ENTRY, entry, action="add", actor=by.actor)

    # time ----------------------------------------------------------------------------------------

    def _arm(self, tx: Transaction, case: Case) -> None:
        """Set what time will do to the case by itself, and forget what it will not any more."""
        about = SubjectKey(CASE.name, case.code)
        waits = case.stage is Stage.ROUTED and not case.has_objection and case.answer_by
        if waits and not self._its().body(case.body).is_judicial:
            due = case.answer_by
            assert due is not None  # noqa: S101  (what `waits` says)
            outbox.put_timer(tx, Timer(TimerKind.CASE_SILENCE, case.code, about, due))
        else:
            outbox.drop_timers(tx, TimerKind.CASE_SILENCE, [case.code])
        moment = case.amber_at if case.supervision < AMBER else case.due_at
        if runs(case) and moment is not None and case.supervision < RED:
            step = case.supervision
            outbox.put_timer(tx, Timer(TimerKind.CASE_CLOCK, case.code, about, moment, step))
        else:
            outbox.drop_timers(tx, TimerKind.CASE_CLOCK, [case.code])
        late_at = next_late(case, tx.at.astimezone(self._zone).date(), self._zone)
        if late_at is not None:
            outbox.put_timer(tx, Timer(TimerKind.CASE_INSTALMENT, case.code, about, late_at))
        else:
            outbox.drop_timers(tx, TimerKind.CASE_INSTALMENT, [case.code])

    async def silence(self, timer: Timer) -> None:
        """The body has not objected in time: it has accepted."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            is_due = case is not None and case.answer_by is not None and case.answer_by <= tx.at
            if case is not None and is_due and case.stage is Stage.ROUTED:
                self._take(tx, case, Step.ACCEPT, Said(), SYSTEM)
            elif case is not None:
                self._arm(tx, case)
            else:
                outbox.drop_timers(tx, TimerKind.CASE_SILENCE, [timer.item_id])

        await in_transaction(self._store, self._work, steps)

    async def clock(self, timer: Timer) -> None:
        """Four fifths of the time are gone, or all of it: the case is supervised."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            if case is None:
                outbox.drop_timers(tx, TimerKind.CASE_CLOCK, [timer.item_id])
                return
            late = case.due_at is not None and case.due_at <= tx.at
            amber = case.amber_at is not None and case.amber_at <= tx.at
            level = RED if late else AMBER if amber else 0
            if runs(case) and level > case.supervision:
                after = self._take(tx, case, Step.SUPERVISE, Said(supervision=level), SYSTEM)
                tell_clock(tx, after, self._its())
            else:
                self._arm(tx, case)

        await in_transaction(self._store, self._work, steps)

    async def instalment(self, timer: Timer) -> None:
        """The day of an instalment is over: whoever handles the case hears that it is not paid."""

        def steps(tx: Transaction) -> None:
            case = kept.case_of(tx.connection, timer.item_id)
            if case is None:
                outbox.drop_timers(tx, TimerKind.CASE_INSTALMENT, [timer.item_id])
                return
            tell_instalments(tx, case, self._zone)
            self._arm(tx, case)

        await in_transaction(self._store, self._work, steps)

    # reminders -----------------------------------------------------------------------------------

    async def reminders(self, caller: Caller) -> list[Notice]:
        """What waits for an answer, of the cases the caller may see, newest first.

        Raises:
            NotAllowedError: the caller sees none at all.
        """
        require(caller, "cases.see")

        def read() -> list[Notice]:
            return self._store.ask(
                lambda connection: kept.reminders_of(connection, caller, MOST_REMINDERS)
            )

        return await self._work.read(read)

    async def answer(self, notice_id: str, caller: Caller) -> None:
        """Say that a reminder was read; saying it again changes nothing.

        Raises:
            NotAllowedError: it is for others.
            NotFoundError: no such reminder, or of a case that is not there for this caller.
            ConflictError: it was withdrawn.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> None:
            held = outbox.notice(tx, notice_id)
            about = held.subject_id if held and held.subject_kind == CASE.name else ""
            case = kept.case_of(tx.connection, about)
            if held is None or case is None or not CASE.admits(caller, case):
                raise NotFoundError(says="no_notice", field="notice_id")
            if not may_answer(caller, case, held):
                raise NotAllowedError(says="not_allowed", field="role")
            acknowledge(tx, notice_id, actor=caller.actor)

        await in_transaction(self._store, self._work, steps)

    # reading ---------------------------------------------------------------------------------

    async def page(
        self, caller: Caller, wanted: CaseFilter, *, cursor: str | None, limit: int
    ) -> CasePage:
        """Cases newest first, of what the caller may see; without the people of sealed ones.

        Raises:
            NotAllowedError: the caller sees none at all.
            InvalidError: the cursor is none.
        """
        require(caller, "cases.see")
        at = self._now()

        def read() -> CasePage:
            def question(connection: Connection) -> CasePage:
                cases, after = kept.page_of(
                    connection, caller, wanted, now=at, cursor=cursor, limit=limit
                )
                told = [case.code for case in cases if not case.is_sealed]
                parties = kept.parties_of(connection, told)
                return CasePage(cases, parties, after, at)

            return self._store.ask(question)

        return await self._work.read(read)

    async def one(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> CaseFile:
        """A case with everything in it. Of a sealed one, who looked and why is written down first.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")
        code = read_case_code(code)

        def read() -> CaseFile:
            def question(connection: Connection) -> CaseFile:
                case = self._seen(kept.case_of(connection, code), code, caller)
                parties = kept.parties_of(connection, [code])[code]
                return CaseFile(
                    case, parties, kept.entries_of(connection, code), steps_open(caller, case)
                )

            return self._store.ask(question)

        found = await self._work.read(read)
        if found.case.is_sealed:
            await self._written_down(found.case, caller, reason, address)
        return found

    async def slip(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> tuple[str, bytes]:
        """The slip of a case as a PDF file, under its name: code, what to bring, whom to call.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        from operations.centre.slip_paper import slip_pdf

        case = (await self.one(code, caller, reason=reason, address=address)).case
        slip = slip_of(case, self._its())
        at = self._now()

        def write() -> bytes:
            return slip_pdf(slip, place=self._place, account=caller.actor, at=at, zone=self._zone)

        return f"{case.code}.pdf", await self._work.read(write)

    async def slip_for_page(
        self, code: str, caller: Caller, *, reason: str, address: str | None = None
    ) -> tuple[str, bytes]:
        """The slip as a page hands it out, whose reason must not stand in an address.

        Written down as an export before it leaves, like every slip.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        name, content = await self.slip(code, caller, reason=reason, address=address)
        await self._audit.tell(
            "exported",
            actor=caller.actor,
            subject="export",
            address=address,
            about={
                "what": f"slip of {CASE.name}",
                "role": caller.role,
                "subject_kind": CASE.name,
                "subject_id": read_case_code(code),
            },
        )
        return name, content

    async def _written_down(
        self, case: Case, caller: Caller, reason: str, address: str | None
    ) -> None:
        why = reason.strip()[:200]
        if len(why) < SHORTEST_REASON:
            raise NotAllowedError(says="sealed_needs_reason", least=SHORTEST_REASON, field="reason")
        await self._audit.tell(
            "revealed",
            actor=caller.actor,
            subject=CASE.name,
            address=address,
            about={"id": case.code, "fields": ["claim", "parties"], "role": caller.role},
            personal={"reason": why},
        )
