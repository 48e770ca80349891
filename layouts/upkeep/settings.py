"""Every setting and its value; secrets say only whether they are set."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from domain.words import Words
from layouts.office import office
from layouts.upkeep.setting_words import SWITCHES, meaning
from layouts.working import Drawing

# Of values that are words, not values.
SAID = ("已设置（不显示）", "未设置")


def settings_page(drawing: Drawing) -> list[Component]:
    """Where the settings are drawn."""
    return office.frame(drawing)


def settings(items: Sequence[Mapping[str, str]], words: Words) -> list[Component]:
    """In the order of settings.py."""

    def value(row: Mapping[str, str]) -> object:
        text = SWITCHES.get(row["value"], row["value"])
        return words(text) if text in SAID or row["value"] in SWITCHES else office.named(text)

    def purpose(row: Mapping[str, str]) -> str:
        text = meaning(row["name"])
        return words(text) if text else ""

    columns: office.Columns = (
        (words("用途"), purpose),
        (words("设置"), lambda row: office.named(row["name"])),
        (words("值"), value),
    )
    return [office.table(columns, items, words("没有记录"))]
