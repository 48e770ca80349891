"""What was measured of cameras: no fact, and in no journal."""

from datetime import datetime

from sqlalchemy import Float, String, Text

from store.columns import Moment, key_text
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CameraStateRow(Base):
    """How a camera was when it was last measured, in three layers."""

    __tablename__ = "camera_state"

    camera_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    is_signalled: Mapped[bool | None]
    signalled_at: Mapped[datetime | None] = mapped_column(Moment)
    has_stream: Mapped[bool | None]
    stream_at: Mapped[datetime | None] = mapped_column(Moment)
    first_frame_at: Mapped[datetime | None] = mapped_column(Moment)
    picture: Mapped[str | None] = mapped_column(String(16))
    picture_at: Mapped[datetime | None] = mapped_column(Moment)
    clock_off_s: Mapped[float | None] = mapped_column(Float(53))
    trouble: Mapped[str | None] = mapped_column(Text)
