"""A dossier in its order: cover, index with page numbers, the papers, back cover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.centre.papers.dossier import ITEMS, Line
from domain.centre.papers.facts import Facts
from domain.centre.papers.filed import CasePaper
from domain.centre.papers.forms import FORMS
from operations.centre.papers.drawing import foot_of
from operations.centre.papers.ending_forms import back_cover, cover, how_words, index
from operations.centre.papers.sheet import Sheet
from operations.files.packing import Part

PDF = "application/pdf"
NO_PAGES = "—"


@dataclass(frozen=True, slots=True)
class Whole:
    """What a dossier is put together from: `counts` are pages by a paper's id."""

    facts: Facts
    papers: Sequence[CasePaper]
    counts: Mapping[str, int]
    missing: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Made:
    """All parts in order; `first` of them bear no number; `pages` in all."""

    parts: list[Part]
    first: int
    pages: int


def whole_parts(whole: Whole, parts: Mapping[str, Part]) -> Made:
    """The dossier as parts to be joined.

    Cover and index bear no number: the first paper begins on page 1.
    """
    facts = whole.facts
    rows, at = index_rows(whole.papers, whole.counts)
    before = [_printed(cover(facts), facts), _printed(index(facts, rows), facts)]
    behind, behind_pages = _printed(back_cover(facts, at, whole.missing), facts)
    told = [parts[one.paper_id] for one in whole.papers if one.paper_id in parts]
    pages = sum(count for _, count in before) + at + behind_pages
    return Made([*(part for part, _ in before), *told, behind], len(before), pages)


def index_rows(
    papers: Sequence[CasePaper], counts: Mapping[str, int]
) -> tuple[list[tuple[str, str, str]], int]:
    """Each paper with its pages and how it is there, and how many pages they have together."""
    rows: list[tuple[str, str, str]] = []
    at = 0
    for paper in papers:
        count = counts.get(paper.paper_id, 0)
        where = NO_PAGES
        if count:
            where = f"{at + 1}" if count == 1 else f"{at + 1}—{at + count}"
        rows.append((_title(paper), where, _remark(paper)))
        at += count
    return rows, at


def _title(paper: CasePaper) -> str:
    name = FORMS[paper.form].name if paper.form else ITEMS[paper.item].name
    return f"{name}（{paper.note}）" if paper.note else name


def _remark(paper: CasePaper) -> str:
    if paper.slots and paper.signed_at is None:
        return f"{len(paper.signatures)}/{len(paper.slots)} 已签" if paper.signatures else "未签署"
    return how_words(paper.how)


def _printed(sheet: Sheet, facts: Facts) -> tuple[Part, int]:
    made = sheet.printed(foot_of(facts))
    return Part(sheet.title, PDF, made.content), made.pages
