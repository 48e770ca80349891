"""What stands on a working page itself follows the language, as what callbacks draw does.

A layout is drawn once for each language. Where the two differ, the place is given an id and its
words in every language are sent with the page; the browser puts them in when its reader chooses
another language (assets/pages/working/10_bridge.js). No layout has to know of it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import LANGUAGES, Catalogues
from layouts.working import Drawing, Layout

# What the ids begin with that are given here.
OWN = "said-"


@dataclass(slots=True)
class Followed:
    """A layout in its reader's language, and what of it says something else in another.

    Attributes:
        language: in which it is drawn.
        parts: the layout; every place in `places` has an id.
        places: id, property and its value by language.
    """

    language: str
    parts: list[Component]
    places: list[tuple[Any, str, dict[str, Any]]] = field(default_factory=list)

    def told(self) -> str:
        """As the page carries it."""
        return json.dumps({"language": self.language, "places": self.places}, ensure_ascii=False)


def followed(layout: Layout, drawing: Drawing, catalogues: Catalogues) -> Followed:
    """Draw a layout so that its words follow the language.

    Raises:
        ValueError: it has another shape in another language.
    """
    own = drawing.reader.words.language
    versions = {
        language: list(layout(replace(drawing, reader=_reading(drawing, catalogues, language))))
        for language in (own, *(other for other in LANGUAGES if other != own))
    }
    made = Followed(own, versions[own])
    made.parts = _listed(made, versions)
    return made


def _reading(drawing: Drawing, catalogues: Catalogues, language: str) -> Any:
    return replace(drawing.reader, words=catalogues.words(language))


def _listed(made: Followed, versions: Mapping[str, Sequence[Any]]) -> list[Any]:
    """Children in a row; a text among them that differs is given an element of its own."""
    rows = zip(*versions.values(), strict=True)
    return [_child(made, dict(zip(versions, row, strict=True))) for row in rows]


def _child(made: Followed, versions: Mapping[str, Any]) -> Any:
    shown = versions[made.language]
    if isinstance(shown, list | tuple):
        return _listed(made, versions)
    if isinstance(shown, Component):
        _component(made, shown, versions)
    elif _differ(versions.values()):
        shown = html.Span(shown)
        _place(made, shown, "children", versions)
    return shown


def _component(made: Followed, shown: Component, versions: Mapping[str, Component]) -> None:
    for name in list(_props(shown)):
        held = {language: getattr(one, name) for language, one in versions.items()}
        value = held[made.language]
        if isinstance(value, Component):
            _component(made, value, held)
        elif name == "children" and isinstance(value, list | tuple):
            setattr(shown, name, _listed(made, held))
        elif _differ(held.values()):
            _place(made, shown, name, held)


def _props(shown: Any) -> dict[str, Any]:
    props: dict[str, Any] = shown.to_plotly_json()["props"]
    return props


def _place(made: Followed, shown: Any, name: str, values: Mapping[str, Any]) -> None:
    if getattr(shown, "id", None) is None:
        shown.id = f"{OWN}{len(made.places)}"
    made.places.append((shown.id, name, dict(values)))


def _differ(values: Iterable[Any]) -> bool:
    first, *others = values
    return any(other != first for other in others)
