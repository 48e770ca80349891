"""A grid worker or an officer is asked to help with a case: by whom, with what, until when.

Source: docs/decisions/0155-help-of-the-grid-in-a-case.md
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.access.callers import Caller
from domain.centre.cases.case import Case, acts_as
from domain.centre.cases.parties import CaseParty, PartyKind
from domain.centre.cases.stages import Actor, Stage
from domain.codes.area_codes import contains
from domain.dispatch.unit_kinds import UnitKind
from domain.dispatch.units import Unit
from domain.errors import ConflictError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of
from domain.personal.masks import mask_person
from domain.personal.number_masks import mask_words, narrow

LONGEST_TASK, LONGEST_REASON = 500, 200
MOST_HELPS = 6
# Whom a case may be shown to in the field: people of its grid, and officers who serve it.
HELPING_KINDS = frozenset({UnitKind.GRID_WORKER, UnitKind.POLICE})
_TOWN_DIGITS = 9
_FEWEST_DIGITS, _MOBILE_DIGITS = 7, 11
# Who handles a case and may ask for help; whoever takes part in its talk.
ASKING = frozenset({Actor.DUTY, Actor.BODY, Actor.MEDIATOR})
SPEAKING = frozenset({*ASKING, Actor.WINDOW, Actor.LEADER})


class HelpEnd(StrEnum):
    """How the help ended."""

    DONE = "done"  # whoever helped said so
    RELEASED = "released"  # a handler ended it
    CLOSED = "closed"  # the case was closed


@dataclass(frozen=True, slots=True)
class CaseHelp:
    """A unit that was asked to help with a case; open while `ended_at` is None.

    Attributes:
        unit_id: who was asked.
        by: the account that asked.
        ended_by: the account that ended it.
        task: what is asked.
        reason: why somebody of the grid is needed: the case is shown to one person more.
        result: what came of it, in the words of whoever helped.
    """

    help_id: str
    case_code: str
    unit_id: str
    by: str
    at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ending: HelpEnd | None = None
    is_demo: bool = False
    task: str | None = None
    reason: str | None = None
    result: str | None = None


CASE_HELP = Kind(
    name="case_help",
    entity=CaseHelp,
    fields=fields_of(
        CaseHelp,
        task={"personal": Masking.WORDS},
        reason={"personal": Masking.WORDS},
        result={"personal": Masking.WORDS},
    ),
    id_field="help_id",
    # whoever was asked reads it by a door of their own (operations/field/talk)
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="案件协助",
    says={
        "ask": "请 {unit_id} 协助办理案件",
        "end": "{unit_id} 的案件协助已结束",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class HelpOfCase:
    """A help as handlers see it."""

    held: CaseHelp
    call_sign: str
    is_on_duty: bool


@dataclass(frozen=True, slots=True)
class HelpsOfCase:
    """Who helps with a case, who may be asked, and whether their reader may ask and speak."""

    helps: Sequence[HelpOfCase]
    offered: Sequence[Unit]
    may_ask: bool


def may_speak(caller: Caller, case: Case) -> bool:
    """Whether somebody who sees a case takes part in its talk: its handlers, while it is open."""
    return is_talked_about(case) and bool(acts_as(caller, case) & SPEAKING)


def is_asked_to_read(caller: Caller, case: Case, *, has_read: bool) -> bool:
    """Whether what is said about a case waits for somebody.

    For whoever took it in, handles, mediates or leads it, and whoever has read or spoken before;
    not for every clerk who might.
    """
    own = {case.first_clerk, case.leader, case.deputy, *case.mediators, *case.handlers}
    return may_speak(caller, case) and (has_read or caller.actor in own)


def may_ask(caller: Caller, case: Case) -> bool:
    """Whether somebody who sees a case may ask the grid for help."""
    return is_talked_about(case) and bool(acts_as(caller, case) & ASKING)


def is_talked_about(case: Case) -> bool:
    """Whether anything may be said: never of a sealed case, and of none that is closed."""
    return not case.is_sealed and case.stage is not Stage.CLOSED


def is_of_grid(case: Case, unit: Unit) -> bool:
    """Whether a unit may be asked: a grid worker or officer at home where the case is.

    The home lies in the case's area or holds it, and is a town's at most: who serves the whole
    district is of no case's grid, and of a case without an area nobody is.
    """
    home, area = unit.home_area or "", case.area_code or ""
    if unit.is_removed or unit.kind not in HELPING_KINDS:
        return False
    if len(home) < _TOWN_DIGITS or len(area) < _TOWN_DIGITS:
        return False
    return contains(home, area) or contains(area, home)


def is_barred(case: Case, parties: Iterable[CaseParty], known: Collection[str]) -> bool:
    """Whether somebody in the field must hear nothing of a case.

    Whoever the case keeps out, and whoever is in it: known by name or by number, so that of two
    people of one name neither is asked. However they are written: one was typed at a window, the
    other came with a roster.

    Args:
        case: the case.
        parties: everybody in it.
        known: the accounts, names and phones by which somebody is known.
    """
    theirs = {one for party in parties for one in (party.name, party.phone) if one}
    barred = {_plain(one) for one in (*case.never, *theirs)}
    return not barred.isdisjoint(_plain(one) for one in known)


def _plain(text: str) -> str:
    """A name without its blanks, a phone as its digits without the country's."""
    letters = "".join(narrow(text).split())
    digits = "".join(one for one in letters if one.isdecimal())
    is_phone = len(digits) >= _FEWEST_DIGITS and not any(one.isalpha() for one in letters)
    return digits[-_MOBILE_DIGITS:] if is_phone else letters


def ended(held: CaseHelp, how: HelpEnd, by: str, at: datetime, result: str = "") -> CaseHelp:
    """The help, over.

    Raises:
        ConflictError: it is over already.
    """
    if held.ended_at is not None:
        raise ConflictError(says="help_over", field="help_id", code="help_over")
    return replace(held, ended_at=max(at, held.at), ended_by=by, ending=how, result=result or None)


def for_the_field(text: str, parties: Sequence[CaseParty]) -> str:
    """Words about a case as a phone shows them: its people by their surname, numbers masked."""
    people = [one for one in parties if one.name and one.party is not PartyKind.FIRM]
    for one in sorted(people, key=lambda party: -len(party.name or "")):
        text = text.replace(one.name or "", mask_person(one.name or ""))
    return mask_words(text)
