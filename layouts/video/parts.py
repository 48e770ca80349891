"""What the pages of inspections, key places and rooms are made of."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.office import fields, office

LISTED = 30


def choice(view: str, name: str, asked: Mapping[str, object], *, is_chosen: bool) -> Component:
    """A button that shows another part, or another list."""
    told = {
        "data-open": view,
        "data-ask": json.dumps(dict(asked), ensure_ascii=False),
        "aria-pressed": "true" if is_chosen else "false",
    }
    return html.Button(name, type="button", className="case-view", **attributes(told))


def group(buttons: Sequence[Component], label: str) -> Component:
    """Buttons of which one is chosen."""
    heard = attributes({"aria-label": label})
    return html.Div(list(buttons), className="case-views", role="group", **heard)


def section(*parts: Component | None) -> Component:
    """A part of a page."""
    return html.Section([one for one in parts if one is not None], className="case-section")


def facts(lines: Sequence[tuple[str, Any]]) -> Component:
    """Names and values; what has no value is left out."""
    shown = [part for name, value in lines if value for part in (html.Dt(name), html.Dd(value))]
    return html.Dl(shown, className="case-facts")


def form(
    store: str, act: str, label: str, *inputs: Component, about: Mapping[str, str], key: str = ""
) -> Component:
    """A form, or a single button where nothing is asked."""
    asked = {"act": act, **about}
    if not inputs:
        return fields.line(office.act(label, store, asked))
    return office.form(store, asked, label, *inputs, key=key)


def folded(label: str, *parts: Component, is_open: bool = False) -> Component:
    """Something that is opened first."""
    return html.Details([html.Summary(label), *parts], className="case-step", open=is_open)


def pages(view: str, count: int, at: int, asked: Mapping[str, object], words: Words) -> Component:
    """Which rows stand here, and the ways to the others."""
    if count <= LISTED:
        return html.Span()
    parts: list[Component] = []
    if at:
        before = {**asked, "at": max(0, at - LISTED)}
        parts.append(office.act(words("上一页"), view, before))
    last = min(count, at + LISTED)
    told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), view, {**asked, "at": last}))
    return html.Div(parts, className="firm-pages")


def files(
    kind: str,
    key: str,
    store: str,
    shown: Sequence[tuple[str, str]],
    words: Words,
    *,
    may_add: bool,
    text: str = "",
    accept: str = "",
) -> Component:
    """The files of something, and where more are added (assets/pages/photos/).

    Args:
        kind: of what they belong to.
        key: its id.
        store: what its page listens to.
        shown: id and name of each.
        words: of the reader.
        may_add: whether they may add one.
        text: on the button; photos where it says nothing.
        accept: media types that are offered.
    """
    links = [
        html.A(name, href=f"/api/v1/files/{file_id}", target="_blank", className="link")
        for file_id, name in shown
    ]
    parts: list[Component] = [html.Div(links, className="admin-acts")] if links else []
    if may_add:
        asked = {"subject_kind": kind, "subject_id": key, "store": store}
        asked |= {"again": {"act": "open", "id": key}}  # type: ignore[dict-item]
        asked |= {"text": text} if text else {}
        asked |= {"accept": accept} if accept else {}
        told = json.dumps(asked, ensure_ascii=False)
        parts.append(html.Div(className="papers-upload", **attributes({"data-photos": told})))
    return html.Div(parts)


def bad(text: str) -> Component:
    """What needs somebody, beside a value."""
    return html.Span(text, className="is-bad")
