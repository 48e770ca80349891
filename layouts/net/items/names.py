"""What the vocabularies of items are called."""

from collections.abc import Mapping

from domain.net.items.classes import ItemKind
from domain.net.items.competence import Because
from domain.net.items.figures import Indicator
from domain.net.items.items import ItemState, Request, Source
from domain.net.items.limits import Limit, LimitUnit
from domain.net.items.parts import PartState
from domain.words import Words


def kind_names(words: Words) -> Mapping[ItemKind, str]:
    """A thing or an event."""
    return {ItemKind.PART: words("部件"), ItemKind.EVENT: words("城管事件")}


def group_names(words: Words) -> Mapping[str, str]:
    """The groups of the table by their codes."""
    part, event = words("部件"), words("城管事件")
    named = {
        "part-01": words("公用设施类"),
        "part-02": words("道路交通类"),
        "part-03": words("市容环境类"),
        "part-04": words("园林绿化类"),
        "part-05": words("房屋土地类"),
        "part-06": words("扩展部件类"),
        "event-11": words("市容环境类"),
        "event-12": words("宣传广告类"),
        "event-13": words("施工管理类"),
        "event-14": words("突发事件类"),
        "event-15": words("街面秩序类"),
        "event-16": words("其他事件类"),
    }
    return {
        code: f"{part if code.startswith('part') else event} · {name}"
        for code, name in named.items()
    }


def state_names(words: Words) -> Mapping[ItemState, str]:
    """How far an item has come."""
    return {
        ItemState.REPORTED: words("待立案"),
        ItemState.REFUSED: words("不予立案"),
        ItemState.JOINED: words("已并案"),
        ItemState.FILED: words("待派遣"),
        ItemState.SENT: words("处置中"),
        ItemState.HANDLED: words("待核查"),
        ItemState.HUNG: words("挂账"),
        ItemState.CLOSED: words("已结案"),
    }


def view_names(words: Words) -> Mapping[str, str]:
    """Which items are looked at, by the words of the operation."""
    return {
        "open": words("在办"),
        "waiting": words("待立案"),
        "to_send": words("待派遣"),
        "sent": words("处置中"),
        "late": words("超时"),
        "to_check": words("待核查"),
        "asked": words("待批申请"),
        "hung": words("挂账"),
        "closed": words("已结案"),
        "ended": words("不予立案与并案"),
    }


def unit_names(words: Words) -> Mapping[LimitUnit, str]:
    """What a limit counts in."""
    return {
        LimitUnit.URGENT_HOUR: words("紧急工作时"),
        LimitUnit.WORK_HOUR: words("工作时"),
        LimitUnit.WORK_DAY: words("工作日"),
    }


def limit_told(limit: Limit, words: Words) -> str:
    """`4 工作时`."""
    return f"{limit.amount} {unit_names(words)[limit.unit]}"


def because_names(words: Words) -> Mapping[Because, str]:
    """Why a unit was chosen."""
    return {
        Because.OWNER: words("属主"),
        Because.TERRITORY: words("属地"),
        Because.OWNER_UNKNOWN: words("属主不明，由属地处置"),
        Because.NO_TERRITORY: words("属地无处置单位，由属主处置"),
        Because.NOBODY: words("属主、属地均不明，由牵头部门处置"),
        Because.CHOSEN: words("人工指定"),
    }


def source_names(words: Words) -> Mapping[Source, str]:
    """Where a report comes from."""
    return {
        Source.GRID: words("网格员"),
        Source.DEPARTMENT: words("部门"),
        Source.COMMUNITY: words("村（社区）"),
        Source.DESK: words("指挥中心"),
        Source.API: words("接口"),
    }


def request_names(words: Words) -> Mapping[Request, str]:
    """What a unit may ask for."""
    return {Request.EXTEND: words("延期"), Request.HANG: words("挂账")}


def part_state_names(words: Words) -> Mapping[PartState, str]:
    """How a thing was found."""
    return {
        PartState.GOOD: words("完好"),
        PartState.DAMAGED: words("破损"),
        PartState.MISSING: words("丢失"),
        PartState.LEFT: words("废弃"),
    }


def indicator_names(words: Words) -> Mapping[Indicator, str]:
    """What the indicators are called."""
    return {
        Indicator.FILED: words("立案率"),
        Indicator.IN_TIME: words("按期处置率"),
        Indicator.REWORKED: words("返工率"),
        Indicator.CLOSED: words("结案率"),
    }


def indicator_formulas(words: Words) -> Mapping[Indicator, str]:
    """How each is counted."""
    return {
        Indicator.FILED: words("立案数 ÷（立案数 + 不予立案数）；待立案和并案的不计"),
        Indicator.IN_TIME: words("按期处置数 ÷ 应处置数；应处置 = 已处置 + 超时未处置，挂账的不计"),
        Indicator.REWORKED: words("返过工的件数 ÷ 核查过的件数"),
        Indicator.CLOSED: words("结案数 ÷ 立案数；挂账的不计"),
    }
