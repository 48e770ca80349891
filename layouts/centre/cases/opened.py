"""A case as its reader has it open: what every section of its card is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.centre.cases.case import Case
from domain.centre.cases.case_file import CaseFile
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.reader import Reader


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that is open on the page.

    Attributes:
        found: the case with its people, its story, and the steps of its reader.
        centre: whose it is.
        reader: for whom it is drawn.
        zone_name: in which a day is a day.
        leaders: accounts and names of those who may take it in charge, where one is asked for.
        typed: what was sent with a step that somebody else came before; it is drawn again.
        reason: why a sealed one was opened; whatever is asked of it carries it on.
    """

    found: CaseFile
    centre: Centre
    reader: Reader
    zone_name: str
    reason: str = ""
    leaders: Sequence[tuple[str, str]] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.found.case

    @property
    def words(self) -> Words:
        """In the language of its reader."""
        return self.reader.words

    def asks(self, act: str, **more: Any) -> Mapping[str, Any]:
        """What a button or a form of a section sends: the act, of which case, as it stands."""
        held = {"code": self.case.code, "reason": self.reason}
        return {"act": act, **held, "version": str(self.found.version), **more}
