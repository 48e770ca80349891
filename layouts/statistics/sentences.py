"""The conclusion: why the figures are as they are, with ways to what it names."""

import re
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from domain.words import is_han
from layouts.elements.attributes import attributes
from layouts.elements.said import said
from layouts.statistics.view import ARRIVED, Body, View

_VALUE = re.compile(r"\{(\w+)\}")
_BAND = re.compile(r"\d{1,9}–\d{1,9}")


def conclusion(view: View) -> html.Section:
    """The sentences, and which days they are of."""
    facts, words = view.facts, view.words
    more = words("含今天，到此刻为止；") if facts["is_running"] else ""
    period = words(
        "本期 {period}（{days} 天），{more}对比期 {previous}（{before} 天）。",
        period=view.days(facts["period"]),
        days=facts["period"]["days"],
        more=more,
        previous=view.days(facts["previous"]),
        before=facts["previous"]["days"],
    )
    return html.Section(
        [
            *(
                html.P(sentence(one, view), className="say-more" if at else "say-first")
                for at, one in enumerate(facts["sentences"])
            ),
            html.P(period, className="say-period"),
        ],
        className="area-say",
        **attributes({"aria-label": words("结论")}),
    )


def sentence(one: Body, view: View) -> list[Component | str]:
    """A sentence with its values set off; between two Chinese characters stands no space."""
    raw = one["values"]
    values = {
        key: value if key == "name" or not isinstance(value, str) else said(value, view.words)
        for key, value in raw.items()
    }
    pieces = _VALUE.split(view.words(one["pattern"]))
    texts = [str(values.get(piece, "")) if at % 2 else piece for at, piece in enumerate(pieces)]
    made: list[Component | str] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            made.append(_value(piece, texts[at], raw, view))
        else:
            after = texts[at + 1] if at + 1 < len(texts) else ""
            made.append(_joined(piece, texts[at - 1] if at else "", after))
    return made


def _joined(words: str, before: str, after: str) -> str:
    if words.endswith(" ") and is_han(words[-2:-1]) and is_han(after[:1]):
        words = words[:-1]
    if words.startswith(" ") and is_han(before[-1:]) and is_han(words[1:2]):
        words = words[1:]
    return words


def hours_of(name: str) -> str:
    """The hours of a band as a question says them: `20-24` of 夜间 20–24 时."""
    found = _BAND.search(name or "")
    return found[0].replace("–", "-") if found else ""


def _value(key: str, text: str, raw: Body, view: View) -> Component | str:
    """What a value leads to: an area to its page, a cause to its incidents."""
    of: dict[str, Any] = {"code": raw.get("code"), "name": raw.get("name")}
    causes: dict[str, Body] = {
        "step": {"arrived": 1, "slowest": raw.get("step_code")},
        "class_name": {"class": raw.get("class_code"), **ARRIVED},
        "hours": {"hours": hours_of(str(raw.get("hours", ""))), **ARRIVED},
    }
    if raw.get("code") and key in causes:
        return view.open(text, text, causes[key], classes="link say-cause", **of)
    if key == "name" and raw.get("code") and raw["code"] != view.facts["code"]:
        return dcc.Link(text, href=view.address.link(raw["code"]), className="link")
    if key == "rank":
        return text
    return html.B(text, className="say-change" if key in {"change", "share"} else "")
