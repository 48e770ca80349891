"""What a map's areas may be shaded by, each declared once: its words, its colours and its steps.

The browser is told all of it by the contract; how a value is computed stands by `by` in
assets/31_map_measures.js. A measure of gaps counts grids that lack something: of these the wall is
told codes, never a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.dispatch.unit_kinds import (
    UNIT_KIND_WORDS,
    USUAL_KIND_WORDS,
    nearest_kinds,
    shaded_kinds,
)
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


def measures() -> tuple[Measure, ...]:
    """The measures of this district: coverage by the kinds it has chosen, all others as usual."""
    usual = {one.of: one for one in MEASURES if one.by is CountedBy.COVERAGE}
    covers = [usual.get(kind) or _cover(kind) for kind in shaded_kinds()]
    others = [one for one in MEASURES if one.by is not CountedBy.COVERAGE]
    return (*others[:-1], *covers, others[-1])


def _cover(kind: str) -> Measure:
    """The coverage by a kind of the district's own."""
    name = UNIT_KIND_WORDS[kind]
    return Measure(
        f"cover_{kind}",
        f"{name}覆盖",
        CountedBy.COVERAGE,
        f"{name}可到",
        "分",
        "cover",
        of=str(kind),
    )


def measure_words() -> dict[str, str]:
    """The names of the measures of this district, and what each is called."""
    return {one.name: one.word for one in measures()}


def in_english(own: Mapping[str, str]) -> dict[str, str]:
    """What a screen says of lists and shadings by own kinds, in English; `own` are their names."""
    told: dict[str, str] = {}
    for kind in nearest_kinds():
        name = UNIT_KIND_WORDS[kind]
        if kind not in USUAL_KIND_WORDS and name in own:
            told[f"最近{name}"] = f"Nearest: {own[name]}"
            told[f"没有在岗且有定位的{name}"] = f"None on duty with a position: {own[name]}"
    for kind in shaded_kinds():
        name = UNIT_KIND_WORDS[kind]
        if kind in USUAL_KIND_WORDS or name not in own:
            continue
        told[f"{name}覆盖"] = f"{own[name]} coverage"
        for where in ("", "每网格"):
            told[f"{where}{name}可到"] = f"{own[name]} can be in each grid"
    return told
