"""Files of what is open on a page: those that are there, and where more are added."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.office import ids

PHOTOS = "image/jpeg,image/png,image/webp"
DOCUMENTS = f"application/pdf,{PHOTOS}"


def file_links(files: Sequence[Mapping[str, Any]], words: Words) -> list[Component]:
    """A way to each file: a picture is shown, all else is saved."""
    return [
        html.A(
            words("照片 {n}", n=nth) if str(one["type"]).startswith("image/")
            else words("文件 {n}", n=nth),
            href=f"/api/v1/files/{one['file_id']}",
            target="_blank",
            className="link",
        )
        for nth, one in enumerate(files, 1)
    ]  # fmt: skip


def file_chooser(
    page: str, kind: str, entity_id: str, again: Mapping[str, str], label: str, accept: str
) -> Component:
    """Where files are added to an entity (assets/pages/photos/).

    Args:
        page: whose store is told once they have come.
        kind: of the entity.
        entity_id: which one.
        again: the question that draws the card anew.
        label: in the reader's words.
        accept: media types that are offered.
    """
    asked = {
        "subject_kind": kind,
        "subject_id": entity_id,
        "store": ids.do(page),
        "again": dict(again),
        "text": label,
        "accept": accept,
    }
    told = attributes({"data-photos": json.dumps(asked, ensure_ascii=False)})
    return html.Div(className="papers-upload", **told)
