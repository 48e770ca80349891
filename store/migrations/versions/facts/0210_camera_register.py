"""What the register holds of a camera, and how its name is typed."""

import sqlalchemy as sa
from alembic import op

from store.spelling import columns_of

revision = "facts_0210"
down_revision = "facts_0220"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name, kind, default in (
        ("owner_class", sa.String(32), "xueliang"),
        ("taken_from", sa.String(16), "map"),
        ("near_secret", sa.Boolean(), sa.false()),
        ("is_removed", sa.Boolean(), sa.false()),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=default)
        op.add_column("camera", column)
    for name in (
        *("unit", "shared_with", "legal_basis", "filing_number", "consent", "agreement"),
        *("legal_hold", "address", "sub_address", "pinyin", "initials"),
    ):
        op.add_column("camera", sa.Column(name, sa.Text(), nullable=True))
    for name in ("owner", "source"):
        op.add_column("camera", sa.Column(name, KEY, nullable=True))
    for name in (
        *("position_type", "room", "use", "function", "mount"),
        *("retention_days", "quota_gb"),
    ):
        op.add_column("camera", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("direction_deg", "view_deg", "reach_m"):
        op.add_column("camera", sa.Column(name, sa.Float(53), nullable=True))
    op.add_column("camera", sa.Column("presets", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("camera", sa.Column("filed", sa.JSON(), nullable=True))
    for name in ("in_use_since", "filed_on"):
        op.add_column("camera", sa.Column(name, sa.String(10), nullable=True))
    op.add_column("camera", sa.Column("has_sign", sa.Boolean(), nullable=True))
    op.add_column("camera", sa.Column("missing_since", sa.BigInteger(), nullable=True))
    op.create_index("camera_by_lat", "camera", ["lat", "lon"])
    op.create_index("camera_by_owner", "camera", ["owner", "camera_id"])
    _spell()
    # Cameras are looked up in their table and stand in no live picture any more.
    op.execute("UPDATE entity_head SET ended_at = 0 WHERE kind = 'camera'")


def _spell() -> None:
    camera = sa.table("camera", *map(sa.column, ("camera_id", "name", "pinyin", "initials")))
    known = op.get_bind().execute(sa.select(camera.c.camera_id, camera.c.name)).all()
    for camera_id, name in known:
        spelled = camera.update().where(camera.c.camera_id == camera_id).values(columns_of(name))
        op.execute(spelled)
