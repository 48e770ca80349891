"""dash-mantine-components with the parts that are drawn here, and none of its two hundred others.

Its package imports every component it has, half a second of processor at each start. Its scripts,
styles and the props that hold components are registered as ever.
"""

from layouts.elements.lean import find_the_rest, list_only

_PACKAGE = "dash_mantine_components"
# A part is listed when it is first drawn. Another one is found all the same (tests/bootstrap/ then
# asks for it here), but a page must know before it is drawn which of its props hold components.
PARTS = (
    "Checkbox",
    "CheckboxGroup",
    "DatePickerInput",
    "DateTimePicker",
    "DatesProvider",
    "MantineProvider",
    "MonthPickerInput",
    "MultiSelect",
    "Radio",
    "RadioGroup",
    "Select",
    "TextInput",
    "Textarea",
)


list_only(_PACKAGE, PARTS)
find_the_rest(_PACKAGE)

import dash_mantine_components as dmc  # noqa: E402

__all__ = ["PARTS", "dmc"]
