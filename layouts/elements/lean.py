"""Libraries of components without what nobody here draws.

Their packages import every component they have, and Dash brings what plots figures and serves
notebooks: together a fifth of the imports of a start. What stands in for a package's list is put in
place before it is imported; a component is imported when it is first drawn.
"""

import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_DASHS = ("dash.html", "dash.dcc", "dash.dash_table")
# Notebooks are served by it, and nothing else here (dash/_jupyter.py).
_NOTEBOOKS = ("werkzeug", "werkzeug.serving")


class _Parts(ModuleType):
    """Stands for the module that lists all components of a package."""

    def __init__(self, package: str, parts: Sequence[str]) -> None:
        super().__init__(f"{package}._imports_")
        self.package = package
        self.__all__ = list(parts)

    def __getattr__(self, name: str) -> Any:
        return part(self.package, name)


def part(package: str, name: str) -> Any:
    """A component of a package, by its name; kept there under it.

    Raises:
        AttributeError: the package has none of this name.
    """
    if not name[:1].isupper():
        raise AttributeError(name)
    try:
        found = getattr(importlib.import_module(f"{package}.{name}"), name)
    except ModuleNotFoundError:
        raise AttributeError(name) from None
    # Importing it has left the module there.
    setattr(sys.modules[package], name, found)
    return found


def list_only(package: str, parts: Sequence[str]) -> None:
    """Let a package that is not imported yet list these parts."""
    if package not in sys.modules:
        sys.modules[f"{package}._imports_"] = _Parts(package, parts)


def find_the_rest(package: str) -> ModuleType:
    """Import a package and let it find the parts it does not list when they are asked for."""
    module = importlib.import_module(package)

    def rest(name: str) -> Any:
        return part(package, name)

    vars(module).setdefault("__getattr__", rest)
    return module


@contextmanager
def _without_notebooks() -> Iterator[None]:
    if "werkzeug" in sys.modules or "dash" in sys.modules:
        yield
        return
    for name in _NOTEBOOKS:
        sys.modules[name] = _Nothing(name)
    try:
        yield
    finally:
        for name in _NOTEBOOKS:
            del sys.modules[name]


class _Nothing(ModuleType):
    make_server = None


def lean_dash() -> None:
    """Import Dash with no more than is drawn."""
    for package in _DASHS:
        list_only(package, ())
    with _without_notebooks():
        importlib.import_module("dash")
    for package in _DASHS:
        find_the_rest(package)
