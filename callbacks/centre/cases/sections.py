"""The sections of a case's card: one row each, drawn in layouts/centre/cases/sections.py."""

from collections.abc import Mapping
from typing import Any

from callbacks.centre.cases.section import Section
from callbacks.centre.keeping import section as keeping
from callbacks.centre.mediation import section as mediation
from callbacks.centre.papers import section as papers
from callbacks.centre.person import calls, slips
from callbacks.centre.premises.booking import BOOKING
from callbacks.centre.talk import section as talk
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile

SECTIONS: tuple[Section, ...] = (
    BOOKING,
    mediation.SECTION,
    talk.SECTION,
    papers.SECTION,
    slips.SECTION,
    calls.SECTION,
    keeping.SECTION,
)


def section_of(act: str) -> Section | None:
    """The section that does something by this word."""
    return next((one for one in SECTIONS if act in one.acts), None)


async def loaded(parts: Any, found: CaseFile, who: Caller) -> Mapping[str, Any]:
    """What the sections of a case are drawn from, by their names."""
    return {one.name: await one.load(parts, found, who) for one in SECTIONS}
