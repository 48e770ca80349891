"""dash-mantine-components with the parts that are drawn here, and none of its two hundred others.

Its package imports every component it has, half a second of processor at each start. What stands in
for that list is put in place before the package is imported; its scripts, styles and the props that
hold components are registered as ever.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

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


def _part(name: str) -> Any:
    if not name[:1].isupper():
        raise AttributeError(name)
    try:
        return getattr(importlib.import_module(f"{_PACKAGE}.{name}"), name)
    except ModuleNotFoundError:
        raise AttributeError(name) from None


def _stand_in() -> ModuleType:
    """The module of all components, with these."""
    module = ModuleType(f"{_PACKAGE}._imports_")
    module.__dict__.update({"__all__": list(PARTS), "__getattr__": _part})
    return module


sys.modules.setdefault(f"{_PACKAGE}._imports_", _stand_in())

import dash_mantine_components as dmc  # noqa: E402

vars(dmc).setdefault("__getattr__", _part)

__all__ = ["PARTS", "dmc"]
