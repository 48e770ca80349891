"""Figures of the party and of self-governance for the wall: no name in any of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.net.party.activities import ActivityType
from domain.net.party.figures import HOUSEHOLDS, PartyFigures
from domain.net.party.gaps import PartyGap
from domain.net.party.organisations import OrganisationLevel, OrganisationType, Roll
from domain.net.party.photos import ShownPhoto
from domain.statistics.kpis import Kpi

SOURCE, SOURCE_OF_DEMO, MAP = "党建台账", "党建台账（演示）", "网格底图"
MONTHS_ON_WALL = 6
_FEN_IN_YUAN = 100


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """What one village or community has; activities of the last twelve months."""

    organisations: int = 0
    members: int = 0
    links: int = 0
    places: int = 0
    activities: int = 0
    community_activities: int = 0
    spent_fen: int = 0

    def __add__(self, other: "VillageCounts") -> "VillageCounts":
        names = self.__dataclass_fields__
        return VillageCounts(**{name: getattr(self, name) + getattr(other, name) for name in names})


def total(of: Iterable[VillageCounts]) -> VillageCounts:
    """All of them together."""
    return sum(of, VillageCounts())


def column_kpi(told: PartyFigures) -> Kpi:
    """How far the map's column covers the grids: all that is known where nothing is registered."""
    return _coverage(told, MAP)


def _coverage(told: PartyFigures, source: str) -> Kpi:
    percent = told.whole.percent
    detail = {"covered": told.whole.covered, "grids": told.whole.grids}
    value = None if percent is None else round(percent, 1)
    return Kpi("party_grids", "网格党组织覆盖", value, "%", source, detail)


def wall_kpis(
    told: PartyFigures,
    villages: Mapping[str, VillageCounts],
    rural: Iterable[str],
    photos: Sequence[ShownPhoto] = (),
) -> list[Kpi]:
    """The `kpi` records of the topics 智慧党建 and 乡村振兴.

    Args:
        told: of the whole district.
        villages: by code, those that have anything.
        rural: codes of the villages that are not urban.
        photos: that may be shown.
    """
    source = SOURCE_OF_DEMO if told.is_demo else SOURCE
    country = [villages.get(code, VillageCounts()) for code in rural]
    both = total(country)

    def kpi(id: str, label: str, value: float | None, unit: str, **detail: Any) -> Kpi:
        return Kpi(id, label, value, unit, source, detail)

    counts, gaps = told.counts, told.gaps
    last = told.months[-MONTHS_ON_WALL:]
    return [
        _coverage(told, source),
        kpi("party_organisations", "党组织", told.organisations, "个",
            branches=told.by_type.get(OrganisationType.BRANCH, 0),
            groups=told.by_type.get(OrganisationType.GROUP, 0)),
        kpi("party_members", "党员", told.members, "人",
            double=told.of_roll(Roll.DOUBLE), at_posts=told.at_posts),
        kpi("party_households", "联系户", counts.links, "户",
            late=gaps.get(PartyGap.NO_CONTACT, 0)),
        kpi("party_activities", "近一年活动", told.activities, "次", attended=counts.attended),
        kpi("party_gaps", "待补短板", sum(gaps.values()), "项",
            no_secretary=gaps.get(PartyGap.NO_SECRETARY, 0),
            terms=gaps.get(PartyGap.TERM_ENDED, 0) + gaps.get(PartyGap.TERM_ENDING, 0)),
        kpi("party_towns", "各镇街网格党组织", told.whole.covered, "个", rows=[
            {"key": code, "value": one.covered, "grids": one.grids}
            for code, one in told.towns.items()
        ]),
        kpi("party_levels", "四级组织", told.organisations, "个", rows=[
            {"key": level.value, "value": told.by_level.get(level, 0)}
            for level in OrganisationLevel
        ] + [{"key": HOUSEHOLDS, "value": counts.links}], gaps=[
            {"key": gap.value, "cells": [
                told.gaps_by_level.get((gap, level), 0)
                for level in (*(one.value for one in OrganisationLevel), HOUSEHOLDS)
            ]}
            for gap in PartyGap
        ]),
        kpi("party_months", "每月活动", told.activities, "次", months=list(last), rows=[
            {"key": "party", "cells": [
                sum(counts.activities.get((month, kind.value), 0) for kind in ActivityType)
                for month in last
            ]},
            {"key": "community", "cells": [
                counts.community_activities.get(month, 0) for month in last
            ]},
        ]),
        kpi("party_photos", "活动照片", len(photos), "张", rows=[
            {"key": one.file_id, "day": one.day, "area": one.area_code[:12],
             "title": one.title, "activity": one.activity}
            for one in photos
        ]),
        kpi("rural_organisations", "村级党组织", both.organisations, "个", members=both.members),
        kpi("rural_places", "乡村自治组织", both.places, "个",
            villages=sum(one.places > 0 for one in country)),
        kpi("rural_activities", "乡村活动", both.activities + both.community_activities, "次",
            community=both.community_activities, spent=both.spent_fen // _FEN_IN_YUAN),
        kpi("rural_households", "乡村联系户", both.links, "户",
            villages=sum(one.links > 0 for one in country)),
    ]  # fmt: skip
