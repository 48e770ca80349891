"""A case as it is told at a window or by a system, before it is one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.access.roles import KEY
from domain.centre.cases.case import Case, Channel, Flag
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.loop.written import written
from domain.fields import as_text

# Where the form of the page brings its cases in from.
WINDOW = "window"
# A case that a machine brings in came through no window.
NO_WINDOW = "00"
MACHINES = frozenset({"machine", KEY})
LONGEST_CLAIM, LONGEST_NAME, LONGEST_ID = 2000, 64, 128


def id_of_form(key: str) -> str:
    """The id, of source `WINDOW`, under which the form that carries this key is taken in."""
    return f"page-{key}"


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


def case_as_kept(new: NewCase) -> NewCase:
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
