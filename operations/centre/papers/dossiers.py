"""The dossier of a case as its reader may see it: what is in it, what is missing, what to print.

The case's own audience decides; a look at a sealed case needs its reason, which is written down
first (operations/centre/cases/looking.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.centre.cases.case import Case, steps_open
from domain.centre.cases.case_file import CaseFile
from domain.centre.loop.written import written
from domain.centre.papers.dossier import Line, Paper, course_of, lines_of
from domain.centre.papers.facts import Facts, Letterhead, effective_on
from domain.centre.papers.filed import How, really_there
from domain.centre.papers.forms import PaperForm, forms_now
from domain.errors import ConflictError, NotFoundError, RefusedError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.looking import Looking
from operations.centre.cases.seen import seen_case
from operations.centre.papers.files import check_may_file
from operations.files.shelf import KeptFile, Shelf
from store.access.signing_in import display_names
from store.centre import papers as kept
from store.centre.cases import entries_of, parties_of
from store.centre.papers import Dossier

LONGEST_OWN = 2000


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier as its section shows it.

    Attributes:
        lines: every item: must it be there, is it.
        forms: what can be printed now.
        loose: ids of files that were brought and belong to no item yet.
        effective_on: since when the agreement holds; None while it does not.
        may_file: whether the reader may file papers.
        people: what the accounts that handled it, and the reader's, are called.
    """

    found: CaseFile
    dossier: Dossier
    lines: tuple[Line, ...]
    forms: tuple[PaperForm, ...]
    loose: tuple[str, ...]
    effective_on: date | None
    may_file: bool
    people: Mapping[str, str]


class Dossiers:
    """Reads the dossiers of cases.

    Args:
        desk: what the operations of the centre share.
        looking: asks who may see a case, and writes down each look at a sealed one.
        shelf: where frozen forms and scans lie.
        letterhead: what stands on the forms.
    """

    def __init__(
        self, desk: CentreDesk, looking: Looking, shelf: Shelf, letterhead: Letterhead
    ) -> None:
        self._desk, self._looking = desk, looking
        self._shelf, self._letterhead = shelf, letterhead

    async def dossier(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> DossierView:
        """The dossier of a case.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        found = await self._looking.one(code, caller, reason=reason, address=address)
        return await self.dossier_of(found, caller)

    async def dossier_of(self, found: CaseFile, caller: Caller) -> DossierView:
        """The dossier of a case its reader has been shown already."""
        case = found.case
        accounts = {caller.actor, *case.handlers, *(one.by for one in found.entries)}

        def question(connection: Connection) -> tuple[Dossier, dict[str, str]]:
            return kept.dossier_of(connection, case.code), display_names(connection, accounts)

        held, people = await self._desk.work.read(lambda: self._desk.store.ask(question))
        used = {one.file_id for one in held.papers if not one.is_removed}
        made = {one.file_id for one in held.papers if one.how is How.PRINTED}
        loose = [one.id for one in held.files if one.id not in used | made | held.lost]
        return DossierView(
            found=found,
            dossier=held,
            lines=_lines(case, held),
            forms=forms_now(case, found.parties),
            loose=tuple(loose),
            effective_on=effective_on(case, found.entries, held.papers, self._desk.zone),
            may_file=_may_file(case, caller),
            people=people,
        )

    async def facts(
        self, code: str, caller: Caller, *, reason: str = "", address: str | None = None
    ) -> Facts:
        """What the forms of a case are filled from; a look at it like any.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
        """
        view = await self.dossier(code, caller, reason=reason, address=address)
        return self.facts_of(view, caller)

    def facts_of(self, view: DossierView, caller: Caller) -> Facts:
        """What the forms are filled from, of a dossier its reader has been shown already."""
        return Facts(
            case=view.found.case,
            parties=view.found.parties,
            entries=view.found.entries,
            centre=self._desk.its(),
            letterhead=self._letterhead,
            at=self._desk.now(),
            zone=self._desk.zone,
            account=caller.actor,
            numbers=view.dossier.numbers,
            papers=view.dossier.papers,
            sessions=view.dossier.sessions,
            settlement=view.dossier.settlement,
            mediators=view.dossier.mediators,
            people=view.people,
        )

    async def printed(
        self,
        code: str,
        form: PaperForm,
        own: Mapping[str, str],
        caller: Caller,
        *,
        reason: str = "",
        address: str | None = None,
    ) -> bytes:
        """A form as the case stands, to look at or to sign on paper; nothing is filed.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case, or not for this caller.
            ConflictError: the case has nothing yet to print on it.
        """
        from operations.centre.papers.drawing import form_pdf

        facts = await self.facts(code, caller, reason=reason, address=address)
        check_form(facts, form)
        words = own_words(own)
        return (await self._desk.work.read(lambda: form_pdf(facts, form, words))).content

    async def content(
        self,
        code: str,
        file_id: str,
        caller: Caller,
        *,
        reason: str = "",
        address: str | None = None,
    ) -> KeptFile:
        """A file of the dossier, frozen form or scan.

        Raises:
            NotAllowedError: a sealed case, and no reason is given.
            NotFoundError: no such case or file, or not for this caller.
        """
        view = await self.dossier(code, caller, reason=reason, address=address)
        if file_id not in {one.id for one in view.dossier.files} - view.dossier.lost:
            raise NotFoundError(says="file_gone", field="file_id")
        return await self._shelf.opened(file_id)

    async def to_file(self, code: str, caller: Caller) -> DossierView:
        """A dossier the caller may file papers in; nothing of it is shown, so no reason is asked.

        Raises:
            NotAllowedError: the caller files no papers of this case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is closed.
        """

        def read() -> CaseFile:
            return self._desk.store.ask(lambda connection: _file_of(connection, code, caller))

        found = await self._desk.work.read(read)
        check_may_file(found.case, caller)
        return await self.dossier_of(found, caller)


def _file_of(connection: Connection, code: str, caller: Caller) -> CaseFile:
    case = seen_case(connection, code, caller)
    parties = parties_of(connection, [case.code])[case.code]
    return CaseFile(case, parties, entries_of(connection, case.code), steps_open(caller, case))


def _lines(case: Case, held: Dossier) -> tuple[Line, ...]:
    written_down = [Paper(one) for one in case.papers]
    return lines_of(really_there(written_down, held.papers, held.lost), course_of(case))


def _may_file(case: Case, caller: Caller) -> bool:
    try:
        check_may_file(case, caller)
    except RefusedError:
        return False
    return True


def check_form(facts: Facts, form: PaperForm) -> None:
    """Refuse a form for which the case has nothing yet.

    Raises:
        ConflictError: it cannot be printed now.
    """
    if form not in forms_now(facts.case, facts.parties):
        raise ConflictError(says="form_not_now", field="form")


def own_words(own: Mapping[str, str]) -> dict[str, str]:
    """The words for a form alone, as they may be printed.

    Raises:
        InvalidError: a text is too long, or holds what cannot be printed.
    """
    read = {
        name: written(value, name, LONGEST_OWN, lines=name == "text") for name, value in own.items()
    }
    return {name: value for name, value in read.items() if value}
