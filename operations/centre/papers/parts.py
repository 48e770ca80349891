"""The parts that keep the papers of cases, built together."""

from dataclasses import dataclass
from pathlib import Path

from domain.centre.cases.case import CASE
from domain.centre.papers.facts import Letterhead
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.looking import Looking
from operations.centre.papers.dossiers import Dossiers
from operations.centre.papers.exports import DossierExports
from operations.centre.papers.files import case_door
from operations.centre.papers.numbering import Numbers
from operations.centre.papers.papers import CasePapers
from operations.files.decoding import Bounds, Decoding
from operations.files.shelf import Shelf

# Joining a dossier holds hundreds of megabytes: one at a time, apart from what people upload.
_JOINING = Bounds(at_once=1, waiting=6, of_one=3, within_s=120.0)


@dataclass(frozen=True, slots=True)
class PapersParts:
    """What keeps the papers of cases."""

    dossiers: Dossiers
    papers: CasePapers
    numbers: Numbers
    exports: DossierExports


def build_papers(
    desk: CentreDesk,
    looking: Looking,
    *,
    shelf: Shelf,
    letterhead: Letterhead,
    folder: Path | None,
) -> PapersParts:
    """Build them, and let cases have files.

    Args:
        desk: what the operations of the centre share.
        looking: asks who may see a case.
        shelf: where files lie.
        letterhead: what stands on every form.
        folder: where an exported dossier waits to be fetched.
    """
    shelf.add_door(CASE.name, case_door(desk.store, desk.work))
    dossiers = Dossiers(desk, looking, shelf, letterhead)
    numbers = Numbers(desk, letterhead)
    papers = CasePapers(desk, dossiers, numbers, shelf)
    exports = DossierExports(desk, dossiers, shelf, Decoding(_JOINING), folder)
    return PapersParts(dossiers, papers, numbers, exports)
