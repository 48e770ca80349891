"""What the desk is told about a recommendation: codes and values, said at the edge."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.dispatch.run_cards import Need
from domain.dispatch.units import UNIT_KIND_WORDS, TravelMode
from domain.own_names import Names
from domain.saying import Saying, Series, Spoken, Term, names

SUBKIND_NAMES = Names({"officer": "步巡民警", "patrol_car": "巡逻车"})
MODE_NAMES = {
    TravelMode.WALK: "步行",
    TravelMode.EBIKE: "电动车",
    TravelMode.CAR: "汽车",
    TravelMode.BOAT: "船",
}
SKILL_NAMES = {
    "fire": "灭火",
    "first_aid": "急救",
    "hazmat": "危化处置",
    "mediation": "调解",
    "psychology": "心理疏导",
    "traffic": "交通疏导",
    "water_rescue": "水上救援",
}


def skill_names(skills: Sequence[str]) -> Series:
    """Skills as people say them; one nobody has a word for is shown as it is written."""
    return names(Term(SKILL_NAMES[one]) if one in SKILL_NAMES else one for one in skills)


def need_name(need: Need) -> Spoken:
    """A need as people say it: 网格员（急救）."""
    name = Term(SUBKIND_NAMES.get(need.subkind or "", UNIT_KIND_WORDS[need.kind]))
    return Saying("need", who=name, skills=skill_names(need.skills)) if need.skills else name


def minutes(seconds: float) -> str:
    """A travel time in minutes to a tenth; a moment's walk is not nought."""
    return f"{max(seconds / 60, 0.1):.1f}"


def minutes_saying(seconds: float) -> Saying:
    """A travel time."""
    return Saying("travel", minutes=minutes(seconds))


def span_saying(seconds: float) -> Saying:
    """How long, in the unit that matters."""
    if seconds < 60:
        return Saying("seconds", n=max(0, round(seconds)))
    if seconds < 3600:
        return Saying("minutes", n=f"{seconds / 60:.0f}")
    return Saying("hours", n=f"{seconds / 3600:.0f}")


def clock_text(at: datetime, zone: tzinfo) -> str:
    """The district's hour and minute."""
    return f"{at.astimezone(zone):%H:%M}"


def shortfall(short: Sequence[tuple[Need, int]]) -> Saying | None:
    """What is lacking, named; None when nothing is."""
    lacking = [
        Saying("lacking", count=count, who=need_name(need)) for need, count in short if count
    ]
    return Saying("short_of", what=names(lacking)) if lacking else None
