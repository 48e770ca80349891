"""The six ways of a request (申诉求决), each with what it means for the person."""

from collections.abc import Mapping

from dash.development.base_component import Component

from domain.centre.cases.petitions import Way
from domain.words import Words
from layouts.centre.case_words import word
from layouts.elements.dmc import dmc


def ways(words: Words, chosen: Way | None = None) -> Component:
    """The ways as choices: the name, and below it what the clerk tells the person."""
    means: Mapping[Way, str] = {
        Way.JUDICIAL: words("正在或应当由法院、检察院、公安处理：告知去向，不作信访事项办理"),
        Way.ARBITRATION: words("劳动、农村土地承包等先仲裁：告知仲裁机构和时效"),
        Way.PARTY_APPEAL: words("党员、党组织申诉：转有权的党组织"),
        Way.ADMINISTRATIVE_PROCEDURE: words("可以复议、裁决、确认、许可的：导入该程序并告知期限"),
        Way.STATUTORY_DUTY: words("要求查处违法或履行职责：转法定机关，按法定程序答复"),
        Way.PETITION: words("以上都不适用：按信访程序办理，六十日内出具处理意见书"),
    }
    group: Component = dmc.RadioGroup(
        [dmc.Radio(value=way.value, label=word(way, words), description=means[way]) for way in Way],
        name="way",
        label=words("途径（先判断前五种，都不是才走信访）"),
        value=chosen.value if chosen else None,
        className="case-ways",
        persistence=False,
    )
    return group
