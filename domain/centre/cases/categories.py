"""What a case is about: the official types, the political-legal list, the domains of petitions.

Source: the 18 types of people's mediation statistics; the 17 of the political-legal list; the
petition domains that departments answer for. The older types stay as codes nobody may choose.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Category(StrEnum):
    """The official types of disputes (人民调解统计), 18 in use and two older ones."""

    MARRIAGE_FAMILY = "marriage_family"
    NEIGHBOURS = "neighbours"
    HOUSING_PLOT = "housing_plot"
    CONTRACT = "contract"
    PRODUCTION = "production"
    DAMAGES = "damages"
    FOREST_LAND = "forest_land"
    DEMOLITION = "demolition"
    POLLUTION = "pollution"
    MIGRANT_WAGES = "migrant_wages"
    OTHER_LABOUR = "other_labour"
    TOURISM = "tourism"
    E_COMMERCE = "e_commerce"
    OTHER_CONSUMER = "other_consumer"
    MEDICAL = "medical"
    TRAFFIC = "traffic"
    PROPERTY_SERVICE = "property_service"
    OTHER = "other"
    VILLAGE_AFFAIRS = "village_affairs"
    FAMILY_PLANNING = "family_planning"


RETIRED = frozenset({Category.VILLAGE_AFFAIRS, Category.FAMILY_PLANNING})
IN_USE = tuple(one for one in Category if one not in RETIRED)

CATEGORY_NAMES: Mapping[Category, str] = MappingProxyType(
    {
        Category.MARRIAGE_FAMILY: "婚姻家庭纠纷",
        Category.NEIGHBOURS: "邻里纠纷",
        Category.HOUSING_PLOT: "房屋宅基地纠纷",
        Category.CONTRACT: "合同纠纷",
        Category.PRODUCTION: "生产经营纠纷",
        Category.DAMAGES: "损害赔偿纠纷",
        Category.FOREST_LAND: "山林土地纠纷",
        Category.DEMOLITION: "征地拆迁纠纷",
        Category.POLLUTION: "环境污染纠纷",
        Category.MIGRANT_WAGES: "拖欠农民工工资纠纷",
        Category.OTHER_LABOUR: "其他劳动争议",
        Category.TOURISM: "旅游纠纷",
        Category.E_COMMERCE: "电子商务纠纷",
        Category.OTHER_CONSUMER: "其他消费纠纷",
        Category.MEDICAL: "医疗纠纷",
        Category.TRAFFIC: "道路交通事故纠纷",
        Category.PROPERTY_SERVICE: "物业纠纷",
        Category.OTHER: "其他纠纷",
        Category.VILLAGE_AFFAIRS: "村务管理纠纷",
        Category.FAMILY_PLANNING: "计划生育纠纷",
    }
)


class LegalList(StrEnum):
    """The list of 17 that the political-legal bodies report by."""

    MARRIAGE_FAMILY = "婚恋家庭"
    NEIGHBOURS = "邻里"
    PERSONALITY = "人格权"
    PROPERTY = "物权"
    TORT = "侵权"
    CONTRACT = "合同"
    LABOUR = "劳动人事"
    FINANCE = "金融借贷"
    LAND = "土地及资源权属"
    OTHER_CIVIL = "其他民商事"
    TOWN_BUILDING = "城乡建设发展"
    CIVIL_AFFAIRS = "涉民政"
    OTHER_ENFORCEMENT = "其他行政执法"
    LITIGATION = "涉法涉诉"
    DISCIPLINE = "涉组织涉纪检"
    ETHNIC_RELIGIOUS = "涉民族宗教"
    OTHER = "其他"


class PetitionDomain(StrEnum):
    """Whose field a petition is in, by the department that answers for it."""

    AGRICULTURE = "农业农村"
    NATURAL_RESOURCES = "自然资源"
    TOWN_BUILDING = "城乡建设"
    LABOUR = "人力资源社会保障"
    HEALTH = "卫生健康"
    HOUSING = "住房城乡建设"
    TRANSPORT = "交通运输"
    MARKET = "市场监管"
    ENVIRONMENT = "生态环境"
    CIVIL_AFFAIRS = "民政"
    CULTURE_TOURISM = "文化旅游"
    JUSTICE = "政法"
    OTHER = "其他"


# official type → the political-legal list, the petition domain
MAPPED: Mapping[Category, tuple[LegalList, PetitionDomain]] = MappingProxyType(
    {
        Category.MARRIAGE_FAMILY: (LegalList.MARRIAGE_FAMILY, PetitionDomain.CIVIL_AFFAIRS),
        Category.NEIGHBOURS: (LegalList.NEIGHBOURS, PetitionDomain.JUSTICE),
        Category.HOUSING_PLOT: (LegalList.PROPERTY, PetitionDomain.AGRICULTURE),
        Category.CONTRACT: (LegalList.CONTRACT, PetitionDomain.JUSTICE),
        Category.PRODUCTION: (LegalList.OTHER_CIVIL, PetitionDomain.MARKET),
        Category.DAMAGES: (LegalList.TORT, PetitionDomain.JUSTICE),
        Category.FOREST_LAND: (LegalList.LAND, PetitionDomain.NATURAL_RESOURCES),
        Category.DEMOLITION: (LegalList.TOWN_BUILDING, PetitionDomain.TOWN_BUILDING),
        Category.POLLUTION: (LegalList.TORT, PetitionDomain.ENVIRONMENT),
        Category.MIGRANT_WAGES: (LegalList.LABOUR, PetitionDomain.LABOUR),
        Category.OTHER_LABOUR: (LegalList.LABOUR, PetitionDomain.LABOUR),
        Category.TOURISM: (LegalList.CONTRACT, PetitionDomain.CULTURE_TOURISM),
        Category.E_COMMERCE: (LegalList.CONTRACT, PetitionDomain.MARKET),
        Category.OTHER_CONSUMER: (LegalList.CONTRACT, PetitionDomain.MARKET),
        Category.MEDICAL: (LegalList.TORT, PetitionDomain.HEALTH),
        Category.TRAFFIC: (LegalList.TORT, PetitionDomain.TRANSPORT),
        Category.PROPERTY_SERVICE: (LegalList.CONTRACT, PetitionDomain.HOUSING),
        Category.OTHER: (LegalList.OTHER, PetitionDomain.OTHER),
        Category.VILLAGE_AFFAIRS: (LegalList.OTHER_ENFORCEMENT, PetitionDomain.AGRICULTURE),
        Category.FAMILY_PLANNING: (LegalList.OTHER_ENFORCEMENT, PetitionDomain.HEALTH),
    }
)
