"""What the desk is told about a recommendation, in words: every code has one sentence here."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.dispatch.run_cards import Need
from domain.dispatch.units import UNIT_KIND_WORDS, TravelMode

SUBKIND_NAMES = {"officer": "步巡民警", "patrol_car": "巡逻车"}
MODE_NAMES = {TravelMode.WALK: "步行", TravelMode.EBIKE: "电动车", TravelMode.CAR: "汽车"}
SKILL_NAMES = {
    "fire": "灭火",
    "first_aid": "急救",
    "hazmat": "危化处置",
    "mediation": "调解",
    "psychology": "心理疏导",
    "traffic": "交通疏导",
    "water_rescue": "水上救援",
}


def skill_names(skills: Sequence[str]) -> str:
    """Skills as people say them; one nobody has a word for is shown as it is written."""
    return "、".join(SKILL_NAMES.get(skill, skill) for skill in skills)


def need_name(need: Need) -> str:
    """A need as people say it: 网格员（急救）."""
    name = SUBKIND_NAMES.get(need.subkind or "", UNIT_KIND_WORDS[need.kind])
    return f"{name}（{skill_names(need.skills)}）" if need.skills else name


def minutes_text(seconds: float) -> str:
    """A travel time in minutes to a tenth; a moment's walk is not nought."""
    return f"{max(seconds / 60, 0.1):.1f} 分钟"


def age_text(seconds: float) -> str:
    """How long ago a fix was taken."""
    if seconds < 60:
        return f"定位 {max(0, round(seconds))} 秒前"
    if seconds < 3600:
        return f"定位 {seconds / 60:.0f} 分钟前"
    return f"定位 {seconds / 3600:.0f} 小时前"


def clock_text(at: datetime, zone: tzinfo) -> str:
    """The district's hour and minute."""
    return f"{at.astimezone(zone):%H:%M}"


def shortfall_text(short: Sequence[tuple[Need, int]]) -> str:
    """What is lacking, named; empty when nothing is."""
    lacking = [f"{count} 名{need_name(need)}" for need, count in short if count]
    return f"缺 {'、'.join(lacking)}" if lacking else ""
