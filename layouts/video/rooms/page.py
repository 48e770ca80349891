"""The page of conference rooms, empty until it is filled."""

from dash.development.base_component import Component

from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_rooms"


def rooms_page(drawing: Drawing) -> list[Component]:
    """Rooms with the age of their last test call."""
    return video_page(drawing, PAGE, drawing.reader.words("视频会议"))
