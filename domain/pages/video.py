"""Pages of cameras."""

from dataclasses import replace

from domain.pages.page import Headers, Page, forms

# In the order of their tabs: each part of the subject adds its rows (docs/video.md).
VIDEOS: tuple[Page, ...] = (
    Page(
        name="video",
        paths=("/video",),
        action="video.see",
        assets=("office", "player", "video"),
        # hls.js hands its pictures over as a blob
        headers=Headers(media=("blob:",)),
        is_live=False,
        is_start=True,
        tab="视频墙",
    ),
    forms(
        "video_cameras",
        "/video/cameras",
        "video.register.see",
        {
            "cameras.show_cameras": "video.register.see",
            "cameras.do_cameras": "video.register.see",
            "cameras.open_camera": "video.register.see",
            "cameras.load_cameras": "video.register.manage",
        },
        assets=("centre", "net", "cameras"),
        is_start=True,
        tab="视频点位",
    ),
    replace(
        forms(
            "video_inspections",
            "/video/inspections",
            "video.inspect.see",
            {
                "inspections.show_inspections": "video.inspect.see",
                "inspections.do_inspections": "video.inspect.see",
                "inspections.open_finding": "video.inspect.see",
            },
            assets=("centre", "net", "uploads", "papers", "photos", "player", "watch"),
            tab="监管检查",
        ),
        headers=Headers(media=("blob:",)),  # hls.js hands its pictures over as a blob
    ),
    forms(
        "video_places",
        "/video/places",
        "places.see",
        {
            "places.show_places": "places.see",
            "places.do_places": "places.see",
            "places.open_site": "places.see",
            "places.load_sites": "places.manage",
        },
        assets=("centre", "net", "uploads", "papers", "photos"),
        tab="重点部位",
    ),
    forms(
        "video_rooms",
        "/video/rooms",
        "conference.see",
        {"rooms.show_rooms": "conference.see", "rooms.do_rooms": "conference.see"},
        assets=("centre", "net"),
        tab="视频会议",
    ),
    replace(
        forms(
            "video_exports",
            "/video/exports",
            "video.see",
            {
                "exports.show_exports": "video.see",
                "exports.do_exports": "video.see",
            },
            assets=("centre", "net", "player", "watch"),
            tab="录像调取",
        ),
        headers=Headers(media=("blob:",)),
    ),
    forms(
        "video_looks",
        "/video/looks",
        "video.looks.see",
        {"looks.show_looks": "video.looks.see"},
        assets=("centre", "net"),
        tab="调阅登记",
    ),
)
