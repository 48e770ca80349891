"""Photos of activities: on the card of one, and the marked ones for everybody."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import PARTY_ACTIVITY, ActivityType
from domain.net.party.books import Book
from domain.net.party.photos import ShownPhoto
from domain.net.party.self_governance import COMMUNITY_ACTIVITY
from layouts.net.party.page import PAGE
from layouts.net.party.seat import Seat
from layouts.office import ids, office
from layouts.office.brought import PHOTOS, file_chooser, file_links

# The kind of each book whose rows have photos.
KINDS: Mapping[Book, str] = {
    Book.ACTIVITIES: PARTY_ACTIVITY.name,
    Book.COMMUNITY: COMMUNITY_ACTIVITY.name,
}


def address(photo: ShownPhoto) -> str:
    """Where a marked photo is handed out."""
    return f"/api/v1/net/party/photos/{photo.file_id}"


def caption(photo: ShownPhoto, seat: Seat) -> str:
    """What it is of: the activity, its community, the day."""
    what = photo.title or seat.word(ActivityType(photo.activity))
    return f"{what} · {seat.area_name(photo.area_code[:12])} · {photo.day}"


def strip(photos: Sequence[ShownPhoto], seat: Seat) -> Component:
    """The newest marked photos; nothing where there are none."""
    if not photos:
        return html.Span()
    drawn = [
        html.Figure(
            [
                html.Img(src=address(one), alt=caption(one, seat)),
                html.Figcaption(caption(one, seat), className="admin-own"),
            ],
            className="party-photo",
        )
        for one in photos
    ]
    return html.Section(
        [office.title(seat.words("活动照片")), html.Div(drawn, className="party-photos")],
        className="case-section",
    )


def of_activity(opened: Any, seat: Seat) -> Component:
    """The photos of an activity, which may be shown, and where more are added."""
    words, book, one = seat.words, opened.book, opened.one
    asked = {"book": book.value, "id": one.activity_id}
    links = file_links(opened.files, words)
    lines = [
        html.Div(
            [link, *_mark(str(file["file_id"]), one.shown_photos, asked, seat)],
            className="admin-acts",
        )
        for link, file in zip(links, opened.files, strict=True)
    ]
    note = office.note(
        words(
            "照片只有本部门和本社区可见；标记“可展示”后，大屏和社区页都会显示，请先征得照片中人同意"
        )
    )
    again = {"act": "open", **asked}
    chooser = file_chooser(
        PAGE, KINDS[book], one.activity_id, again, words("添加照片"), accept=PHOTOS
    )
    return html.Div([note, html.Div(lines), chooser])


def _mark(
    file_id: str, shown: Sequence[str], asked: Mapping[str, str], seat: Seat
) -> list[Component]:
    words = seat.words
    told = {**asked, "file": file_id}
    if file_id in shown:
        says = html.Span(words("可展示"), className="is-good")
        return [says, office.act(words("取消展示"), ids.do(PAGE), {"act": "hide_photo", **told})]
    sure = words("照片里的人同意展示吗？标记后所有大屏可见")
    mark = office.act(
        words("标记可展示"), ids.do(PAGE), {"act": "show_photo", **told}, sure=sure, words=words
    )
    return [mark]
