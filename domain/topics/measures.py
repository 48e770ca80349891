"""What a map's areas may be shaded by, each declared once: its words, its colours and its steps.

The browser is told all of it by the contract; how a value is computed stands by `by` in
assets/31_map_measures.js. A measure of gaps counts grids that lack something: of these the wall is
told codes, never a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.net.people.gaps import GapKind


class CountedBy(StrEnum):
    """What a measure's value is made of."""

    OPEN = "open"  # open incidents of the topic
    DAY = "day"  # incidents of the last 24 hours
    ARRIVAL = "arrival"  # the median minutes to the first arrival in these
    COVERAGE = "coverage"  # minutes until a free unit of a kind could be there
    GAP = "gap"  # grids that lack something
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the map.

    Attributes:
        name: in addresses and topics' files.
        word: on the button that chooses it.
        by: what its value is made of.
        title, unit: of its legend, after the level it is drawn at.
        scale: which five colours (assets/00_tokens_map.css).
        bins: the least value of each of its five steps; none where they follow from a target.
        of: the kind of unit of a coverage, the kind of gap.
        line: what is said of an area that has {n} of these gaps; of a grid, `has`; empty
            where more is told of it elsewhere.
    """

    name: str
    word: str
    by: CountedBy
    title: str = ""
    unit: str = ""
    scale: str = ""
    bins: Sequence[int] = ()
    of: str = ""
    line: str = ""
    has: str = ""


_FEW, _MORE = (0, 1, 2, 3, 5), (0, 1, 3, 5, 8)


def _gap(
    kind: GapKind, name: str, word: str, title: str, unit: str, line: str, has: str
) -> Measure:
    return Measure(name, word, CountedBy.GAP, title, unit, "vacant", _FEW, kind.value, line, has)


MEASURES: Sequence[Measure] = (
    Measure("open", "在办事件", CountedBy.OPEN, "在办事件", "起", "count", _FEW),
    Measure("day", "24 小时上报", CountedBy.DAY, "24 小时上报", "起", "count", _MORE),
    _gap(
        GapKind.VACANT, "vacant", "空缺岗位", "空缺岗位", "岗",
        "专职网格员空缺 {n} 岗", "",
    ),
    _gap(
        GapKind.NO_LEAD, "no_lead", "缺网格长", "缺网格长", "格",
        "{n} 格没有网格长", "没有网格长",
    ),
    _gap(
        GapKind.NO_BRANCH, "no_branch", "缺党组织", "缺党组织", "格",
        "{n} 格没有党组织", "没有党组织",
    ),
    _gap(
        GapKind.NO_OFFICER, "no_officer", "缺警格民警", "缺民警", "格",
        "{n} 格没有警格民警", "没有警格民警",
    ),
    Measure("response", "到场用时", CountedBy.ARRIVAL, "24 小时到场中位", "分", "minutes"),
    Measure(
        "cover_police", "民警覆盖", CountedBy.COVERAGE, "民警可到", "分", "cover", of="police"
    ),
    Measure(
        "cover_grid", "网格员覆盖", CountedBy.COVERAGE, "网格员可到", "分", "cover",
        of="grid_worker",
    ),
    Measure("none", "不着色", CountedBy.NOTHING),
)  # fmt: skip
MEASURE_WORDS = {one.name: one.word for one in MEASURES}
