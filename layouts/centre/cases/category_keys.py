"""By which letters a category is found from the keyboard: the initials of its name in pinyin."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.centre.cases.categories import Category

KEYS: Mapping[Category, str] = MappingProxyType(
    {
        Category.MARRIAGE_FAMILY: "hyjt",
        Category.NEIGHBOURS: "ll",
        Category.HOUSING_PLOT: "fwzjd",
        Category.CONTRACT: "ht",
        Category.PRODUCTION: "scjy",
        Category.DAMAGES: "shpc",
        Category.FOREST_LAND: "sltd",
        Category.DEMOLITION: "zdcq",
        Category.POLLUTION: "hjwr",
        Category.MIGRANT_WAGES: "tqnmggz",
        Category.OTHER_LABOUR: "qtldzy",
        Category.TOURISM: "ly",
        Category.E_COMMERCE: "dzsw",
        Category.OTHER_CONSUMER: "qtxf",
        Category.MEDICAL: "yl",
        Category.TRAFFIC: "dljtsg",
        Category.PROPERTY_SERVICE: "wy",
        Category.OTHER: "qt",
        Category.VILLAGE_AFFAIRS: "cwgl",
        Category.FAMILY_PLANNING: "jhsy",
    }
)
