"""What lies in a dossier, the numbers its procedures bear, and the exports that were made of it.

Three kinds that hang on a case and are seen by whoever sees the case, and by nobody else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from typing import Any

from domain.centre.papers.dossier import Paper
from domain.centre.papers.forms import FORMS, PaperForm
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, Shape, fields_of
from domain.moments import from_iso, to_iso

_OF_CASE = Audience(("cases.see",), owned=Owned.SUBJECT)
_HANGS = HangsOn(id_field="case_code", kind_field="", kind="case")


class How(StrEnum):
    """How a paper is there."""

    PRINTED = "printed"  # made from the case and frozen, signed on a pad or not
    SCAN = "scan"  # a file that was brought
    HANDED_OVER = "handed_over"  # on paper alone, written down by whoever took it


@dataclass(frozen=True, slots=True)
class Slot:
    """A line to be signed on a frozen form.

    Attributes:
        name: its own on the form: `applicants-1`.
        party_id: of the party who signs there; empty where it is none of the case.
        page: from 1.
        x, y, width, height: in points from the lower left corner of the page.
    """

    name: str
    party_id: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature on a pad, placed in a frozen form.

    `sha256` is the hash of the file with it; `by` the account in front of which it was given.
    """

    slot: str
    at: datetime
    by: str
    sha256: str


def _lists(entity: type, **moments: str) -> Shape:
    """A tuple of small records as JSON; moments by their field."""

    def written(held: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {
                name: to_iso(getattr(one, name)) if name in moments else getattr(one, name)
                for name in entity.__slots__  # type: ignore[attr-defined]
            }
            for one in held
        ]

    def read(told: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
        return tuple(
            entity(**{k: from_iso(v) if k in moments else v for k, v in one.items()})
            for one in told
        )

    return Shape("any", encode=written, decode=read)


_DAY = Shape("text", encode=date.isoformat, decode=date.fromisoformat)


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper in a dossier.

    Attributes:
        file_id: of its bytes; None where it is on paper alone.
        sha256: of the bytes as they are kept now.
        pages: how many it has; None where nobody has counted them.
        number: the statutory number printed on it.
        frozen_sha256: of a form as it was before anybody signed.
        signed_on: the day of the last signature on paper, as whoever filed the scan read it.
        note: what the paper is, in the words of whoever brought it in.
    """

    paper_id: str
    case_code: str
    item: Paper
    how: How
    at: datetime
    by: str
    form: PaperForm | None = None
    file_id: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    frozen_sha256: str | None = None
    pages: int | None = None
    number: str | None = None
    slots: tuple[Slot, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signed_on: date | None = None
    is_removed: bool = False
    note: str | None = None

    @property
    def unsigned(self) -> tuple[Slot, ...]:
        """The lines nobody has signed on the pad."""
        signed = {one.slot for one in self.signatures}
        return tuple(slot for slot in self.slots if slot.name not in signed)

    @property
    def signed_at(self) -> datetime | None:
        """When the last line was signed on the pad; None while one is open, or there are none."""
        if not self.signatures or self.unsigned:
            return None
        return max(one.at for one in self.signatures)


def handed_over(case_code: str, item: Paper, at: datetime, by: str, paper_id: str) -> CasePaper:
    """That a paper was handed over, written down as a step of the case."""
    return CasePaper(paper_id, case_code, item, How.HANDED_OVER, at, by)


CASE_PAPER = Kind(
    name="case_paper",
    entity=CasePaper,
    fields=fields_of(
        CasePaper,
        slots={"shape": _lists(Slot)},
        signatures={"shape": _lists(Signature, at="moment")},
        signed_on={"shape": _DAY},
        note={"personal": Masking.WORDS},
    ),
    id_field="paper_id",
    audience=_OF_CASE,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_HANGS,
    removed_field="is_removed",
    title="卷宗材料",
    says={
        "file": "材料入卷",
        "sign": "签署文书",
        "remove": "撤出材料",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The statutory number of one procedure of a case.

    A number that was counted here has a serial, one of each body and year (by the database); one
    that another body gave (a court's 案号) has none.
    """

    number_id: str
    case_code: str
    body: str
    words: str
    year: int
    at: datetime
    by: str
    serial: int | None = None


CASE_NUMBER = Kind(
    name="case_number",
    entity=CaseNumber,
    fields=fields_of(CaseNumber),
    id_field="number_id",
    audience=_OF_CASE,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_HANGS,
    title="法定文号",
    says={"give": "编立文号 {words}", "record": "登记文号 {words}"},
)


@dataclass(frozen=True, slots=True)
class CaseExport:
    """A dossier that was exported whole: by whom, when, and the hash of what left."""

    export_id: str
    case_code: str
    at: datetime
    by: str
    pages: int
    size: int
    sha256: str


CASE_EXPORT = Kind(
    name="case_export",
    entity=CaseExport,
    fields=fields_of(CaseExport),
    id_field="export_id",
    audience=_OF_CASE,
    kept=Kept.WITH_SUBJECT,
    hangs_on=_HANGS,
    title="卷宗导出",
    says={"export": "导出卷宗（{pages} 页）"},
)


def counts(paper: CasePaper, lost: Collection[str] = ()) -> bool:
    """Whether a paper makes its item be there.

    Args:
        paper: filed.
        lost: ids of files that were taken away.
    """
    if paper.is_removed or (paper.file_id is not None and paper.file_id in lost):
        return False
    if paper.form is None:
        return True
    rule = FORMS[paper.form]
    is_signed = not paper.slots or rule.counts_unsigned or paper.signed_at is not None
    return rule.fills and is_signed


def really_there(
    written: Collection[Paper], papers: Sequence[CasePaper], lost: Collection[str] = ()
) -> frozenset[Paper]:
    """The items that are in the dossier.

    Args:
        written: what the case says was handed over.
        papers: all that was ever filed.
        lost: ids of files that were taken away.
    """
    recorded = {one.item for one in papers}
    return frozenset({*written} - recorded) | {one.item for one in papers if counts(one, lost)}


def in_order(papers: Iterable[CasePaper]) -> list[CasePaper]:
    """Papers in the order of the dossier's items, those of one item as they came."""
    place = {paper: at for at, paper in enumerate(Paper)}
    return sorted(papers, key=lambda one: (place[one.item], one.at, one.paper_id))


def agreement_signed_at(papers: Iterable[CasePaper], zone: tzinfo) -> datetime | None:
    """When the last signature or the seal was set under the agreement; None while one is open.

    On the pad that is a moment; of a paper its day begins, as whoever filed it read it. Where the
    seal was set on a later day, the sealed paper is filed with that day.
    """
    its = [one for one in papers if one.item is Paper.AGREEMENT and not one.is_removed]
    by_pad = [one.signed_at for one in its if one.form is PaperForm.AGREEMENT]
    by_hand = [datetime.combine(one.signed_on, time(), zone) for one in its if one.signed_on]
    return max([*by_hand, *(at for at in by_pad if at is not None)], default=None)
