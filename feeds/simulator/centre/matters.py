"""What the demo's cases are about: how often, who handles them, by which clock, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.centre.cases.case import Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.petitions import Way


@dataclass(frozen=True, slots=True)
class Subject:
    """A type of dispute: how often, to whom with which clock ("" its usual), and what is said."""

    weight: float
    to: Sequence[tuple[str, str]]
    claim: str
    has_sum: float = 0.4


_PEOPLE = (("people_mediation", ""),)
_COURT = (("people_mediation", ""), ("people_mediation", ""), ("litigation", ""))
_LAND = (("people_mediation", ""), ("natural_resources", "mediate.people"))
_WORK = (
    ("labour_arbitration", ""), ("people_mediation", "labour.mediate"),
    ("human_resources", "labour.mediate"),
)  # fmt: skip
_SHOPS = (("market", "market.end"), ("people_mediation", ""))

SUBJECTS: Mapping[Category, Subject] = {
    Category.MARRIAGE_FAMILY: Subject(14, _PEOPLE, "离婚后子女抚养费未付，要求调解", 0.3),
    Category.NEIGHBOURS: Subject(15, _PEOPLE, "邻居楼上漏水，要求修缮并赔偿", 0.3),
    Category.HOUSING_PLOT: Subject(7, _LAND, "宅基地边界不清，要求确认界线", 0.1),
    Category.CONTRACT: Subject(9, _COURT, "装修合同未履行完毕，要求退还余款", 0.95),
    Category.PRODUCTION: Subject(3, _COURT, "供货质量不合格，要求退货", 0.8),
    Category.DAMAGES: Subject(8, _COURT, "摔伤后医疗费未付，要求赔偿", 0.95),
    Category.FOREST_LAND: Subject(
        4, (("agriculture_water", "land.arbitrate"), *_LAND), "承包地四至有争议，要求确认", 0.1
    ),
    Category.DEMOLITION: Subject(
        4, (("housing", "mediate.people"), *_PEOPLE), "对安置面积有异议", 0.5
    ),
    Category.POLLUTION: Subject(2, (("environment", "mediate.people"),), "夜间作业噪声扰民", 0.1),
    Category.MIGRANT_WAGES: Subject(9, _WORK, "工地拖欠工资，要求支付", 1.0),
    Category.OTHER_LABOUR: Subject(5, _WORK, "解除劳动合同的经济补偿未付", 0.95),
    Category.TOURISM: Subject(1, _SHOPS, "退团费用有争议", 0.9),
    Category.E_COMMERCE: Subject(2, _SHOPS, "网购退款不到账", 0.9),
    Category.OTHER_CONSUMER: Subject(4, _SHOPS, "预付卡停业不退", 0.9),
    Category.MEDICAL: Subject(
        2, (("people_mediation", "medical.mediate"), ("health", "medical.mediate")),
        "对诊疗过程有异议，要求鉴定", 0.8,
    ),
    Category.TRAFFIC: Subject(
        7, (("public_security", "mediate.people"), *_COURT), "交通事故赔偿未谈妥", 0.95
    ),
    Category.PROPERTY_SERVICE: Subject(
        8, (("housing", "mediate.people"), *_PEOPLE), "物业费与公共维修有争议", 0.5
    ),
    Category.OTHER: Subject(3, _PEOPLE, "其他民间纠纷", 0.2),
}  # fmt: skip
# A request of each of the six ways: to whom, by which clock.
WAYS: Mapping[Way, tuple[str, str]] = {
    Way.JUDICIAL: ("litigation", "mediate.court_pre"),
    Way.ARBITRATION: ("labour_arbitration", "labour.award"),
    Way.PARTY_APPEAL: ("governance", "petition.notice"),
    Way.ADMINISTRATIVE_PROCEDURE: ("justice", "reconsider.ordinary"),
    Way.STATUTORY_DUTY: ("city_management", "petition.notice"),
    Way.PETITION: ("visits", "petition.handle"),
}
CHANNELS: Mapping[Channel, float] = {
    Channel.VISIT: 46,
    Channel.GRID: 16,
    Channel.HOTLINE_12345: 11,
    Channel.POLICE_110: 9,
    Channel.COURT: 7,
    Channel.CALL: 4,
    Channel.LETTER: 3,
    Channel.ONLINE: 3,
    Channel.LEADER: 1,
}
# More than usual in a month: wages before the Spring Festival, quarrels about heating in winter.
SEASONS: Mapping[Category, Mapping[int, float]] = {
    Category.MIGRANT_WAGES: {12: 2.0, 1: 2.8, 2: 1.6},
    Category.PROPERTY_SERVICE: {10: 1.5, 11: 2.2, 12: 1.6},
    Category.NEIGHBOURS: {7: 1.3, 8: 1.3},
}
