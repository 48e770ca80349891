"""Forms of dash-mantine-components in the colours of this product, with its dates.

The library's own style sheet takes its colours from variables; assets/pages/mantine/ sets them to
the tokens of assets/00_tokens.css, so that both rooms are right without a second table of colours.
"""

from typing import Any

from dash.development.base_component import Component

from layouts.elements.dmc import dmc
from layouts.reader import Reader

# Names of dayjs; `window.dayjs_locale_zh_cn` is in assets/pages/mantine/.
_DATES = {"zh": "zh_cn", "en": "en"}


def within(reader: Reader, children: Any) -> Component:
    """What holds mantine's components."""
    dates = dmc.DatesProvider(
        children,
        settings={"locale": _DATES[reader.words.language], "firstDayOfWeek": 1},
    )
    made: Component = dmc.MantineProvider(
        dates,
        forceColorScheme="light" if reader.theme == "bright" else "dark",
        theme={"fontFamily": "var(--sans)", "scale": 1, "respectReducedMotion": True},
    )
    return made
