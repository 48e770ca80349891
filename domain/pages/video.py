"""Pages of cameras."""

from domain.pages.page import Page, forms

# In the order of their tabs: each part of the subject adds its rows (docs/video.md).
VIDEOS: tuple[Page, ...] = (
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
)
