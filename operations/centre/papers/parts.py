"""The parts that keep the papers of cases, built together."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from domain.centre.cases.case import CASE
from domain.centre.papers.facts import Letterhead
from operations.centre.cases import Cases
from operations.centre.papers.dossiers import Dossiers
from operations.centre.papers.exports import DossierExports
from operations.centre.papers.files import case_door
from operations.centre.papers.numbering import Numbers
from operations.centre.papers.papers import CasePapers
from operations.files.decoding import Bounds, Decoding
from operations.files.shelf import Shelf
from operations.threads import Work
from store import Store

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
    store: Store,
    work: Work,
    *,
    cases: Cases,
    shelf: Shelf,
    letterhead: Letterhead,
    zone: tzinfo,
    folder: Path | None,
) -> PapersParts:
    """Build them, and let cases have files.

    Args:
        store: where they are kept.
        work: the lanes of threads.
        cases: asks who may see a case.
        shelf: where files lie.
        letterhead: what stands on every form.
        zone: in which a day is a day.
        folder: where an exported dossier waits to be fetched.
    """
    shelf.add_door(CASE.name, case_door(store, work))
    dossiers = Dossiers(store, work, cases=cases, shelf=shelf, letterhead=letterhead, zone=zone)
    numbers = Numbers(store, work, cases=cases, letterhead=letterhead, zone=zone)
    papers = CasePapers(store, work, dossiers=dossiers, numbers=numbers, shelf=shelf, zone=zone)
    exports = DossierExports(
        store, work, dossiers=dossiers, shelf=shelf, decoding=Decoding(_JOINING), folder=folder
    )
    return PapersParts(dossiers, papers, numbers, exports)
