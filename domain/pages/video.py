"""Pages of cameras."""

from domain.pages.page import Page, forms

# In the order of their tabs: each part of the subject adds its rows (docs/video.md).
VIDEOS: tuple[Page, ...] = (
    forms(
        "video_exports",
        "/video/exports",
        "video.see",
        {
            "exports.show_exports": "video.see",
            "exports.do_exports": "video.see",
        },
        assets=("centre", "net"),
        tab="录像调取",
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
